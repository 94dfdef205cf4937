"""Run mixed programs in this interpreter: `run_mixed.py SEED COUNT FIRST POOL` prints the cffi version, then one JSON line a program.

An outcome tells the value and its class, how it compares with the variables before it, which `except` catches the error, and
what was printed. Each is written before the next statement starts.
"""

import copy
import json
import os
import pickle
import re
import sys
import weakref

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(os.path.dirname(HERE), folder) for folder in ("modes", "differential")]

import mixed_writer
import modes
import namespace
import observe

import cffi

BUILT = {}
NOTED = []  # by callbacks and destructors of whatever mode, in this program


def built(of):
    """{mode: what its statements may use}; made once."""
    if of.number not in BUILT:
        BUILT[of.number] = {mode: names_of(mode, *made(mode, of)) for mode in modes.MODES}
    return BUILT[of.number]


def made(mode, of):
    ffi, name = cffi.FFI(), "_mixed_%s_%d" % (mode, of.number)
    ffi.cdef(of.cdef)
    if mode == "inline":
        return ffi, ffi.dlopen(modes.library(of.source))
    if mode == "verify":
        return ffi, modes.verified(ffi, of.source)
    if mode == "api":
        module = modes.api_module(name, modes.generated(ffi, name, of.source))
        return module.ffi, module.lib
    module = modes.python_module(name, modes.generated(ffi, name, None))
    return module.ffi, module.ffi.dlopen(modes.library(of.source))


def names_of(mode, ffi, lib):
    names = namespace.helpers(ffi)

    def noted(value):
        NOTED.append(repr(value) if isinstance(value, ffi.CData) else value)

    def notes():
        seen = list(NOTED)
        del NOTED[:]
        return seen

    def entered(cdata):
        with cdata as same:
            return same is cdata

    def copied(x):
        return copy.copy(x) is x, type(copy.copy(x)).__name__

    def weakly(x):
        return weakref.ref(x)() is x

    def pickled(x):
        return type(pickle.loads(pickle.dumps(x))).__name__

    names.update(
        ffi=ffi, lib=lib, noted=noted, notes=notes, entered=entered, copied=copied, weakly=weakly, pickled=pickled
    )
    return names


def relations(value, variables):
    """Who is who: with each variable before, whether it is the same object, equal, of the same class and of the same hash."""
    found = []
    for other in list(variables.values())[-5:]:
        try:
            hashed = hash(value) == hash(other)
        except Exception as error:
            hashed = type(error).__name__
        try:
            equal = bool(value == other), bool(value != other)
        except Exception as error:
            equal = type(error).__name__
        found.append((value is other, equal, type(value) is type(other), hashed))
    return found


def numbered(text):
    """How many structs without a name were made before is another question."""
    return re.sub(r"\$[0-9]+", "$", text)


def outcome(names, ffis, variables, target, expression):
    told, value = observe.observed(lambda: eval(expression, {**names, **variables}), ffis)
    printed = " printed %s" % told["printed"] if "printed" in told else ""
    if "error" in told:
        return ["error", observe.first_of(told["caught"]), told["error"] + printed]
    if target is None:
        return ["value", numbered(told["value"]) + printed]
    text = "%s of %s %s%s" % (numbered(told["value"]), told["class"], relations(value, variables), printed)
    variables[target] = value
    return ["value", text]


def written(number, statements, outcome, out):
    """One line for the program; what is known of it is there should the next statement crash."""
    out.write("[%d, [" % number)
    separator = ""
    for statement in statements:
        out.write(separator)
        out.flush()
        out.write(json.dumps(outcome(*statement)))
        separator = ", "
    out.write("]]\n")
    out.flush()


def run(number, pool, out):
    of, statements = mixed_writer.program(number, pool)
    by_mode = built(of)
    ffis = {mode: names["ffi"] for mode, names in by_mode.items()}
    for names in by_mode.values():
        names["lib"].reset()
    variables = {}
    del NOTED[:]
    written(number, statements, lambda mode, *statement: outcome(by_mode[mode], ffis, variables, *statement), out)


def main(run, seed, count, first, pool):
    observe.quiet()
    print(json.dumps({"version": cffi.__version__, "file": os.path.abspath(cffi.__file__)}), flush=True)
    for number in range(seed * 1000000 + first, seed * 1000000 + count):
        run(number, pool, sys.__stdout__)


if __name__ == "__main__":
    main(run, *(int(argument) for argument in sys.argv[1:5]))
