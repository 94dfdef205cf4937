"""A process that has forbidden itself to make code at run time: everything works there, callbacks included.

Each test runs in a child process, which takes the right away from itself after the imports (support/hardening.py).
"""

import platform
import subprocess
import sys
import textwrap

import pytest

from support.building import environment
from support.modes import build
from support.paths import TESTS

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="prctl() of Linux")

NOT_HERE = 77

START = """
import sys
sys.path.insert(0, {tests!r})
import cffi
from support import hardening
from support.declarations import DECLARATIONS

ffi = cffi.FFI()
ffi.cdef(DECLARATIONS)
lib = ffi.dlopen({library!r})

def lock():
    try:
        hardening.LOCKS[{lock!r}]()
    except hardening.NotHere as error:
        print(error)
        sys.exit({not_here})

"""


@pytest.fixture(params=["refuse_exec_gain", "refuse_new_code"])
def lock(request):
    return request.param


@pytest.fixture
def run(lock, library_path, tmp_path):
    """Runs code in a child; the code calls lock(). What it printed."""

    def run_child(code):
        start = START.format(tests=TESTS, library=library_path, lock=lock, not_here=NOT_HERE)
        done = subprocess.run(
            [sys.executable, "-c", start + textwrap.dedent(code)],
            cwd=str(tmp_path),
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            universal_newlines=True,
        )
        if done.returncode == NOT_HERE:
            pytest.skip("this system has not: %s" % done.stdout.strip())
        assert done.returncode == 0, done.stdout
        return done.stdout

    return run_child


def test_calls(run):
    code = """
        lock()
        assert lib.add(1, 2) == 3 and lib.sum10(*range(10)) == sum((n + 1) * n for n in range(10))
        assert lib.mixed(*range(18)) == sum((n + 1) * n for n in range(18))
        assert lib.swap_ints([1, 2]).a == 2 and lib.add_points([1, 2], [3, 4]).y == 6
        assert lib.scale3([1, 2, 3], 2).z == 6
        assert float(lib.echo_ldouble(1.5)) == 1.5
        lib.global_int = 5
        assert lib.get_global_int() == 5
        print("fine")"""
    assert run(code) == "fine\n"


def test_variadic_calls(run):
    code = """
        lock()
        numbers = [ffi.cast("int", n) for n in range(20)]
        assert lib.sum_ints(20, *numbers) == sum(range(20))
        assert lib.sum_doubles(3, *[ffi.cast("double", n) for n in (1, 2, 0.5)]) == 3.5
        out = ffi.new("char[100]")
        lib.format_values(out, 100, b"isd", ffi.cast("int", 7), ffi.new("char[]", b"text"), ffi.cast("double", 2.5))
        print(ffi.string(out).decode())"""
    assert run(code) == "7;text;2.5;\n"


def test_declarations_after_it(run):
    """Types, structs and functions that are first used under the lock."""
    code = """
        lock()
        late = cffi.FFI()
        late.cdef("struct late { int a; double b; }; int atoi(const char *); double strtod(const char *, char **);")
        C = late.dlopen(None)
        assert C.atoi(b"42") == 42 and C.strtod(b"2.5", late.NULL) == 2.5
        assert late.new("struct late *", [1, 2.5]).b == 2.5
        print("fine")"""
    assert run(code) == "fine\n"


@pytest.mark.ours("callbacks need no memory that is executable and was writable")
def test_hundreds_of_callbacks(run):
    code = """
        lock()
        def make(n):
            return ffi.callback("int(int)", lambda x: x + n)
        callbacks = [make(n) for n in range(600)]
        for round in range(3):
            assert [lib.call_int(callback, 1) for callback in callbacks] == list(range(1, 601))
            callbacks[::2] = [make(n) for n in range(0, 600, 2)]
        point = ffi.callback("struct cb_point(struct cb_point)", lambda p: {"x": p.y, "y": p.x})
        swapped = lib.call_point(point, [1, 2])
        assert (swapped.x, swapped.y) == (2, 1)
        assert lib.call_in_threads(ffi.callback("int(int)", lambda x: x), 16) == sum(range(16))
        print("fine")"""
    assert run(code) == "fine\n"


