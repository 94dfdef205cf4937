"""ffi.cast(): between all kinds of types, with C's truncation."""

import pytest

import cffi
from support.helpers import SIGNED, UNSIGNED, ComplexOnly, FloatOnly, IntOnly, fails, limits, masked

CDEF = """
struct point { double x, y; };
enum color { RED, GREEN = 7, BLUE = -2 };
enum positive { P0, P1 };
typedef unsigned int my_uint;
"""


@pytest.fixture
def xffi(ffi):
    ffi.cdef(CDEF)
    return ffi


def wrap(value, ctype):
    bits = 8 * (SIGNED.get(ctype) or UNSIGNED[ctype])
    value &= (1 << bits) - 1
    if ctype in SIGNED and value >> (bits - 1):
        value -= 1 << bits
    return value


@pytest.mark.parametrize("ctype", sorted(SIGNED) + sorted(UNSIGNED))
def test_integers_truncate(xffi, ctype):
    low, high = limits(ctype)
    for value in (
        0,
        1,
        -1,
        low,
        high,
        low - 1,
        high + 1,
        2**31,
        2**63,
        2**64,
        2**64 + 5,
        -(2**63) - 1,
        10**30,
        -(10**30),
        200,
    ):
        cdata = xffi.cast(ctype, value)
        assert int(cdata) == wrap(value, ctype)
        assert repr(cdata) == "<cdata '%s' %d>" % (ctype, wrap(value, ctype))


@pytest.mark.parametrize("ctype", ["signed char", "int", "uint64_t", "unsigned char"])
def test_integers_from_other_objects(xffi, ctype):
    assert int(xffi.cast(ctype, 3.99)) == 3
    assert int(xffi.cast(ctype, True)) == 1
    assert int(xffi.cast(ctype, "a")) == 97
    assert int(xffi.cast(ctype, b"a")) == 97
    assert int(xffi.cast(ctype, IntOnly())) == 42
    assert int(xffi.cast(ctype, xffi.cast("long double", 3.9))) == 3
    assert int(xffi.cast(ctype, xffi.cast("float", 3.9))) == 3
    assert int(xffi.cast(ctype, xffi.cast("char", 65))) == 65
    assert int(xffi.cast(ctype, xffi.cast("wchar_t", "A"))) == 65
    assert int(xffi.cast(ctype, xffi.cast("enum color", 7))) == 7
    assert int(xffi.cast(ctype, xffi.cast("_Bool", 7))) == 1
    assert int(xffi.cast(ctype, xffi.NULL)) == 0
    assert int(xffi.cast(ctype, xffi.cast("int *", 0x41))) == 0x41
    for wrong in (None, [1], {}, FloatOnly()):
        with fails(TypeError, "an integer is required"):
            xffi.cast(ctype, wrong)


def test_integer_from_float(xffi):
    assert int(xffi.cast("int", -3.99)) == -3
    assert int(xffi.cast("uint64_t", 1.8e19)) == 18000000000000000000
    assert int(xffi.cast("uint8_t", 1e10)) == 10**10 % 256
    assert int(xffi.cast("int", 1e300)) == 0
    with fails(OverflowError, "cannot convert float infinity to integer"):
        xffi.cast("int", float("inf"))
    with fails(ValueError, "cannot convert float NaN to integer"):
        xffi.cast("int", float("nan"))


def test_integer_from_characters(xffi):
    assert int(xffi.cast("signed char", b"\xff")) == -1
    assert int(xffi.cast("int", b"\xff")) == 255
    assert int(xffi.cast("int", "\U00012345")) == 0x12345
    for wrong in ("", "ab"):
        with fails(TypeError, "cannot cast unicode string of length %d to ctype 'int'" % len(wrong)):
            xffi.cast("int", wrong)
    for wrong in (b"", b"ab"):
        with pytest.raises(TypeError, match="length"):
            xffi.cast("int", wrong)


def test_char(xffi):
    assert repr(xffi.cast("char", 65)) == "<cdata 'char' b'A'>"
    assert repr(xffi.cast("char", 65 + 256)) == "<cdata 'char' b'A'>"
    assert repr(xffi.cast("char", b"A")) == "<cdata 'char' b'A'>"
    assert repr(xffi.cast("char", "A")) == "<cdata 'char' b'A'>"
    assert repr(xffi.cast("char", "\u1234")) == "<cdata 'char' b'4'>"
    assert repr(xffi.cast("char", -1)) == "<cdata 'char' b'\\xff'>"
    assert repr(xffi.cast("char", xffi.cast("int *", 0x1241))) == "<cdata 'char' b'A'>"
    assert int(xffi.cast("char", 200)) == 200
    with fails(TypeError, "cannot cast unicode string of length 0 to ctype 'char'"):
        xffi.cast("char", "")
    with pytest.raises(TypeError, match="length"):
        xffi.cast("char", b"AB")


