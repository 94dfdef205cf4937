"""repr() of every kind of cdata and ctype."""

import re

import pytest

from support.helpers import SIGNED, UNSIGNED, WCHAR_SIZE, fails, masked

CDEF = """
struct pair { int a; struct { int z; } q; };
union number { int i; double d; };
struct flex { int n; char d[]; };
struct opaque;
enum color { RED, GREEN = 7, BLUE = -2 };
typedef struct { int a; } anon_t;
typedef enum { X1, X2 } anon_enum;
typedef union { int a; } anon_union;
"""


@pytest.fixture
def rffi(ffi):
    ffi.cdef(CDEF)
    return ffi


@pytest.mark.parametrize("ctype", sorted(SIGNED) + sorted(UNSIGNED))
def test_integers(rffi, ctype):
    assert repr(rffi.cast(ctype, 5)) == "<cdata '%s' 5>" % ctype
    size = SIGNED.get(ctype) or UNSIGNED[ctype]
    assert repr(rffi.cast(ctype, -1)) == "<cdata '%s' %d>" % (ctype, -1 if ctype in SIGNED else 2 ** (8 * size) - 1)


@pytest.mark.parametrize(
    "value, float_text, double_text, long_double_text",
    [
        (0, "0.0", "0.0", "0.000000E+00"),
        (-0.0, "-0.0", "-0.0", "-0.000000E+00"),
        (1e20, "1.0000000200408773e+20", "1e+20", "1.000000E+20"),
        (1 / 3, "0.3333333432674408", "0.3333333333333333", "3.333333E-01"),
        (float("inf"), "inf", "inf", "INF"),
        (float("nan"), "nan", "nan", "NAN"),
        (-1.5, "-1.5", "-1.5", "-1.500000E+00"),
    ],
)
def test_floats(rffi, value, float_text, double_text, long_double_text):
    assert repr(rffi.cast("float", value)) == "<cdata 'float' %s>" % float_text
    assert repr(rffi.cast("double", value)) == "<cdata 'double' %s>" % double_text
    assert repr(rffi.cast("long double", value)) == "<cdata 'long double' %s>" % long_double_text


def test_characters(rffi):
    for code, text in (
        (0, r"b'\x00'"),
        (10, r"b'\n'"),
        (39, 'b"\'"'),
        (92, r"b'\\'"),
        (127, r"b'\x7f'"),
        (255, r"b'\xff'"),
    ):
        assert repr(rffi.cast("char", code)) == "<cdata 'char' %s>" % text
    for ctype in ("wchar_t", "char16_t", "char32_t"):
        for code in (0, 10, 65, 0x7F, 0xFF, 0xD800, 0x1234):
            assert repr(rffi.cast(ctype, code)) == "<cdata '%s' %r>" % (ctype, chr(code))
    if WCHAR_SIZE == 4:
        assert repr(rffi.cast("wchar_t", 0x10FFFF)) == "<cdata 'wchar_t' %r>" % "\U0010ffff"


def test_bool_and_enum(rffi):
    assert repr(rffi.cast("_Bool", 3)) == "<cdata '_Bool' True>"
    assert repr(rffi.cast("bool", 0)) == "<cdata '_Bool' False>"
    assert repr(rffi.cast("enum color", 7)) == "<cdata 'enum color' 7: GREEN>"
    assert repr(rffi.cast("enum color", 8)) == "<cdata 'enum color' 8>"
    assert repr(rffi.cast("anon_enum", 1)) == "<cdata 'anon_enum' 1: X2>"


def test_complex(rffi):
    assert repr(rffi.cast("double _Complex", 1 + 2j)) == "<cdata '_cffi_double_complex_t' (1+2j)>"
    assert repr(rffi.cast("float _Complex", 1.5)) == "<cdata '_cffi_float_complex_t' (1.5+0j)>"
    assert repr(rffi.typeof("float _Complex *")) == "<ctype '_cffi_float_complex_t *'>"


