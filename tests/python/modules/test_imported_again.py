"""Modules that are dropped from sys.modules and imported again while their first life is in use: one set of classes, one
state, one `ffi` and `lib` for each compiled module."""

import gc
import importlib
import importlib.util
import sys
import weakref
from unittest import mock

import pytest

import cffi
from support import compiled
from support.helpers import FREE_THREADED, collect, fails
from support.modes import build, build_python, fresh_name, load

CDEF = """
    extern "Python" int from_c(int);
    int call_python(int);
    struct pair { int a, b; };
    int first(struct pair *);
    extern int counter;
"""

SOURCE = """
    static int from_c(int);
    struct pair { int a, b; };
    static int counter = 3;
    static int call_python(int x) { return from_c(x); }
    static int first(struct pair *pair) { return pair->a; }
"""


def drop(*names):
    """Forgets the package, the extension, and the modules named, with all that is inside them."""
    for name in list(sys.modules):
        if name.split(".")[0] in ("cffi", "_cffi_backend") + names:
            del sys.modules[name]


class Life:
    """The modules as one import finds them."""

    def __init__(self):
        self.cffi = importlib.import_module("cffi")
        self.backend = importlib.import_module("_cffi_backend")


@pytest.fixture
def lives():
    """Two lives of the package and of the extension. Afterwards sys.modules is as it was."""
    with mock.patch.dict(sys.modules):
        first = Life()
        drop()
        second = Life()
        assert first.cffi is not second.cffi and first.backend is not second.backend
        yield first, second
    assert sys.modules["cffi"] is cffi


@pytest.fixture(scope="module", params=["limited", "api"])
def built(request, tmp_path_factory):
    """(folder, name) of a module of ours."""
    folder, name = tmp_path_factory.mktemp("again"), fresh_name("_again")
    keywords = {} if request.param == "limited" else {"py_limited_api": False}
    build(folder, CDEF, SOURCE, name, extra_compile_args=["-O0"], **keywords)
    return folder, name


def imported_twice(folder, name):
    first = load(folder, name)
    drop(name)
    return first, load(folder, name)


def test_one_set_of_classes(lives):
    first, second = lives
    names = [name for name in dir(first.backend) if isinstance(getattr(first.backend, name), type)]
    assert len(names) > 10
    for name in [*names, "newp", "typeof", "RTLD_NOW", "__version__"]:
        assert getattr(first.backend, name) is getattr(second.backend, name), name
    assert second.backend.__name__ == "_cffi_backend" and second.backend.__spec__.name == "_cffi_backend"
    assert sorted(vars(first.backend)) == sorted(vars(second.backend))
    assert first.cffi.FFI is not second.cffi.FFI
    assert first.cffi.FFI().CData is second.cffi.FFI().CData and first.cffi.FFI().CType is second.cffi.FFI().CType


def test_objects_of_both_fit(lives):
    one, other = (life.cffi.FFI() for life in lives)
    number = one.new("int *", 5)
    assert isinstance(number, other.CData) and type(number) is type(other.new("int *"))
    assert one.typeof("int *") is other.typeof("int *") and one.typeof("char[3]") is other.typeof("char[3]")
    assert other.new("int * *", number)[0] == number and other.typeof(number) is other.typeof("int *")
    other.memmove(number, one.new("int *", 7), 4)
    assert number[0] == 7 and other.string(one.new("char[]", b"text")) == b"text"
    assert one.NULL == other.NULL and other.cast("int *", number) == number
    handle = one.new_handle(lives)
    assert other.from_handle(handle) is lives
    called = one.callback("int(int)", lambda x: x + 1)
    assert other.cast("int(*)(int)", called)(2) == 3
    log = []
    owned = other.gc(one.new("int *"), log.append)
    one.release(owned)
    assert len(log) == 1 and isinstance(one.buffer(other.new("int *")), other.buffer)
    one.errno = 5
    assert other.errno == 5
    assert lives[0].cffi.FFI(backend=lives[1].backend).sizeof("int") == 4


def test_declared_types_are_those_of_their_ffi(lives):
    one, other = (life.cffi.FFI() for life in lives)
    for ffi in (one, other):
        ffi.cdef("struct pair { int a, b; };")
    with fails(TypeError, "struct pair *"):
        other.new("struct pair * *", one.new("struct pair *"))
    assert one.sizeof(other.new("struct pair *")[0]) == 8


def test_errors_are_caught_where_they_are_raised(lives):
    with pytest.raises(lives[1].cffi.CDefError):
        lives[1].cffi.FFI().cdef("int x y z;")
    assert lives[0].backend.FFI.error is lives[1].backend.FFI.error


@pytest.mark.ours("the errors are classes of the extension")
def test_errors_are_caught_across(lives):
    first, second = lives
    assert first.cffi.FFIError is second.cffi.FFIError and first.cffi.CDefError is second.cffi.CDefError
    with fails(first.cffi.CDefError, "int x y z;"):
        second.cffi.FFI().cdef("int x y z;")


