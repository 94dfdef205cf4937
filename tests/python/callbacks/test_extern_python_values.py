"""extern "Python": every kind of value, threads that C makes by the dozen, +C, prototypes that stand beside it."""

import threading

import pytest

import cffi
from support.helpers import fails
from support.modes import build, fresh_name, load

CDEF = """
typedef struct { int a; double b; } pair_t;
struct big { long items[8]; };
union either { int i; double d; };
enum color { RED, GREEN = 5 };

extern "Python" int transform(int);
extern "Python" {
    double many(int, double, char, signed char, const char *, long long, float, unsigned short);
    long double long_one(long double);
    pair_t swap(pair_t);
    struct big shift(struct big, int);
    void fill(pair_t *, int);
    const char *name_of(int);
    enum color next_color(enum color);
    _Bool invert(_Bool);
    wchar_t next_wide(wchar_t);
    int sum_all(int, int, int, int, int, int, int, int, int, int, int, int);
    uint64_t widest(uint64_t);
    void *same_address(void *);
    int (*choose(int))(int);
    float half(float);
    char next_char(char);
}
extern "Python+C" int exported(int);

int call_transform(int);
int call_from_thread(int count, int x);
double call_many(void);
long double call_long(long double);
pair_t call_swap(int, double);
struct big call_shift(struct big, int);
int call_fill(void);
const char *call_name(int);
enum color call_color(enum color);
_Bool call_invert(_Bool);
wchar_t call_wide(wchar_t);
int call_sum_all(void);
uint64_t call_widest(uint64_t);
void *call_same_address(void *);
int call_choose(int, int);
float call_half(float);
char call_char(char);
int call_exported(int);
int through(int (*)(int), int);
"""

SOURCE = """
#include <stddef.h>
#include <stdint.h>
#include <wchar.h>
#include <pthread.h>
typedef struct { int a; double b; } pair_t;
struct big { long items[8]; };
union either { int i; double d; };
enum color { RED, GREEN = 5 };
static int transform(int);
static double many(int, double, char, signed char, const char *, long long, float, unsigned short);
static long double long_one(long double);
static pair_t swap(pair_t);
static struct big shift(struct big, int);
static void fill(pair_t *, int);
static const char *name_of(int);
static enum color next_color(enum color);
static _Bool invert(_Bool);
static wchar_t next_wide(wchar_t);
static int sum_all(int, int, int, int, int, int, int, int, int, int, int, int);
static uint64_t widest(uint64_t);
static void *same_address(void *);
static int (*choose(int))(int);
static float half(float);
static char next_char(char);
extern int exported(int);

static int call_transform(int x) { return transform(x); }
struct job { int x, sum, count; };
static void *run_job(void *arg) { struct job *job = (struct job *)arg; for (int i = 0; i < job->count; i++) job->sum += transform(job->x); return NULL; }
static int call_from_thread(int count, int x) {
  struct job job = {x, 0, count};
  pthread_t thread;
  if (pthread_create(&thread, NULL, run_job, &job) != 0) return -1;
  pthread_join(thread, NULL);
  return job.sum;
}
static double call_many(void) { return many(1, 2.5, 'c', -4, "text", 5000000000LL, 0.5f, 65535); }
static long double call_long(long double x) { return long_one(x); }
static pair_t call_swap(int a, double b) { pair_t p = {a, b}; return swap(p); }
static struct big call_shift(struct big b, int by) { return shift(b, by); }
static int call_fill(void) { pair_t p[2] = {{0, 0}, {0, 0}}; fill(p, 2); return p[0].a + p[1].a; }
static const char *call_name(int i) { return name_of(i); }
static enum color call_color(enum color c) { return next_color(c); }
static _Bool call_invert(_Bool b) { return invert(b); }
static wchar_t call_wide(wchar_t c) { return next_wide(c); }
static int call_sum_all(void) { return sum_all(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12); }
static uint64_t call_widest(uint64_t x) { return widest(x); }
static void *call_same_address(void *p) { return same_address(p); }
static int call_choose(int which, int x) { int (*f)(int) = choose(which); return f ? f(x) : -1; }
static float call_half(float x) { return half(x); }
static char call_char(char c) { return next_char(c); }
static int call_exported(int x) { return exported(x) + 1; }
static int through(int (*f)(int), int x) { return f(x); }
"""


@pytest.fixture(scope="module")
def module(tmp_path_factory):
    return build(tmp_path_factory.mktemp("extern"), CDEF, SOURCE, "_api_extern", libraries=["pthread"])


@pytest.fixture
def ffi(module):
    return module.ffi


@pytest.fixture
def lib(module):
    return module.lib


