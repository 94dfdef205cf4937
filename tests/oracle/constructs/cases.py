"""The declarations that are compared: each production of the grammar, and each kind of declaration in each order.

A case is a script: operations on FFI objects called a (the one that is looked at), b and c, with `@` for the prefix of
all its names. Cases of one shape (the same operations with other texts) are compiled together.
"""

import os
import re
import typing

GRAMMAR = os.path.join(os.path.dirname(os.path.abspath(__file__)), "grammar.cdef")


class Case(typing.NamedTuple):
    title: str
    shape: str  # cases of one shape may be compiled in one module
    script: list  # of ("cdef", which, text, keywords), ("include", which, other), ("verify", which)
    source: str
    prefix: str
    modes: tuple = ("inline", "python", "api", "verify")

    @property
    def names(self):
        """Every name of its own, in the order of the text."""
        found = re.findall(r"\b%s\w+" % self.prefix, " ".join(step[2] for step in self.script if step[0] == "cdef"))
        return sorted(set(found))

    @property
    def enums(self):
        return sorted(
            set(
                re.findall(
                    r"\benum %s\w+" % self.prefix, " ".join(step[2] for step in self.script if step[0] == "cdef")
                )
            )
        )


def grammar():
    with open(GRAMMAR) as file:
        parts = re.split(r"^//// ", file.read(), flags=re.M)[1:]
    for number, part in enumerate(parts):
        title, text = part.split("\n", 1)
        declarations, _, source = text.partition("----\n")
        prefix = "g%03d" % number
        declarations, source = (t.replace("@", prefix) for t in (declarations, source or declarations))
        shape = "alone %d" % number if title.endswith("(alone)") else "grammar"
        yield Case("grammar: " + title, shape, [("cdef", "a", declarations, {})], source, prefix)


