"""Run programs in this interpreter: `run_programs.py SEED COUNT FIRST` prints the cffi version, then one JSON line a program.

Each statement's outcome is written before the next one starts: after a crash, the last line tells where it was.
"""

import json
import os
import sys
import warnings

import writer  # puts the folder of the differential cases on the path

import names as program_names
from execute import masked

import cffi


def run(number, out):
    declarations, statements = writer.program(number)
    out.write("[%d, [" % number)
    try:
        names = program_names.build(declarations)
    except Exception as error:
        out.write(json.dumps(["declarations " + type(error).__name__, type(error).__name__, str(error)]) + "]]\n")
        return
    separator = ""
    for target, expression in statements:
        out.write(separator)
        out.flush()
        out.write(json.dumps(outcome(names, target, expression)))
        separator = ", "
    out.write("]]\n")
    out.flush()


def outcome(names, target, expression):
    try:
        value = eval(expression, names)
        if target is not None:
            names[target] = value
        return ["value", masked(repr(value))]
    except Exception as error:
        return ["error", type(error).__name__, masked(str(error))]


def main(seed, count, first):
    warnings.simplefilter("ignore")
    sys.unraisablehook = lambda event: None
    print(json.dumps({"version": cffi.__version__, "file": os.path.abspath(cffi.__file__)}), flush=True)
    for number in range(seed * 1000000 + first, seed * 1000000 + count):
        run(number, sys.stdout)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:4]))
