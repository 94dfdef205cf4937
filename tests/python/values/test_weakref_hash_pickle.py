"""Weak references, hashing, equality, copying and pickling of cdata."""

import copy
import gc
import pickle
import weakref

import pytest

from support.helpers import fails

CDEF = "struct pair { int a, b; }; enum e { A };"

MAKERS = {
    "owning pointer": lambda f: f.new("int *"),
    "owning array": lambda f: f.new("int[3]"),
    "owning struct pointer": lambda f: f.new("struct pair *"),
    "struct of its pointer": lambda f: f.new("struct pair *")[0],
    "plain pointer": lambda f: f.cast("int *", 16),
    "integer": lambda f: f.cast("int", 5),
    "double": lambda f: f.cast("double", 1.5),
    "null": lambda f: f.cast("void *", 0),
    "handle": lambda f: f.new_handle(5),
    "callback": lambda f: f.callback("int(int)", lambda x: x),
    "gc": lambda f: f.gc(f.new("int *"), lambda p: None),
    "from_buffer": lambda f: f.from_buffer(b"abc"),
    "buffer": lambda f: f.buffer(f.new("char[3]")),
    "slice": lambda f: f.new("int[3]")[0:2],
}


@pytest.fixture
def wffi(ffi):
    ffi.cdef(CDEF)
    return ffi


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_weakref(wffi, kind):
    cdata = MAKERS[kind](wffi)
    ref = weakref.ref(cdata)
    assert ref() is cdata
    called = []
    with_callback = weakref.ref(cdata, called.append)
    del cdata
    gc.collect()
    assert ref() is None and called == [with_callback]


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_not_picklable(wffi, kind):
    cdata = MAKERS[kind](wffi)
    for refuse in (pickle.dumps, copy.copy, copy.deepcopy):
        with fails(TypeError, "pickle"):
            refuse(cdata)


def test_ctype_not_picklable(wffi):
    with fails(TypeError, "pickle"):
        pickle.dumps(wffi.typeof("int"))


def test_weak_key_dictionary(wffi):
    owners = weakref.WeakKeyDictionary()
    p = wffi.new("struct pair *")
    owners[p] = "payload"
    assert owners[p] == "payload" and len(owners) == 1
    del p
    gc.collect()
    assert len(owners) == 0


def test_primitives_hash_as_their_value(wffi):
    cast = wffi.cast
    for cdata, value in (
        (cast("int", 5), 5),
        (cast("uint64_t", 2**64 - 1), 2**64 - 1),
        (cast("char", 65), b"A"),
        (cast("wchar_t", "A"), "A"),
        (cast("double", 1.5), 1.5),
        (cast("_Bool", 1), True),
        (cast("enum e", 0), 0),
        (cast("double _Complex", 1j), 1j),
    ):
        assert hash(cdata) == hash(value) and cdata == value and value == cdata
        assert {value: "found"}[cdata] == "found"


def test_pointers_hash_by_address(wffi):
    p = wffi.new("int[3]")
    same = [p, wffi.cast("int *", p), wffi.cast("char *", p), wffi.cast("void *", p), wffi.addressof(p)]
    assert len(set(same)) == 1 and len({hash(x) for x in same}) == 1
    assert wffi.new("int *") != wffi.new("int *")


def test_struct_equality_is_by_address(wffi):
    p = wffi.new("struct pair[2]", [[1, 2], [1, 2]])
    assert p[0] == p[0] and p[0] != p[1] and hash(p[0]) == hash(p[0])
    assert wffi.addressof(p[1]) == p[1]


def test_primitive_never_equals_pointer(wffi):
    five = wffi.cast("int", 5)
    p = wffi.cast("int *", 5)
    assert five != p and p != five and p != 5 and five == 5


def test_long_double_hash(wffi):
    hash(wffi.cast("long double", 1.5))


def test_comparison_with_none(wffi):
    for kind in sorted(MAKERS):
        cdata = MAKERS[kind](wffi)
        assert not cdata == None and cdata != None and cdata is not None  # noqa: E711


# ---- copies of FFI objects and of libraries


def test_copy_of_an_ffi(ffi):
    """Another object with the same declarations, now and later, and with the same types."""
    ffi.cdef(CDEF)
    ffi.attribute = attribute = []
    other = copy.copy(ffi)
    assert other is not ffi and type(other) is type(ffi) and other.attribute is attribute
    assert other.typeof("struct pair") is ffi.typeof("struct pair") and other.sizeof("struct pair") == 8
    other.cdef("struct later { int x; }; int abs(int);")
    ffi.cdef("typedef struct later later_t;")
    assert other.typeof("later_t *") is ffi.typeof("struct later *")
    assert ffi.dlopen(None).abs(-3) == other.dlopen(None).abs(-3) == 3
    assert ffi.new("struct pair * *", other.new("struct pair *"))[0] != ffi.NULL
    other.second = 2
    assert not hasattr(ffi, "second")
    assert ffi.init_once(lambda: 1, "tag") == other.init_once(lambda: 2, "tag") == 1
    gone = weakref.ref(ffi)
    pair = ffi.new("struct pair *", [1, 2])
    del ffi
    gc.collect()
    assert pair.b == 2 and other.new("later_t *").x == 0
    assert gone() is not other


def test_copy_of_an_ffi_that_includes(ffi):
    ffi.cdef(CDEF)
    including = type(ffi)()
    including.include(ffi)
    other = copy.copy(including)
    assert other.typeof("struct pair") is ffi.typeof("struct pair")
    other.include_later = type(ffi)()
    other.include_later.cdef("struct more { int x; };")
    other.include(other.include_later)
    assert including.sizeof("struct more") == 4


def test_copy_of_a_derived_ffi(ffi):
    class Derived(type(ffi)):
        def __init__(self, name):
            super().__init__()
            self.name = name

    derived = Derived("name")
    derived.cdef(CDEF)
    other = copy.copy(derived)
    assert type(other) is Derived and other.name == "name" and other.sizeof("struct pair") == 8


def test_ffi_is_not_picklable(ffi):
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(TypeError):
            pickle.dumps(ffi, protocol)
    with pytest.raises(TypeError):
        copy.deepcopy(ffi)


def test_copy_of_a_library(ffi, library_path):
    ffi.cdef("int add(int, int);")
    lib = ffi.dlopen(library_path)
    assert lib.add(1, 2) == 3
    other = copy.copy(lib)
    assert other.add(1, 2) == 3
    assert dir(other) == dir(lib)


@pytest.mark.parametrize("kind", ["iterator", "buffer", "field", "ctype"])
def test_others_are_not_picklable(wffi, kind):
    numbers = wffi.new("int[3]")
    value = {
        "iterator": iter(numbers),
        "buffer": wffi.buffer(numbers),
        "field": wffi.typeof("struct pair").fields[0][1],
        "ctype": wffi.typeof("struct pair"),
    }[kind]
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(TypeError):
            pickle.dumps(value, protocol)
    for function in (copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            function(value)


def test_classes_are_picklable(wffi):
    for cls in (wffi.CData, wffi.CType, wffi.buffer, type(wffi.new("int *"))):
        assert pickle.loads(pickle.dumps(cls)) is cls and copy.copy(cls) is cls
