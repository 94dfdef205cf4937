"""Functions of another calling convention than the system's own."""

import platform

import pytest

pytestmark = [
    pytest.mark.skipif(platform.machine() not in ("x86_64", "AMD64"), reason="x86-64 has two conventions"),
    pytest.mark.ours("the convention of Windows (ms_abi) is known everywhere on x86-64"),
]

DECLARATIONS = """
struct pair { long long a, b; };
struct point { float x, y; };
double MS_ABI weigh(int a, double b, char c, float d, long long e, struct pair f);
struct pair MS_ABI swapped(struct pair value);
struct point MS_ABI turned(struct point value);
double MS_ABI add_doubles(int count, ...);
int MS_ABI call_back(int (MS_ABI *function)(int, double, int, int, int), int x);
struct pair MS_ABI ask_for_pair(struct pair (MS_ABI *function)(struct pair), long long x);
"""
SOURCE = """
#define MS_ABI __attribute__((ms_abi))
%s
double MS_ABI weigh(int a, double b, char c, float d, long long e, struct pair f)
{ return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f.a + 7 * f.b; }
struct pair MS_ABI swapped(struct pair value) { return (struct pair){value.b, value.a}; }
struct point MS_ABI turned(struct point value) { return (struct point){-value.y, value.x}; }
double MS_ABI add_doubles(int count, ...)
{
    __builtin_ms_va_list list;
    double sum = 0;
    __builtin_ms_va_start(list, count);
    while (count-- > 0)
        sum += __builtin_va_arg(list, double);
    __builtin_ms_va_end(list);
    return sum;
}
int MS_ABI call_back(int (MS_ABI *function)(int, double, int, int, int), int x) { return function(x, 0.5, 3, 4, 5) + 1; }
struct pair MS_ABI ask_for_pair(struct pair (MS_ABI *function)(struct pair), long long x)
{ return function((struct pair){x, -x}); }
"""


@pytest.fixture
def opened(ffi, compile_library):
    ffi.cdef(DECLARATIONS.replace("MS_ABI", "__attribute__((ms_abi))"))
    return ffi, ffi.dlopen(str(compile_library(SOURCE % DECLARATIONS)))


def test_calls(opened):
    ffi, lib = opened
    assert lib.weigh(1, 0.5, b"\2", 0.25, 3, (4, 5)) == 1 + 1 + 6 + 1 + 15 + 24 + 35
    swapped = lib.swapped((1, 2))
    assert (swapped.a, swapped.b) == (2, 1)
    turned = lib.turned((1.5, 2.5))
    assert (turned.x, turned.y) == (-2.5, 1.5)


def test_variadic_calls(opened):
    ffi, lib = opened
    assert lib.add_doubles(5, *[ffi.cast("double", n) for n in (0.5, 1, 2, 4, 8)]) == 15.5


def test_callbacks(opened):
    ffi, lib = opened
    convention = "__attribute__((ms_abi))"

    @ffi.callback("int (%s *)(int, double, int, int, int)" % convention)
    def add(a, b, c, d, e):
        return int(a + 2 * b + c + d + e)

    assert lib.call_back(add, 10) == 10 + 1 + 3 + 4 + 5 + 1
    assert add(1, 1.0, 1, 1, 1) == 6

    @ffi.callback("struct pair (%s *)(struct pair)" % convention)
    def doubled(pair):
        return (2 * pair.a, 2 * pair.b)

    result = lib.ask_for_pair(doubled, 21)
    assert (result.a, result.b) == (42, -42)


def test_what_compilers_disagree_about_is_refused(ffi):
    ffi.cdef("struct nothing { };")
    function = ffi.cast("struct nothing (__attribute__((ms_abi)) *)(int)", 1)
    with pytest.raises(NotImplementedError, match="compilers disagree about empty structs"):
        function(1)
