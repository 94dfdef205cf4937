"""The same thousands of cases in the released package and in ours: same values, same exception types, same known texts.

CFFI_ORACLE_PYTHON names an interpreter that has the released package (default: .venv-oracle/bin/python in the tree),
CFFI_DIFFERENTIAL_CASES how many cases, CFFI_DIFFERENTIAL_SEED which ones.
"""

import os
import subprocess
import sys

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
TREE = os.path.dirname(os.path.dirname(HERE))
FOLDER = os.path.join(HERE, "differential")

sys.path.insert(0, FOLDER)

CASES = int(os.environ.get("CFFI_DIFFERENTIAL_CASES", "10000"))
SEED = int(os.environ.get("CFFI_DIFFERENTIAL_SEED", "1"))


@pytest.fixture(scope="module")
def oracle_python():
    python = os.environ.get("CFFI_ORACLE_PYTHON") or os.path.join(TREE, ".venv-oracle", "bin", "python")
    if not os.path.exists(python):
        pytest.skip("no interpreter with the released package: %s" % python)
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    probe = [python, "-c", "import cffi; print(cffi.__version__)"]
    done = subprocess.run(
        probe, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, env=environment
    )
    if done.returncode != 0 or not done.stdout.startswith(("1.", "2.")):
        pytest.skip("%s has no released package: %s" % (python, (done.stdout + done.stderr).strip()[-200:]))
    return python


def test_same_outcomes(oracle_python):
    import cffi

    if cffi.__version_info__ < (3,):
        pytest.skip("this interpreter has the released package itself")
    import compare

    total, accepted, unexpected = compare.differences(oracle_python, SEED, CASES)
    print("%d cases; allowed differences: %s" % (total, accepted))
    assert total == CASES
    shown = ["%s: %s\n    released: %s\n    ours:     %s" % difference for difference in unexpected[:40]]
    assert not unexpected, "%d of %d cases differ (seed %d):\n%s" % (len(unexpected), total, SEED, "\n".join(shown))


def test_generator_is_the_same_everywhere(oracle_python):
    """Both sides make their cases themselves, from the seed: they must make the same ones."""
    program = (
        "import generate; import hashlib; print(hashlib.sha256(repr(generate.cases(%d, 2000)).encode()).hexdigest())"
        % SEED
    )
    prints = {
        subprocess.run(
            [python, "-c", program], stdout=subprocess.PIPE, universal_newlines=True, cwd=FOLDER, check=True
        ).stdout
        for python in (sys.executable, oracle_python)
    }
    assert len(prints) == 1


def test_comparison_notices():
    """The comparison itself: what counts as the same."""
    import compare

    assert compare.same("value 5", "value 5")
    assert not compare.same("value 5", "value 6")
    assert not compare.same("value 5", "error TypeError: x")
    assert compare.same(
        "error TypeError: an integer is required", "error TypeError: an integer is required (argument 1 of f())"
    )
    assert not compare.same("error TypeError: an integer is required", "error ValueError: an integer is required")
    assert not compare.same("error TypeError: an integer is required", "error TypeError: something else")
    assert compare.same("error CDefError: cannot parse", "error FFIError: line 1")


@pytest.mark.parametrize(
    "expression, released, ours, wrong",
    [
        ("ffi.string(v1, maxlen=2)", "value b'ab'", "value b'a'", "value b'x'"),
        (
            "set_item(v1, 0, 'x')",
            "value ['wchar_t[3]', ['x', 'b', 'c']]",
            "value ['wchar_t[3]', ['x', '\\x00', 'c']]",
            "value ['wchar_t[3]', ['\\x00', 'x', 'c']]",
        ),
        (
            "described('t')",
            "value ['f', 'function', ('args', 1), ('ellipsis', True)]",
            "value ['f', 'function', ('args', 1), ('ellipsis', False)]",
            "value ['f', 'function', ('args', 2), ('ellipsis', False)]",
        ),
    ],
)
def test_what_is_allowed_is_narrow(expression, released, ours, wrong):
    import allowed

    assert allowed.reason_for(expression, released, ours) is not None
    assert allowed.reason_for(expression, released, wrong) is None


def test_no_crash_of_ours_is_allowed(monkeypatch):
    """Whatever an entry says."""
    import allowed

    monkeypatch.setattr(allowed, "ENTRIES", [allowed.Difference("everything", "", "", "", "")])
    assert allowed.reason_for("x", "value 1", "value 2") == "everything"
    for ours in ("crash", "crash with status 11"):
        assert allowed.reason_for("x", "value 1", ours) is None
        assert allowed.reason_for("x", "crash", ours) is None
