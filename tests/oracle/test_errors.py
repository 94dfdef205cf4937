"""Which `except` clause catches what: thousands of bad arguments, in each mode of the released package and of ours.

Ours must raise what the released package raises in the same mode, and be caught by what is written for its other modes,
too; its `hasattr()` never raises. What differs on purpose is in errors/accepted.py, with the reason.
"""

import json
import os
import subprocess
import sys

import pytest
from test_differential import oracle_python  # noqa: F401

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "errors")
sys.path.insert(0, FOLDER)

import accepted
import error_declarations
import bad_arguments

EXPRESSIONS = bad_arguments.table()


def environment():
    env = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    return dict(env, PYTHONHASHSEED="0")


def observe(python, folder, library, mode):
    """{number: outcome}; what crashes is left out, and the rest goes on."""
    outcomes, first = {}, 0
    while True:
        command = [python, os.path.join(FOLDER, "try_bad_arguments.py"), str(folder), str(library), mode, str(first)]
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, env=environment()
        )
        lines = done.stdout.splitlines()
        for line in lines:
            if line.endswith("]"):
                number, outcome = json.loads(line)
                outcomes[number] = outcome
                first = number + 1
        if lines and lines[-1] == "end":
            return outcomes
        assert done.returncode < 0, done.stderr[-2000:]
        first += 1


def build(python, folder, *kinds):
    command = [python, os.path.join(FOLDER, "build_modules.py"), str(folder)] + list(kinds)
    subprocess.run(
        command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment(), cwd=str(folder)
    )


@pytest.fixture(scope="module")
def observed(tmp_path_factory, oracle_python):  # noqa: F811
    """(released, ours): {mode: {number: outcome}}. The API modules are those of the released package, for both."""
    folder = tmp_path_factory.mktemp("errors")
    (folder / "source.c").write_text(error_declarations.SOURCE)
    library = folder / "liberrors.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", str(library), str(folder / "source.c")], check=True)
    build(oracle_python, folder, "py", "api")
    return [
        {mode: observe(python, folder, library, mode) for mode in error_declarations.MODES}
        for python in (oracle_python, sys.executable)
    ]


def is_error(outcome):
    return outcome is not None and outcome[0] == "error"


def missing_classes(number, mode, released, ours):
    """The classes that the released package raises in some mode, and that do not catch what ours raises in `mode`."""
    wanted = set()
    for other in error_declarations.MODES:
        outcome = released[other].get(number)
        if is_error(outcome) and not accepted.means_nothing_elsewhere(EXPRESSIONS[number], outcome, other, mode):
            wanted.add(outcome[1][0])
    return sorted(wanted - set(ours[mode][number][1]))


def difference(number, mode, released, ours):
    """What is wrong, as a text; or None."""
    theirs, mine = released[mode].get(number), ours[mode].get(number)
    if theirs is None or mine is None:
        return "crashes" if theirs is not None else None
    if not is_error(mine):
        return "accepted" if is_error(theirs) and not anywhere_accepted(number, released) else None
    if not is_error(theirs):
        return "refused"
    missing = missing_classes(number, mode, released, ours)
    return "no " + ", ".join(missing) if missing else None


def anywhere_accepted(number, released):
    return any(not is_error(released[mode].get(number, ["error"])) for mode in error_declarations.MODES)


def test_except_clauses(observed):
    released, ours = observed
    unexpected, reasons = [], {}
    for number, expression in enumerate(EXPRESSIONS):
        for mode in error_declarations.MODES:
            what = difference(number, mode, released, ours)
            reason = what and accepted.reason_for(expression, what)
            if reason:
                reasons[reason] = reasons.get(reason, 0) + 1
            elif what:
                outcomes = [side[other].get(number) for other in error_declarations.MODES for side in (released, ours)]
                unexpected.append("%s: %s: %s\n    %s" % (mode, expression, what, "\n    ".join(map(str, outcomes))))
    print(
        "%d expressions in %d modes; accepted: %s"
        % (len(EXPRESSIONS), len(error_declarations.MODES), json.dumps(reasons, indent=1))
    )
    assert not unexpected, "%d differences:\n%s" % (len(unexpected), "\n".join(unexpected[:60]))
    assert set(reasons) == set(accepted.REASONS), "reasons that nothing needs any more"


def test_hasattr_never_raises(observed):
    for mode, outcomes in observed[1].items():
        for number, outcome in outcomes.items():
            assert not EXPRESSIONS[number].startswith("hasattr(") or outcome[0] == "value", (
                mode,
                EXPRESSIONS[number],
                outcome,
            )


def test_modules_of_ours_raise_the_same(observed, tmp_path):
    """API mode once more, with modules that ours has generated: their converters are others."""
    (tmp_path / "modules").mkdir()
    build(sys.executable, tmp_path / "modules", "api")
    outcomes = observe(sys.executable, tmp_path / "modules", "", "api")
    for number, outcome in observed[1]["api"].items():
        assert outcomes[number][:2] == outcome[:2], EXPRESSIONS[number]
