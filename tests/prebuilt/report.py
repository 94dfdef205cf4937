#!/usr/bin/env python3
"""A table of the modules that were prepared, each loaded and used by the cffi of the Python that runs this.

    python tests/prebuilt/report.py

A line for each kind of module and use, a column for each released version. The modules of a version are used in a
process of their own. The exit status tells whether all gave what they must.
"""

import ctypes
import json
import os
import subprocess
import sys

import cffi
import prebuilt


def check(got, expected):
    if got != expected:
        raise AssertionError("gave %r, not %r" % (got, expected))


def functions():
    from everything import ffi, lib

    check((lib.add(2, 3), lib.half_d(3.0), lib.inc_u64(2**64 - 2)), (5, 1.5, 2**64 - 1))
    out = ffi.new("char[20]")
    check((lib.joined(out, 20, b"%d %s", ffi.cast("int", 4), ffi.new("char[]", b"x")), ffi.string(out)), (3, b"4 x"))
    check(lib.apply(lib.pick(1), 2, 3), lib.pick(1)(2, 3))
    check(lib.sum([1, 2, 3], 3), 6)


def records():
    from everything import ffi, lib

    point = lib.mirrored({"x": 1, "y": 2})
    check((point.x, point.y, lib.norm2(ffi.new("struct point *", [3, 4]))), (2.0, 1.0, 25.0))
    check(lib.partial_shown(ffi.new("struct partial *", {"shown": 7})), 7)
    bits = ffi.new("struct bits *", {"a": 5, "b": -7, "c": 1 << 20})
    check((bits.a, bits.b, bits.c, ffi.sizeof("struct packed")), (5, -7, 1 << 20, 5))


def constants_and_variables():
    from everything import ffi, lib

    check((lib.LIMIT, lib.GREEN, ffi.typeof("enum color").elements[6]), (4096, 5, "BLUE"))
    lib.counter = 11
    check((lib.counter, list(lib.series), lib.origin.y), (11, [10, 20, 30, 40], 2.5))


def unsized():
    import unsized_float
    import unsized_int

    check((unsized_int.lib.next_code(65534), unsized_float.lib.half_ratio(3)), (65535, 1.5))


def macro_variable():
    from macro_variable import lib

    check((lib.HIDDEN, lib.HIDDEN, lib.asked), (99, 99, 2))


def extern_python():
    from callbacks import ffi, lib

    ffi.def_extern("transform")(lambda x: x * 2)
    ffi.def_extern("swap")(lambda p: (int(p.b), float(p.a)))
    swapped = lib.call_swap(3, 4.0)
    check((lib.call_transform(21), swapped.a, swapped.b, lib.through(lib.transform, 5)), (42, 4, 3.0, 10))


def extern_python_in_c():
    from visible import ffi, lib

    ffi.def_extern("seen")(lambda x: x + 1)
    check(lib.call_seen(5), 6)


def wide():
    from wide import lib

    check((lib.next16("a"), lib.next32("\U0001f600")), ("b", "\U0001f601"))


def complex_numbers():
    from complex_numbers import lib

    check((lib.conjugate_f(1 + 2j), lib.conjugate_d(3j)), (1 - 2j, -3j))


def includes():
    from packaged.derived import ffi, lib

    holder = ffi.new("struct holder *", [[3, 0.5], 4])
    check((lib.derived_sum(holder), lib.derived_make(6).b, lib.SHARED_LIMIT), (7, 3.0, 12))


def abi():
    import abi_base
    from abi_derived import ffi

    base, lib = abi_base.ffi.dlopen(None), ffi.dlopen(None)
    check((base.strlen(b"four"), lib.labs(-5), lib.ABI_LIMIT, ffi.sizeof("struct abi_packed")), (4, 5, 77, 5))
    more = ffi.new("struct abi_more *", {"p": {"x": 1}, "c": lib.ABI_BLUE})
    check((more.p.x, more.c), (1, -1))


def embedded():
    """The library is loaded by a program that runs Python already: the init code runs at the first call."""
    import importlib.util

    found = importlib.util.find_spec("embedded").origin
    check(ctypes.CDLL(found).embedded_add(1, 2), 1003)


#: Kind, modules, what is used, how.
USES = [
    ("C", ["everything"], "functions of each kind, variadic ones, function pointers", functions),
    ("C", ["everything"], "structs by value, partial and packed ones, bit-fields", records),
    ("C", ["everything"], "constants, enums, variables", constants_and_variables),
    ("C", ["unsized_int", "unsized_float"], "`int...`, `float...`", unsized),
    ("C", ["macro_variable"], "a variable that is a macro", macro_variable),
    ("C", ["callbacks"], '`extern "Python"`, structs by value', extern_python),
    ("C", ["visible"], '`extern "Python+C"`', extern_python_in_c),
    ("C", ["wide"], "`char16_t`, `char32_t`", wide),
    ("C", ["complex_numbers"], "complex numbers", complex_numbers),
    ("C", ["base", "derived"], "`include()`, in a package", includes),
    (".py", ["abi_base", "abi_derived"], "`dlopen()`: functions, structs, constants; `include()`", abi),
    ("library", ["embedded"], "embedding: C calls Python", embedded),
]


def use_all(folder):
    """In a process of its own: prints the result of each use as JSON."""
    sys.path.insert(0, folder)
    missing = prebuilt.read_manifest(folder)["missing"]
    for _, modules, _, use in USES:
        try:
            result = "-" if {*modules, use.__name__} & set(missing) else use() or "ok"
        except Exception as error:
            result = "%s: %s" % (type(error).__name__, error)
        print(json.dumps(result), flush=True)


def results_of(folder):
    """The result of each use: "ok", "-" (the version has no such thing), or what was wrong."""
    command = [sys.executable, os.path.abspath(__file__), "--use", folder]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    died = "the process ended with %d: %s" % (done.returncode, done.stderr[-500:])
    return found if done.returncode == 0 else (found + [died] * len(USES))[: len(USES)]


def print_table(results):
    def line(*cells):
        print("| %s |" % " | ".join(cells))

    print(
        "Modules that released versions made, on CPython %d.%d with cffi %s (-: not in that version)\n"
        % (*sys.version_info[:2], cffi.__version__)
    )
    line("kind", "modules", "what was used", *results)
    line(*["---"] * (3 + len(results)))
    for number, (kind, modules, what, _) in enumerate(USES):
        cells = [found[number] if found[number] in ("ok", "-") else "FAILED" for found in results.values()]
        line(kind, ", ".join(modules), what, *cells)


def main():
    results = {version: results_of(prebuilt.build(folder)) for version, folder in prebuilt.available().items()}
    print_table(results)
    faults = [
        "%s, %s: %s" % (version, use[2], result)
        for version, found in results.items()
        for use, result in zip(USES, found)
        if result not in ("ok", "-")
    ]
    print("\n" + "\n".join(faults or ["All gave what they must."]))
    return 1 if faults or not results else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--use"]:
        use_all(sys.argv[2])
    else:
        sys.exit(main())
