"""API mode where C is awkward: names that are macros, system structs, huge structs, odd signatures; modules that are
used first by threads, by other interpreters, and objects that outlive their module."""

import importlib
import importlib.util
import subprocess
import sys
import threading

import pytest

from support.building import run_python
from support.helpers import collect, fails
from support.modes import build, fresh_name

CDEF = """
struct stat { long st_size; long st_mtime; ...; };
int stat(const char *path, struct stat *buf);
struct timespec { long tv_sec; long tv_nsec; ...; };
typedef int... time_t_of_c;
extern int errno;
extern FILE *stdout;
#define EOF ...
#define BUFSIZ ...
#define INT_MAX ...
int toupper(int);
int putc(int, FILE *);
int isdigit(int);
char *strerror(int);
double floor(double);
void *memcpy(void *, const void *, size_t);
int abs(int);

struct huge { char before[70000]; int last; };
int last_of(int, struct huge, int);
struct huge make_huge(int);
int no_prototype();
int sum8(short, unsigned char, signed char, unsigned short, long long, unsigned long long, float, _Bool);
int (*(*deep(int (*)(int)))(int (*)(int)))(int);
int take_2d(int (*rows)[3]);
int (*give_row(int))[3];
const int *const *const_pointers(const int *const *);
size_t wide_length(const wchar_t *);
int take_bool_pointer(_Bool *, int);
unsigned char first_of(const uint8_t *);
int same(int self, int args);
int args(int nargs);
int value(int kwargs, int result, int module);
struct same { int same; };
enum same_enum { same_value };
void fill(int out[4], int start);
union number { int i; float f; };
float float_of(union number);
long double mixed(long double, int, char, double);
"""

SOURCE = """
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ctype.h>
#include <limits.h>
#include <errno.h>
#include <time.h>
#include <wchar.h>
#include <math.h>
#include <sys/types.h>
#include <sys/stat.h>
typedef time_t time_t_of_c;
struct huge { char before[70000]; int last; };
static int last_of(int a, struct huge h, int b) { return a + h.last + b + h.before[69999]; }
static struct huge make_huge(int x) { struct huge h; memset(&h, 0, sizeof h); h.last = x; return h; }
static int no_prototype(void) { return 17; }
static int sum8(short a, unsigned char b, signed char c, unsigned short d, long long e, unsigned long long f, float g, _Bool h) {
  return (int)(a + b + c + d + e + (long long)f + (long long)g + h);
}
static int (*pass(int (*f)(int)))(int) { return f; }
static int (*(*deep(int (*f)(int)))(int (*)(int)))(int) { return f ? pass : NULL; }
static int take_2d(int (*rows)[3]) { return rows[1][2]; }
static int (*give_row(int i))[3] { static int rows[2][3] = {{1, 2, 3}, {4, 5, 6}}; return &rows[i]; }
static const int *const *const_pointers(const int *const *p) { return p; }
static size_t wide_length(const wchar_t *s) { return wcslen(s); }
static int take_bool_pointer(_Bool *p, int n) { int s = 0; while (n-- > 0) s += *p++; return s; }
static unsigned char first_of(const uint8_t *p) { return *p; }
static int same(int self, int args) { return self - args; }
static int args(int nargs) { return nargs + 1; }
static int value(int kwargs, int result, int module) { return kwargs + result + module; }
struct same { int same; };
enum same_enum { same_value };
static void fill(int out[4], int start) { for (int i = 0; i < 4; i++) out[i] = start + i; }
union number { int i; float f; };
static float float_of(union number n) { return n.f; }
static long double mixed(long double a, int b, char c, double d) { return a + b + c + d; }
"""


@pytest.fixture(scope="module")
def module(tmp_path_factory):
    return build(tmp_path_factory.mktemp("corners"), CDEF, SOURCE, "_awkward_c", libraries=["m"])


@pytest.fixture
def ffi(module):
    return module.ffi


@pytest.fixture
def lib(module):
    return module.lib


