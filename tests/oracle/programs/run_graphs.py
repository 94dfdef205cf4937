"""Run programs over graphs of modules in this interpreter: `run_graphs.py SEED COUNT FIRST POOL`, as run_mixed.py does."""

import copy
import importlib
import sys
import types

import graph_writer
import graphs
import run_mixed  # puts the folder of the modes on the path
from run_histories import described, names_in

import modes

BUILT = {}


def built(of):
    """{mode: [a namespace with `ffi` and `lib` for each node]}, made once."""
    if of.number not in BUILT:
        BUILT[of.number] = {mode: [] for mode in graphs.MODES}
        for mode, made in BUILT[of.number].items():
            for node in of.nodes:
                made.append(make(of, mode, node, made))
    return BUILT[of.number]


def name_of(of, mode, number):
    return "_graph_%s_%d_%d" % (mode, of.number, number)


def make(of, mode, node, before):
    """`before`: those of the nodes with lower numbers. `found`: how the same module is made again."""
    ffi, name = importlib.import_module("cffi").FFI(), name_of(of, mode, node.number)
    first, rest = node.cdefs(mode)
    ffi.cdef(first)
    for other in node.includes:
        ffi.include(before[other].declared)
    ffi.cdef(rest)
    source = node.source(mode, of.types_of(node.number))
    if mode == "inline":
        return types.SimpleNamespace(
            declared=ffi, ffi=ffi, lib=ffi.dlopen(modes.library(source)), again=lambda: make(of, mode, node, before)
        )
    if mode == "verify":
        return types.SimpleNamespace(
            declared=ffi, ffi=ffi, lib=modes.verified(ffi, source), again=lambda: make(of, mode, node, before)
        )
    text = modes.generated(ffi, name, source if mode == "api" else None)

    def imported():
        module = modes.api_module(name, text) if mode == "api" else modes.python_module(name, text)
        lib = module.lib if mode == "api" else module.ffi.dlopen(modes.library(source))
        return types.SimpleNamespace(declared=ffi, ffi=module.ffi, lib=lib, again=imported, name=name)

    return imported()


def names_of(made):
    noted = []

    def note(*values):
        noted.append(repr(values))

    def notes():
        seen = list(noted)
        del noted[:]
        return seen

    def raising(error):
        raise error

    def onerror(kind, value, traceback):
        note("onerror", kind.__name__, str(value)[:60], traceback is not None)

    def failing(kind, value, traceback):
        raise RuntimeError("onerror fails, too")

    def defined(ffi, name, function, **keywords):
        return ffi.def_extern(name=name, **keywords)(function) is function

    def named(ffi, name, function, **keywords):
        """The name is that of the function."""
        function.__name__ = name
        return ffi.def_extern(**keywords)(function) is function

    def set_attribute(x, name, value):
        setattr(x, name, value)

    def listed(ffi):
        """Without structs that an earlier program has named in a type string."""
        return [
            [
                name
                for name in names
                if name[0] not in "or"
                or name[0] == "r"
                and "fields" in dir(ffi.typeof("struct " + name))
                and ffi.typeof("struct " + name).fields
            ]
            for names in ffi.list_types()
        ]

    def nested(nodes, number, x):
        """Into Python once more, by way of C."""
        if len(noted) > 20:
            return 1
        note("nested", number)
        return nodes[number].lib.callpv0(1) if number == 0 else nodes[number].lib.f0(1)

    def copied(x):
        return copy.copy(x) is x, type(copy.copy(x)) is type(x)

    def again(mode, number, packages):
        """Another life of the module, and of packages: what it has in common with the first."""
        first, known = made[mode][number], dict(sys.modules)
        for name in list(sys.modules):
            if name.split(".")[0] in packages:
                del sys.modules[name]
        sys.modules.pop(getattr(first, "name", ""), None)
        try:
            second = made[mode][number] = first.again()
        finally:
            sys.modules.update(known)
        same = second.ffi is first.ffi, second.lib is first.lib, type(second.ffi) is type(first.ffi)
        return same, second.ffi.CData is first.ffi.CData, second.ffi.CType is first.ffi.CType

    helpers = dict(
        noted=note,
        notes=notes,
        raising=raising,
        onerror=onerror,
        failing=failing,
        defined=defined,
        named=named,
        listed=listed,
        set_attribute=set_attribute,
        nested=nested,
        copied=copied,
        again=again,
    )
    return dict(helpers, described=described, names_in=names_in)


def start(made):
    """As each program finds it: functions that earlier ones defined give 0, variables have their first values."""
    for number, one in enumerate(made["api"]):
        for name in ("py%d", "pv%d", "pr%d"):
            one.ffi.def_extern(name=name % number)(lambda *arguments: None)
    for mode in graphs.MODES:
        for number, one in enumerate(made[mode]):
            setattr(one.lib, "g%d" % number, number + 1)


def run(number, pool, out):
    of, statements = graph_writer.program(number, pool)
    made = {mode: list(all) for mode, all in built(of).items()}
    start(made)
    helpers, variables = names_of(made), {}
    ffis = {"%s.%d" % (mode, number): one.ffi for mode, nodes in made.items() for number, one in enumerate(nodes)}

    def outcome(place, target, expression):
        mode, _, node = place.partition(".")
        one = made[mode][int(node)]
        return run_mixed.outcome(dict(helpers, ffi=one.ffi, lib=one.lib, **made), ffis, variables, target, expression)

    run_mixed.written(number, statements, outcome, out)


if __name__ == "__main__":
    run_mixed.main(run, *(int(argument) for argument in sys.argv[1:5]))