def test_values(ffi, lib):
    seen = []

    @ffi.def_extern()
    def many(*arguments):
        seen.append(arguments[:4] + (ffi.string(arguments[4]),) + arguments[5:])
        return 3.5

    @ffi.def_extern()
    def long_one(value):
        assert ffi.typeof(value) is ffi.typeof("long double")
        return value

    assert lib.call_many() == 3.5
    assert seen == [(1, 2.5, b"c", -4, b"text", 5000000000, 0.5, 65535)]
    assert float(lib.call_long(1.5)) == 1.5
    ffi.def_extern("next_color")(lambda c: c + 5)
    assert lib.call_color(0) == 5
    ffi.def_extern("invert")(lambda b: not b)
    assert lib.call_invert(True) is False
    ffi.def_extern("next_wide")(lambda c: chr(ord(c) + 1))
    assert lib.call_wide("a") == "b"
    ffi.def_extern("sum_all")(lambda *args: sum(i * x for i, x in enumerate(args, 1)))
    assert lib.call_sum_all() == sum(i * i for i in range(1, 13))
    ffi.def_extern("widest")(lambda x: x)
    assert lib.call_widest(2**64 - 1) == 2**64 - 1
    ffi.def_extern("half")(lambda x: x / 2)
    assert lib.call_half(5) == 2.5
    ffi.def_extern("next_char")(lambda c: bytes([c[0] + 1]))
    assert lib.call_char(b"\xfe") == b"\xff"


def test_pointers(ffi, lib):
    text = ffi.new("char[]", b"kept")
    ffi.def_extern("name_of")(lambda i: text + i)
    assert ffi.string(lib.call_name(1)) == b"ept"
    ffi.def_extern("name_of")(lambda i: ffi.NULL)
    assert lib.call_name(1) == ffi.NULL
    ffi.def_extern("same_address")(lambda p: p)
    assert lib.call_same_address(text) == ffi.cast("void *", text)
    handle = ffi.new_handle(text)
    seen = []
    ffi.def_extern("same_address")(lambda p: seen.append(ffi.from_handle(p)) or p)
    assert lib.call_same_address(handle) == handle
    assert seen == [text]
    ffi.def_extern("transform")(lambda x: x + 100)
    ffi.def_extern("choose")(lambda which: lib.transform if which else ffi.NULL)
    assert lib.call_choose(1, 5) == 105
    assert lib.call_choose(0, 5) == -1


def test_records(ffi, lib):
    @ffi.def_extern()
    def swap(pair):
        assert ffi.typeof(pair) is ffi.typeof("pair_t")
        return {"a": int(pair.b), "b": pair.a}

    result = lib.call_swap(1, 2.0)
    assert (result.a, result.b) == (2, 1.0)

    @ffi.def_extern()
    def shift(big, by):
        return [[item + by for item in big.items]]

    assert list(lib.call_shift([list(range(8))], 10).items) == list(range(10, 18))

    @ffi.def_extern()
    def fill(pairs, count):
        for i in range(count):
            pairs[i].a = i + 20

    assert lib.call_fill() == 41


def test_threads_that_c_made(ffi, lib):
    names = []

    @ffi.def_extern()
    def transform(x):
        names.append(threading.get_ident())
        return x + 1

    assert lib.call_from_thread(10, 4) == 50
    assert set(names) != {threading.get_ident()}
    workers = [threading.Thread(target=lib.call_from_thread, args=(20, 1)) for _ in range(5)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(names) == 110


def test_exported(ffi, lib):
    @ffi.def_extern()
    def exported(x):
        return x * 3

    assert lib.call_exported(5) == 16
    assert lib.exported(5) == 15


def test_exported_symbol(module, ffi):
    """extern "Python+C" is a global symbol, extern "Python" is static."""
    import ctypes

    library = ctypes.CDLL(module.__file__)
    ffi.def_extern("exported")(lambda x: x * 3)
    assert library.exported(5) == 15
    assert not hasattr(library, "transform")


@pytest.mark.parametrize(
    "cdef", ['extern "Python" int told(int); int told(int);', 'int told(int); extern "Python" int told(int);']
)
@pytest.mark.parametrize("between", ["", "cdef"], ids=["one cdef", "two"])
def test_declared_as_in_c_too(cdef, between, tmp_path):
    """The prototype of a header may stand beside it."""
    ffi = cffi.FFI()
    for text in cdef.replace("; ", ";@" if between else "; ").split("@"):
        ffi.cdef(text)
    ffi.cdef("int call_told(int);")
    with fails(cffi.FFIError, "told"):
        ffi.cdef('extern "Python" long told(long);')
    name = fresh_name("_told")
    ffi.set_source(name, "static int told(int); static int call_told(int x) { return told(x); }")
    ffi.compile(str(tmp_path))
    module = load(tmp_path, name)
    module.ffi.def_extern(name="told")(lambda x: x + 1)
    assert (module.lib.call_told(3), module.lib.told(4)) == (4, 5)
