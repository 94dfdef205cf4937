"""What test_interpreters.py runs: as text, for files that all interpreters of a process import."""

# How to make interpreters; for the main one.
CONTROL = """
import os, threading
try:
    import _interpreters as interpreters
    create = interpreters.create
    def run(i, code):
        error = interpreters.run_string(i, code)
        if error is not None:
            raise RuntimeError(error.formatted)
except ImportError:
    import _xxsubinterpreters as interpreters
    create = interpreters.create
    run = interpreters.run_string
destroy = interpreters.destroy

def run_once(code):
    i = create()
    run(i, code)
    destroy(i)

def in_threads(functions):
    failures = []
    def guarded(function):
        try:
            function()
        except BaseException as error:
            failures.append(error)
    threads = [threading.Thread(target=guarded, args=(function,)) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
"""

# The library of foreign_worker.py.
WORKER = """
import os
import cffi
ffi = cffi.FFI()
ffi.cdef(%r)
lib = ffi.dlopen(%r)

def say(text):
    os.write(1, (text + "\\n").encode())
"""

EVERYTHING = """
import gc
import cffi
from worker import ffi, lib

def check():
    assert ffi.new("int[]", [1, 2, 3])[2] == 3
    own = cffi.FFI()
    own.cdef("struct s { int a[3]; }; enum e { A = 5, B }; typedef struct s *sp;")
    assert own.new("sp", [[1, 2, 3]]).a[2] == 3 and own.typeof("enum e").relements["B"] == 6
    callback = ffi.callback("int(int)", lambda x: x + 1)
    assert lib.call_here(callback, 1) == 2
    assert lib.call_in_new_threads(callback, 3) == 6
    assert ffi.from_handle(ffi.new_handle(own)) is own
    log = []
    p = ffi.gc(ffi.new("int *"), log.append)
    del p
    gc.collect()
    assert len(log) == 1
    assert bytes(ffi.buffer(ffi.from_buffer(bytearray(b"abc")))) == b"abc"
    assert ffi.init_once(lambda: 7, "tag") == 7
    try:
        lib.no_such_function
    except AttributeError as error:
        assert "no_such_function" in str(error)
"""

# C that asks Python: in the thread that it is called in, and in one of its own.
ASK_SOURCE = """
#include <pthread.h>
static int ask(int);
static int counter;
static int twice(int x) { return 2 * x; }
static int ask_here(int x) { return ask(x); }
static void *ask_job(void *p) { *(int *)p = ask(*(int *)p); return 0; }
static int ask_in_thread(int x) {
  pthread_t thread;
  if (pthread_create(&thread, 0, ask_job, &x) != 0) return -1000;
  pthread_join(thread, 0);
  return x;
}
"""

# A compiled module.
MODULE_CDEF = """
struct point { int x, y; };
extern "Python" int ask(int);
int twice(int);
int ask_here(int);
int ask_in_thread(int);
#define LIMIT ...
extern int counter;
"""
MODULE_SOURCE = (
    """
struct point { int x, y; };
#define LIMIT 55
"""
    + ASK_SOURCE
)

USE_MODULE = """
from _in_interpreters import ffi, lib

def check(number):
    assert lib.twice(21) == 42 and lib.LIMIT == 55 and ffi.new("struct point *", [1, 2]).y == 2
    ffi.def_extern("ask")(lambda x: x + number)
    for x in range(200):
        assert lib.ask_here(x) == x + number
"""

# The same module, dropped and imported again.
USE_AGAIN = """
import importlib
import sys
import use_module

def check(number, other=0):
    use_module.ffi.def_extern("ask")(lambda x: x + number)
    for _ in range(3):
        for name in list(sys.modules):
            if name.split(".")[0] in ("cffi", "_cffi_backend", "_in_interpreters"):
                del sys.modules[name]
        cffi, module = importlib.import_module("cffi"), importlib.import_module("_in_interpreters")
        assert module.ffi is use_module.ffi and id(module.ffi) != other
        assert isinstance(cffi.FFI().new("int *"), module.ffi.CData)
        if not other or sys.version_info >= (3, 12):  # before, C cannot tell which interpreter a thread runs
            assert module.lib.ask_here(1) == number + 1
"""

# In an interpreter: a callback that tells where it ran.
NUMBERED = """
from worker import ffi, lib
number = 0

@ffi.callback("int(int)", error=-1)
def callback(x):
    return number + x

def address(n):
    global number
    number = n
    return int(ffi.cast("intptr_t", callback))

@ffi.callback("int(int)", error=-2)
def slow(x):
    lib.pause_thread(x)
    return number
"""
