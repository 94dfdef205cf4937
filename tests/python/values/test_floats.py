"""float, double, long double and complex in C memory."""

import struct

import pytest

from support.helpers import ComplexOnly, FloatOnly, IndexOnly, IntOnly, fails

VALUES = [0.0, -0.0, 1.0, -1.5, 1e-310, 5e-324, 1.7976931348623157e308, float("inf"), float("-inf"), 0.1]


def test_double_bits(ffi):
    p = ffi.new("double *")
    for value in VALUES:
        p[0] = value
        assert ffi.buffer(p)[:] == struct.pack("d", value)
        assert struct.pack("d", p[0]) == struct.pack("d", value)
    p[0] = float("nan")
    assert p[0] != p[0]


def test_float_rounds(ffi):
    p = ffi.new("float *", 0.1)
    assert p[0] == 0.10000000149011612
    p[0] = 1e300
    assert p[0] == float("inf")
    p[0] = 16777217
    assert p[0] == 16777216.0
    assert type(p[0]) is float


@pytest.mark.parametrize("ctype", ["float", "double", "long double"])
def test_accepted_objects(ffi, ctype):
    p = ffi.new(ctype + " *")
    for value, expected in (
        (7, 7.0),
        (True, 1.0),
        (FloatOnly(), 4.5),
        (IndexOnly(), 43.0),
        (2.5, 2.5),
        (-(2**40), -(2.0**40)),
    ):
        p[0] = value
        assert float(p[0]) == expected
    p[0] = ffi.cast("float", 1.5)
    assert float(p[0]) == 1.5
    p[0] = ffi.cast("long double", 2.5)
    assert float(p[0]) == 2.5


@pytest.mark.parametrize("ctype", ["float", "double", "long double"])
def test_refused_objects(ffi, ctype):
    p = ffi.new(ctype + " *")
    for wrong in ("1.5", b"1", None, {}, [1.5], IntOnly()):
        with fails(TypeError, "must be real number, not " + type(wrong).__name__):
            p[0] = wrong
    for source in ("int", "char", "void *", "_Bool"):
        with fails(TypeError, "float() not supported on cdata '%s'" % source):
            p[0] = ffi.cast(source, 65)
    with fails(OverflowError, "int too large to convert to float"):
        p[0] = 10**400


def test_complex_is_no_real_number(ffi):
    """The text is Python's own and differs between its versions."""
    for ctype in ("float", "double", "long double", "int", "_Bool"):
        with fails(TypeError):
            ffi.new(ctype + " *", 1j)


def test_conversions_of_values(ffi):
    d = ffi.cast("double", 1.5)
    assert float(d) == 1.5 and int(d) == 1 and bool(d) is True
    assert bool(ffi.cast("double", 0.0)) is False
    assert bool(ffi.cast("float", -0.0)) is False
    assert bool(ffi.cast("double", float("nan"))) is True
    assert int(ffi.cast("double", -2.9)) == -2
    with fails(TypeError, "complex() not supported on cdata 'double'"):
        complex(d)
    with pytest.raises(OverflowError):
        int(ffi.cast("double", float("inf")))
    with pytest.raises(ValueError):
        int(ffi.cast("double", float("nan")))


def test_comparison_and_hash(ffi):
    d = ffi.cast("double", 1.5)
    assert d == 1.5 and d < 2 and d >= 1 and d == ffi.cast("float", 1.5) and d != "1.5"
    assert hash(d) == hash(1.5)
    nan = ffi.cast("double", float("nan"))
    assert nan != nan and not nan == nan


# ---- long double ----


def test_long_double_is_kept_as_cdata(ffi):
    p = ffi.new("long double *", 1.5)
    value = p[0]
    assert isinstance(value, ffi.CData) and ffi.typeof(value) is ffi.typeof("long double")
    assert float(value) == 1.5 and int(value) == 1 and bool(value) is True
    assert bool(ffi.cast("long double", 0)) is False


def test_long_double_precision(ffi):
    if ffi.sizeof("long double") == 8:
        pytest.skip("long double is double here")
    raw = ffi.new("long double *", 1)
    block = ffi.cast("unsigned char *", raw)
    block[0] |= 1  # the smallest bit of the fraction
    copy = ffi.new("long double *", raw[0])
    again = ffi.new("long double[1]", [copy[0]])
    assert ffi.buffer(again)[:10] == ffi.buffer(raw)[:10]
    assert float(copy[0]) == 1.0
    through_cast = ffi.new("long double *", ffi.cast("long double", raw[0]))
    assert ffi.buffer(through_cast)[:10] == ffi.buffer(raw)[:10]


def test_long_double_comparison(ffi):
    """No Python number holds it whole: comparing it is refused instead of answered wrongly."""
    value = ffi.cast("long double", 1.5)
    with fails(NotImplementedError, "cannot use <cdata 'long double'> in a comparison"):
        value == 1.5
    with fails(NotImplementedError, "cannot use <cdata 'long double'> in a comparison"):
        value < ffi.cast("long double", 2)


def test_long_double_errors(ffi):
    with fails(TypeError, "complex() not supported on cdata 'long double'"):
        complex(ffi.cast("long double", 1))
    with fails(TypeError, "must be real number, not str"):
        ffi.new("long double *", "a")


# ---- complex ----


@pytest.mark.parametrize("ctype, size", [("float _Complex", 8), ("double _Complex", 16)])
def test_complex_memory(ffi, ctype, size):
    assert ffi.sizeof(ctype) == size and ffi.alignof(ctype) == size // 2
    p = ffi.new(ctype + " *", 1.5 - 2.5j)
    assert p[0] == 1.5 - 2.5j and type(p[0]) is complex
    assert ffi.buffer(p)[:] == struct.pack("2f" if size == 8 else "2d", 1.5, -2.5)
    for value, expected in ((7, 7 + 0j), (2.5, 2.5 + 0j), (ComplexOnly(), 1.5 - 2j), (FloatOnly(), 4.5 + 0j), (1j, 1j)):
        p[0] = value
        assert p[0] == expected
    for wrong in ("1", None, [1]):
        with fails(TypeError, "must be real number, not " + type(wrong).__name__):
            p[0] = wrong
    p[0] = ffi.cast("float _Complex", 2j)
    assert p[0] == 2j


def test_complex_values(ffi):
    z = ffi.cast("double _Complex", 1 + 2j)
    assert complex(z) == 1 + 2j and bool(z) and not bool(ffi.cast("double _Complex", 0))
    assert z == 1 + 2j and z == ffi.cast("float _Complex", 1 + 2j) and z != 1
    assert hash(z) == hash(1 + 2j)
    for convert, name in ((int, "int"), (float, "float")):
        with fails(TypeError, name + "() not supported on cdata '"):
            convert(z)
    with pytest.raises(TypeError):
        z < z


@pytest.mark.ours("long double _Complex is a type like the others")
def test_long_double_complex(ffi):
    assert ffi.sizeof("long double _Complex") == 2 * ffi.sizeof("long double")
    p = ffi.new("long double _Complex *", 1 + 2j)
    assert complex(p[0]) == 1 + 2j


def test_arrays(ffi):
    assert list(ffi.new("float[3]", [1, 0.5, -0.25])) == [1.0, 0.5, -0.25]
    assert list(ffi.new("double _Complex[2]", [1, 2j])) == [1 + 0j, 2j]


@pytest.mark.ours("a long double may be cast to complex, as the other numbers may")
def test_cast_of_long_double_to_complex(ffi):
    for cdecl in ("float _Complex", "double _Complex"):
        assert complex(ffi.cast(cdecl, ffi.cast("long double", 3.25))) == 3.25
