"""The newer interface of compiled modules (version tags from 0x3000 on), by a module that is written by hand."""

import gc
import importlib.util
import os
import subprocess
import sys
import threading
import weakref

import pytest

import cffi
from support.handwritten import build
from support.helpers import RELEASED, collect, fails, modules_are_freed

pytestmark = pytest.mark.skipif(RELEASED, reason="ours alone")
needs_freed_modules = pytest.mark.skipif(not modules_are_freed(), reason="this interpreter never frees a module")


def load(path):
    forget()
    spec = importlib.util.spec_from_file_location("own_interface", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def forget():
    sys.modules.pop("own_interface", None)
    sys.modules.pop("own_interface.lib", None)


@pytest.fixture(scope="module", params=[(), ("-DTUPLES",)], ids=["fastcall", "tuples"])
def path(request, tmp_path_factory):
    return build("own_interface", tmp_path_factory.mktemp("own"), *request.param)


@pytest.fixture
def module(path):
    return load(path)


@pytest.fixture
def lib(module):
    return module.lib


@pytest.fixture
def ffi(module):
    return module.ffi


def test_module(module):
    assert module.__name__ == "own_interface"
    assert sys.modules["own_interface.lib"] is module.lib
    assert repr(module.lib) == "<Lib object for 'own_interface'>"
    assert dir(module.lib) == [
        "ANSWER", "BELOW", "WRONG", "add", "event", "fire", "mirrored", "nothing", "subtract", "sum", "swap_errno", "variable",
    ]  # fmt: skip


def test_functions_that_share_a_converter(lib):
    assert lib.add(5, 3) == 8
    assert lib.subtract(5, 3) == 2
    assert lib.nothing() == 7


def test_arguments_and_results(ffi, lib):
    assert lib.sum([1, 2, 3], 3) == 6
    assert lib.sum(list(range(10000)), 10000) == 49995000
    assert lib.sum(ffi.new("long[]", [4, 5]), 2) == 9
    q = lib.mirrored({"x": 2})
    assert (q.x, q.y) == (0, 2) and ffi.typeof(q) is ffi.typeof("struct point")
    ffi.errno = 77
    assert lib.swap_errno(5) == 77 and ffi.errno == 5


def test_errors(lib):
    with fails(TypeError, "add expected 2 arguments, got 1"):
        lib.add(1)
    with fails(TypeError, "nothing() takes no arguments (1 given)"):
        lib.nothing(1)
    with fails(TypeError, "mirrored() takes exactly one argument (0 given)"):
        lib.mirrored()
    with fails(TypeError, "an integer is required", "argument 2 of add()"):
        lib.add(1, "x")
    with fails(OverflowError, "integer 2147483648 does not fit '32-bit int'", "argument 1 of subtract()"):
        lib.subtract(2**31, 1)
    with fails(TypeError, "initializer for ctype 'long *' must be a list or tuple, not str", "argument 1 of sum()"):
        lib.sum("abc", 3)
    with pytest.raises(TypeError):
        lib.sum([1, None], 2)
    with fails(TypeError, "takes no keyword arguments"):
        lib.add(1, b=2)


def test_a_list_that_changes_its_length_meanwhile(lib):
    class Growing:
        def __int__(self):
            items.extend([1] * 100000)
            return 1

    items = [Growing(), 1]
    try:
        assert lib.sum(items, 2) == 2
    except IndexError:
        pass


def test_a_function_tells_about_itself(ffi, lib):
    assert lib.add.__name__ == "add" and lib.add.__module__ == "own_interface"
    assert lib.add.__doc__ == "int add(int, int);\n\nCFFI C function from own_interface.lib"
    assert ffi.typeof(lib.add) is ffi.typeof("int(*)(int, int)")
    assert ffi.cast("int(*)(int, int)", lib.add)(1, 2) == 3
    assert ffi.new("int(**)(int, int)", lib.subtract)[0](3, 2) == 1
    assert ffi.addressof(lib, "add") == ffi.cast("void *", lib.add)


def test_constants(lib):
    assert lib.ANSWER == 42 and lib.BELOW == -3
    with fails(cffi.FFIError, "'WRONG'", "5"):
        lib.WRONG


def test_variable(ffi, lib):
    assert lib.variable == 12
    lib.variable = 13
    assert ffi.addressof(lib, "variable")[0] == 13
    lib.variable = 12


def test_extern_python(ffi, lib):
    ffi.def_extern("event")(lambda x: x + 1)
    assert lib.fire(4) == 5
    assert lib.event(4) == 5


@needs_freed_modules
def test_the_tables_stay_as_they_are(path):
    """They are in read-only memory: a write would be a crash. Imported again, they lead to the same objects."""
    first, second = load(path), load(path)
    assert first is not second and first.lib is second.lib and first.ffi is second.ffi
    assert first.lib.add(1, 2) == 3
    first.ffi.def_extern("event")(lambda x: 1)
    second.ffi.def_extern("event")(lambda x: 2)
    assert first.lib.fire(0) == 2
    gone = weakref.ref(second)
    del second
    forget()
    collect()
    assert gone() is None and first.lib.fire(0) == 2


@needs_freed_modules
def test_functions_outlive_their_module(path):
    module = load(path)
    add, mirrored = module.lib.add, module.lib.mirrored
    gone = weakref.ref(module)
    del module
    forget()
    collect()
    assert gone() is None
    assert add(1, 2) == 3 and mirrored([1, 2]).x == 2
    assert load(path).lib.add is add


@needs_freed_modules
def test_import_many_times(path):
    """Nothing is left of a module that goes."""

    def cycle():
        module = load(path)
        module.lib.mirrored([1, 2])
        module.lib.sum([1], 1)
        module.lib.add(1, 2)
        module.ffi.def_extern("event")(lambda x: module)
        module.ffi.new("struct point *")
        forget()

    for _ in range(3):
        cycle()
    collect()
    before = len(gc.get_objects())
    for _ in range(30):
        cycle()
    collect()
    assert len(gc.get_objects()) - before < 60


def test_first_calls_from_many_threads(path):
    module = load(path)
    start, faults = threading.Barrier(8), []

    def work():
        start.wait()
        for _ in range(50):
            if module.lib.add(20, 22) != 42 or module.lib.mirrored([1, 2]).x != 2 or module.lib.sum([1, 2], 2) != 3:
                faults.append("wrong")

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_fewer_slots(tmp_path):
    lib = load(build("own_interface", tmp_path, "-DSLOTS=33")).lib
    assert lib.add(1, 2) == 3 and lib.mirrored([1, 2]).x == 2


@pytest.mark.parametrize("tag", ["0x3000", "0x3001", "0x3003", "0x30ff"])
def test_other_versions(tmp_path, tag):
    with fails(ImportError, "own_interface", "unknown version tag " + tag, "0x3002 to 0x3002"):
        load(build("own_interface", tmp_path, "-DTAG=" + tag))


INTERPRETERS = """if 1:
    import sys
    try:
        import _xxsubinterpreters as interpreters
    except ImportError:
        import _interpreters as interpreters
    code = '''if 1:
        import sys
        sys.path[:] = %r
        import own_interface as m
        assert m.lib.add(1, 2) == 3 and m.lib.mirrored([1, 2]).x == 2
        m.ffi.def_extern("event")(lambda x: x + 100)
        assert m.lib.event(1) in (101, 11)
    ''' % (sys.path,)
    import own_interface as mine
    mine.ffi.def_extern("event")(lambda x: x + 10)
    for _ in range(3):
        number = interpreters.create()
        fault = interpreters.run_string(number, code)
        assert fault is None, fault
        interpreters.destroy(number)
        assert mine.lib.fire(1) == 11
    assert mine.lib.add(1, 2) == 3 and mine.lib.mirrored([1, 2]).x == 2
    print("fine")
"""


def test_interpreters(path):
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join([os.path.dirname(path)] + [p for p in sys.path if p]))
    done = subprocess.run(
        [sys.executable, "-c", INTERPRETERS], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True,
        env=environment,
    )  # fmt: skip
    assert done.stdout == "fine\n" and done.returncode == 0, done.stdout
