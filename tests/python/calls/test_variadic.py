"""Variadic functions: only cdata and what converts by itself in the variadic part."""

import pytest

from support.helpers import fails


def text(ffi, lib, fmt, *values):
    out = ffi.new("char[200]")
    lib.format_values(out, 200, fmt, *values)
    return ffi.string(out)


def test_integers(pair):
    ffi, lib = pair
    cast = ffi.cast
    assert lib.sum_ints(0) == 0
    assert lib.sum_ints(3, cast("int", 1), cast("int", -20), cast("int", 300)) == 281
    assert lib.sum_ints(3, cast("short", -5), cast("_Bool", 1), cast("unsigned char", 255)) == 251
    assert lib.sum_ints(2, cast("char", 65), cast("signed char", -1)) == 64
    assert lib.sum_ints(1, cast("enum color", 7)) == 7
    assert lib.sum_ints(1, cast("wchar_t", "A")) == 65
    assert text(ffi, lib, b"il", cast("int", -1), cast("long long", 2**62)) == b"-1;%d;" % 2**62


def test_more_than_the_registers(pair):
    ffi, lib = pair
    values = [ffi.cast("int", i * 1000) for i in range(30)]
    assert lib.sum_ints(30, *values) == sum(range(30)) * 1000
    values = [ffi.cast("double", i + 0.5) for i in range(30)]
    assert lib.sum_doubles(30, *values) == sum(i + 0.5 for i in range(30))


def test_floats(pair):
    ffi, lib = pair
    assert lib.sum_doubles(2, ffi.cast("double", 1.5), ffi.cast("double", 2.25)) == 3.75
    assert text(ffi, lib, b"d", ffi.cast("double", 0.5)) == b"0.5;"
    assert (
        text(
            ffi, lib, b"idid", ffi.cast("int", 1), ffi.cast("double", 2.5), ffi.cast("int", 3), ffi.cast("double", 4.5)
        )
        == b"1;2.5;3;4.5;"
    )


@pytest.mark.ours("float is promoted to double, as C does")
def test_float_is_promoted(pair):
    ffi, lib = pair
    assert lib.sum_doubles(2, ffi.cast("float", 1.5), ffi.cast("float", 2.25)) == 3.75


def test_long_double(pair):
    ffi, lib = pair
    assert text(ffi, lib, b"iLi", ffi.cast("int", 1), ffi.cast("long double", 1.5), ffi.cast("int", 2)) == b"1;1.5;2;"


def test_pointers(pair):
    ffi, lib = pair
    s = ffi.new("char[]", b"hello")
    assert text(ffi, lib, b"s", s) == b"hello;"
    assert text(ffi, lib, b"ss", s, ffi.cast("const char *", s) + 1) == b"hello;ello;"
    assert text(ffi, lib, b"s", ffi.NULL) == b"(null);"
    assert text(ffi, lib, b"s", ffi.from_buffer(b"bytes\0")) == b"bytes;"
    assert text(ffi, lib, b"s", ffi.gc(s, lambda p: None)) == b"hello;"


def test_structs_by_value(pair):
    ffi, lib = pair
    assert (
        text(ffi, lib, b"iPi", ffi.cast("int", 1), ffi.new("struct pair *", [3, 4])[0], ffi.cast("int", 2))
        == b"1;3/4;2;"
    )


@pytest.mark.parametrize("value", [5, 5.5, b"abc", "abc", None, True, [1]], ids=repr)
def test_plain_objects_are_refused(pair, value):
    ffi, lib = pair
    message = "argument 2 passed in the variadic part needs to be a cdata object (got %s)" % type(value).__name__
    with fails(TypeError, message):
        lib.sum_ints(1, value)


def test_position_of_a_refused_argument(pair):
    ffi, lib = pair
    with fails(TypeError, "argument 5 passed in the variadic part needs to be a cdata object (got int)"):
        lib.format_values(ffi.NULL, 0, b"ii", ffi.cast("int", 1), 2)


def test_fixed_arguments_are_checked(pair):
    ffi, lib = pair
    with fails(TypeError, "expects at least 1 arguments, got 0"):
        lib.sum_ints()
    with fails(TypeError, "expects at least 3 arguments, got 2"):
        lib.format_values(ffi.NULL, 0)
    with fails(TypeError, "an integer is required"):
        lib.sum_ints("x")


def test_printf(ffi):
    ffi.cdef("int snprintf(char *out, size_t size, const char *format, ...);")
    C = ffi.dlopen(None)
    out = ffi.new("char[100]")
    n = C.snprintf(
        out,
        100,
        b"%d %s %.2f %c %ld",
        ffi.cast("int", -7),
        ffi.new("char[]", b"text"),
        ffi.cast("double", 1.005),
        ffi.cast("char", b"z"),
        ffi.cast("long", 2**40),
    )
    assert ffi.string(out) == b"-7 text 1.00 z 1099511627776"
    assert n == len(ffi.string(out))


def test_type(pair):
    ffi, lib = pair
    t = ffi.typeof(lib.sum_ints)
    assert t.cname == "long long(*)(int, ...)" and t.ellipsis is True and len(t.args) == 1
