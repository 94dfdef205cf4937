"""Run the same cases in two interpreters and compare the outcomes."""

import json
import os
import subprocess
import sys

import allowed
import generate

HERE = os.path.dirname(os.path.abspath(__file__))


def run(python, seed, count, variables, again=False):
    """(version, {case number: outcome text}); a crash is the outcome of the case that crashed, and the rest goes on.

    `again`: a case that crashes after others is run again, the first of its process; they may have corrupted memory.
    """
    outcomes, version, first = {}, None, 0
    while first < count:
        start = first
        command = [python, os.path.join(HERE, "execute.py"), str(seed), str(count), str(first)]
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, env=variables, cwd=HERE
        )
        lines = done.stdout.splitlines()
        if not lines:
            raise RuntimeError("%s says nothing: %s" % (python, done.stderr[-2000:]))
        version = json.loads(lines[0])
        for line in lines[1:]:
            if line.endswith("]]"):
                number, outcome = json.loads(line)
                outcomes[number] = spelled(outcome)
                first = number + 1
        if done.returncode == 0:
            break
        if done.returncode > 0:
            raise RuntimeError("%s failed: %s" % (python, done.stderr[-2000:]))
        if first == start or not again:
            outcomes[first] = "crash with signal %d" % -done.returncode
            first += 1
    return version, outcomes


def spelled(outcome):
    return "value " + outcome[1] if outcome[0] == "value" else "error %s: %s" % (outcome[1], outcome[2])


def same(released, ours):
    """Equal values; or the same exception type, with the released package's text in ours.

    Errors of the C parser have texts of their own: there only the type counts.
    """
    if released == ours:
        return True
    if not (released.startswith("error ") and ours.startswith("error ")):
        return False
    released_type, _, released_text = released[6:].partition(": ")
    ours_type, _, ours_text = ours[6:].partition(": ")
    if released_type in ("CDefError", "FFIError", "error"):
        return ours_type in ("CDefError", "FFIError")
    return released_type == ours_type and released_text in ours_text


def environment(*without):
    """This process's environment with the same hashing in every interpreter."""
    return dict({name: value for name, value in os.environ.items() if name not in without}, PYTHONHASHSEED="0")


def differences(oracle_python, seed, count, our_python=sys.executable):
    """(number of cases, {reason: how many}, [(group, expression, released, ours)] that nothing allows)"""
    cases = generate.cases(seed, count)
    released_version, released = run(
        oracle_python, seed, len(cases), environment("PYTHONPATH", "PYTHONHOME"), again=True
    )
    our_version, ours = run(our_python, seed, len(cases), environment())
    if not released_version["version"].startswith(("1.", "2.")):
        raise RuntimeError("no released package in %s: %s" % (oracle_python, released_version))
    if our_version["version"].startswith(("1.", "2.")):
        raise RuntimeError("not ours: %s" % our_version)
    accepted, unexpected = {}, []
    for number, (group, expression) in enumerate(cases):
        if same(released[number], ours[number]):
            continue
        reason = allowed.reason_for(expression, released[number], ours[number])
        if reason is None:
            unexpected.append((group, expression, released[number], ours[number]))
        else:
            accepted[reason] = accepted.get(reason, 0) + 1
    return len(cases), accepted, unexpected


def report(oracle_python, seed, count):
    """For use by hand: `compare.py ORACLE_PYTHON SEED COUNT` prints every unexpected difference."""
    total, accepted, unexpected = differences(oracle_python, seed, count)
    for group, expression, released, ours in unexpected:
        print("%s: %s\n    released: %s\n    ours:     %s" % (group, expression, released, ours))
    for reason, number in sorted(accepted.items()):
        print("%5d allowed: %s" % (number, reason))
    print("%d cases, %d unexpected differences" % (total, len(unexpected)))
    return 1 if unexpected else 0


if __name__ == "__main__":
    sys.exit(report(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
