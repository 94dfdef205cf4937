"""extern "Python" of modules in API mode: def_extern() with its arguments, every kind of value, any thread, +C."""

import gc
import re
import subprocess
import sys
import threading

import pytest

import cffi
from support.helpers import collect, fails
from support.modes import build, fresh_name, load

CDEF = """
typedef struct { int a; double b; } pair_t;
struct big { long items[8]; };
union either { int i; double d; };
enum color { RED, GREEN = 5 };

extern "Python" int transform(int);
extern "Python" {
    void notify(int);
    double many(int, double, char, signed char, const char *, long long, float, unsigned short);
    long double long_one(long double);
    pair_t swap(pair_t);
    struct big shift(struct big, int);
    void fill(pair_t *, int);
    const char *name_of(int);
    enum color next_color(enum color);
    _Bool invert(_Bool);
    wchar_t next_wide(wchar_t);
    int with_errno(int);
    int never_defined(int, pair_t);
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
void call_notify(int);
double call_many(void);
long double call_long(long double);
pair_t call_swap(int, double);
struct big call_shift(struct big, int);
int call_fill(void);
const char *call_name(int);
enum color call_color(enum color);
_Bool call_invert(_Bool);
wchar_t call_wide(wchar_t);
int call_with_errno(int before, int *after);
int call_never(int);
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
#include <errno.h>
#include <pthread.h>
typedef struct { int a; double b; } pair_t;
struct big { long items[8]; };
union either { int i; double d; };
enum color { RED, GREEN = 5 };
static int transform(int);
static void notify(int);
static double many(int, double, char, signed char, const char *, long long, float, unsigned short);
static long double long_one(long double);
static pair_t swap(pair_t);
static struct big shift(struct big, int);
static void fill(pair_t *, int);
static const char *name_of(int);
static enum color next_color(enum color);
static _Bool invert(_Bool);
static wchar_t next_wide(wchar_t);
static int with_errno(int);
static int never_defined(int, pair_t);
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
static void call_notify(int x) { notify(x); }
static double call_many(void) { return many(1, 2.5, 'c', -4, "text", 5000000000LL, 0.5f, 65535); }
static long double call_long(long double x) { return long_one(x); }
static pair_t call_swap(int a, double b) { pair_t p = {a, b}; return swap(p); }
static struct big call_shift(struct big b, int by) { return shift(b, by); }
static int call_fill(void) { pair_t p[2] = {{0, 0}, {0, 0}}; fill(p, 2); return p[0].a + p[1].a; }
static const char *call_name(int i) { return name_of(i); }
static enum color call_color(enum color c) { return next_color(c); }
static _Bool call_invert(_Bool b) { return invert(b); }
static wchar_t call_wide(wchar_t c) { return next_wide(c); }
static int call_with_errno(int before, int *after) { errno = before; int r = with_errno(7); *after = errno; return r; }
static int call_never(int x) { pair_t p = {0, 0}; return never_defined(x, p); }
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


def test_call(ffi, lib):
    @ffi.def_extern()
    def transform(x):
        return x * 2

    assert transform(4) == 8
    assert lib.call_transform(21) == 42
    assert lib.transform(21) == 42
    assert ffi.typeof(lib.transform) is ffi.typeof("int(*)(int)")
    assert isinstance(lib.transform, ffi.CData)
    assert lib.through(lib.transform, 5) == 10
    assert ffi.addressof(lib, "transform") == lib.transform
    assert "transform" in dir(lib)
    with fails(AttributeError, "cannot write to function or constant 'transform'"):
        lib.transform = 5


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


@pytest.mark.ours("a struct argument outlives the call")
def test_an_argument_that_is_a_struct_may_be_kept(ffi, lib):
    kept = []

    @ffi.def_extern()
    def swap(pair):
        kept.append(pair)
        return pair

    lib.call_swap(1, 2.0)
    lib.call_swap(3, 4.0)
    collect()
    assert [(p.a, p.b) for p in kept] == [(1, 2.0), (3, 4.0)]


def test_redefinition(ffi, lib):
    ffi.def_extern(name="transform")(lambda x: -x)
    assert lib.call_transform(1) == -1
    ffi.def_extern(name="transform")(lambda x: x + 1)
    assert lib.call_transform(1) == 2

    @ffi.def_extern()
    def transform(x):
        ffi.def_extern(name="transform")(lambda y: y + 100)
        gc.collect()
        return x + 1

    assert lib.call_transform(1) == 2
    del transform
    assert lib.call_transform(1) == 101


def test_not_attached(ffi, lib, capfd):
    assert lib.call_never(3) == 0
    assert re.fullmatch(
        r'extern "Python": function _api_extern\.never_defined\(\) called, but no code was attached to it yet with '
        r"@ffi.def_extern\(\).  Returning 0.\n",
        capfd.readouterr().err,
    )


def test_exceptions(ffi, lib, unraisable):
    @ffi.def_extern(name="transform")
    def failing(x):
        raise ValueError("no %d" % x)

    assert lib.call_transform(3) == 0
    ffi.def_extern(name="transform", error=-7)(failing)
    assert lib.call_transform(4) == -7
    assert [(event[0], event[2]) for event in unraisable] == [(ValueError, "no 3"), (ValueError, "no 4")]
    ffi.def_extern(name="swap", error=[5, 6.0])(failing)
    assert lib.call_swap(1, 2).a == 5
    ffi.def_extern(name="long_one", error=2.5)(failing)
    assert float(lib.call_long(1)) == 2.5
    ffi.def_extern(name="name_of", error=ffi.NULL)(failing)
    assert lib.call_name(1) == ffi.NULL


def test_bad_results(ffi, lib, unraisable):
    ffi.def_extern(name="transform", error=9)(lambda x: "text")
    assert lib.call_transform(1) == 9
    ffi.def_extern(name="transform", error=9)(lambda x: 2**31)
    assert lib.call_transform(1) == 9
    ffi.def_extern(name="transform")(lambda: 1)
    assert lib.call_transform(1) == 0
    ffi.def_extern(name="notify")(lambda x: 5)
    lib.call_notify(1)
    assert [event[0] for event in unraisable] == [TypeError, OverflowError, TypeError, TypeError]


def test_onerror(ffi, lib, unraisable):
    seen = []

    def onerror(kind, value, trace):
        seen.append((kind, str(value), trace is not None))
        return answers.pop(0)

    answers = [None, 55, "bad"]

    @ffi.def_extern(name="transform", error=-1, onerror=onerror)
    def failing(x):
        raise ValueError("no %d" % x)

    assert lib.call_transform(1) == -1
    assert lib.call_transform(2) == 55
    assert not unraisable
    assert lib.call_transform(3) == -1
    assert seen == [(ValueError, "no %d" % i, True) for i in (1, 2, 3)]
    assert unraisable

    ffi.def_extern(name="transform", onerror=lambda *args: 1 // 0)(failing)
    assert lib.call_transform(4) == 0
    assert ZeroDivisionError in [event[0] for event in unraisable]


def test_wrong_uses(ffi, lib):
    with fails(ffi.error, "ffi.def_extern('nothing'): no 'extern \"Python\"' function with this name"):
        ffi.def_extern("nothing")(lambda: None)
    with fails(ffi.error, "no 'extern \"Python\"' function with this name"):
        ffi.def_extern("call_transform")(lambda: None)
    with fails(TypeError, "expected a callable"):
        ffi.def_extern("transform")(5)
    with pytest.raises(TypeError):
        ffi.def_extern("transform", onerror=5)(lambda x: x)
    with pytest.raises(TypeError):
        ffi.def_extern("transform", error="text")(lambda x: x)
    with pytest.raises(OverflowError):
        ffi.def_extern("transform", error=2**31)(lambda x: x)
    with pytest.raises(TypeError):
        ffi.def_extern("transform", unknown=5)
    with pytest.raises((AttributeError, TypeError)):
        ffi.def_extern()(5)


def test_methods_and_classes(ffi, lib):
    class Counter:
        total = 0

        def transform(self, x):
            self.total += x
            return self.total

    counter = Counter()
    ffi.def_extern()(counter.transform)
    assert lib.call_transform(5) == 5
    assert lib.call_transform(6) == 11
    assert counter.total == 11


def test_errno(ffi, lib):
    seen = []

    @ffi.def_extern()
    def with_errno(x):
        seen.append(ffi.errno)
        ffi.errno = 42
        return x

    after = ffi.new("int *")
    assert lib.call_with_errno(17, after) == 7
    assert seen == [17]
    assert after[0] == 42
    ffi.errno = 0


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


def test_nested_calls(ffi, lib):
    @ffi.def_extern()
    def transform(x):
        return 0 if x == 0 else x + lib.call_transform(x - 1)

    assert lib.call_transform(50) == 1275


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


def test_at_exit(module):
    """C may call after the end of the interpreter's use of the module: no crash."""
    folder = module.__file__.rpartition("/")[0]
    code = "import _api_extern as m, atexit; m.ffi.def_extern('transform')(lambda x: x + 1); atexit.register(m.lib.call_transform, 4); del m"
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, done.stdout


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
