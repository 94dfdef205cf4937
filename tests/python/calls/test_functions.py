"""Functions: integers of every type, records, arrays, function pointers, many arguments; macros and inline functions."""

import gc
import sys
import threading
import time

import pytest

from support.helpers import HAS_LIMITED_API, RELEASED, SIGNED, UNSIGNED, collect, fails, limits
from support.modes import BUT_FOR_RELEASED_VERIFY, COMPILED, MODES, build

# The released verify() knows no char16_t.
pytestmark = pytest.mark.modes(*BUT_FOR_RELEASED_VERIFY)
MODULES = tuple(mode for mode in COMPILED if mode in BUT_FOR_RELEASED_VERIFY)

INTEGERS = [name for name in list(SIGNED) + list(UNSIGNED)]


def identifier(ctype):
    return ctype.replace(" ", "_")


CDEF = """
typedef struct { long x, y; } point_t;
struct small { char c; };
struct mixed { int i; double d; };
struct big { long items[12]; };
union either { int i; double d; };
enum color { RED, GREEN = 5, BLUE };
typedef int (*binary_t)(int, int);
typedef struct opaque opaque_t;
typedef int pair_t[2];

float half_f(float);
double half_d(double);
long double half_ld(long double);
_Bool invert(_Bool);
char next_char(char);
wchar_t next_wide(wchar_t);
char16_t next_16(char16_t);
char32_t next_32(char32_t);

point_t mirrored(point_t);
struct small next_small(struct small);
struct mixed doubled(struct mixed, int times);
struct big shifted(struct big, long by);
long sum_big(const struct big *);
enum color next_color(enum color);

size_t length(const char *);
int first_byte(const unsigned char *);
void *same_address(void *);
char *shout(char *);
long sum(long *, int);
int sum_pair(int pair[2]);
int sum_pair_t(pair_t);
int sum_rows(int rows[][3], int n);
long sum_points(point_t *points, int n);
int count_strings(char **strings);
opaque_t *make_opaque(int);
int read_opaque(opaque_t *);
const point_t *origin(void);

int add(int, int);
void nop(void);
int calls(void);
int one(int);
int apply(binary_t, int, int);
binary_t pick(int);
int apply_inline(int (*)(int), int);
int joined(char *buf, size_t size, const char *format, ...);
int only_variadic(int n, ...);
int at_macro(int, int);
double sqrt_macro(double);
int lower(int);
int nine(int, long, char, double, float, short, unsigned, void *, signed char);
long twenty(int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int);
double mix(double, int, double, int, double, int, double, int, double, int, double, int, double, int, double, int, double, int);
int set_errno_to(int);
int wait_for(volatile int *flag);
int write_line(FILE *f, const char *text);
static inline int inlined(int);
extern int declared_extern(int);
const char *describe(const int);
int with_names(int first, int second);
""" + "".join("%s inc_%s(%s);\n" % (t, identifier(t), t) for t in INTEGERS)

