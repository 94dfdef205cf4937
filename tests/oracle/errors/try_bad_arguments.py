"""`try_bad_arguments.py FOLDER LIBRARY MODE FIRST`: evaluates the table from entry FIRST on, one JSON line each: [number, outcome].

An outcome is ["value", name of its class] or ["error", [names of the classes that catch it], text].
"""

import json
import operator
import os
import re
import sys
import warnings

import bad_arguments
from error_declarations import ABSENT, CDEF

import cffi


def open_mode(folder, library, mode, suffix):
    if mode == "inline":
        ffi = cffi.FFI()
        ffi.cdef(CDEF + ABSENT)
        return ffi, ffi.dlopen(library)
    module = __import__("_errors_%s%s" % (mode, suffix))
    return module.ffi, module.ffi.dlopen(library) if mode == "py" else module.lib


def put(x, index, value):
    x[index] = value


def remove(x, index):
    del x[index]


def enter(x):
    with x:
        pass


def fails(*arguments):
    raise LookupError("from a callable")


def ffi_c():
    ffi = cffi.FFI()
    ffi.cdef(CDEF)
    return ffi


def twice_set_source():
    ffi = ffi_c()
    ffi.set_source("_m", None)
    ffi.set_source("_m", None)


def names_of(folder, library, mode):
    """What the expressions may use."""
    ffi, lib = open_mode(folder, library, mode, "")
    other, other_lib = open_mode(folder, library, mode, "_other")
    kept = []

    def keep(*arguments):
        kept.append(ffi.new(*arguments))
        return kept[-1]

    names = dict(
        ffi=ffi, lib=lib, other=other, other_lib=other_lib, T=ffi.typeof, otherT=other.typeof, keep=keep, cffi=cffi
    )
    names.update(put=put, remove=remove, enter=enter, fails=fails, ffi_c=ffi_c, twice_set_source=twice_set_source)
    names.update(
        index=operator.index,
        folder=folder,
        fn=lib.twice,
        null=ffi.NULL,
        ba=bytearray(b"abcdef"),
        ctype=ffi.typeof("int"),
    )
    names.update(
        zip(
            "intp cint cchar cld".split(),
            (keep("int *"), ffi.cast("int", 3), ffi.cast("char", 65), ffi.cast("long double", 2)),
        )
    )
    names.update(
        zip("arr iarr openarr".split(), (keep("char[5]", b"abcd"), keep("int[5]", [0, 1, 2, 3, 4]), keep("int[]", 4)))
    )
    for name in "point", "nested", "bits":
        names[name] = keep("struct %s *" % name)[0]
    names.update(pointp=keep("struct point *"), un=keep("union either *")[0], flexp=keep("struct flex *", [1, [1, 2]]))
    for name, ctype in ("points", "struct point"), ("ptrs", "struct point *"), ("opaques", "struct opaque *"), ("fns", "unary_t"), ("chars", "char *"), ("enums", "enum color"):  # fmt: skip
        names[name] = keep(ffi.getctype(ctype, "[2]"))
    names.update(
        voidp=ffi.cast("void *", 4096), opaquep=ffi.cast("struct opaque *", 4096), fnull=ffi.cast("unary_t", 0)
    )
    names.update(en=ffi.cast("enum color", 5), cbool=ffi.cast("_Bool", 1), cb=ffi.callback("int(int)", lambda x: x))
    names.update(
        view=ffi.buffer(keep("int[5]")),
        other_pointp=other.new("struct point *"),
        other_points=other.new("struct point[2]"),
    )
    names.update(
        other_point=names["other_pointp"][0],
        other_en=other.cast("enum color", 5),
        other_opaquep=other.cast("struct opaque *", 4096),
    )

    if mode != "api":
        names["closed"], closing = ffi.dlopen(library), ffi.dlopen(library)
        names["of_closed"] = closing.twice if cffi.__version__ >= "3" else fails  # which crashes there
        ffi.dlclose(names["closed"])
        ffi.dlclose(closing)
        names["close_twice"] = lambda: ffi.dlclose(names["closed"])
    return names


def outcome(names, expression):
    """The names of the classes that an `except` clause may give, most special ones first."""
    try:
        value = eval(expression, names)
        return ["value", type(value).__name__]
    except Exception as error:
        ffi_error = getattr(names["ffi"], "error", None)
        classes = [cls for cls in type(error).__mro__ if cls not in (Exception, BaseException, object)]
        shown = ["FFIError" if cls is ffi_error else cls.__name__ for cls in classes] or [type(error).__name__]
        return ["error", shown, re.sub(r"0x[0-9a-fA-F]{5,}", "0x...", str(error))]


def main(folder, library, mode, first):
    sys.path.insert(0, folder)
    warnings.simplefilter("ignore")
    sys.unraisablehook = lambda event: None
    names = names_of(folder, library, mode)
    out = os.fdopen(os.dup(1), "w")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)  # compilers and callbacks talk
    os.dup2(nowhere, 2)
    os.chdir(folder)
    for number, expression in enumerate(bad_arguments.table()):
        if number >= first and bad_arguments.is_for(expression, mode):
            out.write(json.dumps([number, outcome(names, expression)]) + "\n")
            out.flush()
    out.write("end\n")
    out.flush()
    os._exit(0)  # some of what the table makes is not to be destroyed


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