def test_wide_chars(xffi):
    assert repr(xffi.cast("wchar_t", 65)) == "<cdata 'wchar_t' 'A'>"
    assert repr(xffi.cast("wchar_t", "A")) == "<cdata 'wchar_t' 'A'>"
    assert repr(xffi.cast("wchar_t", b"A")) == "<cdata 'wchar_t' 'A'>"
    assert repr(xffi.cast("char16_t", 0x12345)) == "<cdata 'char16_t' %r>" % "\u2345"
    assert repr(xffi.cast("char32_t", 0x12345)) == "<cdata 'char32_t' %r>" % "\U00012345"
    assert repr(xffi.cast("char16_t", 0xD800)) == "<cdata 'char16_t' '\\ud800'>"
    assert int(xffi.cast("char16_t", -1)) == 0xFFFF
    assert int(xffi.cast("char32_t", -1)) == 0xFFFFFFFF


def test_bool(xffi):
    for value in (5, -1, 2**70, 0.5, float("nan"), b"a", "a", xffi.cast("int *", 16)):
        assert repr(xffi.cast("_Bool", value)) == "<cdata '_Bool' True>"
    for value in (0, 0.0, -0.0, b"\0", "\0", xffi.NULL):
        assert repr(xffi.cast("_Bool", value)) == "<cdata '_Bool' False>"
    assert int(xffi.cast("_Bool", 5)) == 1
    assert bool(xffi.cast("_Bool", 0)) is False
    with fails(TypeError, "cannot cast unicode string of length 2 to ctype '_Bool'"):
        xffi.cast("_Bool", "ab")


def test_floats(xffi):
    assert repr(xffi.cast("float", 1.1)) == "<cdata 'float' 1.100000023841858>"
    assert repr(xffi.cast("double", 1.1)) == "<cdata 'double' 1.1>"
    assert repr(xffi.cast("double", 7)) == "<cdata 'double' 7.0>"
    assert repr(xffi.cast("long double", 1.1)) == "<cdata 'long double' 1.100000E+00>"
    assert repr(xffi.cast("double", "a")) == "<cdata 'double' 97.0>"
    assert repr(xffi.cast("double", b"a")) == "<cdata 'double' 97.0>"
    assert float(xffi.cast("double", xffi.cast("int", 5))) == 5.0
    assert float(xffi.cast("double", xffi.cast("long double", 2.5))) == 2.5
    assert float(xffi.cast("double", FloatOnly())) == 4.5
    with fails(TypeError, "cannot cast str object to ctype 'double'"):
        xffi.cast("double", "ab")
    with fails(TypeError, "must be real number, not NoneType"):
        xffi.cast("double", None)
    with fails(TypeError, "cannot cast ctype 'void *' to ctype 'double'"):
        xffi.cast("double", xffi.NULL)
    with fails(OverflowError):
        xffi.cast("double", 10**400)


def test_complex(xffi):
    assert complex(xffi.cast("double _Complex", 1 + 2j)) == 1 + 2j
    assert complex(xffi.cast("float _Complex", 1.1)) == 1.100000023841858 + 0j
    assert complex(xffi.cast("double _Complex", xffi.cast("float _Complex", 1 + 2j))) == 1 + 2j
    assert complex(xffi.cast("double _Complex", xffi.cast("int", 4))) == 4 + 0j
    assert complex(xffi.cast("double _Complex", ComplexOnly())) == 1.5 - 2j
    with pytest.raises(TypeError):
        xffi.cast("int", xffi.cast("double _Complex", 1))
    with pytest.raises(TypeError):
        xffi.cast("double", xffi.cast("double _Complex", 1))
    with fails(TypeError, "must be real number, not NoneType"):
        xffi.cast("double _Complex", None)


