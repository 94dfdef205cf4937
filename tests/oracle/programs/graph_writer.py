"""Random programs over a graph of modules in each mode: (which mode and node, name or None, expression).

In each statement `ffi` and `lib` are those of its node in its mode; types, values and libraries may be those of other ones. Modules may be
imported again in between, with the packages or without them.
"""

import random

import graphs

HANDLERS = ["lambda *a: noted('H', a[0]) or 5", "lambda *a: 5", "lambda *a: None", "lambda *a: 'x'", "lambda *a: 1/0", "lambda *a: a[0]", "lambda: 5", "lambda *a: lib.fK(7)", "lambda *a: 2**40", "lambda *a: raising(KeyError('k'))", "lambda *a: raising(SystemExit(3))", "lambda *a: ffi.NULL",
            "len", "lambda *a: nested(api, K, a[0])", "None", "5", "lambda *a: ffi.errno", "lambda *a: noted(sorted(map(repr, map(type, a))))"]  # fmt: skip
TYPES = [
    "struct rN",
    "struct rN *",
    "pN",
    "tN",
    "enum eN",
    "struct oN *",
    "before N",
    "struct rN[2]",
    "int[MN]",
    "int(*)(struct rN *)",
    "struct rN **",
    "pN[1]",
    "enum eN *",
    "struct r9 *",
    "struct oN",
    "t9",
]
USES = ["ffi.typeof(T)", "ffi.sizeof(T)", "ffi.alignof(T)", "ffi.getctype(T, 'x')", "ffi.typeof(T) is OTHER.ffi.typeof(T)", "ffi.typeof(T) == OTHER.ffi.typeof(T)", "hash(ffi.typeof(T)) == hash(OTHER.ffi.typeof(T))", "described(ffi, T)", "ffi.offsetof(T, 'b')", "ffi.cast(T, 0)", "listed(ffi)",
        "lib.fN(3)", "lib.gN", "set_attribute(lib, 'gN', 7)", "lib.MN", "lib.XN", "lib.YN", "lib.BN", "hasattr(lib, 'fN')", "getattr(lib, 'MN', None)", "names_in(lib)", "lib.fN is OTHER.lib.fN", "lib.fN == OTHER.lib.fN", "lib.MN == OTHER.lib.MN", "type(lib.fN).__name__", "ffi.typeof(lib.fN)", "ffi.addressof(lib, 'gN')",
        "ffi.addressof(lib, 'fN') == OTHER.lib.fN", "lib.kindN('XK')", "lib.kindN(1)", "lib.sameN(ffi.NULL)", "lib.sameN(OTHER.ffi.new('struct rN *')) != ffi.NULL", "lib.otherN(OTHER.ffi.new('struct rK *')) != ffi.NULL", "ffi.typeof(lib.hN)", "lib.opaqueN()", "ffi.typeof(lib.otherN)",
        "ffi.string(ffi.cast('enum eN', 0))", "ffi.cast('enum eN', OTHER.lib.YN)", "isinstance(VARIABLE, ffi.CData)", "ffi.typeof(VARIABLE)", "ffi.typeof(VARIABLE) is ffi.typeof(T)", "lib.sameN(VARIABLE) == VARIABLE", "ffi.cast('struct rN *', VARIABLE) == VARIABLE", "repr(VARIABLE)", "ffi.callback('int(*)(pN)', lambda p: 3)(VARIABLE)", "type(ffi) is type(OTHER.ffi)", "lib is OTHER.lib",
        "ffi.typeof(VARIABLE) is OTHER.ffi.typeof(VARIABLE)", "lib.nope", "OTHER.lib.fN(VARIABLE)", "ffi.new(T, OTHER.ffi.new(T)[0])", "ffi.new_handle(lib) is None", "ffi.integer_const('MN')", "copied(ffi)", "type(lib).__name__", "ffi.NULL == OTHER.ffi.NULL"]  # fmt: skip
EXTERN = ["lib.callpyN(3)", "lib.callpyN(3)", "lib.callpyN(-1)", "lib.callpvN(4)", "lib.callprN(ffi.NULL)", "lib.callprN(OTHER.ffi.new('struct rN *'))", "lib.pyN(4)", "lib.pyN", "ffi.typeof(lib.prN)", "ffi.addressof(lib, 'pyN')", "lib.pyN is lib.pyN", "lib.neverN()", "lib.pvN(b'abc', 1)", "notes()", "set_attribute(lib, 'pyN', 5)",
          "type(lib.pyN).__name__", "hasattr(lib, 'pyN')", "lib.pyN == OTHER.lib.pyN", "ffi.def_extern()(5)", "ffi.def_extern(name='nope')(len)", "ffi.def_extern('pyN')(HANDLER)", "ffi.def_extern(nope=1)", "ffi.def_extern(name=5)(len)", "ffi.def_extern(name='fN')(len)", "callable(ffi.def_extern(name='pyN'))"]  # fmt: skip
AGAIN = [
    "again('MODE', N, ())",
    "again('MODE', N, ('cffi',))",
    "again('MODE', N, ('_cffi_backend',))",
    "again('MODE', N, ('cffi', '_cffi_backend'))",
]