@pytest.mark.ours("callbacks need no memory that is executable and was writable")
def test_as_many_callbacks_as_one_likes(run, lock):
    """Beyond the first thousand the code of the library is mapped again: where that is refused, the error says so."""
    code = """
        lock()
        callbacks = []
        try:
            for n in range(3000):
                callbacks.append(ffi.callback("int(int)", lambda x, n=n: x + n))
        except MemoryError as error:
            print(len(callbacks) >= 1000, error)
        assert all(lib.call_int(callback, 1) == n + 1 for n, callback in enumerate(callbacks))
        del callbacks[10:]
        callbacks += [ffi.callback("int(int)", lambda x, n=n: x + n) for n in range(10, 900)]
        assert all(lib.call_int(callback, 1) == n + 1 for n, callback in enumerate(callbacks))
        print(len(callbacks))"""
    output = run(code).splitlines()
    assert output[-1] == "900"
    if lock == "refuse_new_code":
        assert output[0].startswith("True cannot make one more callback: ") and "Operation not permitted" in output[0]
    else:
        assert len(output) == 1


@pytest.mark.ours("callbacks need no memory that is executable and was writable")
def test_callbacks_in_a_forked_child(run):
    code = """
        import os
        lock()
        before = ffi.callback("int(int)", lambda x: x + 1)
        child = os.fork()
        if child == 0:
            after = [ffi.callback("int(int)", lambda x, n=n: x + n) for n in range(100)]
            fine = lib.call_int(before, 1) == 2 and all(lib.call_int(f, 1) == n + 1 for n, f in enumerate(after))
            os._exit(0 if fine else 1)
        assert os.waitpid(child, 0)[1] == 0 and lib.call_int(before, 1) == 2
        print("fine")"""
    assert run(code) == "fine\n"


@pytest.mark.ours("functions of Windows' convention have a call path of their own, too")
@pytest.mark.skipif(platform.machine() not in ("x86_64", "AMD64"), reason="x86-64 has two conventions")
def test_other_conventions(run):
    code = """
        lock()
        callback = ffi.callback(ffi.typeof("int(__attribute__((ms_abi)) *)(int, int)"), lambda x, y: 10 * x + y)
        print(callback(1, 2))"""
    assert run(code) == "12\n"


CDEF = """
extern "Python" int transform(int);
extern "Python+C" int visible(int);
int call_transform(int);
int twice(int);
struct pair { int a; double b; };
struct pair swapped(struct pair);
#define LIMIT ...
extern int counter;
"""
SOURCE = """
struct pair { int a; double b; };
static int transform(int);
int visible(int);
static int call_transform(int x) { return transform(x) + visible(x); }
static int twice(int x) { return 2 * x; }
static struct pair swapped(struct pair p) { struct pair q = { (int)p.b, p.a }; return q; }
#define LIMIT 99
static int counter = 7;
"""


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """(folder, name of a module in API mode)"""
    folder = tmp_path_factory.mktemp("hardened")
    build(folder, CDEF, SOURCE, name="_hardened")
    return folder


USE = """
        @ffi.def_extern()
        def transform(x):
            return x + lib.LIMIT
        @ffi.def_extern()
        def visible(x):
            return 1000
        assert all(lib.call_transform(x) == x + 1099 for x in range(100))
        assert lib.twice(21) == 42 and lib.swapped([1, 2.0]).a == 2
        lib.counter += 1
        assert lib.counter == 8
        assert ffi.addressof(lib, "twice")(4) == 8 and ffi.new("struct pair *", {"b": 2.5}).b == 2.5
        print("fine")"""


def test_compiled_modules(run, compiled):
    code = """
        sys.path.insert(0, %r)
        from _hardened import ffi, lib
        lock()""" % str(compiled)
    assert run(code + USE) == "fine\n"


def test_compiled_modules_imported_after_it(run, lock, compiled):
    """Loading code from a file is another matter: only the stricter lock refuses it, and Python says so."""
    code = """
        sys.path.insert(0, %r)
        lock()
        try:
            from _hardened import ffi, lib
        except ImportError as error:
            print(error)
            sys.exit()""" % str(compiled)
    output = run(code + USE)
    assert output == "fine\n" if lock == "refuse_exec_gain" else "_hardened" in output


@pytest.mark.ours("an OSError that says so, not an ImportError of ctypes")
def test_opening_a_library_after_it(run, lock):
    code = """
        lock()
        try:
            print(ffi.dlopen("libutil.so.1") is not None)
        except OSError as error:
            print(error)"""
    output = run(code)
    assert output == "True\n" if lock == "refuse_exec_gain" else "libutil.so.1" in output
