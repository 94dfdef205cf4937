"""ffi.include(): the types and constants of another FFI."""

import pytest

import cffi
from support.helpers import fails


@pytest.fixture
def base():
    ffi = cffi.FFI()
    ffi.cdef(
        "typedef int inc_t; struct inc_s { int a; }; enum inc_e { IA = 3, IB };\n#define ICONST 77\nint abs(int); typedef struct { int z; } anon_t;"
    )
    return ffi


def test_types(ffi, base):
    ffi.include(base)
    ffi.cdef("inc_t labs(inc_t); struct two { struct inc_s a; enum inc_e e; anon_t z; };")
    assert ffi.typeof("inc_t") is ffi.typeof("int")
    assert ffi.typeof("struct inc_s") is base.typeof("struct inc_s")
    assert ffi.typeof("enum inc_e") is base.typeof("enum inc_e")
    assert ffi.typeof("anon_t *") is base.typeof("anon_t *")
    assert ffi.sizeof("struct two") == 12
    assert ffi.new("struct two *", [base.new("struct inc_s *", [5])[0]]).a.a == 5


def test_constants(ffi, base):
    ffi.include(base)
    lib = ffi.dlopen(None)
    assert (lib.IA, lib.IB, lib.ICONST) == (3, 4, 77)
    assert {"IA", "IB", "ICONST"} <= set(dir(lib))
    assert ffi.typeof("int[IB]").length == 4


def test_functions_stay_with_their_ffi(ffi, base):
    ffi.include(base)
    lib = ffi.dlopen(None)
    with fails(AttributeError, "abs"):
        lib.abs
    assert base.dlopen(None).abs(-3) == 3


def test_of_included(ffi, base):
    middle = cffi.FFI()
    middle.include(base)
    middle.cdef("struct mid { inc_t x; };")
    ffi.include(middle)
    assert ffi.typeof("struct mid") is middle.typeof("struct mid")
    assert ffi.typeof("inc_t") is ffi.typeof("int")
    assert ffi.dlopen(None).IB == 4


def test_several(ffi, base):
    other = cffi.FFI()
    other.cdef("struct other { int b; };")
    ffi.include(base)
    ffi.include(other)
    ffi.cdef("struct both { struct inc_s a; struct other b; };")
    assert ffi.sizeof("struct both") == 8
    ffi.include(base)


def test_pointers_go_across(ffi, base):
    ffi.include(base)
    ffi.cdef("struct holder { struct inc_s *p; };")
    p = base.new("struct inc_s *", [7])
    h = ffi.new("struct holder *", [p])
    assert h.p.a == 7


def test_conflicts(ffi, base):
    ffi.include(base)
    with fails(cffi.FFIError, "inc_t"):
        ffi.cdef("typedef long inc_t;")
    with pytest.raises((cffi.FFIError, cffi.CDefError)):
        ffi.cdef("struct inc_s { long z; };")


def test_refused(ffi):
    with fails(ValueError, "self.include(self)"):
        ffi.include(ffi)
    for wrong in (5, None, "ffi"):
        with fails(TypeError, "ffi.include() expects an argument that is also of type cffi.FFI, not "):
            ffi.include(wrong)


@pytest.mark.ours("a cycle of includes is refused")
def test_cycle(ffi, base):
    ffi.include(base)
    with pytest.raises((ValueError, cffi.FFIError)):
        base.include(ffi)


def test_included_ffi_may_go_away(ffi):
    base = cffi.FFI()
    base.cdef("struct gone { int a; };")
    ffi.include(base)
    del base
    assert ffi.new("struct gone *", [4]).a == 4


@pytest.mark.ours("the same struct, union or enum may be declared on both sides")
def test_declared_on_both_sides(ffi, base):
    """Structs of one name are two, as in two modules; enums are equal, or refused."""
    ffi.cdef("struct inc_s { int a; }; enum inc_e { IA = 3, IB };")
    ffi.include(base)
    assert ffi.sizeof("struct inc_s") == ffi.sizeof("int")
    assert ffi.typeof("struct inc_s") is not base.typeof("struct inc_s")
    with fails(TypeError, "'struct inc_s *'"):
        ffi.new("struct inc_s **", base.new("struct inc_s *"))
    other = cffi.FFI()
    other.cdef("enum inc_e { IA = 4, IB };")
    with fails(cffi.FFIError, "IA"):
        other.include(base)
