"""Random histories of declarations on three FFI objects: cdef() after cdef(), good ones and bad ones, includes, emitted modules, and uses in between.

A statement is (which of them it is about, name or None, expression); in the expression F and L are the `ffi` and the `lib` of that.
"""

import random
import re

from history_names import BROKEN, CONSTANTS, FUNCTIONS, NEEDS, TEXTS, TYPES, UNGRAMMATICAL, VARIABLES

COMPILED = 50  # one program of so many asks the compiler
USES = ["F.typeof(T)", "described(F, T)", "F.sizeof(T)", "F.alignof(T)", "F.new(T)", "shown(F.new(POINTER))", "shown(F.new(POINTER, INIT))", "F.getctype(T)", "F.getctype(T, 'x')", "F.typeof(T) is G.typeof(T)", "F.typeof(T) == G.typeof(T)", "hash(F.typeof(T)) == hash(G.typeof(T))", "F.cast(T, 0)", "F.new(POINTER) == F.NULL",
        "F.offsetof(T, 'a')", "F.typeof(T).kind", "dict(F.typeof(T).fields)", "F.typeof(T).elements", "F.callback(T, lambda x: x)(3)", "F.callback('int(*)(T0)', lambda x: 1)", "isinstance(F.new(POINTER), G.CData)", "F.cast(POINTER, G.new(POINTER))", "F.new(ARRAY, [G.NULL])", "shown(F.new('T0[2]', [G.new(POINTER)[0]]))"]  # fmt: skip
LISTED = [
    "F.list_types()",
    "names_in(L)",
    "dir(L) == dir(M)",
    "L.nope",
    "L is M",
    "type(L).__name__",
    "F.typeof(5)",
    "hasattr(F, 'new')",
]
CONSTANT = [
    "L.N",
    "hasattr(L, 'N')",
    "getattr(L, 'N', None)",
    "L.N is M.N",
    "'N' in dir(L)",
    "F.new('int[N]')",
    "setattr(L, 'N', 5)",
    "F.cast('t5', 'N')",
    "int(F.cast('t5', L.N))",
    "F.typeof('int[N]')",
]
FUNCTION = [
    "L.N(X)",
    "L.N",
    "F.typeof(L.N)",
    "F.typeof(L.N) is G.typeof(M.N)",
    "type(L.N).__name__",
    "L.N is L.N",
    "L.N == M.N",
    "hasattr(L, 'N')",
    "L.N()",
    "L.N(G.NULL)",
    "F.addressof(L, 'N')",
    "L.N('x')",
    "callable(L.N)",
]
VARIABLE = [
    "shown(L.N)",
    "F.typeof(L.N)",
    "type(L.N).__name__",
    "setattr(L, 'N', V)",
    "F.addressof(L, 'N')",
    "F.typeof(F.addressof(L, 'N'))",
    "hasattr(L, 'N')",
    "shown(M.N)",
    "L.N == M.N",
]


