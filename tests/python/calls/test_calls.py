"""Calling C functions: every scalar in and out, argument errors, pointers made from Python objects."""

import pytest

from support.helpers import RELEASED, IndexOnly, IntOnly, fails
from support.modes import ABI, BUT_FOR_RELEASED_VERIFY, COMPILED

INTEGER_ECHOES = {
    "echo_schar": (-(2**7), 2**7 - 1),
    "echo_uchar": (0, 2**8 - 1),
    "echo_short": (-(2**15), 2**15 - 1),
    "echo_ushort": (0, 2**16 - 1),
    "echo_int": (-(2**31), 2**31 - 1),
    "echo_uint": (0, 2**32 - 1),
    "echo_llong": (-(2**63), 2**63 - 1),
    "echo_ullong": (0, 2**64 - 1),
    "echo_int8": (-(2**7), 2**7 - 1),
    "echo_uint8": (0, 2**8 - 1),
    "echo_int16": (-(2**15), 2**15 - 1),
    "echo_uint16": (0, 2**16 - 1),
    "echo_int32": (-(2**31), 2**31 - 1),
    "echo_uint32": (0, 2**32 - 1),
    "echo_int64": (-(2**63), 2**63 - 1),
    "echo_uint64": (0, 2**64 - 1),
}


@pytest.mark.parametrize("name", ["echo_schar", "echo_int", "echo_uint64", "echo_bool", "echo_color"])
@pytest.mark.parametrize("value", [1.0, "1", b"1", None, [1], {}], ids=repr)
def test_integers_refuse_other_objects(lib, name, value):
    with fails(TypeError, "an integer is required"):
        getattr(lib, name)(value)


class MyInt(int):
    pass


def test_integer_arguments_take_int_likes(pair):
    ffi, lib = pair
    assert lib.add(True, IntOnly()) == 43
    assert lib.echo_uchar(MyInt(7)) == 7
    with fails(TypeError, "an integer is required"):
        lib.echo_int(IndexOnly())
    with fails(OverflowError):
        lib.echo_schar(MyInt(128))
    assert lib.add(ffi.cast("short", -3), ffi.cast("int64_t", 10)) == 7
    assert lib.echo_int(ffi.cast("char", 65)) == 65
    assert lib.echo_int(ffi.cast("_Bool", 1)) == 1
    assert lib.echo_int(ffi.cast("enum color", 7)) == 7
    with fails(TypeError, "an integer is required"):
        lib.echo_int(ffi.cast("double", 1.0))
    with fails(TypeError, "int() not supported on cdata 'void *'"):
        lib.echo_int(ffi.NULL)


def test_char(pair):
    ffi, lib = pair
    for value in (b"\0", b"a", b"\x7f", b"\x80", b"\xff"):
        assert lib.echo_char(value) == value
    assert lib.echo_char(ffi.cast("char", 66)) == b"B"
    for wrong, kind in (("a", "str"), (97, "int"), (b"ab", "bytes"), (b"", "bytes"), (None, "NoneType")):
        with fails(TypeError, "initializer for ctype 'char' must be a bytes of length 1, not " + kind):
            lib.echo_char(wrong)


def test_wide_chars(pair):
    ffi, lib = pair
    for value in ("\0", "a", "\xff", "\u1234", "\U0001f600"):
        assert lib.echo_wchar(value) == value
    assert lib.echo_wchar(ffi.cast("wchar_t", 0x101)) == "\u0101"
    for wrong in ("ab", "", b"a", 97, None):
        with fails(TypeError, "must be a unicode string of length 1, not "):
            lib.echo_wchar(wrong)