SOURCE = """
#include <stdint.h>
#include <stddef.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <errno.h>
#include <uchar.h>
#include <wchar.h>
#include <stdlib.h>
#include <math.h>
#include <sys/types.h>
#include <time.h>

typedef struct { long x, y; } point_t;
struct small { char c; };
struct mixed { int i; double d; };
struct big { long items[12]; };
union either { int i; double d; };
enum color { RED, GREEN = 5, BLUE };
typedef int (*binary_t)(int, int);
typedef struct opaque { int value; } opaque_t;
typedef int pair_t[2];

float half_f(float x) { return x / 2; }
double half_d(double x) { return x / 2; }
long double half_ld(long double x) { return x / 2; }
_Bool invert(_Bool x) { return !x; }
char next_char(char c) { return (char)(c + 1); }
wchar_t next_wide(wchar_t c) { return c + 1; }
char16_t next_16(char16_t c) { return c + 1; }
char32_t next_32(char32_t c) { return c + 1; }
point_t mirrored(point_t p) { point_t q = {p.y, p.x}; return q; }
struct small next_small(struct small s) { s.c++; return s; }
struct mixed doubled(struct mixed m, int times) { while (times-- > 0) { m.i *= 2; m.d *= 2; } return m; }
struct big shifted(struct big b, long by) { for (int i = 0; i < 12; i++) b.items[i] += by; return b; }
long sum_big(const struct big *b) { long s = 0; for (int i = 0; i < 12; i++) s += b->items[i]; return s; }
enum color next_color(enum color c) { return (enum color)(c + 1); }
size_t length(const char *s) { return strlen(s); }
int first_byte(const unsigned char *s) { return s[0]; }
void *same_address(void *p) { return p; }
char *shout(char *s) { for (char *p = s; *p; p++) if (*p >= 'a' && *p <= 'z') *p -= 32; return s; }
long sum(long *a, int n) { long s = 0; while (n-- > 0) s += *a++; return s; }
int sum_pair(int pair[2]) { return pair[0] + pair[1]; }
int sum_pair_t(pair_t pair) { return pair[0] + pair[1]; }
int sum_rows(int rows[][3], int n) { int s = 0; for (int i = 0; i < n; i++) for (int k = 0; k < 3; k++) s += rows[i][k]; return s; }
long sum_points(point_t *points, int n) { long s = 0; for (int i = 0; i < n; i++) s += points[i].x * points[i].y; return s; }
int count_strings(char **strings) { int n = 0; while (strings[n]) n++; return n; }
opaque_t *make_opaque(int value) { static opaque_t made; made.value = value; return value < 0 ? NULL : &made; }
int read_opaque(opaque_t *o) { return o->value; }
const point_t *origin(void) { static const point_t zero = {0, 0}; return &zero; }
int add(int a, int b) { return a + b; }
static int call_count;
void nop(void) { call_count++; }
int calls(void) { return call_count; }
int one(int x) { return x; }
int apply(binary_t f, int a, int b) { return f ? f(a, b) : -1; }
binary_t pick(int which) { return which ? add : NULL; }
int apply_inline(int (*f)(int), int x) { return f(x); }
int joined(char *buf, size_t size, const char *format, ...) {
  va_list list; va_start(list, format); int n = vsnprintf(buf, size, format, list); va_end(list); return n;
}
int only_variadic(int n, ...) {
  va_list list; int s = 0; va_start(list, n); while (n-- > 0) s += va_arg(list, int); va_end(list); return s;
}
#define at_macro(a, b) ((a) * 10 + (b))
#define sqrt_macro sqrt
static int lower_it(int c) { return c | 32; }
#define lower lower_it
int nine(int a, long b, char c, double d, float e, short f, unsigned g, void *h, signed char i) {
  return (int)(a + b + c + d + e + f + g + (h != NULL) + i);
}
long twenty(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j, int k, int l, int m, int n, int o, int p, int q, int r, int s, int t) {
  return a + 2*b + 3*c + 4*d + 5*e + 6*f + 7*g + 8*h + 9*i + 10*j + 11*k + 12*l + 13*m + 14*n + 15*o + 16*p + 17*q + 18*r + 19*s + 20L*t;
}
double mix(double a, int b, double c, int d, double e, int f, double g, int h, double i, int j, double k, int l, double m, int n, double o, int p, double q, int r) {
  return a + 2*b + 3*c + 4*d + 5*e + 6*f + 7*g + 8*h + 9*i + 10*j + 11*k + 12*l + 13*m + 14*n + 15*o + 16*p + 17*q + 18*r;
}
int set_errno_to(int value) { int old = errno; errno = value; return old; }
int wait_for(volatile int *flag) {
  struct timespec pause = {0, 1000000};
  for (int i = 0; i < 10000; i++) { if (*flag) return 1; nanosleep(&pause, NULL); }
  return 0;
}
int write_line(FILE *f, const char *text) { return fprintf(f, "%s\\n", text); }
static inline int inlined(int x) { return x + 100; }
int declared_extern(int x) { return x + 200; }
const char *describe(const int x) { return x > 0 ? "positive" : NULL; }
int with_names(int first, int second) { return first - second; }
""" + "".join("%s inc_%s(%s x) { return (%s)(x + 1); }\n" % (t, identifier(t), t, t) for t in INTEGERS)


@pytest.fixture
def module(opened):
    return opened(CDEF, SOURCE, libraries=["m"])


@pytest.fixture
def ffi(module):
    return module[0]


@pytest.fixture
def lib(module):
    return module[1]


# ---- numbers


def check_integers(ffi, lib, ctype):
    function = getattr(lib, "inc_" + identifier(ctype))
    low, high = limits(ctype)
    assert function(low) == low + 1
    assert function(high) == low
    assert function(high - 1) == high
    for edge in (2**15, 2**30, 2**45, 2**60):  # of the digits that an int is made of
        for value in (edge - 1, edge, -edge, 1 - edge):
            if low <= value < high:
                assert function(value) == value + 1
            elif value != high:
                with pytest.raises(OverflowError):
                    function(value)
    assert function(0) == 1 and function(True) == 2 and type(function(0)) is int
    assert function(ffi.cast(ctype, 5)) == 6
    assert function(ffi.cast("int", 5)) == 6
    for bad in (low - 1, high + 1, 2**64, -(2**63) - 1, 2**200, -(2**200)):
        with pytest.raises(OverflowError):
            function(bad)
    for bad in (1.0, "1", None, b"1", [], ffi.cast("double", 1), ffi.NULL):
        with pytest.raises(TypeError):
            function(bad)


