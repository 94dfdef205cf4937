"""Threads that C made, as Python sees them: one thread each, from the first callback until the thread ends."""

import os
import threading
import weakref

import pytest

import cffi
from support.foreign_worker import CDEF, compile_worker
from support.helpers import Value, collect


@pytest.fixture(scope="module")
def worker_path(tmp_path_factory):
    return compile_worker(tmp_path_factory.mktemp("worker"))


@pytest.fixture
def wffi(ffi):
    ffi.cdef(CDEF)
    return ffi


@pytest.fixture
def wlib(wffi, worker_path):
    return wffi.dlopen(worker_path)


@pytest.fixture
def worker(wlib):
    worker = wlib.worker_start()
    yield worker
    wlib.worker_end(worker)


def test_thread_local_values_last(wffi, wlib, worker):
    local = threading.local()

    @wffi.callback("int(int)")
    def count(x):
        local.count = getattr(local, "count", 0) + x
        return local.count

    assert [wlib.worker_call(worker, count, 10) for _ in range(4)] == [10, 20, 30, 40]
    assert not hasattr(local, "count")


def test_another_callback_in_the_same_thread(wffi, wlib, worker):
    local = threading.local()
    write = wffi.callback("int(int)", lambda x: setattr(local, "x", x) or 1)
    read = wffi.callback("int(int)", lambda x: getattr(local, "x", -1))
    assert wlib.worker_call(worker, write, 5) == 1
    assert wlib.worker_call(worker, read, 0) == 5


def test_current_thread(wffi, wlib, worker):
    seen = []
    look = wffi.callback("int(int)", lambda x: seen.append((threading.current_thread(), threading.get_ident())) or 0)
    wlib.worker_call(worker, look, 0)
    wlib.worker_call(worker, look, 0)
    assert seen[0] == seen[1] and seen[0][0] is not threading.current_thread()


def test_two_threads_are_two(wffi, wlib, worker):
    local = threading.local()
    count = wffi.callback("int(int)", lambda x: setattr(local, "n", getattr(local, "n", 0) + 1) or local.n)
    other = wlib.worker_start()
    try:
        got = [wlib.worker_call(w, count, 0) for w in (worker, other, worker, other, worker)]
    finally:
        wlib.worker_end(other)
    assert got == [1, 1, 2, 2, 3]


def test_nested_calls(wffi, wlib, worker):
    local = threading.local()

    @wffi.callback("int(int)")
    def down(x):
        local.depth = getattr(local, "depth", 0) + 1
        return wlib.call_here(down, x - 1) if x > 0 else local.depth

    assert wlib.worker_call(worker, down, 20) == 21
    assert wlib.worker_call(worker, down, 0) == 22


@pytest.mark.ours("what a thread that C made keeps for itself goes when it ends")
def test_values_go_with_the_thread(wffi, wlib):
    local = threading.local()
    made = []

    @wffi.callback("int(int)")
    def make(x):
        local.value = Value()
        made.append(weakref.ref(local.value))
        return 0

    worker = wlib.worker_start()
    wlib.worker_call(worker, make, 0)
    collect()
    assert made[0]() is not None
    wlib.worker_end(worker)
    collect()
    assert made[0]() is None


@pytest.mark.ours("what a thread that C made keeps for itself goes when it ends")
def test_many_short_threads(wffi, wlib):
    """None of them leaves anything behind."""
    local = threading.local()
    alive = weakref.WeakSet()

    @wffi.callback("int(int)")
    def work(x):
        local.value = Value()
        alive.add(local.value)
        local.block = bytes(10000)
        return x

    count = 1000
    wlib.call_in_new_threads(work, count)
    before = resident()
    for _ in range(3):
        assert wlib.call_in_new_threads(work, count) == count * (count - 1) // 2
    collect()
    assert len(alive) == 0
    # A thousand states with their blocks would be more than ten megabytes. (AddressSanitizer keeps what is freed.)
    assert resident() - before < 5 << 20 or "libasan" in os.environ.get("LD_PRELOAD", "")


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_short_threads_at_once(wffi, wlib):
    local = threading.local()
    work = wffi.callback("int(int)", lambda x: setattr(local, "x", x) or local.x)
    totals = []
    threads = [threading.Thread(target=lambda: totals.append(wlib.call_in_new_threads(work, 50))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert totals == [50 * 49 // 2] * 8


@pytest.mark.ours("what a thread that C made keeps for itself goes when it ends")
def test_finalizers_at_the_end_of_a_thread_may_call_back(wffi, wlib):
    local = threading.local()
    log = []
    note = wffi.callback("int(int)", lambda x: log.append(x) or 0)

    class Late:
        def __del__(self):
            wlib.call_here(note, 7)

    @wffi.callback("int(int)")
    def make(x):
        local.late = Late()
        return 1

    assert wlib.call_in_new_threads(make, 1) == 1
    collect()
    assert log == [7]


def test_destructors_of_c_may_call_back(wffi, wlib):
    """They run when the thread has no state any more."""
    log = []
    note = wffi.callback("int(int)", lambda x: log.append(x) or 0)
    arrange = wffi.callback("int(int)", lambda x: wlib.call_at_thread_end(note, 40 + x) or 0)
    wlib.call_in_new_threads(arrange, 3)
    assert log == [40, 41, 42]


def test_a_thread_that_calls_back_at_its_end_only(wffi, wlib, compile_library):
    ffi = cffi.FFI()
    ffi.cdef("void run(int (*f)(int));")
    path = compile_library(
        """
        #include <pthread.h>
        typedef int function(int);
        static pthread_key_t key;
        static void at_end(void *f) { ((function *)f)(3); }
        static void *work(void *f) { pthread_setspecific(key, f); return 0; }
        void run(function *f) {
          pthread_t thread;
          pthread_key_create(&key, at_end);
          pthread_create(&thread, 0, work, (void *)f);
          pthread_join(thread, 0);
        }
        """,
        "libatend.so",
        "-lpthread",
    )
    log = []
    note = ffi.callback("int(int)", lambda x: log.append(x) or 0)
    ffi.dlopen(path).run(note)
    assert log == [3]


def test_errno_is_the_threads_own(wffi, wlib, worker):
    @wffi.callback("int(int)")
    def swap(x):
        before, wffi.errno = wffi.errno, x
        return before

    wffi.errno = 99
    wlib.worker_call(worker, swap, 11)
    assert wffi.errno != 11