def test_system_structs(ffi, lib, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"x" * 1234)
    stat = ffi.new("struct stat *")
    assert lib.stat(str(path).encode(), stat) == 0
    assert stat.st_size == 1234
    assert stat.st_mtime == int(path.stat().st_mtime)  # a macro in glibc
    assert ffi.sizeof("struct timespec") == 16
    assert lib.stat(b"/nothing/here", stat) == -1
    assert ffi.errno == 2
    ffi.errno = 0


def test_names_that_are_macros(ffi, lib):
    assert lib.EOF == -1
    assert lib.INT_MAX == 2**31 - 1
    assert lib.BUFSIZ > 0
    assert lib.toupper(ord("a")) == ord("A")
    assert lib.isdigit(ord("5")) != 0
    assert lib.stdout != ffi.NULL
    assert lib.putc.__name__ == "putc"
    assert isinstance(lib.errno, int)
    assert lib.abs(-5) == 5
    assert lib.floor(2.5) == 2.0
    target = ffi.new("char[4]")
    assert lib.memcpy(target, b"abc", 3) == target
    assert ffi.string(target) == b"abc"
    assert ffi.string(lib.strerror(2)) == b"No such file or directory"


def test_names_of_generated_code(lib, ffi):
    assert lib.same(5, 3) == 2
    assert lib.args(1) == 2
    assert lib.value(1, 2, 3) == 6
    assert ffi.new("struct same *", [5]).same == 5
    assert lib.same_value == 0


def test_huge_structs(ffi, lib):
    p = ffi.new("struct huge *", {"last": 5})
    p.before[69999] = b"\x02"
    assert lib.last_of(1, p[0], 3) == 11
    made = lib.make_huge(77)
    assert (made.last, made.before[0], ffi.sizeof(made)) == (77, b"\0", 70004)


def test_odd_signatures(ffi, lib):
    assert lib.no_prototype() == 17
    with pytest.raises(TypeError):
        lib.no_prototype(1)
    assert lib.sum8(-1, 255, -128, 65535, -5, 7, 2.5, True) == -1 + 255 - 128 + 65535 - 5 + 7 + 2 + 1
    callback = ffi.callback("int(int)", lambda x: x * 3)
    assert lib.deep(callback)(callback)(5) == 15
    assert lib.deep(ffi.NULL) == ffi.NULL
    assert lib.deep.__doc__.startswith("int(*(*deep(int(*)(int)))(int(*)(int)))(int);\n")
    assert lib.take_2d([[1, 2, 3], [4, 5, 6]]) == 6
    row = lib.give_row(1)
    assert ffi.typeof(row) is ffi.typeof("int(*)[3]")
    assert list(row[0]) == [4, 5, 6]
    pointers = ffi.new("int *[]", [ffi.new("int *")])
    assert lib.const_pointers(pointers) == pointers
    assert lib.wide_length("hello \u1234") == 7
    assert lib.take_bool_pointer([True, False, True], 3) == 2
    assert lib.first_of(b"\x80") == 128
    out = ffi.new("int[4]")
    assert lib.fill(out, 5) is None
    assert list(out) == [5, 6, 7, 8]
    assert lib.float_of({"f": 2.5}) == 2.5
    assert float(lib.mixed(1.5, 2, b"\x03", 4.0)) == 10.5


def test_a_failing_argument_frees_the_others(lib):
    for _ in range(100):
        with pytest.raises(TypeError):
            lib.memcpy(list(range(3)), b"abc", "x")
        with pytest.raises((TypeError, OverflowError)):
            lib.take_2d([[1, 2, 3], [4, 5, 2**31]])


# ---- the module as such