@pytest.mark.parametrize("ctype", INTEGERS)
def test_integers(ffi, lib, ctype):
    check_integers(ffi, lib, ctype)


@pytest.mark.skipif(not HAS_LIMITED_API, reason="there is no limited API here")
def test_integers_in_the_limited_api(tmp_path):
    """There a module sees less of an int, and functions of cffi do what it does itself elsewhere."""
    pairs = [(t, identifier(t)) for t in INTEGERS]
    cdef = "".join("%s inc_%s(%s);\n" % (t, name, t) for t, name in pairs)
    source = "".join("static %s inc_%s(%s x) { return (%s)(x + 1); }\n" % (t, name, t, t) for t, name in pairs)
    flags = {"py_limited_api": True, "extra_compile_args": ["-fwrapv"]}
    module = build(
        tmp_path, cdef, "#include <stddef.h>\n#include <stdint.h>\n#include <sys/types.h>\n" + source, **flags
    )
    for ctype in INTEGERS:
        check_integers(module.ffi, module.lib, ctype)


def test_bool(ffi, lib):
    assert lib.invert(True) is False
    assert lib.invert(False) is True
    assert lib.invert(0) is True
    assert lib.invert(1) is False
    for bad in (2, 256):
        with fails(OverflowError, "integer %d does not fit '_Bool'" % bad):
            lib.invert(bad)
    with pytest.raises(OverflowError):
        lib.invert(-1)
    with pytest.raises(TypeError):
        lib.invert(b"x")


# ---- pointers and arrays


def test_temporary_arrays(ffi, lib):
    assert lib.sum([1, 2, 3], 3) == 6
    assert lib.sum((10**12, 1), 2) == 10**12 + 1
    assert lib.sum(list(range(100000)), 100000) == 4999950000
    assert lib.sum([], 0) == 0
    assert lib.sum(ffi.new("long[]", [4, 5]), 2) == 9
    assert lib.sum(ffi.NULL, 0) == 0
    assert lib.sum_points([(1, 2), {"x": 3, "y": 4}, [5, 6]], 3) == 2 + 12 + 30
    assert lib.sum_rows([[1, 2, 3], [4, 5, 6]], 2) == 21
    assert lib.count_strings([ffi.new("char[]", b"a"), ffi.NULL]) == 1
    for items in (["x"], [1.5], [None]):
        with pytest.raises(TypeError):
            lib.sum(items, 1)
    with pytest.raises(OverflowError):
        lib.sum([2**63], 1)


def test_array_parameters_are_pointers(ffi, lib):
    assert ffi.typeof(lib.sum_pair) is ffi.typeof("int(*)(int *)")
    for function in (lib.sum_pair, lib.sum_pair_t):
        assert function([1, 2]) == 3
        assert function(ffi.new("int[2]", [3, 4])) == 7
        assert function(ffi.new("int[5]", [3, 4])) == 7
        with pytest.raises(TypeError):
            function(ffi.new("long[2]"))


def test_records_by_pointer(ffi, lib):
    assert lib.sum_big([[[1, 2, 3]]]) == 6
    assert lib.sum_big([[list(range(12))]]) == 66
    assert lib.sum_big(ffi.new("struct big *", [[5]])) == 5
    with pytest.raises(TypeError):
        lib.sum_big(ffi.new("point_t *"))
    zero = lib.origin()
    assert ffi.typeof(zero) is ffi.typeof("point_t *")
    assert (zero.x, zero.y) == (0, 0)


def test_opaque_pointers(ffi, lib):
    made = lib.make_opaque(5)
    assert ffi.typeof(made) is ffi.typeof("opaque_t *") is ffi.typeof("struct opaque *")
    assert lib.read_opaque(made) == 5
    assert lib.make_opaque(-1) == ffi.NULL
    with pytest.raises(TypeError):
        lib.read_opaque(ffi.new("int *"))
    with pytest.raises(TypeError):
        lib.read_opaque([1])


def test_python_files(lib, tmp_path):
    path = tmp_path / "out"
    with open(path, "w") as file:
        file.write("first\n")
        assert lib.write_line(file, b"second") == 7
    assert path.read_text() == "first\nsecond\n"
    with pytest.raises(TypeError):
        lib.write_line(5, b"x")


# ---- records by value