def test_a_compiled_module_is_the_same(lives, built):
    folder, name = built
    first, second = imported_twice(folder, name)
    assert first is not second and first.ffi is second.ffi and first.lib is second.lib
    assert second.__name__ == name and second.__file__ == first.__file__ and second.__spec__ is not first.__spec__
    assert first.lib.first(second.ffi.new("struct pair *", [4, 5])) == 4
    first.lib.counter = 10
    assert second.lib.counter == 10
    assert cffi.FFI().typeof("int *") is second.ffi.typeof("int *")
    assert isinstance(second.ffi, type(first.ffi)) and isinstance(first.ffi.NULL, lives[1].backend.FFI.CData)
    assert first.ffi.init_once(lambda: 1, "once") == second.ffi.init_once(lambda: 2, "once") == 1


def test_attributes_are_those_of_a_new_module(lives, built):
    folder, name = built
    first = load(folder, name)
    first.added = 1
    drop(name)
    second = load(folder, name)
    assert not hasattr(second, "added")


def test_extern_python_is_bound_once(lives, built):
    folder, name = built
    first, second = imported_twice(folder, name)
    first.ffi.def_extern(name="from_c")(lambda x: x + 1)
    assert (first.lib.call_python(5), second.lib.call_python(5)) == (6, 6)
    drop(name)
    third = load(folder, name)
    assert third.lib.call_python(5) == 6
    third.ffi.def_extern(name="from_c")(lambda x: x + 10)
    assert (first.lib.call_python(5), second.lib.call_python(5)) == (15, 15)


def test_extern_python_stays_bound(built):
    """Whoever imports the module again finds the functions attached, even if nobody held it meanwhile."""
    folder, name = built
    with mock.patch.dict(sys.modules):
        load(folder, name).ffi.def_extern(name="from_c")(lambda x: x + 100)
    with mock.patch.dict(sys.modules):
        drop(name)
        collect()
        assert load(folder, name).lib.call_python(5) == 105


def test_patched_modules(built):
    folder, name = built
    first = load(folder, name)
    with mock.patch.dict(sys.modules):
        del sys.modules["_cffi_backend"], sys.modules[name]
        assert load(folder, name).ffi is first.ffi
        assert isinstance(first.ffi.new("int *"), importlib.import_module("_cffi_backend").FFI.CData)
    assert sys.modules[name] is first
    others = {
        each: sys.modules[each] for each in sys.modules if each.split(".")[0] not in ("cffi", "_cffi_backend", name)
    }
    with mock.patch.dict(sys.modules, others, clear=True):
        assert load(folder, name).ffi is first.ffi


def test_reload(lives, built, monkeypatch):
    folder, name = built
    module = load(folder, name)
    monkeypatch.syspath_prepend(str(folder))
    for again in (lives[1].backend, lives[1].cffi, module):
        assert importlib.reload(again) is again
    assert module.lib.counter == module.ffi.addressof(module.lib, "counter")[0]
    assert lives[1].cffi.FFI().new("int *", 3)[0] == 3


def test_by_its_file(built):
    folder, name = built
    first = load(folder, name)
    spec = importlib.util.spec_from_file_location(name, first.__file__)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.ffi is first.ffi and module.lib is first.lib


@pytest.mark.parametrize("version", compiled.VERSIONS)
def test_modules_of_released_versions(version):
    compiled.need(version, "callbacks")
    with mock.patch.dict(sys.modules), compiled.importable(compiled.folder(version)):
        first = importlib.import_module("callbacks")
        drop("callbacks")
        second = importlib.import_module("callbacks")
        assert first is not second and first.ffi is second.ffi and first.lib is second.lib
        assert isinstance(first.ffi.new("int *"), importlib.import_module("_cffi_backend").FFI.CData)


def test_modules_without_a_compiler(lives, tmp_path):
    name = fresh_name("_again")
    build_python(tmp_path, "struct pair { int a, b; }; int abs(int);", name)
    first, second = imported_twice(tmp_path, name)
    assert first.ffi is not second.ffi
    assert isinstance(first.ffi.new("struct pair *"), second.ffi.CData) and type(first.ffi) is type(second.ffi)
    assert second.ffi.dlopen(None).abs(first.ffi.cast("int", -3)) == 3


def test_verify_in_another_life(lives, tmp_path):
    second = lives[1].cffi.FFI()
    second.cdef("int twice(int);")
    lib = second.verify("static int twice(int x) { return 2 * x; }", tmpdir=str(tmp_path), extra_compile_args=["-O0"])
    assert lib.twice(4) == 8 and isinstance(second.new("int *"), lives[0].backend.FFI.CData)


@pytest.mark.ours("only what a program holds stays, and the first extension module")
@pytest.mark.skipif(
    FREE_THREADED and sys.version_info < (3, 14), reason="there, classes are immortal once a thread was started"
)
def test_lives_that_are_over_are_freed(lives):
    gone = []
    for _ in range(5):
        drop()
        life = Life()
        life.ffi = life.cffi.FFI()
        life.ffi.cdef("struct pair { int a, b; };")
        gone += [weakref.ref(life.cffi.FFI), weakref.ref(life.backend), weakref.ref(life.cffi)]
        del life
    drop()
    collect()
    assert [ref() for ref in gone] == [None] * len(gone)


def test_the_number_of_classes_stays(lives):
    def classes():
        collect()
        return sum(isinstance(each, type) and each.__module__ == "_cffi_backend" for each in gc.get_objects())

    before = classes()
    for _ in range(10):
        drop()
        Life()
    assert classes() == before
