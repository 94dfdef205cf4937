"""Bit-fields of structs with anonymous members, as the compiler of the module has them."""

import pytest
from api_module import build

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
