"""Run the same programs in two interpreters and compare them, statement by statement."""

import json
import os
import subprocess
import sys

import writer  # puts the folder of the differential cases on the path

import allowed
import compare

HERE = os.path.dirname(os.path.abspath(__file__))
BATCH = 2000


def run(python, seed, count, variables, again=False, script=("run_programs.py",)):
    """{program number: [outcome of each statement]}; a crash is the outcome of the statement that crashed. `script`: what runs them, and its last arguments.

    `again`: a program that crashes after others is run again, the first of its process; they may have corrupted memory.
    """
    outcomes, first = {}, 0
    while first < count:
        start = first
        command = [
            python,
            os.path.join(HERE, script[0]),
            str(seed),
            str(min(count, first + BATCH)),
            str(first),
            *map(str, script[1:]),
        ]
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, env=variables, cwd=HERE
        )
        lines = done.stdout.split("\n")
        for line in lines[1:]:
            if line.endswith("]]"):
                number, statements = json.loads(line)
                outcomes[number] = [
                    compare.spelled(outcome) if isinstance(outcome, list) else outcome for outcome in statements
                ]
                first = number - seed * 1000000 + 1
        if done.returncode > 0:
            raise RuntimeError("%s failed: %s" % (python, done.stderr[-2000:]))
        if done.returncode < 0 and (first == start or not again):
            started = lines[-1].rstrip(", ")
            begun = json.loads(started + "]]")[1] if started else []
            outcomes[seed * 1000000 + first] = [compare.spelled(outcome) for outcome in begun] + [
                "crash with signal %d" % -done.returncode
            ]
            first += 1
    return outcomes


def differences(oracle_python, seed, count, our_python=sys.executable):
    """(number of statements, {reason: how many}, [(program, statement number, released, ours)]): the first of each program."""
    released = run(oracle_python, seed, count, compare.environment("PYTHONPATH", "PYTHONHOME"), again=True)
    return compared(released, run(our_python, seed, count, compare.environment()))


def compared(released, ours):
    """What differences() returns, of the outcomes that run() gave."""
    statements, accepted, unexpected = 0, {}, []
    for number in sorted(released):
        if released[number] == ours[number]:
            statements += len(ours[number])
            continue
        for i, (theirs, own) in enumerate(zip(released[number], ours[number])):
            statements += 1
            if compare.same(theirs, own):
                continue
            target, expression = writer.program(number)[1][i]
            reason = allowed.reason_for(expression, theirs, own)
            if reason is None:
                unexpected.append((number, i, theirs, own))
                break
            accepted[reason] = accepted.get(reason, 0) + 1
            if not still_comparable(target, theirs, own):
                break
    return statements, accepted, unexpected


def still_comparable(target, theirs, own):
    """May what follows in the program be compared? Not when it may come from this (allowed) difference."""
    checked_first = own.startswith(
        "error IndexError"
    )  # before any item is written, where the released package had written some
    both_fail = theirs.startswith("error") and own.startswith("error") and not checked_first
    only_shown = target is None and theirs.startswith("value") and own.startswith("value")
    return both_fail or only_shown


def shown(number, statement):
    """The program up to that statement, as it could be pasted."""
    declarations, statements = writer.program(number)
    lines = ["%s = %s" % (name, text) if name else text for name, text in statements[: statement + 1]]
    return "\n".join(["program %d:" % number, declarations] + lines)


def report(oracle_python, seed, count):
    """For use by hand: `compare_programs.py ORACLE_PYTHON SEED COUNT` prints every unexpected difference."""
    statements, accepted, unexpected = differences(oracle_python, seed, count)
    for number, statement, released, ours in unexpected:
        print("%s\n    released: %s\n    ours:     %s\n" % (shown(number, statement), released, ours))
    for reason, times in sorted(accepted.items()):
        print("%5d allowed: %s" % (times, reason))
    print("%d programs, %d statements, %d unexpected differences" % (count, statements, len(unexpected)))
    return 1 if unexpected else 0


if __name__ == "__main__":
    sys.exit(report(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