@pytest.mark.modes(*BUT_FOR_RELEASED_VERIFY)
def test_char16_and_char32(pair):
    ffi, lib = pair
    for value in ("\0", "a", "\xff", "\u1234", "\U0001f600"):
        assert lib.echo_char32(value) == value
    assert lib.echo_char16("\u1234") == "\u1234"
    assert lib.echo_char16("\ud800") == "\ud800"
    assert lib.echo_char16(ffi.cast("char16_t", 0x101)) == lib.echo_char32(ffi.cast("char32_t", 0x101)) == "\u0101"
    with fails(
        TypeError, "initializer for ctype 'char16_t' must be a unicode string of length 1", "larger-than-0xFFFF"
    ):
        lib.echo_char16("\U0001f600")
    for echo in (lib.echo_char16, lib.echo_char32):
        for wrong in ("ab", "", b"a", 97, None):
            with fails(TypeError, "must be a unicode string of length 1, not "):
                echo(wrong)


def test_floats(pair):
    ffi, lib = pair
    for value in (0.0, -0.0, 1.5, -1e300, float("inf"), 5e-324):
        assert repr(lib.echo_double(value)) == repr(value)
    assert lib.echo_double(float("nan")) != lib.echo_double(float("nan"))
    assert lib.echo_float(1.1) == 1.100000023841858
    assert lib.echo_float(1e300) == float("inf")
    assert lib.echo_double(7) == 7.0 and lib.echo_double(True) == 1.0 and lib.echo_double(2**60) == 2.0**60
    assert lib.echo_double(ffi.cast("float", 1.5)) == 1.5
    for wrong in ("1", b"1", None, {}, [1.0]):
        with fails(TypeError, "must be real number, not "):
            lib.echo_double(wrong)
    with fails(OverflowError, "int too large to convert to float"):
        lib.echo_double(10**400)


def test_long_double_keeps_its_precision(pair):
    ffi, lib = pair
    value = lib.echo_ldouble(1.5)
    assert repr(value) == "<cdata 'long double' 1.500000E+00>"
    assert float(value) == 1.5
    tiny = ffi.cast("long double", 2.0**-60)
    total = lib.add_ld(1.0, 0, tiny, 0.0)
    if ffi.sizeof("long double") > 8:
        assert float(lib.add_ld(total, -1, 0.0, 0.0)) == 2.0**-60
        assert int(lib.echo_ldouble(ffi.cast("long double", 2**63))) == 2**63
    assert float(lib.echo_ldouble(total)) == 1.0
    with fails(TypeError, "must be real number, not str"):
        lib.echo_ldouble("a")


@pytest.mark.ours("complex numbers as arguments and results in ABI mode")
def test_complex(pair):
    ffi, lib = pair
    assert lib.echo_dcomplex(1.5 - 2.5j) == 1.5 - 2.5j
    assert lib.echo_fcomplex(1.5 - 2.5j) == 1.5 - 2.5j
    assert lib.echo_dcomplex(3) == 3 + 0j
    assert lib.add_c(1 + 2j, 0.5 - 1j) == 1.5 + 1j
    with fails(TypeError):
        lib.echo_dcomplex("1")


@pytest.mark.modes(*ABI)
@pytest.mark.skipif(not RELEASED, reason="ours passes complex numbers")
def test_complex_is_refused_by_the_released_package(lib):
    with fails(NotImplementedError):
        lib.echo_dcomplex(1j)


def test_void_and_no_argument(lib):
    assert lib.nothing() is None
    assert lib.no_argument() == 42


def test_many_arguments(lib):
    assert lib.sum6(1, 2, 3, 4, 5, 6) == 91
    assert lib.sum10(*range(1, 11)) == sum(i * i for i in range(1, 11))
    assert lib.sum10d(*[i + 0.5 for i in range(10)]) == sum((i + 1) * (i + 0.5) for i in range(10))
    values = [-1, 2.5, -3, 4.25, 5000000000, 6.5, -7, 8.5, 4000000000, 10.5, -11, 12.5, -13, 14.5, 250, 16.5, -17, 18.5]
    assert lib.mixed(*values) == sum((i + 1) * v for i, v in enumerate(values))


def test_narrow_arguments_on_the_stack_are_extended(lib):
    assert lib.narrow_stack(1, 2, 3, 4, 5, 6, -7, 65535, -9) == -7000000 + 655350 - 9


