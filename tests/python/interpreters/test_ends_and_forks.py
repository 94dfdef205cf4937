"""What happens to calls and callbacks when the interpreter, a thread or the process ends, or the process forks: in
programs of their own, none of which may crash or hang."""

import os
import subprocess
import sys
import textwrap

import pytest

from support.foreign_worker import CDEF, compile_worker

SAY = """
import atexit, gc, os, sys, threading, time

def say(text):
    os.write(1, (text + "\\n").encode())
"""

PRELUDE = (
    SAY
    + """
import cffi
ffi = cffi.FFI()
ffi.cdef(%r)
lib = ffi.dlopen(sys.argv[1])

def check_everything():
    own = cffi.FFI()
    own.cdef("struct s { int a[3]; }; int call_here(int (*)(int), int);")
    assert own.new("struct s *", [[1, 2, 3]]).a[2] == 3
    assert own.dlopen(sys.argv[1]).call_here(own.callback("int(int)", lambda x: x * 2), 21) == 42
    assert own.from_handle(own.new_handle(own)) is own
    ffi.cdef("struct of_%%d { int a; };" %% os.getpid())
    assert lib.call_here(ffi.callback("int(int)", lambda x: x + 1), 1) == 2

def wait_for_child(pid):
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0 if hasattr(os, "waitstatus_to_exitcode") else os.waitpid(pid, 0)[1] == 0
"""
    % CDEF
)


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Runs a program after the prelude; what it says must be `said`, some times over because such things are races."""
    path = compile_worker(tmp_path_factory.mktemp("ends"))

    def run(program, *said, status=0, times=1, prelude=PRELUDE):
        for _ in range(times):
            command = [sys.executable, "-c", prelude + textwrap.dedent(program), path]
            done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, timeout=120)  # fmt: skip
            assert (done.returncode, done.stdout.splitlines(), done.stderr) == (status, list(said), "")

    return run


# ---- the interpreter ends


def test_threads_of_c_that_call_all_the_time(run):
    """From the end of the exit handlers on they get the error value, and no Python code runs in them."""
    program = """
        callback = ffi.callback("int(int)", lambda x: x, error=-1)
        lib.flood_ends_at_exit()
        lib.flood(callback, 4)
        lib.pause_thread(20)
        say("leaving")
    """
    run(program, "leaving", "C ended 4 threads", times=5)


def test_thread_of_c_that_stays_in_a_callback(run):
    """The end waits for it a moment only."""
    program = """
        inside = threading.Event()
        callback = ffi.callback("int(int)", lambda x: inside.set() or time.sleep(600))
        lib.flood(callback, 1)
        inside.wait()
        say("leaving")
    """
    run(program, "leaving")


@pytest.mark.ours("C may call back when Python has ended")
def test_threads_of_c_that_wait(run):
    """The end of the interpreter frees their states; they end later."""
    program = """
        local = threading.local()
        callback = ffi.callback("int(int)", lambda x: setattr(local, "x", x) or x)
        workers = [lib.worker_start() for _ in range(8)]
        assert [lib.worker_call(w, callback, 3) for w in workers] == [3] * 8
        lib.call_at_exit(callback, 0, 1)
        say("leaving")
    """
    run(program, "leaving", "C exits with 0", times=2)


@pytest.mark.ours("C may call back when Python has ended")
@pytest.mark.parametrize("in_thread", [0, 1], ids=["same thread", "another thread"])
def test_exit_handlers_of_c(run, in_thread):
    program = """
        callback = ffi.callback("int(int)", lambda x: say("not called") or 4, error=-7)
        lib.call_at_exit(callback, 1, %d)
    """
    run(program % in_thread, "C exits with -7")


@pytest.mark.ours("C may call back when Python has ended")
def test_destructors_of_libraries(run):
    program = """
        callback = ffi.callback("int(int)", lambda x: say("not called") or 4, error=-8)
        lib.call_when_unloaded(callback)
    """
    run(program, "unloaded with -8")


@pytest.mark.ours("C may call back when Python has ended")
def test_dropped_callbacks_at_exit(run):
    """C has the address still: that is an error, but an end without a crash."""
    program = """
        callback = ffi.callback("int(int)", lambda x: 4, error=-9)
        lib.call_at_exit(callback, 1, 0)
        keep = [callback]
        keep.append(keep)
        del callback, keep
    """
    run(program, "C exits with -9")


@pytest.mark.parametrize(
    "in_thread", ["call_here(callback, 2)", "call_in_new_threads(callback, 3)", "worker_call(worker, callback, 2)"]
)
def test_exit_handlers_of_python(run, in_thread):
    """Everything works in them."""
    program = """
        worker = lib.worker_start()
        callback = ffi.callback("int(int)", lambda x: x + 1)
        lib.worker_call(worker, callback, 2)
        @atexit.register
        def last():
            say("%%d" %% lib.%s)
            check_everything()
    """
    run(program % in_thread, "6" if "new" in in_thread else "3")


@pytest.mark.ours("threads of C are kept out in time")
def test_exit_handlers_that_were_there_first(run):
    """They run after the rest, when other threads are kept out already."""
    program = """
        before = []
        @atexit.register
        def last():
            say("%d %d" % (before[1].call_here(before[0], 2), before[1].call_in_new_threads(before[0], 1)))
        import cffi
        ffi = cffi.FFI()
        ffi.cdef("int call_here(int (*)(int), int); int call_in_new_threads(int (*)(int), int);")
        before += [ffi.callback("int(int)", lambda x: x + 1, error=-1), ffi.dlopen(sys.argv[1])]
    """
    run(program, "3 -1", prelude=SAY)


def test_everything_is_global_at_exit(run):
    program = """
        kept = [ffi, lib, lib.worker_start(), ffi.new("int[3]"), ffi.new_handle(lib), ffi.gc(ffi.new("int *"), lambda p: None),
                ffi.from_buffer(bytearray(5)), ffi.callback("int(int)", lambda x: x), lib.call_here, ffi.typeof("struct worker *"),
                ffi.buffer(ffi.new("int[3]")), iter(ffi.new("int[3]")), ffi.new_allocator(lambda size: ffi.new("char[]", size))("int *")]
        lib.worker_call(kept[2], kept[7], 1)
        kept.append(kept)
        sys.kept_for_the_end = __builtins__.kept_for_the_end = kept
        say("leaving")
    """
    run(program, "leaving")


WORK = {
    "calls": "lib.pause_thread(0)",
    "callbacks": "lib.call_here(callback, 1)",
    "long calls": "lib.pause_thread(15)",
    "types": "ffi.typeof('int(*)[%d]' % next(numbers)); ffi.cdef('struct s%d { int a; };' % next(numbers))",
    "new": "ffi.new('int[]', 5); ffi.gc(ffi.new('int *'), lambda p: None)",
    "libraries": "ffi.dlopen(sys.argv[1]).pause_thread(0)",
    "callbacks made": "lib.call_here(ffi.callback('int(int)', lambda x: x), 1)",
    "callbacks in new threads": "lib.call_in_new_threads(callback, 2)",
}


@pytest.mark.parametrize("work", sorted(WORK))
def test_daemon_threads(run, work):
    """They are stopped in whatever they do."""
    program = """
        import itertools
        numbers = itertools.count(1)
        callback = ffi.callback("int(int)", lambda x: x)
        started = threading.Semaphore(0)
        def work():
            started.release()
            while True:
                %s
        for _ in range(4):
            threading.Thread(target=work, daemon=True).start()
        for _ in range(4):
            started.acquire()
        time.sleep(0.02)
        say("leaving")
    """
    run(program % WORK[work], "leaving", times=3)


EXITS = {
    "of Python": "os._exit(5)",
    "of C": "lib.exit(5)",
}


@pytest.mark.parametrize("exit", sorted(EXITS))
@pytest.mark.parametrize(
    "place",
    [
        "{}",
        "lib.call_here(callback, 0)",
        "lib.call_in_new_threads(callback, 1)",
        "lib.worker_call(worker, callback, 0)",
    ],
)
def test_process_ends_in_the_middle(run, exit, place):
    program = """
        worker = lib.worker_start()
        callback = ffi.callback("int(int)", lambda x: {})
        other = ffi.callback("int(int)", lambda x: x)
        lib.worker_call(worker, other, 0)
        {}
    """
    run(program.format(EXITS[exit], place.format(EXITS[exit])), status=5)


def test_system_exit_in_a_thread_of_c(run):
    program = """
        sys.unraisablehook = lambda event: say("ignored " + event.exc_type.__name__)
        callback = ffi.callback("int(int)", lambda x: sys.exit(5), error=6)
        say("%d" % lib.call_in_new_threads(callback, 1))
    """
    run(program, "ignored SystemExit", "6")


# ---- a thread ends


def test_thread_ends_inside_a_callback(run):
    """By pthread_exit(): nothing else is hurt."""
    program = """
        worker = lib.worker_start()
        callback = ffi.callback("int(int)", lambda x: lib.leave_thread() or 0)
        lib.worker_post(worker, callback, 0)
        lib.worker_end(worker)
        check_everything()
        say("leaving")
    """
    run(program, "leaving")


# ---- the process forks

fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork() here")


@fork
def test_fork(run):
    """With live callbacks, handles and libraries: the child has them all."""
    program = """
        callback = ffi.callback("int(int)", lambda x: x + 1)
        handle = ffi.new_handle(sys)
        pid = os.fork()
        assert lib.call_here(callback, 1) == 2 and ffi.from_handle(handle) is sys
        assert lib.call_in_new_threads(callback, 3) == 6
        check_everything()
        if pid == 0:
            say("child")
        else:
            wait_for_child(pid)
            say("parent")
    """
    run(program, "child", "parent")


FORKS = {
    "in a callback": "lib.call_here(callback, 3)",
    "in a nested callback": "lib.call_here(outer, 3)",
    "in a callback of a C thread": "lib.call_in_new_threads(callback, 1)",
    "in a nested callback of a C thread": "lib.call_in_new_threads(outer, 1)",
}


@fork
@pytest.mark.parametrize("place", sorted(FORKS))
def test_fork_in_a_callback(run, place):
    """Both return to C. The child has the one thread, and ends with it."""
    program = """
        import warnings
        warnings.simplefilter("ignore")
        local = threading.local()
        pids = []
        @ffi.callback("int(int)")
        def callback(x):
            local.value = 5
            pids.append(os.fork())
            assert local.value == 5
            check_everything()
            if pids[0] == 0:
                say("child")
            return x
        outer = ffi.callback("int(int)", lambda x: lib.call_here(callback, x))
        %s
        if pids[0] != 0:
            wait_for_child(pids[0])
            say("parent")
    """
    run(program % FORKS[place], "child", "parent")


def skip_under_asan():
    """Threads that C makes and that end allocate memory without the GIL, so that a fork finds the allocator in the middle of that."""
    if "libasan" in os.environ.get("LD_PRELOAD", ""):
        pytest.skip("AddressSanitizer's allocator is locked in the child")


@fork
def test_fork_while_threads_of_c_call(run):
    skip_under_asan()
    program = """
        import warnings
        warnings.simplefilter("ignore")
        callback = ffi.callback("int(int)", lambda x: x)
        lib.flood(callback, 4)
        for i in range(5):
            pid = os.fork()
            if pid == 0:
                check_everything()
                worker = lib.worker_start()
                assert lib.worker_call(worker, callback, 7) == 7
                lib.worker_end(worker)
                say("child")
                sys.exit(0)
            wait_for_child(pid)
        say("parent %d" % lib.flood_end())
    """
    run(program, *["child"] * 5, "parent 4")


@fork
@pytest.mark.ours("no lock stays locked in a child")
@pytest.mark.parametrize("work", sorted(WORK))
def test_fork_while_threads_of_python_work(run, work):
    """Whatever they hold at that moment."""
    if work == "callbacks in new threads":
        skip_under_asan()
    program = """
        import itertools, warnings
        warnings.simplefilter("ignore")
        numbers = itertools.count(1)
        callback = ffi.callback("int(int)", lambda x: x)
        stop = []
        def work():
            while not stop:
                %s
        threads = [threading.Thread(target=work) for _ in range(3)]
        for thread in threads:
            thread.start()
        for i in range(%d):
            pid = os.fork()
            if pid == 0:
                check_everything()
                os._exit(0)
            wait_for_child(pid)
        stop.append(1)
        for thread in threads:
            thread.join()
        say("leaving")
    """
    # CPython makes the state of a thread without its GIL: rarely seen.
    run(program % (WORK[work], 100 if work == "callbacks in new threads" else 8), "leaving")


@fork
def test_fork_by_c(run):
    """Python does not know of it: good for a program with one thread."""
    program = """
        callback = ffi.callback("int(int)", lambda x: x + 1)
        pid = lib.fork()
        assert lib.call_here(callback, 1) == 2
        check_everything()
        if pid == 0:
            say("child")
        else:
            wait_for_child(pid)
            say("parent")
    """
    run(program, "child", "parent")


@fork
def test_child_that_ends_while_its_parents_threads_call_back(run):
    """Nobody is waited for that the child does not have."""
    program = """
        import warnings
        warnings.simplefilter("ignore")
        local = threading.local()
        class Slow:
            def __del__(self):
                lib.pause_thread(300)
        callback = ffi.callback("int(int)", lambda x: setattr(local, "slow", Slow()) or x)
        thread = threading.Thread(target=lambda: lib.call_in_new_threads(callback, 1))
        thread.start()
        time.sleep(0.1)
        pid = os.fork()
        if pid == 0:
            say("child")
            sys.exit(0)
        wait_for_child(pid)
        thread.join()
        say("parent")
    """
    run(program, "child", "parent")
