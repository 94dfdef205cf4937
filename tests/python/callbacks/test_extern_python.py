"""extern "Python" of modules made here and by released versions: def_extern(), exceptions, errno, threads."""

import gc
import re
import subprocess
import sys
import threading
import weakref

import pytest

from support.compiled import VERSIONS, folder, modules, need
from support.helpers import collect, fails

NOT_ATTACHED = re.compile(
    r'extern "Python": function (callbacks\.)?never_defined\(\) called, but no code was attached to it yet with '
    r"@ffi.def_extern\(\).  Returning 0.\n"
)  # versions before 1.11 leave the module out


@pytest.fixture(params=VERSIONS)
def callbacks(request):
    return modules(request.param).callbacks


@pytest.fixture
def ffi(callbacks):
    return callbacks.ffi


@pytest.fixture
def lib(callbacks):
    return callbacks.lib


def test_call(ffi, lib):
    @ffi.def_extern()
    def transform(x):
        return x * 2

    assert transform(4) == 8  # the decorated function is what it was
    assert lib.call_transform(21) == 42
    assert lib.transform(21) == 42
    assert ffi.typeof(lib.transform) is ffi.typeof("int(*)(int)")
    assert isinstance(lib.transform, ffi.CData) and "transform" in dir(lib)
    assert lib.through(lib.transform, 5) == 10
    assert ffi.addressof(lib, "transform") == lib.transform
    with fails(AttributeError, "cannot write to function or constant 'transform'"):
        lib.transform = 5


def test_not_attached(lib, capfd):
    assert lib.call_never(3) == 0
    assert NOT_ATTACHED.fullmatch(capfd.readouterr().err)


def test_every_kind_of_argument_and_result(ffi, lib):
    seen = []

    @ffi.def_extern()
    def many(*arguments):
        seen.append(arguments[:4] + (ffi.string(arguments[4]), arguments[5]))
        return 3.5

    @ffi.def_extern()
    def long_one(value):
        assert ffi.typeof(value) is ffi.typeof("long double")
        return value

    @ffi.def_extern()
    def swap(pair):
        return {"a": int(pair.b), "b": pair.a}

    assert lib.call_many() == 3.5
    assert seen == [(1, 2.5, b"c", -4, b"text", 5000000000)]
    assert float(lib.call_long(1.5)) == 1.5
    result = lib.call_swap(1, 2.0)
    assert (result.a, result.b) == (2, 1.0)
    text = ffi.new("char[]", b"kept")
    ffi.def_extern("name_of")(lambda i: text + i)
    assert ffi.string(lib.call_name(1)) == b"ept"
    ffi.def_extern("name_of")(lambda i: ffi.NULL)
    assert lib.call_name(1) == ffi.NULL


def test_redefinition(ffi, lib):
    ffi.def_extern(name="transform")(lambda x: -x)
    assert lib.call_transform(1) == -1
    ffi.def_extern(name="transform")(lambda x: x + 1)
    assert lib.call_transform(1) == 2


@pytest.mark.ours("what was attached before is let go")
def test_redefinition_frees(ffi, lib):
    class Callable:
        def __call__(self, x):
            return -x

    first = Callable()
    gone = weakref.ref(first)
    ffi.def_extern(name="transform")(first)
    del first
    collect()
    assert lib.call_transform(1) == -1
    ffi.def_extern(name="transform")(lambda x: x + 1)
    collect()
    assert gone() is None


def test_redefinition_by_itself(ffi, lib):
    @ffi.def_extern()
    def transform(x):
        ffi.def_extern(name="transform")(lambda y: y + 100)
        gc.collect()
        return x + 1

    assert lib.call_transform(1) == 2
    del transform
    assert lib.call_transform(1) == 101


def test_void(ffi, lib, unraisable):
    seen = []
    ffi.def_extern("notify")(seen.append)
    assert lib.call_notify(7) is None and seen == [7]
    ffi.def_extern("notify")(lambda x: 5)
    assert lib.call_notify(7) is None
    assert unraisable[0][0] is TypeError and "callback with the return type 'void' must return None" in unraisable[0][2]


def test_exceptions(ffi, lib, unraisable):
    def fail(x):
        raise ValueError("no %d" % x)

    ffi.def_extern("transform")(fail)
    assert lib.call_transform(3) == 0
    ffi.def_extern("transform", error=-5)(fail)
    assert lib.call_transform(4) == -5
    ffi.def_extern("transform", error=-5)(lambda x: "a")
    assert lib.call_transform(4) == -5
    assert [(kind, text) for kind, _, text, _, _ in unraisable[:2]] == [(ValueError, "no 3"), (ValueError, "no 4")]
    assert unraisable[0][1].startswith("Exception ignored from cffi callback <function ")
    assert unraisable[2][0] is TypeError and unraisable[2][1].endswith(", trying to convert the result back to C")
    ffi.def_extern("swap", error=(3, 4))(lambda p: fail(1))
    assert (lib.call_swap(1, 2.0).a, lib.call_swap(1, 2.0).b) == (3, 4)
    ffi.def_extern("long_one", error=2.5)(fail)
    assert float(lib.call_long(1)) == 2.5
    ffi.def_extern("name_of", error=ffi.NULL)(fail)
    assert lib.call_name(1) == ffi.NULL


def test_bad_results(ffi, lib, unraisable):
    for wrong, told in ((lambda x: "text", 9), (lambda x: 2**31, 9), (lambda: 1, 0)):
        ffi.def_extern("transform", error=told)(wrong)
        assert lib.call_transform(1) == told
    assert [kind for kind, *_ in unraisable] == [TypeError, OverflowError, TypeError]


