"""Unions: shared memory, initialisers of at most one value."""

import pytest

from support.helpers import fails, masked
from support.modes import build


@pytest.fixture
def uffi(ffi):
    ffi.cdef(
        "union number { int i; double d; unsigned char raw[8]; }; struct holder { int kind; union { int a; float b; }; union number n; };"
    )
    return ffi


def test_members_share_memory(uffi):
    u = uffi.new("union number *")
    u.d = 1.0
    assert bytes(u.raw) == b"\0\0\0\0\0\0\xf0\x3f"
    u.i = -1
    assert list(u.raw)[:4] == [255] * 4
    assert uffi.sizeof("union number") == 8 and uffi.alignof("union number") == 8
    assert [uffi.offsetof("union number", n) for n in ("i", "d", "raw")] == [0, 0, 0]


def test_initialisers(uffi):
    assert uffi.new("union number *", [5]).i == 5
    assert uffi.new("union number *", (5,)).i == 5
    assert uffi.new("union number *", {"d": 2.5}).d == 2.5
    assert uffi.new("union number *", {"raw": b"\1\2"}).i == 0x201
    assert uffi.new("union number *", []).i == 0
    other = uffi.new("union number *", {"d": 2.5})
    assert uffi.new("union number *", other[0]).d == 2.5
    with fails(ValueError, "too many initializers for 'union number' (got 2)"):
        uffi.new("union number *", [1, 2])
    with fails(KeyError, "zz"):
        uffi.new("union number *", {"zz": 2})
    with fails(
        TypeError, "initializer for ctype 'union number' must be a list or tuple or dict or struct-cdata, not float"
    ):
        uffi.new("union number *", 2.5)


def test_members_by_name_in_order(uffi):
    """A dictionary may name several members: they are stored one after the other, so the last one stays."""
    assert uffi.new("union number *", {"i": 1, "d": 2.0}).d == 2.0


def test_assignment(uffi):
    u = uffi.new("union number *")
    u[0] = {"i": 3}
    assert u.i == 3
    u[0] = [4]
    assert u.i == 4
    with fails(ValueError, "too many initializers for 'union number' (got 2)"):
        u[0] = [1, 2]


def test_anonymous_union_in_struct(uffi):
    h = uffi.new("struct holder *")
    h.b = 1.0
    assert h.a == 0x3F800000
    assert uffi.offsetof("struct holder", "a") == uffi.offsetof("struct holder", "b") == 4
    assert masked(h.n) == "<cdata 'union number &' 0x...>"
    assert uffi.new("struct holder *", {"kind": 1, "b": 2.0, "n": {"i": 9}}).n.i == 9
    assert uffi.new("struct holder *", [1, 2, [3]]).a == 2


def test_repr_and_dir(uffi):
    u = uffi.new("union number *")
    assert repr(u) == "<cdata 'union number *' owning 8 bytes>"
    assert repr(u[0]) == "<cdata 'union number' owning 8 bytes>"
    assert dir(u) == ["d", "i", "raw"]
    t = uffi.typeof("union number")
    assert t.kind == "union" and [n for n, f in t.fields] == ["i", "d", "raw"]
    with fails(AttributeError, "cdata 'union number *' has no field 'zz'"):
        u.zz


def test_empty_and_odd_sizes(ffi):
    ffi.cdef("union u { char a[5]; short b; };")
    assert ffi.sizeof("union u") == 6 and ffi.alignof("union u") == 2


def test_arrays_of_unions(uffi):
    a = uffi.new("union number[2]", [{"d": 1.0}, [7]])
    assert a[0].d == 1.0 and a[1].i == 7


@pytest.mark.parametrize(
    "member", ["struct i { int a; };", "union i { int a; char c; };", "struct i { struct j { int a; }; };"]
)
def test_members_with_a_tag_alone(ffi, member):
    """As with Microsoft's compilers and -fms-extensions."""
    ffi.cdef("struct o { %s int b; }; struct k { int q; }; union p { struct k; long long r; };" % member)
    assert ffi.sizeof("struct o") == 8
    assert ffi.offsetof("struct o", "b") == 4
    assert ffi.new("struct o *", {"a": 5, "b": 6}).a == 5
    assert ffi.new("union p *", {"q": 3}).r == 3
    assert ffi.sizeof(("union" if member.startswith("union") else "struct") + " i") == 4


def test_members_with_a_tag_alone_in_modules(tmp_path):
    cdef = "struct o { struct i { int a; }; int b; };"
    for source in (None, cdef):
        ffi = build(tmp_path, cdef, source, extra_compile_args=["-fms-extensions"] if source else []).ffi
        assert ffi.sizeof("struct o") == 8
        assert ffi.new("struct o *", {"a": 5, "b": 6}).a == 5
        assert ffi.sizeof("struct i") == 4