class HistoryWriter:
    def __init__(self, seed, pool):
        self.compiled = seed % COMPILED == 0
        self.rng = random.Random(seed // COMPILED % (4 * pool) + 90001 if self.compiled else seed)
        self.subjects, self.declared, self.statements = ["f0", "f1", "f2"], {}, []

    def emit(self, subject, expression):
        self.statements.append((subject, None, expression))

    def text(self, subject):
        """Of a few names: mostly what was not declared there yet, mostly as it is."""
        rng, known, lines = self.rng, self.declared.setdefault(subject, set()), []
        before = set(known)
        for _ in range(rng.randint(1, 5)):
            name = rng.choice(list(TEXTS))
            if name not in known or rng.random() < 0.07:
                self.declare(name, known, lines)
        if rng.random() < 0.12:
            lines.insert(0, rng.choice(BROKEN))
            known &= before
        elif rng.random() < 0.2 and not any("#" in line for line in lines):
            lines.insert(rng.randint(0, len(lines)), rng.choice(UNGRAMMATICAL))
            known &= before  # nothing of it is declared
        return " ".join(lines)

    def declare(self, name, known, lines):
        """Behind what it needs, mostly."""
        known.add(name)
        for needed in NEEDS.get(name, []):
            if needed not in known and self.rng.random() < 0.97:
                self.declare(needed, known, lines)
        lines.append(
            TEXTS[name][0] if self.rng.random() < (0.95 if self.compiled else 0.8) else self.rng.choice(TEXTS[name])
        )

    def type(self, subject):
        """One that was declared, mostly."""
        known = self.declared.get(subject, set())
        fit = [
            of for of in TYPES if all(name in known for name in re.findall(r"\b[suteM][0-9]\b", of.replace("A0", "e0")))
        ]
        return self.rng.choice(
            fit if fit and self.rng.random() < 0.93 else [of for of in TYPES if "enum" not in of or "nope" in of]
        )

    def declares(self):
        subject, keywords = (
            self.rng.choice(self.subjects[:3]),
            self.rng.choice([""] * 20 + [", override=True"] * 2 + [", packed=True", ", dllexport=True"]),
        )
        self.emit(subject, "F.cdef(%r%s)" % (self.text(subject), keywords))

    def includes(self):
        one, other = self.rng.sample(self.subjects[:3], 2)
        known, others = self.declared.get(one, set()), self.declared.get(other, set())
        if one > other and (
            not known & others or self.rng.random() < 0.1
        ):  # never in a cycle; mostly without conflicts
            self.declared[one] = known | others
            self.emit(one, "F.include(%s.ffi)" % other)

    def makes(self):
        """A module of what was declared so far; its `ffi` and `lib` are one more subject."""
        subject = self.rng.choice(self.subjects[:3])
        name = "m%d" % len(self.subjects)
        way = self.rng.choice(["emitted", "emitted", "compiled", "verified"] if self.compiled else ["emitted"])
        self.emit(subject, "%s(F, %r)" % (way, name))
        self.declared[name] = set(self.declared.get(subject, ()))
        self.subjects.append(name)

    def use(self, shape):
        subject, other = self.rng.choice(self.subjects), self.rng.choice(self.subjects)
        of = self.type(subject)
        if "G." in shape and "enum" in of and "e0" not in self.declared.get(other, ()):
            of = "int *"  # a type string that names an enum would declare it there
        init = self.rng.choice(["[1]", "{'a': 1}", "[1, 2]", "{'q': 5}", "5", "{'x': {'a': 2}}", "[[1]]"])
        for placeholder, text in (
            ("POINTER", repr(pointed(of, "*"))),
            ("ARRAY", repr(pointed(of, "*[1]"))),
            ("INIT", init),
            ("T0", of),
            ("G.", other + ".ffi."),
            ("M.", other + ".lib."),
            ("M)", other + ".lib)"),
        ):
            shape = shape.replace(placeholder, text)
        shape = (
            shape.replace("(T)", "(%r)" % of)
            .replace("(T,", "(%r," % of)
            .replace("is M", "is %s.lib" % other)
            .replace("(F, T)", "(F, %r)" % of)
            .replace("(G)", "(%s.ffi)" % other)
        )
        self.emit(subject, shape)

    def uses(self):
        kind = self.rng.random()
        if kind < 0.45:
            return self.use(self.rng.choice(USES))
        if kind < 0.55:
            return self.use(self.rng.choice(LISTED))
        if kind < 0.7:
            return self.use(named(self.rng.choice(CONSTANT), self.rng.choice(CONSTANTS)))
        if kind < 0.87:
            name = self.rng.choice(list(FUNCTIONS))
            return self.use(named(self.rng.choice(FUNCTION), name).replace("X", FUNCTIONS[name]))
        self.use(
            named(self.rng.choice(VARIABLE), self.rng.choice(VARIABLES)).replace(
                "V)", self.rng.choice(["5)", "[1, 2])", "None)", "[1])"])
            )
        )

    def program(self):
        self.declares()
        self.includes()
        self.declares()
        while len(self.statements) < 16:
            self.rng.choices(
                [HistoryWriter.declares, HistoryWriter.includes, HistoryWriter.makes, HistoryWriter.uses], [4, 2, 1, 8]
            )[0](self)
        self.makes()
        while len(self.statements) < 22:
            self.uses()
        return self.statements


def named(shape, name):
    return (
        shape.replace("L.N", "L." + name)
        .replace("M.N", "M." + name)
        .replace("'N'", repr(name))
        .replace("[N]", "[%s]" % name)
    )


def pointed(of, declarator):
    """The type with a declarator: before its brackets, inside those of a function pointer."""
    if "(*)" in of:
        return of.replace("(*)", "(*%s)" % declarator)
    return "%s %s" % (of, declarator) if "[" not in of else of.replace("[", "(%s)[" % declarator, 1)


def program(seed, pool):
    return "", HistoryWriter(seed, pool).program()
