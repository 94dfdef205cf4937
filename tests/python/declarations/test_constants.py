"""Integer constants of a library: macros, enumerators, static const, with and without dlopen."""

import pytest

import cffi
from support.helpers import fails


def test_kinds_of_constants(ffi):
    ffi.cdef(
        "#define A 5\nenum { B = 6 };\nstatic const int C = 7;\nenum named { D = 8, E };\ntypedef enum { F = -9 } f_t;\n#define G -0x10"
    )
    lib = ffi.dlopen(None)
    assert (lib.A, lib.B, lib.C, lib.D, lib.E, lib.F, lib.G) == (5, 6, 7, 8, 9, -9, -16)
    assert dir(lib) == ["A", "B", "C", "D", "E", "F", "G"]
    assert all(type(getattr(lib, n)) is int for n in dir(lib))


@pytest.mark.parametrize(
    "text, value",
    [
        ("0", 0),
        ("007", 7),
        ("0x7fffffffffffffff", 2**63 - 1),
        ("0xffffffffffffffff", 2**64 - 1),
        ("18446744073709551615", 2**64 - 1),
        ("-9223372036854775808", -(2**63)),
        ("1L", 1),
        ("1UL", 1),
        ("1llu", 1),
        ("0XAbCd", 0xABCD),
    ],
)
def test_values(ffi, text, value):
    ffi.cdef("#define VALUE " + text)
    assert ffi.dlopen(None).VALUE == value


def test_usable_in_types(ffi):
    ffi.cdef("#define SIZE 6\nstruct s { int a[SIZE]; };\nenum { COUNT = SIZE };\nint f(int x[COUNT]);")
    assert ffi.sizeof("struct s") == 24
    assert ffi.typeof("char[COUNT]").length == 6


@pytest.mark.ours("integer_const() for in-line FFIs as well")
def test_integer_const(ffi):
    ffi.cdef("#define A 5\nenum { B = 6 };")
    assert ffi.integer_const("A") == 5 and ffi.integer_const("B") == 6
    with pytest.raises(AttributeError):
        ffi.integer_const("nosuch")


def test_dots_without_compiler(ffi):
    ffi.cdef("#define UNKNOWN ...\n")
    with pytest.raises((cffi.VerificationMissing, NotImplementedError, AttributeError)):
        ffi.dlopen(None).UNKNOWN


def test_conflicts(ffi):
    ffi.cdef("enum { A = 1 };")
    with fails(cffi.FFIError, "A"):
        ffi.cdef("enum { A = 2 };")
    assert ffi.dlopen(None).A == 1
