"""Enums: sizes, values, names, integers in and out."""

import pytest

import cffi
from support.helpers import fails


@pytest.mark.parametrize(
    "body, size, signed",
    [
        ("A", 4, False),
        ("A = -1", 4, True),
        ("A = 0x7fffffff", 4, False),
        ("A = 0x80000000", 4, False),
        ("A = 0xffffffff", 4, False),
        ("A = 0x100000000", 8, False),
        ("A = -1, B = 0x7fffffff", 4, True),
        ("A = -1, B = 0x80000000", 8, True),
        ("A = 0xffffffffffffffff", 8, False),
        ("A = -2147483649", 8, True),
        ("A = -2147483648", 4, True),
    ],
)
def test_underlying_type(ffi, body, size, signed):
    ffi.cdef("enum e { %s };" % body)
    assert ffi.sizeof("enum e") == ffi.alignof("enum e") == size
    assert (int(ffi.cast("enum e", -1)) < 0) == signed


def test_values_that_fit_nothing(ffi):
    with pytest.raises((cffi.CDefError, cffi.FFIError)):
        ffi.cdef("enum e { A = -1, B = 0xffffffffffffffff };")
        ffi.sizeof("enum e")


def test_ctype(ffi):
    ffi.cdef("enum e { A, B = 5, C, D = -3, E = 5 };")
    t = ffi.typeof("enum e")
    assert (t.kind, t.cname) == ("enum", "enum e")
    assert t.relements == {"A": 0, "B": 5, "C": 6, "D": -3, "E": 5}
    assert t.elements == {0: "A", 5: "B", 6: "C", -3: "D"}
    for name in ("item", "fields", "args", "length"):
        assert not hasattr(t, name)


def test_library_constants(ffi):
    ffi.cdef("enum e { A, B = 5 }; enum { C = 9 }; typedef enum { D = 11 } d_t;")
    lib = ffi.dlopen(None)
    assert (lib.A, lib.B, lib.C, lib.D) == (0, 5, 9, 11)


def test_memory(ffi):
    ffi.cdef("enum e { A, B = 5, N = -1 }; struct s { enum e value; };")
    p = ffi.new("enum e *", 5)
    assert p[0] == 5 and type(p[0]) is int
    p[0] = 99
    assert p[0] == 99
    p[0] = ffi.cast("enum e", -1)
    assert p[0] == -1
    s = ffi.new("struct s *", [5])
    assert s.value == 5
    with fails(TypeError, "an integer is required"):
        p[0] = "B"
    with fails(OverflowError, "integer 4294967296 does not fit 'enum e'"):
        p[0] = 2**32


def test_cdata(ffi):
    ffi.cdef("enum e { A, B = 5 };")
    b = ffi.cast("enum e", 5)
    assert int(b) == 5 and bool(b) and not ffi.cast("enum e", 0)
    assert b == 5 and b != "B" and hash(b) == hash(5) and b < 6
    assert b == ffi.cast("int", 5)
    assert ffi.string(b) == "B" and ffi.string(ffi.cast("enum e", 6)) == "6"
    assert repr(b) == "<cdata 'enum e' 5: B>"
    with fails(TypeError, "float() not supported on cdata 'enum e'"):
        float(b)
    with fails(TypeError, "cdata of type 'enum e' cannot be indexed"):
        b[0]


def test_first_name_of_equal_values(ffi):
    ffi.cdef("enum e { FIRST = 1, SECOND = 1 };")
    assert ffi.string(ffi.cast("enum e", 1)) == "FIRST"


def test_typedef_of_an_enum_declared_before(ffi):
    ffi.cdef("enum e { A, B = 5 }; typedef enum e e_t; typedef enum f { C = 1 } f_t;")
    assert [ffi.getctype(t) for t in ("enum e", "e_t", "enum f", "f_t")] == ["enum e", "enum e", "f_t", "f_t"]


def test_typedefs(ffi):
    ffi.cdef("typedef enum { A, B } anon_t; typedef enum tagged { C, D } *tagged_p;")
    assert ffi.typeof("anon_t").cname == "anon_t"
    assert ffi.typeof("tagged_p").item is ffi.typeof("enum tagged")


def test_enum_arrays_and_lengths(ffi):
    ffi.cdef("enum e { COUNT = 3 }; struct s { int values[COUNT]; };")
    assert ffi.sizeof("struct s") == 12
    assert list(ffi.new("enum e[2]", [1, 3])) == [1, 3]


@pytest.mark.ours("an enum that was only mentioned can be defined later")
def test_forward_reference(ffi):
    ffi.cdef("struct s { enum late *p; };")
    ffi.cdef("enum late { LATE = 4 };")
    assert ffi.new("enum late *", 4)[0] == 4


@pytest.mark.ours("C23 enums with a declared type")
def test_fixed_underlying_type(ffi):
    ffi.cdef("enum small : unsigned char { A, B = 200 };")
    assert ffi.sizeof("enum small") == 1
    assert int(ffi.cast("enum small", 200)) == 200


def test_order_of_the_dictionaries(ffi):
    """The last one declared comes first; of two names for one value the first is shown."""
    ffi.cdef("enum e { A, B = 5, SAME = 5, C = -1 };")
    ctype = ffi.typeof("enum e")
    assert list(ctype.elements.items()) == [(-1, "C"), (5, "B"), (0, "A")]
    assert list(ctype.relements.items()) == [("C", -1), ("SAME", 5), ("B", 5), ("A", 0)]
