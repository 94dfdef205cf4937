"""Works the package from many threads for a long time: calls, callbacks, memory, declarations, a compiled module.

    python tests/soak/soak.py --seconds 600

Prints operations of each kind, failures, and how much memory the process had after the warm-up and has at the end.
Exit code 1 after a failure, or if memory grew by more than noise.
"""

import argparse
import gc
import os
import statistics
import sys
import tempfile
import threading
import time
import traceback

import cffi

THREADS = 2  # of each kind
WARM = 0.15  # of the time
NOISE = 1.05, 4 << 20  # factor and bytes that memory may grow by

CDEF = """
struct pair { int a; double b; };
struct list { int count; struct pair items[]; };
int add(int, int);
struct pair swap(struct pair);
int apply(int (*)(int), int);
long total(const long *, int);
int ignore(int, ...);
int swap_errno(int);
extern int counter;
"""
SOURCE = """
#include <errno.h>
struct pair { int a; double b; };
struct list { int count; struct pair items[]; };
int counter;
int add(int a, int b) { return a + b; }
struct pair swap(struct pair p) { struct pair q = {(int)p.b, p.a}; return q; }
int apply(int (*f)(int), int x) { return f(x) + 1; }
long total(const long *items, int count) { long sum = 0; while (count > 0) sum += items[--count]; return sum; }
int ignore(int n, ...) { return n; }
int swap_errno(int n) { int old = errno; errno = n; return old; }
"""
EXTERN = """
extern "Python" int hook(int);
int run_hook(int);
"""
EXTERN_SOURCE = """
static int hook(int);
static int run_hook(int x) { return hook(x) + 1; }
"""


class Module:
    """A module in API mode; its functions come from a shared library that ABI mode opens, too."""

    def __init__(self, folder):
        builder = cffi.FFI()
        builder.cdef(CDEF + EXTERN)
        builder.set_source("_soaked", SOURCE + EXTERN_SOURCE)
        self.path = builder.compile(folder)
        sys.path.insert(0, folder)
        import _soaked

        self.ffi, self.lib = _soaked.ffi, _soaked.lib
        self.inline = cffi.FFI()
        self.inline.cdef(CDEF)

        @self.ffi.def_extern()
        def hook(x):
            return x * 2


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def calls(module, n):
    ffi, lib = module.ffi, module.lib
    check(lib.add(n, 1) == n + 1, "add")
    check(lib.swap([n, 5.0]).b == n, "swap")
    check(lib.total([n, 1, 2], 3) == n + 3, "total")
    lib.swap_errno(n & 0xFF)
    check(ffi.errno == n & 0xFF, "errno")


def inline_calls(module, n):
    ffi, lib = module.inline, module.opened
    check(lib.add(n, 1) == n + 1, "add")
    check(lib.swap({"a": n, "b": 2}).b == n, "swap")
    check(lib.total(ffi.new("long[]", [n, 2]), 2) == n + 2, "total")
    check(lib.ignore(n, ffi.cast("double", 1), ffi.new("int *")) == n, "ignore")
    try:
        lib.add("x", 1)
    except TypeError:
        return
    raise AssertionError("no TypeError")


def callbacks(module, n):
    ffi, lib = module.inline, module.opened
    callback = ffi.callback("int(int)", lambda x: x + n)
    check(lib.apply(callback, 1) == n + 2, "callback")
    if n % 50 == 0:
        kept = [ffi.callback("int(int)", lambda x, i=i: x + i) for i in range(100)]
        check(sum(lib.apply(f, 0) for f in kept) == sum(range(100)) + 100, "callbacks")


def extern_python(module, n):
    check(module.lib.run_hook(n) == 2 * n + 1, "run_hook")