@pytest.mark.modes(*BUT_FOR_RELEASED_VERIFY)
def test_wrong_number_of_arguments(lib, mode):
    """Functions of compiled modules speak as those of Python do."""
    texts = {2: "expects 2 arguments, got %d", 1: "expects 1 arguments, got %d", 0: "expects 0 arguments, got %d"}
    if mode in COMPILED:
        texts = {
            2: "add expected 2 arguments, got %d",
            1: "exactly one argument (%d given)",
            0: "no arguments (%d given)",
        }
    for function, expected, given in [(lib.add, 2, 1), (lib.add, 2, 0), (lib.add, 2, 3), (lib.echo_int, 1, 0),
                                      (lib.echo_int, 1, 2), (lib.no_argument, 0, 1), (lib.nothing, 0, 1)]:  # fmt: skip
        with fails(TypeError, texts[expected] % given):
            function(*[5] * given)


def test_no_keyword_arguments(lib, mode):
    with fails(
        TypeError,
        "no keyword arguments" if mode in COMPILED else "a cdata function cannot be called with keyword arguments",
    ):
        lib.add(1, b=2)
    assert lib.add(*[1, 2], **{}) == 3


@pytest.mark.ours("an argument error says which function and which argument")
def test_argument_errors_name_function_and_position(lib, mode):
    with fails(TypeError, "add", "argument 2", "an integer is required"):
        lib.add(1, "x")
    with fails(
        OverflowError, "add", "argument 1", "integer 2147483648 does not fit '%s'" % SHOWN["int"][mode in COMPILED]
    ):
        lib.add(2**31, 1)
    with fails(TypeError, "sum_array", "argument 1", "int *"):
        lib.sum_array(5, 1)
    with fails(TypeError, "add", "2 arguments, got 1"):
        lib.add(1)


