"""Each construct in each mode, in the released package and in ours: productions of the grammar, orders of declarations, methods
with each kind of argument, operations of Python on each kind of object. What is asked is in the folder `constructs`.

CFFI_CONSTRUCTS_SHARE says that each mode asks every n-th expression (1: all, and all about declarations: minutes). The table of
what was compared is written to build/constructs.md.
"""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from test_differential import TREE, oracle_python  # noqa: F401  (a fixture)

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "constructs")
sys.path[:0] = [FOLDER, os.path.join(os.path.dirname(FOLDER), "modes")]

SHARE = int(os.environ.get("CFFI_CONSTRUCTS_SHARE", "24"))
SCRIPTS = [["run_expressions.py", str(SHARE)]] + ([["run_declarations.py"]] if SHARE == 1 else [])


def said(python, script, *arguments):
    variables = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    done = subprocess.run(
        [python, script, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        universal_newlines=True,
        cwd=FOLDER,
        env=dict(variables, PYTHONHASHSEED="0"),
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def outcomes(oracle_python):  # noqa: F811
    """(what the released package said, what ours said)"""
    import cffi

    if cffi.__version_info__ < (3,):
        pytest.skip("this interpreter has the released package itself")
    runs = [(python, *script) for python in (oracle_python, sys.executable) for script in SCRIPTS]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda run: said(*run), runs))
    return tuple(
        {title: told for answer in half for title, told in answer.items()}
        for half in (answers[: len(SCRIPTS)], answers[len(SCRIPTS) :])
    )


def test_same_everywhere(outcomes):
    import compare_constructs

    found = compare_constructs.differences(*outcomes)
    unexpected = [one for one in found if one[-1] is None]
    shown = ["[%s] %s: %s\n    released: %s\n    ours:     %s" % one[:-1] for one in unexpected[:40]]
    asked = sum(len(questions) for by_mode in outcomes[0].values() for questions in by_mode.values())
    print(
        "%d constructs, %d questions, %d allowed differences" % (len(outcomes[0]), asked, len(found) - len(unexpected))
    )
    assert not unexpected, "%d of %d answers differ:\n%s" % (len(unexpected), asked, "\n".join(shown))


def test_table(outcomes):
    """Every construct stands in the table, with what was asked about it in each mode."""
    import table

    text = table.written(*outcomes)
    os.makedirs(os.path.join(TREE, "build"), exist_ok=True)
    with open(os.path.join(TREE, "build", "constructs.md"), "w") as file:
        file.write(text)
    assert len(text.splitlines()) == len(outcomes[0]) + 2


def test_every_method_is_asked(oracle_python):  # noqa: F811
    """No public method of either class of the released package is left out of the expressions."""
    import expressions

    program = "import cffi, _cffi_backend; print(*sorted({n for of in (cffi.FFI, _cffi_backend.FFI) for n in dir(of) if n[0].islower()}))"
    names = subprocess.run(
        [oracle_python, "-c", program], stdout=subprocess.PIPE, universal_newlines=True, check=True
    ).stdout.split()
    text = " ".join(shape for shapes in expressions.METHODS.values() for shape in shapes)
    assert [
        name for name in names if "." + name not in text and "'%s'" % name not in text and ").%s(" % name not in text
    ] == []


def test_comparison_notices():
    import compare_constructs

    value, error = {"value": "5", "class": "builtins.int"}, {"error": "no", "caught": ["TypeError"]}
    both = {"error": "no", "caught": ["AttributeError", "TypeError"]}
    assert compare_constructs.same("x", value, dict(value))
    assert not compare_constructs.same("x", value, dict(value, **{"class": "builtins.bool"}))
    assert not compare_constructs.same("x", value, dict(value, printed="Warning"))
    assert not compare_constructs.same("x", value, error)
    assert compare_constructs.same("x", error, both)
    assert not compare_constructs.same("x", both, error)
    assert compare_constructs.same("dir(x)", dict(value, value="['a']"), dict(value, value="['a', 'b']"))
    assert not compare_constructs.same("dir(x)", dict(value, value="['a', 'c']"), dict(value, value="['a', 'b']"))