def test_records_by_value(ffi, lib):
    p = ffi.new("point_t *", (1, 2))
    q = lib.mirrored(p[0])
    assert (q.x, q.y, p.x, p.y) == (2, 1, 1, 2)
    assert repr(q) == "<cdata 'point_t' owning 16 bytes>"
    assert lib.mirrored({"x": 5, "y": 6}).y == 5
    assert lib.mirrored((7, 8)).x == 8
    assert lib.next_small([b"a"]).c == b"b"
    made = lib.doubled([3, 1.5], 2)
    assert (made.i, made.d) == (12, 6.0)
    big = lib.shifted([list(range(12))], 100)
    assert list(big.items) == list(range(100, 112))
    assert list(lib.shifted(big, -100).items) == list(range(12))
    for bad in (p, 5, None, b"x"):
        with pytest.raises(TypeError):
            lib.mirrored(bad)
    with pytest.raises(TypeError):
        lib.mirrored(ffi.new("struct mixed *")[0])
    with pytest.raises(OverflowError):
        lib.mirrored((2**63, 1))
    with fails(KeyError, "z"):
        lib.mirrored({"z": 1})
    with pytest.raises(ValueError):
        lib.mirrored((1, 2, 3))


def test_results_by_value_are_copies(lib):
    first, second = lib.mirrored((1, 2)), lib.mirrored((3, 4))
    assert (first.x, second.x) == (2, 4)
    first.x = 9
    assert (first.x, second.x) == (9, 4)


# ---- many arguments; none; wrong ones


def test_many_arguments(ffi, lib):
    assert lib.nine(1, 2, b"\x03", 4.0, 5.0, 6, 7, ffi.cast("void *", 8), 9) == 38
    assert lib.twenty(*range(1, 21)) == sum(i * i for i in range(1, 21))
    assert lib.mix(*range(1, 19)) == sum(i * i for i in range(1, 19))
    with fails(TypeError, "20 arguments, got 19"):
        lib.twenty(*range(19))
    with pytest.raises(TypeError):
        lib.twenty(*([0] * 19), None)


def test_refused_calls_do_not_happen(lib):
    before = lib.calls()
    with pytest.raises(TypeError):
        lib.nop(None)
    with pytest.raises(TypeError):
        lib.with_names(first=1, second=2)
    assert lib.calls() == before
    assert lib.nop() is None
    assert lib.calls() == before + 1


# ---- function pointers


def test_function_pointers(ffi, lib):
    assert lib.apply(lib.add, 3, 4) == 7
    assert lib.apply(ffi.addressof(lib, "add"), 3, 4) == 7
    assert lib.apply(lib.pick(1), 3, 4) == 7
    assert lib.apply(ffi.NULL, 3, 4) == -1
    assert lib.pick(0) == ffi.NULL
    assert ffi.typeof(lib.pick(1)) is ffi.typeof("binary_t") is ffi.typeof("int(*)(int, int)")
    assert lib.pick(1)(20, 22) == 42
    assert lib.apply_inline(lib.one, 5) == 5
    with fails(TypeError, "must be a pointer to same type"):
        lib.apply(lib.one, 1, 2)
    for bad in (len, None, 5, lambda a, b: 0):
        with pytest.raises(TypeError):
            lib.apply(bad, 1, 2)


def test_callbacks(ffi, lib):
    assert lib.apply(ffi.callback("int(int, int)", lambda a, b: 2 * a + b), 10, 1) == 21
    assert lib.apply_inline(ffi.callback("int(int)", lambda x: -x), 5) == -5
    with pytest.raises(TypeError):
        lib.apply_inline(ffi.callback("int(int, int)", lambda a, b: 0), 1)


def test_pointers_that_call(ffi, lib):
    for name in ("twenty", "mix", "mirrored", "shifted", "half_ld", "next_wide", "inc_uint8_t"):
        function, pointer = getattr(lib, name), ffi.addressof(lib, name)
        assert ffi.typeof(pointer) is ffi.typeof(function)
        assert pointer == ffi.addressof(lib, name)
    assert ffi.addressof(lib, "twenty")(*range(1, 21)) == lib.twenty(*range(1, 21))
    assert ffi.addressof(lib, "mix")(*range(1, 19)) == lib.mix(*range(1, 19))
    assert ffi.addressof(lib, "mirrored")((1, 2)).x == 2
    assert list(ffi.addressof(lib, "shifted")([list(range(12))], 1).items) == list(range(1, 13))
    assert ffi.addressof(lib, "next_wide")("a") == "b"
    assert ffi.cast("void *", lib.add) == ffi.cast("void *", ffi.addressof(lib, "add"))
    assert ffi.new("void **", lib.add)[0] == ffi.addressof(lib, "add")
    assert ffi.new("binary_t[2]", [lib.add, ffi.NULL])[0](1, 2) == 3