# What is declared: (definition, use, C).
KINDS = {
    "struct": ("struct @s { int a; };", "struct @t { struct @s x; }; struct @s *@f(struct @s *);", "struct @s { int a; }; struct @t { struct @s x; }; struct @s *@f(struct @s *x) { return x; }"),
    "union": ("union @s { int a; char b; };", "struct @t { union @s x; int y; };", "union @s { int a; char b; }; struct @t { union @s x; int y; };"),
    "struct by value": ("struct @s { int a; };", "struct @s @f(struct @s);", "struct @s { int a; }; struct @s @f(struct @s x) { return x; }"),
    "typedef": ("typedef short @t;", "@t @f(@t); extern @t @v;", "typedef short @t; @t @f(@t x) { return x; } @t @v = 3;"),
    "typedef of a struct": ("typedef struct { int a; } @t;", "@t *@f(@t *); struct @s { @t x; };", "typedef struct { int a; } @t; @t *@f(@t *x) { return x; } struct @s { @t x; };"),
    "tag behind a typedef": ("struct @s { int a; };", "typedef struct @s @s_t; @s_t *@f(void);", "struct @s { int a; }; typedef struct @s @s_t; @s_t *@f(void) { return 0; }"),
    "enum": ("enum @e { @A, @B };", "struct @s { enum @e x; }; enum @e @f(enum @e);", "enum @e { @A, @B }; struct @s { enum @e x; }; enum @e @f(enum @e x) { return x; }"),
    "enumerator": ("enum { @N = 3 };", "extern int @v[@N]; struct @s { int a[@N]; };", "enum { @N = 3 }; int @v[@N]; struct @s { int a[@N]; };"),
    "macro": ("#define @N 3\n", "struct @s { int a[@N]; int b : @N; }; enum @e { @A = @N };", "#define @N 3\nstruct @s { int a[@N]; int b : @N; }; enum @e { @A = @N };"),
    "constant": ("static const int @C;", "extern int @v;", "static const int @C = 5; int @v = 6;"),
    "constant with dots": ("#define @C ...\n", "extern int @v;", "#define @C 5\nint @v = 6;"),
    "function type": ("typedef int @f_t(int);", "extern @f_t *@p; @f_t @f;", "typedef int @f_t(int); int @f(int x) { return x; } @f_t *@p = @f;"),
    "opaque struct": ("struct @s;", "struct @s { int a; }; struct @s *@f(void);", "struct @s { int a; }; struct @s *@f(void) { return 0; }"),
    "opaque typedef": ("typedef struct @s @t;", "struct @s { int a; @t *next; };", "typedef struct @s @t; struct @s { int a; @t *next; };"),
    "function": ("int @f(int);", "extern int @v;", "int @f(int x) { return x; } int @v = 1;"),
    "variable": ("extern int @v;", "int @f(int);", "int @f(int x) { return x; } int @v = 1;"),
    "partial struct": ("struct @s { int b; ...; };", "struct @t { struct @s x; int y; };", "struct @s { int a, b; }; struct @t { struct @s x; int y; };"),
    "opaque dots": ("typedef ... @t;", "@t *@f(@t *);", "typedef struct { int a; } @t; @t *@f(@t *x) { return x; }"),
    "enum with dots": ("enum @e { @A, @B, ... };", "struct @s { enum @e x; };", "enum @e { @Z, @A, @B }; struct @s { enum @e x; };"),
}  # fmt: skip
# What is done: D and U stand for the definition and the use.
ORDERS = {
    "before": [("cdef", "a", "D U", {})],
    "after": [("cdef", "a", "U D", {})],
    "before, in another cdef()": [("cdef", "a", "D", {}), ("cdef", "a", "U", {})],
    "after, in another cdef()": [("cdef", "a", "U", {}), ("cdef", "a", "D", {})],
    "twice": [("cdef", "a", "D D U", {})],
    "twice, in another cdef()": [("cdef", "a", "D", {}), ("cdef", "a", "D U", {})],
    "again behind its use": [("cdef", "a", "D U", {}), ("cdef", "a", "D", {})],
    "again with override": [("cdef", "a", "D U", {}), ("cdef", "a", "D", {"override": True})],
    "again with its use, with override": [("cdef", "a", "D U", {}), ("cdef", "a", "D U", {"override": True})],
    "in an included FFI": [("cdef", "b", "D", {}), ("include", "a", "b"), ("cdef", "a", "U", {})],
    "in an included FFI, used before": [("cdef", "b", "D", {}), ("cdef", "a", "U", {}), ("include", "a", "b")],
    "in an included FFI, declared later": [("include", "a", "b"), ("cdef", "b", "D", {}), ("cdef", "a", "U", {})],
    "in an included FFI and again": [("cdef", "b", "D", {}), ("include", "a", "b"), ("cdef", "a", "D U", {})],
    "in an included FFI, both": [("cdef", "b", "D U", {}), ("include", "a", "b")],
    "in an FFI included twice": [("cdef", "b", "D", {}), ("include", "a", "b"), ("include", "a", "b"), ("cdef", "a", "U", {})],
    "in a chain of FFIs": [("cdef", "c", "D", {}), ("include", "b", "c"), ("include", "a", "b"), ("cdef", "a", "U", {})],
    "in a chain of FFIs made from its end": [("include", "a", "b"), ("include", "b", "c"), ("cdef", "c", "D", {}), ("cdef", "a", "U", {})],
    "in the other end of a chain": [("cdef", "c", "D", {}), ("include", "b", "c"), ("cdef", "b", "U", {}), ("include", "a", "b"), ("include", "a", "c")],
    "definition before, use after verify()": [("cdef", "a", "D", {}), ("verify", "a"), ("cdef", "a", "U", {})],
    "use before, definition after verify()": [("cdef", "a", "U", {}), ("verify", "a"), ("cdef", "a", "D", {})],
    "verify() twice": [("cdef", "a", "D U", {}), ("verify", "a")],
    "in an included FFI that is verified before": [("cdef", "b", "D", {}), ("verify", "b"), ("include", "a", "b"), ("cdef", "a", "U", {})],
    "in an included FFI that is verified after": [("cdef", "b", "D", {}), ("include", "a", "b"), ("cdef", "a", "U", {}), ("verify", "a"), ("verify", "b")],
}  # fmt: skip


def orders():
    for k, (kind, texts) in enumerate(KINDS.items()):
        for o, (order, operations) in enumerate(ORDERS.items()):
            prefix = "o%02d_%02d" % (k, o)
            definition, use, source = (text.replace("@", prefix) for text in texts)
            words = {"D": definition, "U": use}
            script = [
                (s[0], s[1], "\n".join(words[w] for w in s[2].split()) + "\n", s[3]) if s[0] == "cdef" else s
                for s in operations
            ]
            modes = ("verify",) if "verify()" in order or "verified" in order else Case._field_defaults["modes"]
            yield Case("order: %s: %s" % (kind, order), order, script, source, prefix, modes)


def all_cases():
    return list(grammar()) + list(orders())
