"""Bit-fields of structs with anonymous members and with dots, as the compiler of the module has them."""

import pytest

from support.modes import BUT_FOR_RELEASED_VERIFY, COMPILED

# Of each record the cdef, and what there is. `bits` is read and written by C, too.
BESIDE = [
    "struct s { union { long long a; float b[6]; }; double c; int bits : 18; char d; };",
    "struct s { union { char a; float b; }; int bits : 18; };",
    "struct s { union { long long a; float b; }; int bits : 18; int c; };",
    "struct s { struct { char a; short b; }; unsigned bits : 5; };",
    "struct s { union { float b[2]; char a; }; unsigned first : 3; unsigned bits : 7; union { int e; char f; }; };",
    "struct s { unsigned bits : 3; union { long long a; char b; }; unsigned last : 9; };",
]
NAMELESS = [
    "struct s { int a : 3; int : 2; int bits : 4; };",
    "struct s { int a : 3; int : 0; int bits : 4; };",
    "struct s { int : 5; int bits : 4; char c; };",
    "struct s { char a; unsigned : 0; unsigned char bits : 4; int : 3; };",
    "struct s { int a : 3; unsigned : 0; unsigned char c : 2; long long d : 40; int : 4; short bits : 5; };",
    "struct s { struct { int a : 3; int : 9; int bits : 4; }; };",
]
DOTS = [
    ("int a : 3; int : 5; int bits : 4;", "int a : 3; int : 5; int bits : 4; int z;"),
    ("int a : 3; int : 0; int bits : 4;", "int a : 3; int : 0; int bits : 4; int z;"),
    ("int : 5; int bits : 4; int : 3; int : 2;", "int : 5; int bits : 4; int : 3; int : 2; int z;"),
    ("char c; int : 0; int bits : 4; int : 3; short s;", "char c; int : 0; int bits : 4; int : 3; short s; long z;"),
    ("int a : 3; int : 2; int bits : 4; char c[...];", "int a : 3; int : 2; int bits : 4; char c[7];"),
    ("int q; int a : 3; int bits : 4;", "long z; int q; int a : 3; int bits : 4;"),
    (
        "int q; int : 3; int bits : 4; short s; int b : 3; int : 0; int c : 2;",
        "long z; int q; int : 3; int bits : 4; long y; short s; int b : 3; int : 0; int c : 2; int x;",
    ),
    ("int a : 3; int bits : 4;", "int a : 3; int bits : 4; int z;"),
    ("int a; int : 5; int bits : 4; int b;", "int a; int : 5; int bits : 4; int b; int z;"),
]

FUNCTIONS = """
int get_{0}(struct s{0} *p) {{ return p->bits; }}
void set_{0}(struct s{0} *p, int x) {{ p->bits = x; }}
int size_{0}(void) {{ return sizeof(struct s{0}); }}
"""
PROTOTYPES = "int get_{0}(struct s{0} *); void set_{0}(struct s{0} *, int); int size_{0}(void);\n"


class Record:
    """The record `number` of a list of them, all of which are in one module."""

    def __init__(self, opened, declared, there, number):
        numbered = [record.replace("struct s ", "struct s%d " % k) for k, record in enumerate(declared)]
        cdef = "".join(record + PROTOTYPES.format(k) for k, record in enumerate(numbered))
        source = "".join(
            record.replace("struct s ", "struct s%d " % k) + FUNCTIONS.format(k) for k, record in enumerate(there)
        )
        self.ffi, lib = opened(cdef, source)
        self.name = "struct s%d" % number
        self.get, self.set, self.size = (getattr(lib, "%s_%d" % (name, number)) for name in ("get", "set", "size"))


@pytest.mark.modes(*COMPILED)
@pytest.mark.ours("bit-fields are where the compiler has them")
@pytest.mark.parametrize("number", range(len(BESIDE)))
def test_beside_anonymous_members(opened, number):
    record = Record(opened, BESIDE, BESIDE, number)
    ffi, p = record.ffi, record.ffi.new(record.name + " *")
    p.bits = 3
    assert record.get(p) == 3
    record.set(p, 1)
    assert p.bits == 1
    raw = ffi.new("char[]", ffi.sizeof(record.name))
    record.set(ffi.cast(record.name + " *", raw), 1)
    assert bytes(ffi.buffer(raw)) == bytes(ffi.buffer(p))


@pytest.mark.modes(*BUT_FOR_RELEASED_VERIFY)
@pytest.mark.parametrize("number", range(len(NAMELESS)))
def test_after_those_without_a_name(opened, number):
    """What has no name keeps its place free, and `:0` ends a unit: else the next ones are read from other bits."""
    record = Record(opened, NAMELESS, NAMELESS, number)
    assert record.ffi.sizeof(record.name) == record.size()
    p = record.ffi.new(record.name + " *")
    p.bits = 3
    assert record.get(p) == 3
    record.set(p, 1)
    assert p.bits == 1


@pytest.mark.modes(*COMPILED)
@pytest.mark.ours("bit-fields may stand with dots in one record")
@pytest.mark.parametrize("number", range(len(DOTS)))
def test_with_dots(opened, number):
    """They follow the field before them, wherever that is, and nameless ones keep their places free."""
    declared = ["struct s { %s ...; };" % named for named, _ in DOTS]
    record = Record(opened, declared, ["struct s { %s };" % there for _, there in DOTS], number)
    p = record.ffi.new(record.name + " *")
    assert record.ffi.sizeof(record.name) == record.size()
    p.bits = 3
    assert record.get(p) == 3
    record.set(p, -5)
    assert p.bits == -5
    fields = record.ffi.typeof(record.name).fields
    for name in [name for name, field in fields if name not in ("bits", "c") and field.bitsize != 0]:
        setattr(p, name, -1)
        assert record.get(p) == p.bits == -5
        assert getattr(p, name) == -1