def test_onerror(ffi, lib, unraisable):
    def fail(x):
        raise ValueError("no %d" % x)

    seen = []

    def onerror(kind, value, traceback):
        seen.append((kind, str(value), traceback is not None))
        return 77 if len(seen) == 1 else None

    ffi.def_extern("transform", error=-5, onerror=onerror)(fail)
    assert lib.call_transform(3) == 77
    assert lib.call_transform(4) == -5
    assert seen == [(ValueError, "no 3", True), (ValueError, "no 4", True)]
    assert unraisable == []
    ffi.def_extern("transform", error=-6, onerror=lambda *a: 1 / 0)(fail)
    assert lib.call_transform(3) == -6
    assert [kind for kind, *_ in unraisable] == [ValueError, ZeroDivisionError]
    del unraisable[:]
    ffi.def_extern("transform", error=-7, onerror=lambda *a: "bad")(fail)
    assert lib.call_transform(3) == -7
    assert unraisable


def test_errno_is_kept(ffi, lib):
    ffi.def_extern("undisturbed")(lambda: 0)
    assert lib.call_errno(5) == 5

    @ffi.def_extern()
    def undisturbed():
        assert ffi.errno == 33
        ffi.errno = 34
        return 0

    assert lib.call_errno(33) == 34


def test_wrong_use(ffi, lib):
    for name in ("nosuch", "call_transform", "LIMIT"):
        with fails(ffi.error, "ffi.def_extern('%s'): no 'extern \"Python\"' function with this name" % name):
            ffi.def_extern(name)(len)
    with fails(ffi.error, "ffi.def_extern('<lambda>')"):
        ffi.def_extern()(lambda: 0)
    with fails(AttributeError, "__name__"):
        ffi.def_extern()(5)
    with fails(TypeError, "must be str or None, not int"):
        ffi.def_extern(name=5)(len)
    with fails(TypeError, "an integer is required"):
        ffi.def_extern("transform", "x")(len)
    with fails(TypeError, "expected a callable object for 'onerror', not int"):
        ffi.def_extern("transform", 0, 5)(len)
    with fails(TypeError, "callback with the return type 'void' must return None"):
        ffi.def_extern("notify", error=5)(len)
    with fails(TypeError, "expected a callable"):
        ffi.def_extern("transform")(5)
    with pytest.raises(OverflowError):
        ffi.def_extern("transform", error=2**31)(len)
    with pytest.raises(TypeError):
        ffi.def_extern("transform", unknown=5)


def test_methods(ffi, lib):
    class Counter:
        total = 0

        def transform(self, x):
            self.total += x
            return self.total

    counter = Counter()
    ffi.def_extern()(counter.transform)
    assert lib.call_transform(5) == 5
    assert lib.call_transform(6) == counter.total == 11


@pytest.mark.ours("a struct argument outlives the call")
def test_an_argument_that_is_a_struct_may_be_kept(ffi, lib):
    kept = []
    ffi.def_extern("swap")(lambda pair: kept.append(pair) or pair)
    lib.call_swap(1, 2.0)
    lib.call_swap(3, 4.0)
    collect()
    assert [(p.a, p.b) for p in kept] == [(1, 2.0), (3, 4.0)]


@pytest.mark.parametrize("version", VERSIONS)
def test_visible_to_other_sources(version):
    module = modules(version).visible
    module.ffi.def_extern("seen")(lambda x: x + 1)
    assert module.lib.call_seen(4) == 5


def test_recursion(ffi, lib):
    ffi.def_extern("transform")(lambda x: x if x <= 1 else lib.call_transform(x - 1) + lib.call_transform(x - 2))
    assert lib.call_transform(15) == 610


def test_threads_while_it_is_redefined(ffi, lib):
    ffi.def_extern("transform")(lambda x: x)
    stop = threading.Event()
    faults = []

    def call():
        while not stop.is_set():
            if lib.call_transform(5) not in (5, 6):
                faults.append("wrong result")

    threads = [threading.Thread(target=call) for _ in range(4)]
    for thread in threads:
        thread.start()
    for i in range(300):
        ffi.def_extern("transform")(lambda x, i=i: x + i % 2)
    stop.set()
    for thread in threads:
        thread.join()
    assert faults == []


def test_threads_that_c_made(ffi, lib, compile_library):
    import cffi

    helper = cffi.FFI()
    helper.cdef("int in_thread(int (*f)(int), int x);")
    c = helper.dlopen(
        compile_library(
            """
            #include <pthread.h>
            struct work { int (*f)(int); int x; };
            static void *work(void *p) { struct work *w = p; w->x = w->f(w->x); return 0; }
            int in_thread(int (*f)(int), int x) {
              struct work w = { f, x }; pthread_t t; pthread_create(&t, 0, work, &w); pthread_join(t, 0); return w.x;
            }
            """,
            "libthread.so",
            "-lpthread",
        )
    )
    seen = []
    ffi.def_extern("transform")(lambda x: seen.append(threading.get_ident()) or x + 1)
    for i in range(5):
        assert c.in_thread(helper.cast("int(*)(int)", lib.transform), i) == i + 1
    assert threading.get_ident() not in seen


def test_called_at_interpreter_exit():
    need(VERSIONS[-1], "callbacks")
    code = """if 1:
        import sys; sys.path.insert(0, %r)
        import atexit, gc, os
        from callbacks import ffi, lib
        gc.disable()
        ffi.def_extern("transform")(lambda x: x + 1)
        atexit.register(lambda: os.write(1, b"%%d\\n" %% lib.call_transform(1)))
        class Late:
            def __del__(self, call=lib.call_transform, write=os.write):
                write(1, b"%%d\\n" %% call(5))
        late = Late(); late.itself = late; del late""" % folder(VERSIONS[-1])
    done = subprocess.run(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "2\n6\n"