@pytest.mark.parametrize(
    "make, expected",
    [
        (lambda f: f.NULL, "<cdata 'void *' NULL>"),
        (lambda f: f.cast("int *", 0), "<cdata 'int *' NULL>"),
        (lambda f: f.cast("int *", 0x1234), "<cdata 'int *' 0x...>"),
        (lambda f: f.cast("struct pair *", 16), "<cdata 'struct pair *' 0x...>"),
        (lambda f: f.cast("int(*)[3]", 16), "<cdata 'int(*)[3]' 0x...>"),
        (lambda f: f.cast("int(*)(int)", 0), "<cdata 'int(*)(int)' NULL>"),
        (lambda f: f.cast("int[3]", 16), "<cdata 'int[3]' 0x...>"),
        (lambda f: f.new("int *"), "<cdata 'int *' owning 4 bytes>"),
        (lambda f: f.new("int *") + 0, "<cdata 'int *' 0x...>"),
        (lambda f: f.new("int[4]"), "<cdata 'int[4]' owning 16 bytes>"),
        (lambda f: f.new("int[]", 4), "<cdata 'int[]' owning 16 bytes>"),
        (lambda f: f.new("char[]", b"abc"), "<cdata 'char[]' owning 4 bytes>"),
        (lambda f: f.new("struct pair *"), "<cdata 'struct pair *' owning 8 bytes>"),
        (lambda f: f.new("struct pair *")[0], "<cdata 'struct pair' owning 8 bytes>"),
        (lambda f: f.new("struct pair[2]"), "<cdata 'struct pair[2]' owning 16 bytes>"),
        (lambda f: f.new("struct pair[2]")[1], "<cdata 'struct pair &' 0x...>"),
        (lambda f: f.new("struct pair **")[0], "<cdata 'struct pair *' NULL>"),
        (lambda f: f.new("union number *"), "<cdata 'union number *' owning 8 bytes>"),
        (lambda f: f.new("union number *")[0], "<cdata 'union number' owning 8 bytes>"),
        (lambda f: f.new("struct flex *", [1, 5]), "<cdata 'struct flex *' owning 9 bytes>"),
        (lambda f: f.new("struct flex *", [1, 5])[0], "<cdata 'struct flex' owning 9 bytes>"),
        (lambda f: f.new("int[4]")[1:3], "<cdata 'int[]' sliced length 2>"),
        (lambda f: f.new("int[2][2]")[0:1], "<cdata 'int[][2]' sliced length 1>"),
        (lambda f: f.new("int[2][2]")[0], "<cdata 'int[2]' 0x...>"),
        (lambda f: f.new("anon_t *"), "<cdata 'anon_t *' owning 4 bytes>"),
        (lambda f: f.new("anon_t *")[0], "<cdata 'anon_t' owning 4 bytes>"),
        (lambda f: f.new("anon_union[1]")[0], "<cdata 'anon_union &' 0x...>"),
        (lambda f: f.cast("struct opaque *", 16)[0], "<cdata 'struct opaque &' 0x...>"),
        (lambda f: f.from_buffer(b"abc"), "<cdata 'char[]' buffer len 3 from 'bytes' object>"),
        (
            lambda f: f.from_buffer("short[]", bytearray(b"abc")),
            "<cdata 'short[]' buffer len 1 from 'bytearray' object>",
        ),
        (lambda f: f.from_buffer("short *", b"abc"), "<cdata 'short *' buffer from 'bytes' object>"),
        (lambda f: f.gc(f.new("int *"), lambda p: None), "<cdata 'int *' 0x...>"),
        (lambda f: f.gc(f.new("int[2]"), lambda p: None), "<cdata 'int[2]' 0x...>"),
        (lambda f: f.new_handle({}), "<cdata 'void *' handle to {}>"),
        (lambda f: f.new_handle(None), "<cdata 'void *' handle to None>"),
        (lambda f: f.callback("void(void)")(len), "<cdata 'void(*)()' calling <built-in function len>>"),
        (lambda f: f.new("int(**)(int)"), "<cdata 'int(* *)(int)' owning 8 bytes>"),
    ],
)
def test_cdata(rffi, make, expected):
    kept = make(rffi)
    assert masked(kept) == expected


