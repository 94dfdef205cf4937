"""Run cases in this interpreter: `execute.py SEED COUNT FIRST` prints the cffi version, then one JSON line a case.

Each line is written before the next case starts, so that after a crash the first missing line tells which case it was.
"""

import json
import re
import sys
import warnings

import generate
import namespace

import cffi


def masked(text):
    """Addresses replaced; those below 64 KiB are made up by the cases and stay."""
    return re.sub(r"0x[0-9a-fA-F]{5,}", "0x...", text)


def outcome(names, expression):
    try:
        return ["value", masked(repr(eval(expression, names)))]
    except Exception as error:
        return ["error", type(error).__name__, masked(str(error))]


def main(seed, count, first):
    warnings.simplefilter("ignore")
    names = namespace.build()
    out = sys.stdout
    print(json.dumps({"version": cffi.__version__, "file": cffi.__file__}), flush=True)
    for number, (group, expression) in enumerate(generate.cases(seed, count)):
        if number < first:
            continue
        out.write(json.dumps([number, outcome(names, expression)]) + "\n")
        out.flush()


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:4]))
