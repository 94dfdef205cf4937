"""Bit-fields of structs with anonymous members, as the compiler of the module has them."""

import pytest

import cffi
from support.api_module import build
from support.opened import api_module, verified

RECORDS = [
    "struct s { union { long long a; float b[6]; }; double c; int bits : 18; char d; };",
    "struct s { union { char a; float b; }; int bits : 18; };",
    "struct s { union { long long a; float b; }; int bits : 18; int c; };",
    "struct s { struct { char a; short b; }; unsigned bits : 5; };",
    "struct s { union { float b[2]; char a; }; unsigned first : 3; unsigned bits : 7; union { int e; char f; }; };",
    "struct s { unsigned bits : 3; union { long long a; char b; }; unsigned last : 9; };",
]


@pytest.mark.ours("bit-fields are where the compiler has them")
@pytest.mark.parametrize("record", RECORDS)
def test_beside_anonymous_members(tmp_path, record):
    cdef = record + " int get(struct s *); void set(struct s *, int);"
    module = build(tmp_path, cdef, record + " int get(struct s *p) { return p->bits; } void set(struct s *p, int x) { p->bits = x; }")
    p = module.ffi.new("struct s *")
    p.bits = 3
    assert module.lib.get(p) == 3
    module.lib.set(p, 1)
    assert p.bits == 1
    raw = module.ffi.new("char[]", module.ffi.sizeof("struct s"))
    module.lib.set(module.ffi.cast("struct s *", raw), 1)
    assert bytes(module.ffi.buffer(raw)) == bytes(module.ffi.buffer(p))


@pytest.mark.parametrize(
    "fields",
    ["int a : 3; int : 2; int bits : 4;", "int a : 3; int : 0; int bits : 4;", "int : 5; int bits : 4; char c;", "char a; unsigned : 0; unsigned char bits : 4; int : 3;",
     "int a : 3; unsigned : 0; unsigned char c : 2; long long d : 40; int : 4; short bits : 5;", "struct { int a : 3; int : 9; int bits : 4; };"],
)  # fmt: skip
def test_behind_those_without_a_name(tmp_path, fields):
    """What has no name keeps its place free, and `:0` ends a unit: else the next ones are read from other bits."""
    record = "struct s { %s };" % fields
    source = record + " int get(struct s *p) { return p->bits; } void set(struct s *p, int x) { p->bits = x; }"
    module = build(tmp_path, record + " int get(struct s *); void set(struct s *, int);", source)
    here = cffi.FFI()
    here.cdef(record)
    for ffi, p in ((ffi, ffi.new("struct s *")) for ffi in (module.ffi, here)):
        same = module.ffi.cast("struct s *", int(ffi.cast("intptr_t", p)))
        p.bits = 3
        assert module.lib.get(same) == 3
        module.lib.set(same, 1)
        assert p.bits == 1


DOTS = [
    # what the cdef names, and what there is
    ("int a : 3; int : 5; int bits : 4;", "int a : 3; int : 5; int bits : 4; int z;"),
    ("int a : 3; int : 0; int bits : 4;", "int a : 3; int : 0; int bits : 4; int z;"),
    ("int : 5; int bits : 4; int : 3; int : 2;", "int : 5; int bits : 4; int : 3; int : 2; int z;"),
    ("char c; int : 0; int bits : 4; int : 3; short s;", "char c; int : 0; int bits : 4; int : 3; short s; long z;"),
    ("int a : 3; int : 2; int bits : 4; char c[...];", "int a : 3; int : 2; int bits : 4; char c[7];"),
    ("int q; int a : 3; int bits : 4;", "long z; int q; int a : 3; int bits : 4;"),
    ("int q; int : 3; int bits : 4; short s; int b : 3; int : 0; int c : 2;", "long z; int q; int : 3; int bits : 4; long y; short s; int b : 3; int : 0; int c : 2; int x;"),
    ("int a : 3; int bits : 4;", "int a : 3; int bits : 4; int z;"),
    ("int a; int : 5; int bits : 4; int b;", "int a; int : 5; int bits : 4; int b; int z;"),
]


@pytest.mark.ours("bit-fields may stand with dots in one record")
@pytest.mark.parametrize("mode", [api_module, verified], ids=["api", "verify"])
@pytest.mark.parametrize("named, all_of_it", DOTS)
def test_with_dots(tmp_path, mode, named, all_of_it):
    """They lie behind the field before them, wherever that is, and nameless ones keep their places free."""
    record = "struct s { %s };"
    source = record % all_of_it + " int get(struct s *p) { return p->bits; } void set(struct s *p, int x) { p->bits = x; } int size(void) { return sizeof(struct s); }"
    ffi, lib = mode(tmp_path, record % (named + " ...;") + " int get(struct s *); void set(struct s *, int); int size(void);", source)
    p = ffi.new("struct s *")
    assert ffi.sizeof("struct s") == lib.size()
    p.bits = 3
    assert lib.get(p) == 3
    lib.set(p, -5)
    assert p.bits == -5
    for name in [name for name, field in ffi.typeof("struct s").fields if name not in ("bits", "c") and field.bitsize != 0]:
        setattr(p, name, -1)
        assert lib.get(p) == p.bits == -5
        assert getattr(p, name) == -1