def test_enums(xffi):
    assert repr(xffi.cast("enum color", 7)) == "<cdata 'enum color' 7: GREEN>"
    assert repr(xffi.cast("enum color", -2)) == "<cdata 'enum color' -2: BLUE>"
    assert repr(xffi.cast("enum color", 99)) == "<cdata 'enum color' 99>"
    assert repr(xffi.cast("enum color", 7.9)) == "<cdata 'enum color' 7: GREEN>"
    assert repr(xffi.cast("enum color", 2**32 + 7)) == "<cdata 'enum color' 7: GREEN>"
    assert int(xffi.cast("enum positive", -1)) == 2**32 - 1
    with fails(TypeError, "cannot cast unicode string of length 5 to ctype 'enum color'"):
        xffi.cast("enum color", "GREEN")
    with fails(TypeError, "an integer is required"):
        xffi.cast("enum color", None)


def test_pointers_from_integers(xffi):
    cast = xffi.cast
    assert repr(cast("int *", 0)) == "<cdata 'int *' NULL>"
    assert repr(cast("int *", 0x1234)) == "<cdata 'int *' 0x1234>"
    assert int(cast("uintptr_t", cast("int *", -1))) == 2 ** (8 * xffi.sizeof("void *")) - 1
    assert cast("int *", 2 ** (8 * xffi.sizeof("void *")) + 5) == cast("void *", 5)
    assert cast("int *", 1.5) == cast("void *", 1)
    assert cast("int *", IntOnly()) == cast("void *", 42)
    assert cast("int *", cast("long", 5)) == cast("void *", 5)
    assert cast("struct point *", 16) == cast("void *", 16)
    assert repr(cast("int(*)(int)", 5)) == "<cdata 'int(*)(int)' 0x5>"
    assert repr(cast("int[3]", 5)) == "<cdata 'int[3]' 0x5>"
    for wrong in (b"abc", "a", None, [1]):
        with fails(TypeError, "an integer is required"):
            cast("int *", wrong)
    with fails(TypeError, "int() not supported on cdata 'struct point'"):
        cast("int *", xffi.new("struct point *")[0])


def test_pointers_from_pointers(xffi):
    array = xffi.new("int[3]", [1, 2, 3])
    p = xffi.cast("int *", array)
    assert p == array and p[2] == 3
    assert xffi.cast("char *", p) == array
    assert xffi.cast("void *", array) == array
    assert list(xffi.cast("int(*)[3]", array)[0]) == [1, 2, 3]
    assert masked(xffi.cast("int[2]", array)) == "<cdata 'int[2]' 0x...>"
    assert list(xffi.cast("int[2]", array)) == [1, 2]
    assert xffi.cast("int(*)(int)", xffi.NULL) == xffi.NULL
    address = int(xffi.cast("intptr_t", array))
    assert xffi.cast("int *", address) == array


@pytest.mark.parametrize("ctype", ["struct point", "void", "int[]"])
def test_cannot_cast_to(xffi, ctype):
    with fails(TypeError, "cannot cast to ctype '%s'" % ctype):
        xffi.cast(ctype, 5)


def test_struct_is_no_number(xffi):
    with fails(TypeError, "int() not supported on cdata 'struct point'"):
        xffi.cast("int", xffi.new("struct point *")[0])
    with fails(TypeError, "cannot cast to ctype 'struct point'"):
        xffi.cast("struct point", xffi.new("struct point *")[0])


def test_typedefs(xffi):
    assert repr(xffi.cast("my_uint", -1)) == "<cdata 'unsigned int' 4294967295>"


def test_arguments(xffi):
    with pytest.raises(TypeError):
        xffi.cast("int")
    with pytest.raises(TypeError):
        xffi.cast("int", 1, 2)
    with pytest.raises(cffi.CDefError):
        xffi.cast("int(int)", 5)
    with pytest.raises(cffi.CDefError):
        xffi.cast("nosuch", 5)
    assert int(xffi.cast(cdecl="int", source=5)) == 5
    assert int(xffi.cast(xffi.typeof("short"), 65536 + 5)) == 5


class Float:
    def __init__(self, value):
        self.value = value

    def __float__(self):
        return self.value


class FloatAndInt(Float):
    def __int__(self):
        return 7


def test_bool_of_what_has_a_float(ffi):
    """Its value as a float counts: it is not truncated first."""
    import decimal

    made = [
        bool(ffi.cast("_Bool", value))
        for value in (Float(0.0), Float(0.5), FloatAndInt(0.0), decimal.Decimal("0.5"), decimal.Decimal(0))
    ]
    assert made == [False, True, False, True, False]