@pytest.mark.parametrize(
    "make",
    [
        lambda ffi: ffi.NULL,
        lambda ffi: ffi.cast("int", 3),
        lambda ffi: ffi.new("int[2]"),
        lambda ffi: ffi.callback("int(int)", abs),
        lambda ffi: ffi.new_handle(1),
    ],
)
def test_name_of_any_cdata(ffi, make):
    """pytest names a parameter by it, functools.wraps() copies it."""
    cdata = make(ffi)
    assert cdata.__name__ == "<cdata>"
    with fails(AttributeError):
        cdata.__qualname__
    with fails(AttributeError):
        cdata.__name__ = "other"


def test_tagged_records_go_by_their_first_typedef(ffi):
    ffi.cdef("typedef struct s { int a; } s_t; typedef union u u_t; union u { int a; };")
    assert [ffi.typeof(t).cname for t in ("s_t", "u_t *")] == ["s_t", "u_t *"]


def test_addresses_are_the_address(rffi):
    p = rffi.new("int[3]")
    match = re.fullmatch(r"<cdata 'int \*' 0x([0-9a-f]+)>", repr(p + 1))
    assert int(match.group(1), 16) == int(rffi.cast("uintptr_t", p)) + 4
    assert repr(rffi.cast("int *", 0xABC)) == "<cdata 'int *' 0xabc>"


def test_nested_anonymous(rffi):
    p = rffi.new("struct pair *")
    assert re.fullmatch(r"<cdata 'struct \$\d+ &' 0x[0-9a-f]+>", repr(p.q))


def test_str_and_format(rffi):
    five = rffi.cast("int", 5)
    assert str(five) == "%s" % five == "{}".format(five) == repr(five)
    with pytest.raises(TypeError):
        format(five, "d")


def test_released_from_buffer(rffi):
    b = rffi.from_buffer(bytearray(b"abc"))
    rffi.release(b)
    assert repr(b) == "<cdata 'char[]' buffer RELEASED>"


@pytest.mark.modes("line", "py")
def test_function_of_a_library(lib):
    assert masked(lib.add) == "<cdata 'int(*)(int, int)' 0x...>"
    assert masked(lib.sum_ints) == "<cdata 'long long(*)(int, ...)' 0x...>"
    assert masked(lib.nothing) == "<cdata 'void(*)()' 0x...>"
    assert masked(lib.get_twice) == "<cdata 'int(*(*)())(int)' 0x...>"
    assert masked(lib.echo_chars) == "<cdata 'char *(*)(char *)' 0x...>"


@pytest.mark.parametrize(
    "cdecl, cname",
    [
        ("int", "int"),
        ("int*", "int *"),
        ("int**", "int * *"),
        ("int[3]", "int[3]"),
        ("int[]", "int[]"),
        ("int[2][3]", "int[2][3]"),
        ("int(*)[3]", "int(*)[3]"),
        ("int*[3]", "int *[3]"),
        ("int(*)(int, ...)", "int(*)(int, ...)"),
        ("void(*)(void)", "void(*)()"),
        ("int (*(*)(int))[3]", "int(*(*)(int))[3]"),
        ("int (*[4])(void)", "int(*[4])()"),
        ("int(*(*)[3])(void)", "int(*(*)[3])()"),
        ("int(*(*)(int(*)(char)))(double)", "int(*(*)(int(*)(char)))(double)"),
        ("char*(*)[3]", "char *(*)[3]"),
        ("void(*)(int[3], int[], int(int))", "void(*)(int *, int *, int(*)(int))"),
        ("struct pair", "struct pair"),
        ("union number*", "union number *"),
        ("enum color", "enum color"),
        ("struct opaque", "struct opaque"),
        ("anon_t*", "anon_t *"),
        ("const char* const*", "char * *"),
        ("volatile int", "int"),
        ("void", "void"),
    ],
)
def test_ctype(rffi, cdecl, cname):
    t = rffi.typeof(cdecl)
    assert repr(t) == "<ctype '%s'>" % cname
    assert t.cname == cname
    assert str(t) == repr(t)
