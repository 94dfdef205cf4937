"""Many threads at once: the GIL is released in calls, types are made once, objects are shared."""

import sys
import threading

import cffi
from support.stress import run_all


def test_gil_is_released_in_calls(ffi):
    """A thread waits in C for what another thread writes from Python."""
    import os

    ffi.cdef("long read(int fd, void *buf, size_t count);")
    C = ffi.dlopen(None)
    r, w = os.pipe()
    got = []

    def reader():
        buf = ffi.new("char[10]")
        n = C.read(r, buf, 10)
        got.append(ffi.unpack(buf, n))

    thread = threading.Thread(target=reader)
    thread.start()
    os.write(w, b"hello")
    thread.join(60)
    assert not thread.is_alive() and got == [b"hello"]
    os.close(r)
    os.close(w)


def test_calls_from_many_threads(pair):
    ffi, lib = pair

    def work():
        for i in range(300):
            assert lib.add(i, 1) == i + 1
            assert lib.sum_array([i, i], 2) == 2 * i
            assert lib.add_points([i, 0], [1, 1]).x == i + 1
            lib.set_errno_to(i)
            assert ffi.errno == i

    run_all([work] * 8)


def test_types_are_made_once(ffi):
    ffi.cdef("struct s { int a; struct s *next; };")
    seen = []

    def work():
        seen.append(
            tuple(
                ffi.typeof(t)
                for t in ("struct s *", "int(*)(struct s, int[7])", "struct s[11]", "unsigned long long ***")
            )
        )

    run_all([work] * 8)
    assert len(set(seen)) == 1


def test_cdef_while_others_work(ffi):
    ffi.cdef("struct s0 { int a; };")

    def declare(k):
        def work():
            for i in range(40):
                ffi.cdef("struct s_%d_%d { int a[%d]; };" % (k, i, i + 1))
                assert ffi.sizeof("struct s_%d_%d" % (k, i)) == 4 * (i + 1)

        return work

    def use():
        for i in range(400):
            assert ffi.new("struct s0 *", [i]).a == i
            assert ffi.typeof("int[%d]" % (i + 1)).length == i + 1

    run_all([declare(0), declare(1), use, use])


def test_lazy_symbols(library_path):
    from support.declarations import DECLARATIONS

    for _ in range(5):
        ffi = cffi.FFI()
        ffi.cdef(DECLARATIONS)
        lib = ffi.dlopen(library_path)
        found = []
        run_all([lambda: found.append((lib.add, lib.ANSWER, lib.global_int, lib.swap_ints([1, 2]).a))] * 8)
        assert len(set(found)) == 1


def test_callbacks_from_many_threads(pair):
    ffi, lib = pair

    def work():
        local = threading.get_ident()
        cb = ffi.callback("int(int)", lambda x: x + (1 if threading.get_ident() == local else 1000000))
        for i in range(200):
            assert lib.call_int(cb, i) == i + 1

    run_all([work] * 6)


def test_callbacks_from_c_threads_at_once(pair):
    ffi, lib = pair
    cb = ffi.callback("int(int)", lambda x: x)
    run_all([lambda: [lib.call_in_threads(cb, 10) for _ in range(10)]] * 3)
    assert lib.call_in_threads(cb, 16) == sum(range(16))


def test_shared_memory(ffi):
    counters = ffi.new("long[8]")

    def work(k):
        def run():
            for _ in range(2000):
                counters[k] += 1

        return run

    run_all([work(k) for k in range(8)])
    assert list(counters) == [2000] * 8


def test_release_in_two_threads(ffi):
    for _ in range(50):
        log = []
        g = ffi.gc(ffi.new("int *"), log.append)
        run_all([lambda: ffi.release(g)] * 2)
        assert len(log) == 1


def test_switch_interval(pair):
    ffi, lib = pair
    old = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        run_all([lambda: [ffi.new("int[]", [1, 2, 3])[2] + lib.add(i, i) for i in range(500)]] * 4)
    finally:
        sys.setswitchinterval(old)
