"""Bit-fields: layout, ranges, neighbours."""

import pytest

import cffi
from support.helpers import fails


@pytest.fixture
def bffi(ffi):
    ffi.cdef("""
        struct bits { int a : 3; unsigned b : 5; int c : 1; unsigned d : 1; _Bool e : 1; long long f : 40; unsigned long long g : 24; };
        struct split { char a : 3; short b : 9; long long c : 50; unsigned d : 1; };
        enum color { RED, GREEN = 7 };
        struct typed { enum color e : 4; unsigned char u : 8; int full : 32; };
        struct gaps { int a : 5; int : 0; int b : 6; int : 3; int c : 2; };
    """)
    return ffi


RANGES = {"a": (-4, 3), "b": (0, 31), "d": (0, 1), "f": (-(2**39), 2**39 - 1), "g": (0, 2**24 - 1)}


@pytest.mark.parametrize("name", sorted(RANGES))
def test_ranges(bffi, name):
    low, high = RANGES[name]
    s = bffi.new("struct bits *")
    for value in (low, high, 0, low + 1 if high > low else low):
        setattr(s, name, value)
        assert getattr(s, name) == value
    for value in (low - 1, high + 1, 2**40, -(2**40)):
        text = "value %d outside the range allowed by the bit field width: %d <= x <= %d" % (value, low, high)
        with fails(OverflowError, text):
            setattr(s, name, value)
    with pytest.raises(OverflowError):
        setattr(s, name, 2**100)
    for wrong in ("a", 1.5, None):
        with pytest.raises(TypeError):
            setattr(s, name, wrong)


def test_neighbours_are_untouched(bffi):
    s = bffi.new("struct bits *", [-4, 31, -1, 1, True, -(2**39), 2**24 - 1])
    for name in RANGES:
        before = {n: getattr(s, n) for n in RANGES}
        setattr(s, name, 0)
        after = {n: getattr(s, n) for n in RANGES}
        before[name] = 0
        assert after == before
    assert s.e == 1


def test_signed_bit_accepts_one(bffi):
    """`int flag : 1` holds 0 and -1; programs write 1 to it, as C lets them."""
    s = bffi.new("struct bits *")
    for value, read in ((0, 0), (-1, -1), (1, -1)):
        s.c = value
        assert s.c == read
    for value in (2, -2):
        with fails(OverflowError, "value %d outside the range allowed by the bit field width: -1 <= x <= 1" % value):
            s.c = value


def test_bool_bits(bffi):
    s = bffi.new("struct bits *")
    s.e = True
    assert s.e == 1
    with fails(OverflowError):
        s.e = 2
    s.e = 0
    assert not s.e


def test_layout_as_gcc_does(bffi):
    assert (bffi.sizeof("struct bits"), bffi.alignof("struct bits")) == (16, 8)
    assert (bffi.sizeof("struct split"), bffi.alignof("struct split")) == (8, 8)
    assert bffi.sizeof("struct gaps") == 8
    s = bffi.new("struct gaps *", [-1, -1, -1])
    assert bffi.buffer(s)[:] == b"\x1f\0\0\0\x3f\x06\0\0"


def test_fields_describe_themselves(bffi):
    fields = dict(bffi.typeof("struct bits").fields)
    assert [(fields[n].offset, fields[n].bitshift, fields[n].bitsize) for n in "abc"] == [
        (0, 0, 3),
        (0, 3, 5),
        (0, 8, 1),
    ]
    assert fields["a"].type is bffi.typeof("int") and fields["b"].type is bffi.typeof("unsigned int")


def test_initialisers(bffi):
    s = bffi.new("struct bits *", {"a": -2, "b": 30})
    assert (s.a, s.b, s.c) == (-2, 30, 0)
    with fails(OverflowError, "outside the range allowed by the bit field width"):
        bffi.new("struct bits *", [4])


def test_enum_and_byte_bits(bffi):
    s = bffi.new("struct typed *", [7, 255, -1])
    assert (s.e, s.u, s.full) == (7, 255, -1)
    with fails(OverflowError):
        s.u = 256


def test_no_address(bffi):
    s = bffi.new("struct bits *")
    with fails(TypeError, "not supported for bitfields"):
        bffi.addressof(s[0], "a")
    with fails(TypeError, "not supported for bitfields"):
        bffi.offsetof("struct bits", "a")


@pytest.mark.parametrize(
    "body, text",
    [
        ("int a : 33;", "exceeds the width of the type"),
        ("float a : 3;", "cannot be a bit field"),
        ("int a : 0;", "is declared with :0"),
        ("int *a : 3;", "cannot be a bit field"),
    ],
)
def test_refused(ffi, body, text):
    with pytest.raises((TypeError, cffi.CDefError, cffi.FFIError)) as caught:
        ffi.cdef("struct s { %s };" % body)
        ffi.sizeof("struct s")
    if isinstance(caught.value, TypeError):
        assert text in str(caught.value)


def test_packed_bits(ffi):
    ffi.cdef("struct s { char a; int b : 12; int c : 20; };", packed=True)
    s = ffi.new("struct s *", [b"x", -1000, 500000])
    assert ffi.sizeof("struct s") == 5
    assert (s.a, s.b, s.c) == (b"x", -1000, 500000)


@pytest.mark.ours("the range is named for numbers of any size")
def test_numbers_beyond_64_bits(bffi):
    for name in ("a", "b"):
        for value in (2**63, -(2**63) - 1, 2**64, 2**100, -(2**100)):
            with fails(
                OverflowError,
                "value %d outside the range allowed by the bit field width: %d <= x <= %d" % ((value,) + RANGES[name]),
            ):
                setattr(bffi.new("struct bits *"), name, value)


@pytest.mark.ours("a signed bit-field of 64 bits has its value")
def test_all_64_bits_signed(ffi):
    ffi.cdef("struct whole { long long s : 64; unsigned long long u : 64; };")
    for value in (0, 1, -1, 2**63 - 1, -(2**63)):
        p = ffi.new("struct whole *", [value, value % 2**64])
        assert (p.s, p.u) == (value, value % 2**64)