class GraphWriter:
    def __init__(self, seed, graph):
        self.rng, self.graph, self.statements, self.variables = random.Random(seed), graph, [], []
        self.main = self.rng.choice(graphs.MODES + ("api", "api"))

    def place(self, mode=None):
        if mode is None:
            mode = self.main if self.rng.random() < 0.85 else self.rng.choice(graphs.MODES)
        return mode, self.rng.randrange(len(self.graph.nodes))

    def emit(self, place, expression, name=None):
        self.statements.append(("%s.%d" % place, name, expression))

    def filled(self, shape, place):
        """With numbers of nodes: mostly such as its own can see."""
        rng = self.rng
        seen = sorted(self.graph.reached(place[1]))
        number = rng.choice(seen) if rng.random() < 0.8 else rng.randrange(len(self.graph.nodes))
        if place[0] == "verify" and "set_attribute(lib" in shape:
            number = place[1]  # of others it would make Python attributes
        if "enum e" in shape or "T" in shape:  # a type string that names an enum declares it, for later programs, too
            number = rng.choice(seen)
        other = self.graph.nodes[number].other
        near = self.place(place[0] if rng.random() < 0.8 else None)
        if place[0] == "verify" == near[0]:
            near = place  # in the released package it depends on what ran before whether the others have the same types
        shape = (
            shape.replace("HANDLER", rng.choice(HANDLERS))
            .replace("OTHER", "%s[%d]" % near)
            .replace("VARIABLE", rng.choice(self.variables[-4:]) if self.variables else "ffi.NULL")
        )
        shape = (
            shape.replace("(T", "(%r" % rng.choice(TYPES))
            .replace(", T)", ", %r)" % rng.choice(TYPES))
            .replace("before N", "beforeN")
            .replace("MODE", place[0])
        )
        for letter in (
            "r",
            "p",
            "t",
            "e",
            "o",
            "M",
            "X",
            "Y",
            "B",
            "f",
            "g",
            "h",
            "py",
            "pv",
            "pr",
            "callpy",
            "callpv",
            "callpr",
            "never",
            "same",
            "other",
            "kind",
            "opaque",
            "before",
        ):
            shape = shape.replace(letter + "N", "%s%d" % (letter, number)).replace(
                letter + "K", "%s%d" % (letter, number if other is None else other)
            )
        return shape.replace(", N", ", %d" % number).replace(", K", ", %d" % (number if other is None else other))

    def use(self):
        place = self.place()
        self.emit(place, self.filled(self.rng.choice(USES), place))

    def new(self):
        place = self.place()
        name = "v%d" % len(self.variables)
        shape = self.rng.choice(
            [
                "ffi.new('struct rN *')",
                "ffi.new('struct rN *', {'a': 1})",
                "ffi.new('struct rN[2]')",
                "ffi.cast('enum eN', 0)",
                "ffi.new('pN *')",
                "ffi.cast('tN', 5)",
                "ffi.new('enum eN *', 'XN')",
                "ffi.callback('int(*)(struct rN *)', lambda p: 4)",
                "lib.sameN(ffi.NULL)",
            ]
        )
        self.emit(place, self.filled(shape, place), name)
        self.variables.append(name)

    def extern(self):
        if self.main != "api" and self.rng.random() < 0.8:
            return self.use()
        place = self.place("api" if self.rng.random() < 0.95 else None)
        kind = self.rng.random()
        if kind < 0.4:
            keywords = self.rng.choice(
                [
                    "",
                    "",
                    ", onerror=onerror",
                    ", error=9",
                    ", error=9, onerror=onerror",
                    ", onerror=lambda *a: 6",
                    ", onerror=failing",
                    ", error='x'",
                    ", onerror=5",
                    ", error=None",
                    ", error=ffi.NULL",
                ]
            )
            shape = (
                self.rng.choice(
                    [
                        "defined(ffi, 'NAME', HANDLER%s)",
                        "ffi.def_extern(name='NAME'%s)(HANDLER) is None",
                        "named(ffi, 'NAME', HANDLER%s)",
                    ]
                )
                % keywords
            )
            self.emit(
                place, self.filled(shape.replace("NAME", self.rng.choice(["pyN", "pyN", "pyN", "pvN", "prN"])), place)
            )
            shape = self.rng.choice(EXTERN[:6])
        else:
            shape = self.rng.choice(EXTERN)
        self.emit(place, self.filled(shape, place))

    def again(self):
        place = self.place(self.rng.choice(["python", "api", "api"]))
        self.emit(place, self.filled(self.rng.choice(AGAIN), place))

    def program(self):
        self.new()
        with_again = self.rng.random() < 0.12
        while len(self.statements) < 16:
            self.rng.choices(
                [GraphWriter.use, GraphWriter.new, GraphWriter.extern, GraphWriter.again],
                [9, 3, 6, 1 if with_again else 0],
            )[0](self)
        return self.statements


MADE = {}


def graph(number):
    if number not in MADE:
        MADE[number] = graphs.Graph(number)
    return MADE[number]


def program(seed, pool):
    of = graph(seed % pool)
    return of, GraphWriter(seed, of).program()
