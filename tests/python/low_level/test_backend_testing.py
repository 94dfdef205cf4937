"""_testfunc() and _testbuff(): C functions inside the extension, which test suites call without a library of their own."""

import array
import sys

import pytest

import _cffi_backend as B
from support.helpers import fails

CHAR, SHORT, INT, LONG, FLOAT, DOUBLE, LONG_DOUBLE = map(
    B.new_primitive_type, ["char", "short", "int", "long", "float", "double", "long double"]
)
BYTE = B.new_primitive_type("unsigned char")
VOID = B.new_void_type()


def struct(*types):
    s = B.new_struct_type("struct s")
    B.complete_struct_or_union(s, [("f%d" % i, t) for i, t in enumerate(types)])
    return s


def fields(cdata):
    return [getattr(cdata, name) for name, field in B.typeof(cdata).fields]


def function(number, arguments, result, ellipsis=False):
    return B.cast(B.new_function_type(tuple(arguments), result, ellipsis), B._testfunc(number))


@pytest.mark.parametrize(
    "number, arguments, result, given, expected",
    [
        (0, (CHAR, CHAR), CHAR, (b"A", b"\x02"), b"C"),
        (0, (CHAR, CHAR), CHAR, (b"\xff", b"\x02"), b"\x01"),
        (1, (INT, LONG), INT, (2**31 - 1, -7), 2**31 - 8),
        (2, (LONG, LONG), LONG, (2**40, 2**41), 2**40 + 2**41),
        (3, (FLOAT, DOUBLE), DOUBLE, (16777216.0, 1.0), 16777217.0),
        (4, (FLOAT, DOUBLE), FLOAT, (16777216.0, 1.00000001), 16777218.0),
        (4, (FLOAT, DOUBLE), FLOAT, (1e38, 3e38), float("inf")),
        (9, (INT,), INT, (0,), 0),
        (9, (INT,), INT, (-1, B.cast(INT, 4)), 0),
        (9, (INT,), INT, (3, B.cast(INT, 1), B.cast(INT, 2), B.cast(INT, -4)), -1),
    ],
)
def test_numbers(number, arguments, result, given, expected):
    assert function(number, arguments, result, number == 9)(*given) == expected


@pytest.mark.parametrize(
    "number, types, expected",
    [
        (10, (CHAR, SHORT), [b"\xfb", 25]),
        (11, (INT, INT), [-5, 25]),
        (12, (DOUBLE,), [-5.0]),
        (13, (INT, INT, INT), [-5, 25, -125]),
        (14, (FLOAT,), [-5.0]),
        (15, (FLOAT, INT), [-5.0, 25]),
        (16, (FLOAT, FLOAT), [-5.0, 5.0]),
        (17, (INT, FLOAT), [-5, 25.0]),
    ],
)
def test_structs_returned(number, types, expected):
    s = struct(*types)
    assert fields(function(number, (INT,), s)(-5)) == expected
    f = function(number, (INT,), s)
    assert [fields(f(n))[0] for n in (0, 1)] in ([b"\0", b"\1"], [0, 1])


def test_structs_passed():
    s = struct(BYTE, SHORT)
    assert function(7, (s,), SHORT)((200, -1)) == 199
    assert function(20, (B.new_pointer_type(s),), SHORT)(B.newp(B.new_pointer_type(s), (1, 1027))) == 1028
    mixed = struct(INT, FLOAT)
    sums = function(18, (B.new_pointer_type(mixed),), INT)
    assert [sums(B.newp(B.new_pointer_type(mixed), given)) for given in [(5, 2.9), (5, -2.9), (16777217, 1.0)]] == [
        7,
        3,
        16777218,
    ]


def test_large_structs():
    ten = struct(*[INT] * 10)
    weighed = function(21, (ten,), INT)
    assert weighed(list(range(1, 11))) == sum((i + 1) << i for i in range(10))
    assert weighed([0] * 9 + [1]) == 512
    difference = function(22, (ten, ten), ten)(list(range(10)), [10 * i for i in range(10)])
    assert fields(difference) == [-9 * i for i in range(10)]


def test_long_double():
    iterate = function(19, (LONG_DOUBLE, INT), LONG_DOUBLE)
    assert [float(iterate(1.5, n)) for n in (-1, 0, 1, 2)] == [1.5, 1.5, 3.75, 0.9375]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a long double of 80 or 128 bits")
def test_long_double_is_not_rounded_to_double():
    iterate = function(19, (LONG_DOUBLE, INT), LONG_DOUBLE)
    x = 0.1
    for _ in range(100):
        x = 4 * x - x * x
    assert float(iterate(0.1, 100)) != x


def test_pointers():
    less = function(6, (B.new_pointer_type(INT),), B.new_pointer_type(INT))
    p = less(B.newp(B.new_pointer_type(INT), 100))
    assert p[0] == -900 and less(B.newp(B.new_pointer_type(INT), 5)) == p and p[0] == -995
    thousands = function(23, (B.new_pointer_type(CHAR),), INT)
    assert thousands(b"A") == 65000 and thousands(B.cast(B.new_pointer_type(CHAR), 0)) == -42


def test_errno():
    f = function(5, (), VOID)
    B.set_errno(50)
    assert f() is None and B.get_errno() == 65
    B.set_errno(0)


def test_standard_error(capfd):
    library = B.load_library(None)
    file_pointer = B.new_pointer_type(B.new_struct_type("FILE"))
    fputs = library.load_function(B.new_function_type((B.new_pointer_type(CHAR), file_pointer), INT), "fputs")
    assert fputs(b"to the standard error\n", B.cast(file_pointer, B._testfunc(8))) >= 0
    assert capfd.readouterr().err == "to the standard error\n"


def test_bad_numbers():
    for wrong in (-1, 24, 1000):
        with fails(ValueError):
            B._testfunc(wrong)
    for wrong in ("a", 1.5, None):
        with fails(TypeError):
            B._testfunc(wrong)
    with fails(OverflowError):
        B._testfunc(2**70)


def test_buffer_classes():
    for cls in (bytes, bytearray, memoryview, array.array, B.buffer):
        assert B._testbuff(cls, 0) is None and B._testbuff(cls, 1) is None
    for wrong in (b"abc", None, 5):
        with fails(TypeError, "argument 1 must be type, not"):
            B._testbuff(wrong, 0)
    with fails(TypeError):
        B._testbuff(bytes, "a")
    with fails(TypeError):
        B._testbuff(bytes)


@pytest.mark.ours("the released package aborts the process")
def test_classes_without_buffers():
    for cls in (int, object, str):
        with fails(TypeError, "do not export buffers"):
            B._testbuff(cls, 0)