def memory(module, n):
    ffi = module.ffi
    block = ffi.new("char[]", n % 5000 + 1)
    block[0:1] = b"x"
    check(bytes(ffi.buffer(block))[:1] == b"x", "buffer")
    freed = []
    with ffi.gc(ffi.new("struct pair *", [n, 1.5]), freed.append) as pair:
        check(pair.a == n, "field")
    check(len(freed) == 1, "destructor")
    flexible = ffi.new("struct list *", [3, [[n, 1], [n, 2], [n, 3]]])
    check(flexible.items[2].a == n, "flexible array")
    source = bytearray(b"abcdefgh")
    view = ffi.from_buffer("int[]", source)
    check(len(view) == 2, "from_buffer")
    ffi.memmove(block, view, 1)
    ffi.release(view)
    thing = object()
    handle = ffi.new_handle(thing)
    check(ffi.from_handle(handle) is thing, "handle")


def declarations(module, n):
    ffi = cffi.FFI()
    fields = " ".join("int f%d;" % i for i in range(n % 7 + 1))
    ffi.cdef(
        "struct s { %s struct s *next; }; enum e { A%d = %d }; typedef int (*f_t)(struct s *, enum e);"
        % (fields, n % 100, n)
    )
    ffi.cdef("struct t { struct s inside[%d]; };" % (n % 9 + 1))
    s = ffi.new("struct s *", [n])
    s.next = s
    check(s.next.next.f0 == n, "struct")
    check(ffi.typeof("f_t").args[0] is ffi.typeof("struct s *"), "type")
    try:
        ffi.cdef("struct u { int a; } %")
    except cffi.CDefError:
        check(len(ffi.new("struct t *").inside) == n % 9 + 1, "array")
        return
    raise AssertionError("no CDefError")


def libraries(module, n):
    ffi = cffi.FFI()
    ffi.cdef(CDEF)
    lib = ffi.dlopen(module.path)
    check(lib.add(n, 2) == n + 2, "opened")
    if n % 2:
        ffi.dlclose(lib)


KINDS = [calls, inline_calls, callbacks, extern_python, memory, declarations, libraries]


class Worker(threading.Thread):
    def __init__(self, module, kind, start):
        super().__init__()
        self.module, self.kind, self.start_together = module, kind, start
        self.until = 0.0
        self.operations = 0
        self.failures = []

    def run(self):
        self.start_together.wait()
        while time.monotonic() < self.until:
            try:
                self.kind(self.module, self.operations)
            except BaseException:
                self.failures.append(traceback.format_exc())
                if len(self.failures) > 3:
                    return
            self.operations += 1


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def watch(seconds, started):
    """Memory after the warm-up and at the end: the medians of some moments each."""
    samples = [(0.0, resident())]
    while time.monotonic() - started < seconds:
        time.sleep(max(seconds / 200, 0.05))
        samples.append(((time.monotonic() - started) / seconds, resident()))
    early = [size for moment, size in samples if WARM <= moment < WARM + 0.15] or [samples[-1][1]]
    late = [size for moment, size in samples if moment >= 0.85] or [samples[-1][1]]
    return statistics.median(early), statistics.median(late)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        module = Module(folder)
        module.opened = module.inline.dlopen(module.path)
        start = threading.Event()
        workers = [Worker(module, kind, start) for kind in KINDS for _ in range(THREADS)]
        for worker in workers:
            worker.start()
        started = time.monotonic()
        for worker in workers:
            worker.until = started + options.seconds
        start.set()
        early, late = watch(options.seconds, started)
        for worker in workers:
            worker.join()
        gc.collect()
    return report(workers, early, late, time.monotonic() - started)


def report(workers, early, late, seconds):
    failures = [failure for worker in workers for failure in worker.failures]
    for kind in KINDS:
        count = sum(worker.operations for worker in workers if worker.kind is kind)
        print("%-14s %10d operations" % (kind.__name__, count))
    for failure in failures[:5]:
        print(failure)
    grows = late > early * NOISE[0] + NOISE[1]
    print("%d failures in %d threads after %d s" % (len(failures), len(workers), seconds))
    print(
        "memory: %.1f MB after the warm-up, %.1f MB at the end%s"
        % (early / 2**20, late / 2**20, ": it grows" if grows else "")
    )
    return 1 if failures or grows else 0


if __name__ == "__main__":
    sys.exit(main())