# ---- variadic functions, macros and other forms


@pytest.mark.modes(*MODULES)
def test_macros_as_functions(lib):
    assert lib.at_macro(3, 4) == 34
    assert lib.lower(ord("A")) == ord("a")
    assert lib.sqrt_macro(9.0) == 3.0


@pytest.mark.modes(*MODULES)
def test_macros_as_function_pointers(lib):
    assert lib.apply(lib.at_macro, 3, 4) == 34


@pytest.mark.modes(*MODULES)
def test_inline_functions(lib):
    assert lib.inlined(1) == 101


def test_extern_functions(lib):
    assert lib.declared_extern(1) == 201


def test_variadic_functions_are_cdata(ffi, lib):
    assert isinstance(lib.joined, ffi.CData)
    assert ffi.typeof(lib.joined) is ffi.typeof("int(*)(char *, size_t, const char *, ...)")
    assert lib.only_variadic(0) == 0


# ---- lib.f as an object


def test_typeof_a_function(ffi, lib):
    assert ffi.typeof(lib.add) is ffi.typeof("int(*)(int, int)")
    assert ffi.typeof(lib.nop) is ffi.typeof("void(*)(void)")
    assert ffi.typeof(lib.sum_rows) is ffi.typeof("int(*)(int(*)[3], int)")
    assert ffi.typeof(lib.apply).args == (ffi.typeof("binary_t"), ffi.typeof("int"), ffi.typeof("int"))
    assert ffi.typeof(lib.mirrored).result is ffi.typeof("point_t")


@pytest.mark.modes("py", "api")
def test_functions_are_not_assigned(lib):
    with pytest.raises(AttributeError):
        lib.add = 5
    with pytest.raises(AttributeError):
        del lib.add
    assert lib.add(1, 2) == 3


@pytest.mark.modes("api")
def test_functions_outlive_names(opened):
    """In ABI mode it takes more: memory/test_lifetimes.py."""
    ffi, lib = opened(CDEF, SOURCE, libraries=["m"])
    add, sum_ = lib.add, ffi.addressof(lib, "sum")
    del ffi, lib
    collect()
    assert add(1, 2) == 3
    assert sum_([1, 2], 2) == 3


# ---- around the call


def test_the_gil_is_released(ffi, lib):
    flag = ffi.new("int *")
    seen = []
    thread = threading.Thread(target=lambda: seen.append(lib.wait_for(flag)))
    thread.start()
    time.sleep(0.01)
    flag[0] = 1
    thread.join()
    assert seen == [1]


def test_calls_keep_reference_counts(ffi, lib):
    data, items, point = b"some bytes", [1, 2, 3], ffi.new("point_t *", (1, 2))

    def call():
        lib.length(data)
        lib.sum(items, 3)
        lib.mirrored(point[0])
        lib.sum_points(point, 1)
        lib.apply(lib.pick(1), 1, 2)
        for bad in (lambda: lib.length("x"), lambda: lib.sum([None], 1), lambda: lib.add(1)):
            with pytest.raises(TypeError):
                bad()

    call()
    gc.collect()
    before = [sys.getrefcount(x) for x in (data, items, point, lib, lib.add, None)]
    for _ in range(200):
        call()
    gc.collect()
    after = [sys.getrefcount(x) for x in (data, items, point, lib, lib.add, None)]
    assert all(abs(a - b) < 50 for a, b in zip(after, before)), (before, after)


# ---- unusual records


UNUSUAL = """
typedef union { int i; double d; } either_t;
typedef struct { unsigned low : 3, high : 5; } bits_t;
typedef struct { long double x; } wide_t;
"""
UNUSUAL_CDEF = UNUSUAL + "int either_int(either_t); bits_t swapped(bits_t); wide_t halved(wide_t);"
UNUSUAL_SOURCE = (
    UNUSUAL
    + """
int either_int(either_t e) { return e.i; }
bits_t swapped(bits_t b) { bits_t r = {b.high, b.low}; return r; }
wide_t halved(wide_t w) { w.x /= 2; return w; }
"""
)


@pytest.mark.modes(*(MODULES if RELEASED else MODES))
def test_unusual_records_by_value(opened):
    ffi, lib = opened(UNUSUAL_CDEF, UNUSUAL_SOURCE)
    assert lib.either_int([7]) == 7
    assert lib.either_int(ffi.new("either_t *", [7])[0]) == 7
    b = lib.swapped([5, 6])
    assert (b.low, b.high) == (6, 5)
    assert float(lib.halved([3.0]).x) == 1.5
