"""Programs of a kind in two interpreters: `compare_mixed.py ORACLE_PYTHON KIND SEED COUNT [POOL]` prints every unexpected difference."""

import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(os.path.dirname(HERE), folder) for folder in ("modes", "differential")]

import compare_programs
import graph_writer
import history_writer
import libraries
import mixed_writer
from history_names import BROKEN

import allowed
import compare
import observe

# What writes the programs of a kind, and what runs them.
KINDS = {
    "mixed": (mixed_writer, "run_mixed.py"),
    "histories": (history_writer, "run_histories.py"),
    "graphs": (graph_writer, "run_graphs.py"),
}


def same(released, ours):
    """Equal, or errors of which ours is caught wherever the released one is."""
    if released == ours or (" printed unraisable " in released and ours.startswith(released.rstrip("\n"))):
        return True
    if not (released.startswith("error ") and ours.startswith("error ")):
        return False
    classes = [text[6:].partition(": ")[0].split("/") for text in (released, ours)]
    return all(any(is_kind_of(own, theirs) for own in classes[1]) for theirs in classes[0] if theirs)


def leaves_a_part(expression, released):
    """Of what failed: the released package has done what stood before the mistake, ours nothing."""
    if "F.cdef(" in expression:
        return "#define" in expression or not (
            re.search("parse error|cannot parse", released)
            or expression.startswith(tuple("F.cdef('%s" % text for text in BROKEN))
        )
    return "set_attribute(lib, " in expression or "F.include(" in expression


def is_kind_of(own, theirs):
    """By the names of classes."""
    known = [{known.__name__: known for known in observe.CLASSES}.get(name) for name in (own, theirs)]
    return own == theirs or (None not in known and issubclass(*known))


def differences(oracle_python, seed, count, our_python=sys.executable, pool=libraries.POOL, kind="mixed"):
    """(number of statements, {reason: how many}, [(program, statement number, released, ours)]): the first of each program."""
    written_by, script = KINDS[kind]
    released = compare_programs.run(
        oracle_python, seed, count, compare.environment("PYTHONPATH", "PYTHONHOME"), True, (script, pool)
    )
    ours = compare_programs.run(our_python, seed, count, compare.environment(), False, (script, pool))
    statements, accepted, unexpected = 0, {}, []
    for number in sorted(released):
        program = written_by.program(number, pool)[1]
        for i, (theirs, own) in enumerate(zip(released[number], ours[number])):
            statements += 1
            mode, target, expression = program[i]
            if same(theirs, own):
                if theirs.startswith("error") and leaves_a_part(expression, theirs):
                    break
                continue
            reason = allowed.reason_for(expression, theirs, own) or allowed.reason_for(
                "[%s: %s] %s" % (mode, kind, expression), theirs, own
            )
            if reason is None:
                unexpected.append((number, i, theirs, own))
                break
            accepted[reason] = accepted.get(reason, 0) + 1
            if not compare_programs.still_comparable(target, theirs, own) or leaves_a_part(expression, theirs):
                break
    return statements, accepted, unexpected


def shown(number, statement, pool=libraries.POOL, kind="mixed"):
    declarations, statements = KINDS[kind][0].program(number, pool)
    lines = [
        "[%s] %s%s" % (mode, name + " = " if name else "", text) for mode, name, text in statements[: statement + 1]
    ]
    return "\n".join(["program %d:" % number, str(declarations)] + lines)


def alike(released, ours):
    return tuple(
        re.sub(r"[0-9]+", "N", re.sub(r"'[^']*'|<[^>]*>|b?\"[^\"]*\"", "_", text))[:80] for text in (released, ours)
    )


def report(oracle_python, kind, seed, count, pool=libraries.POOL):
    statements, accepted, unexpected = differences(oracle_python, seed, count, pool=pool, kind=kind)
    kinds = {}
    for number, statement, released, ours in unexpected:
        kinds.setdefault(alike(released, ours), []).append((number, statement, released, ours))
    for members in sorted(kinds.values(), key=len, reverse=True):
        number, statement, released, ours = members[0]
        print(
            "=== %d times\n%s\n    released: %s\n    ours:     %s\n"
            % (len(members), shown(number, statement, pool, kind), released, ours)
        )
    for reason, times in sorted(accepted.items()):
        print("%5d allowed: %s" % (times, reason))
    print(
        "%d programs, %d statements, %d unexpected differences of %d kinds"
        % (count, statements, len(unexpected), len(kinds))
    )
    return 1 if unexpected else 0


if __name__ == "__main__":
    sys.exit(report(*sys.argv[1:3], *map(int, sys.argv[3:])))