# How the error of an integer that does not fit shows its type: in ABI mode and in compiled modules.
SHOWN = {
    "schar": ("signed char", "8-bit int"), "uchar": ("unsigned char", "8-bit unsigned int"), "uint8": ("uint8_t", "8-bit unsigned int"),
    "short": ("short", "16-bit int"), "ushort": ("unsigned short", "16-bit unsigned int"), "int": ("int", "32-bit int"),
    "uint": ("unsigned int", "32-bit unsigned int"), "int32": ("int32_t", "32-bit int"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_overflow_names_value_and_type(lib, mode, name):
    echo = getattr(lib, "echo_" + name)
    low, high = INTEGER_ECHOES["echo_" + name]
    for value in (high + 1, low - 1):
        text = "integer %d does not fit '%s'" % (value, SHOWN[name][mode in COMPILED])
        if low == 0 > value:
            text = "can't convert negative number to unsigned"
        with fails(OverflowError, text):
            echo(value)


@pytest.mark.modes(*BUT_FOR_RELEASED_VERIFY)
def test_void_pointer_argument(pair):
    ffi, lib = pair
    p = ffi.new("int *")
    assert lib.echo_pointer(p) == p
    assert lib.echo_pointer(ffi.NULL) == ffi.NULL
    assert repr(lib.echo_pointer(ffi.NULL)) == "<cdata 'void *' NULL>"
    array = ffi.new("int[3]")
    assert lib.echo_pointer(array) == array
    assert lib.echo_pointer(lib.add) == ffi.cast("void *", lib.add)
    assert lib.echo_pointer(ffi.new_handle(p)) != ffi.NULL
    assert lib.echo_pointer(b"abc") != ffi.NULL
    assert lib.first_byte(b"abc") == 97
    for wrong, kind in ((None, "NoneType"), (0, "int"), ("abc", "str"), ([1], "list"), (bytearray(b"a"), "bytearray")):
        with fails(TypeError, "initializer for ctype 'void *' must be a cdata pointer, not " + kind):
            lib.echo_pointer(wrong)
    with fails(TypeError, "initializer for ctype 'void *' must be a pointer or array, not cdata 'struct point'"):
        lib.echo_pointer(ffi.new("struct point *")[0])


def test_typed_pointer_argument(pair):
    ffi, lib = pair
    array = ffi.new("int[]", [5, 6, 7])
    assert lib.sum_array(array, 3) == 18
    assert lib.sum_array(array + 1, 2) == 13
    assert lib.sum_array(ffi.cast("void *", array), 3) == 18
    assert lib.echo_ints(array) == array
    assert lib.echo_ints(ffi.NULL) == ffi.NULL
    for wrong in ("short *", "unsigned int *", "long *", "struct point *"):
        with fails(TypeError, "initializer for ctype 'int *' must be a pointer to same type, not cdata '%s'" % wrong):
            lib.echo_ints(ffi.new(wrong))
    with fails(TypeError, "implicit cast from 'char *' to a different pointer type"):
        lib.echo_ints(ffi.cast("char *", 0))
    for wrong in (None, 0, 5, b"abcd", {1}, range(3)):
        with fails(TypeError, "initializer for ctype 'int *' must be a cdata pointer, not " + type(wrong).__name__):
            lib.echo_ints(wrong)
    with fails(TypeError, "initializer for ctype 'int *' must be a list or tuple, not str"):
        lib.echo_ints("abcd")


def test_sequences_become_temporary_arrays(pair):
    ffi, lib = pair
    assert lib.sum_array([1, 2, 3], 3) == 6
    assert lib.sum_array((1, 2, 3), 3) == 6
    assert lib.sum_array([], 0) == 0
    assert lib.sum_points([[1, 2], {"x": 3, "y": 4}], 2) == 46.0
    assert lib.sum_points([ffi.new("struct point *", [5, 6])[0]], 1) == 56.0
    assert lib.count_strings([ffi.new("char[]", b"ab"), ffi.new("char[]", b"cde"), ffi.NULL]) == 5
    values = [1, 2, 3]
    lib.double_array(values, 3)
    assert values == [1, 2, 3]
    with fails(TypeError, "an integer is required"):
        lib.sum_array([1, "a"], 2)
    with fails(OverflowError, "integer 1099511627776 does not fit 'int'"):
        lib.sum_array([2**40], 1)
    with fails(
        TypeError, "initializer for ctype 'struct point' must be a list or tuple or dict or struct-cdata, not int"
    ):
        lib.sum_points([3], 1)
    with fails(TypeError, "initializer for ctype 'char *' must be a cdata pointer, not bytes"):
        lib.count_strings([b"ab", ffi.NULL])


def test_large_sequence_argument(lib):
    assert lib.sum_array(list(range(50000)), 50000) == sum(range(50000))


def test_char_pointer_argument(pair):
    ffi, lib = pair
    assert lib.count_chars(b"abc") == 3
    assert lib.count_chars(b"") == 0
    assert lib.count_chars(b"a\0b") == 1
    assert lib.count_chars(ffi.NULL) == -1
    assert lib.count_chars([b"a", b"b", b"\0"]) == 2
    assert lib.count_chars((b"a", b"\0")) == 1
    assert lib.first_uint8(b"\xfe") == 254
    loud = ffi.new("char[]", b"loud")
    lib.upper(loud)
    assert ffi.string(loud) == b"LOUD"
    for wrong in (5, 1.5, None):
        with fails(TypeError, "initializer for ctype 'char *' must be a cdata pointer, not " + type(wrong).__name__):
            lib.count_chars(wrong)
    assert lib.count_chars(ffi.new("char[]", b"hello")) == 5
    assert lib.count_chars(ffi.new("unsigned char[]", b"hello")) == 5
    assert lib.first_uint8(b"abc") == 97
    assert lib.first_uint8([4, 5]) == 4
    assert ffi.string(lib.echo_chars(b"kept")) == b"kept"
    with fails(TypeError, "initializer for ctype 'char *' must be a cdata pointer, not bytearray"):
        lib.count_chars(bytearray(b"ab"))
    with fails(TypeError, "implicit cast to 'char *' from a different pointer type"):
        lib.count_chars(ffi.new("int[]", 2))
    with fails(TypeError, "initializer for ctype 'char *' must be a bytes or list or tuple, not str"):
        lib.count_chars("abc")
    with fails(TypeError, "initializer for ctype 'uint8_t *' must be a bytes or list or tuple, not str"):
        lib.first_uint8("abc")


@pytest.mark.ours("the error of a str for char * shows the way out")
def test_str_for_char_pointer_suggests_encode(lib):
    with fails(TypeError, "count_chars", "char *", ".encode()"):
        lib.count_chars("abc")


def test_bytes_are_passed_without_a_copy(pair):
    ffi, lib = pair
    data = b"some bytes that stay where they are"
    assert lib.echo_chars(data) == lib.echo_chars(data)
    assert lib.echo_chars(data) == ffi.from_buffer(data)


def test_wide_string_argument(pair):
    ffi, lib = pair
    assert lib.count_wide("abc") == 3
    assert lib.count_wide("\u1234\U0001f600") == 2
    assert lib.count_wide(["a", "\0"]) == 1
    with fails(TypeError, "initializer for ctype 'wchar_t *' must be a cdata pointer, not bytes"):
        lib.count_wide(b"abc")


def test_enum_argument(pair):
    ffi, lib = pair
    assert lib.echo_color(lib.GREEN) == 7
    assert lib.echo_color(-2) == -2
    assert lib.echo_color(99) == 99
    assert type(lib.echo_color(7)) is int
    with fails(TypeError, "an integer is required"):
        lib.echo_color("GREEN")


@pytest.mark.modes(*BUT_FOR_RELEASED_VERIFY)
def test_function_pointer_argument_and_result(pair):
    ffi, lib = pair
    twice = lib.get_twice()
    assert ffi.typeof(twice) is ffi.typeof("int(*)(int)")
    assert twice(21) == 42
    assert lib.call_int(twice, 4) == 8
    assert lib.call_two(lib.add, 3, 4) == 7
    with fails(
        TypeError, "initializer for ctype 'int(*)(int)' must be a pointer to same type, not cdata 'int(*)(int, int)'"
    ):
        lib.call_int(lib.add, 5)
    for wrong in (5, None, len, lambda x: x):
        with fails(
            TypeError, "initializer for ctype 'int(*)(int)' must be a cdata pointer, not " + type(wrong).__name__
        ):
            lib.call_int(wrong, 5)


def test_null_function_pointer(ffi):
    with fails(RuntimeError, "cannot call null", "int(*)(int)"):
        ffi.cast("int(*)(int)", 0)(5)


def test_not_callable(ffi):
    with fails(TypeError, "cdata 'int' is not callable"):
        ffi.cast("int", 5)()
    with fails(TypeError, "cdata 'int *' is not callable"):
        ffi.new("int *")()


@pytest.mark.modes(*BUT_FOR_RELEASED_VERIFY)
def test_call_through_a_cast_pointer(pair):
    ffi, lib = pair
    address = int(ffi.cast("intptr_t", lib.add))
    assert ffi.cast("int(*)(int, int)", address)(20, 22) == 42


@pytest.mark.modes(*ABI)
def test_function_cdata(pair):
    ffi, lib = pair
    f = lib.add
    assert lib.add is f and lib.add == f and hash(lib.add) == hash(f)
    assert bool(f)
    assert isinstance(f, ffi.CData)
    assert ffi.sizeof(f) == ffi.sizeof("void *")
    with fails(TypeError, "cdata of type 'int(*)(int, int)' cannot be indexed"):
        f[0]
    with fails(TypeError, "cannot add a cdata 'int(*)(int, int)' and a number"):
        f + 1
    with fails(AttributeError, "cdata 'int(*)(int, int)' has no attribute 'x'"):
        f.x
    with fails(TypeError, "has no len()"):
        len(f)


def test_typeof_function(pair):
    ffi, lib = pair
    t = ffi.typeof(lib.add)
    assert (t.kind, t.cname) == ("function", "int(*)(int, int)")
    assert t.args == (ffi.typeof("int"), ffi.typeof("int"))
    assert t.result is ffi.typeof("int")
    assert t.ellipsis is False
    assert ffi.typeof(lib.sum_ints).ellipsis is True
