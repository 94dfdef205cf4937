"""Run histories of declarations in this interpreter: `run_histories.py SEED COUNT FIRST POOL`, as run_mixed.py does."""

import sys
import types
import warnings

import history_names
import history_writer
import run_mixed  # puts the folder of the modes on the path

import modes

import cffi

LIBRARY = modes.library(history_names.LIBRARY)
cleaner = cffi.FFI()
cleaner.cdef("void clear(void);")
clear = cleaner.dlopen(LIBRARY).clear


def described(ffi, of):
    of = ffi.typeof(of)
    about = [of.cname, of.kind]
    for name in ("item", "length", "args", "result", "ellipsis"):
        if hasattr(of, name):
            about.append((name, getattr(of, name)))
    if of.kind == "enum":
        about.append(sorted(of.relements.items()))
    if of.kind in ("struct", "union") and of.fields is not None:
        about.append([(name, field.type, field.offset, field.bitshift, field.bitsize) for name, field in of.fields])
    return about


def shown(x):
    """A number or the beginning of a repr: without memory that nobody wrote."""
    return repr(x)


def names_in(lib):
    return [name for name in dir(lib) if name[:2] != "__"]


class Subjects:
    """The FFI objects and modules of one program: {name: an object with `ffi` and `lib`}."""

    def __init__(self, number):
        self.number, self.all = number, {}
        for name in ("f0", "f1", "f2"):
            ffi = cffi.FFI()
            self.all[name] = types.SimpleNamespace(ffi=ffi, lib=ffi.dlopen(LIBRARY))

    def module_name(self, ffi):
        """Each FFI has one name: those that include it look for it by that."""
        of = [name for name, known in self.all.items() if known.ffi is ffi]
        return "_history_%d_%s" % (self.number if not self.compiled else 0, of[0])

    compiled = False

    def emitted(self, ffi, name):
        module = modes.python_module(self.module_name(ffi), modes.generated(ffi, self.module_name(ffi), None))
        self.all[name] = types.SimpleNamespace(ffi=module.ffi, lib=module.ffi.dlopen(LIBRARY))

    def built(self, ffi, name):
        module = modes.api_module(
            self.module_name(ffi),
            modes.generated(ffi, self.module_name(ffi), history_names.SOURCE % {"kind": "static"}),
        )
        self.all[name] = module

    def verified(self, ffi, name):
        warnings.simplefilter("ignore", DeprecationWarning)  # of Python's own modules
        warnings.filterwarnings("ignore", "reimporting")
        self.all[name] = types.SimpleNamespace(
            ffi=ffi, lib=modes.verified(ffi, history_names.SOURCE % {"kind": "static"})
        )


def run(number, pool, out):
    statements = history_writer.program(number, pool)[1]
    clear()
    subjects = Subjects(number)
    subjects.compiled = number % history_writer.COMPILED == 0
    helpers = dict(
        described=described,
        shown=shown,
        names_in=names_in,
        emitted=subjects.emitted,
        compiled=subjects.built,
        verified=subjects.verified,
    )
    variables = {}

    def outcome(about, target, expression):
        known = subjects.all
        if about not in known:
            return ["value", "no such subject"]
        names = dict(helpers, F=known[about].ffi, L=known[about].lib, **known)
        return run_mixed.outcome(names, {name: one.ffi for name, one in known.items()}, variables, target, expression)

    run_mixed.written(number, statements, outcome, out)
    for name in [name for name in sys.modules if name.startswith("_history_")]:
        del sys.modules[name]


if __name__ == "__main__":
    run_mixed.main(run, *(int(argument) for argument in sys.argv[1:5]))