def test_objects_outlive_the_module(tmp_path):
    name = fresh_name()
    module = build(tmp_path, "typedef struct { int a, b; } t; t make(int); extern int v; int add(int, int);",
                   "typedef struct { int a, b; } t; static t make(int x) { t r = {x, x}; return r; } static int v = 7; static int add(int a, int b) { return a + b; }",
                   name)  # fmt: skip
    made, add, ctype, address = (
        module.lib.make(5),
        module.lib.add,
        module.ffi.typeof("t *"),
        module.ffi.addressof(module.lib, "v"),
    )
    del sys.modules[name], sys.modules[name + ".lib"], module
    collect()
    assert (made.a, made.b) == (5, 5)
    assert add(1, 2) == 3
    assert address[0] == 7
    assert ctype.item.fields[1][0] == "b"


def test_first_use_from_many_threads(tmp_path):
    count = 200
    cdef = "".join(
        "struct s%d { int a; struct s%d *next; }; int f%d(struct s%d *);\n" % (i, (i + 1) % count, i, i)
        for i in range(count)
    )
    source = "".join("struct s%d;\n" % i for i in range(count))
    source += "".join(
        "struct s%d { int a; struct s%d *next; }; static int f%d(struct s%d *p) { return p->a; }\n"
        % (i, (i + 1) % count, i, i)
        for i in range(count)
    )
    module = build(tmp_path, cdef, source)
    barrier = threading.Barrier(8)
    results, errors = [], []

    def work():
        try:
            barrier.wait()
            for i in range(count):
                results.append(getattr(module.lib, "f%d" % i)([[i]]))
                assert module.ffi.typeof("struct s%d" % i).fields[1][1].type is module.ffi.typeof(
                    "struct s%d *" % ((i + 1) % count)
                )
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert sorted(results) == sorted(list(range(count)) * 8)


def test_the_backend_is_missing(module, tmp_path):
    folder = module.__file__.rpartition("/")[0]
    code = "import sys; sys.modules['_cffi_backend'] = None; import _awkward_c"
    assert "_cffi_backend" in run_python(code, folder, expect=1)


def test_at_interpreter_exit(module):
    folder = module.__file__.rpartition("/")[0]
    code = """
    import _awkward_c as m
    class Late:
        def __init__(self, lib, ffi): self.lib, self.ffi = lib, ffi
        def __del__(self): self.lib.abs(-1); self.ffi.new("int *")
    keep = Late(m.lib, m.ffi)
    cycle = [keep]; cycle.append(cycle)
    print(m.lib.abs(-4))
    """
    assert run_python(code, folder) == "4\n"


INTERPRETERS = """
import sys
try:
    import _interpreters as interpreters
    create = lambda: interpreters.create("legacy") if %r == "legacy" else interpreters.create()
    def run(i, code):
        error = interpreters.run_string(i, code)
        if error: raise SystemExit(str(error))
except ImportError:
    import _xxsubinterpreters as interpreters
    create = interpreters.create
    run = interpreters.run_string
code = "import sys; sys.path.insert(0, '.'); import _awkward_c as m; assert m.lib.abs(-4) == 4; assert m.ffi.new('struct same *', [3]).same == 3"
import _awkward_c
ids = [create() for _ in range(3)]
for _ in range(2):
    for i in ids:
        run(i, code)
for i in ids:
    interpreters.destroy(i)
assert _awkward_c.lib.abs(-5) == 5
print("done")
"""


@pytest.mark.parametrize("kind", ["legacy", "own"])
def test_other_interpreters(module, kind):
    if importlib.util.find_spec("_interpreters") is None and importlib.util.find_spec("_xxsubinterpreters") is None:
        pytest.skip("this Python cannot make interpreters from Python code")
    folder = module.__file__.rpartition("/")[0]
    done = subprocess.run([sys.executable, "-c", INTERPRETERS % kind], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert done.stdout.endswith("done\n")


def test_unknown_names_in_types(ffi):
    for text in ("struct nothing", "nothing_t", "enum nothing", "union nothing *"):
        with pytest.raises(ffi.error):
            ffi.typeof(text)
    with fails(ffi.error, "nothing_t"):
        ffi.new("nothing_t *")
