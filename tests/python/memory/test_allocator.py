"""ffi.new_allocator()."""

import copy
import inspect

import pytest

from support.helpers import collect, fails, masked


def test_default_is_like_new(ffi):
    alloc = ffi.new_allocator()
    assert repr(alloc("int *", 5)) == "<cdata 'int *' owning 4 bytes>"
    assert list(alloc("int[]", [1, 2])) == [1, 2]
    assert alloc(cdecl="int *", init=3)[0] == 3
    with fails(TypeError, "expected a pointer or array ctype, got 'int'"):
        alloc("int")
    with pytest.raises(TypeError):
        alloc("int *", 1, 2)


@pytest.fixture
def pool(ffi):
    """(allocation log, freeing log, block, alloc, free) over one block full of x."""
    block = ffi.new("char[256]", b"x" * 256)
    allocated, freed = [], []

    def alloc(size):
        allocated.append(size)
        return ffi.cast("void *", block)

    return allocated, freed, block, alloc, freed.append


def test_python_functions(ffi, pool):
    allocated, freed, block, alloc, free = pool
    make = ffi.new_allocator(alloc, free)
    p = make("int[]", 3)
    assert allocated == [12] and freed == []
    assert p == block and len(p) == 3 and list(p) == [0, 0, 0]
    assert block[12] == b"x"
    ffi.release(p)
    assert freed == [block]
    ffi.release(p)
    del p
    collect()
    assert freed == [block]
    q = make("int *", 7)
    assert q[0] == 7 and allocated == [12, 4]
    del q
    collect()
    assert len(freed) == 2


def test_with(ffi, pool):
    allocated, freed, block, alloc, free = pool
    with ffi.new_allocator(alloc, free)("char[]", b"abc") as p:
        assert ffi.string(p) == b"abc" and freed == []
    assert freed == [block]


def test_without_clearing(ffi, pool):
    allocated, freed, block, alloc, free = pool
    dirty = ffi.new_allocator(alloc, free, should_clear_after_alloc=False)
    assert ffi.unpack(dirty("char[4]"), 4) == b"xxxx"
    assert ffi.unpack(dirty("char[4]", b"ab"), 4) == b"ab\0x"
    clean = ffi.new_allocator(alloc, free)
    assert ffi.unpack(clean("char[4]"), 4) == b"\0\0\0\0"


def test_alloc_without_free(ffi, pool):
    allocated, freed, block, alloc, free = pool
    p = ffi.new_allocator(alloc)("int *", 5)
    assert p[0] == 5
    del p
    collect()
    assert freed == []


def test_structs(ffi, pool):
    ffi.cdef("struct p { int a, b; }; struct flex { int n; char data[]; };")
    allocated, freed, block, alloc, free = pool
    p = ffi.new_allocator(alloc, free)("struct p *", [1, 2])
    assert (p.a, p[0].b) == (1, 2)
    inner = p[0]
    del p
    collect()
    assert inner.a == 1
    f = ffi.new_allocator(alloc, free)("struct flex *", [3, b"hi"])
    assert allocated[-1] == 7 and ffi.string(f.data) == b"hi"


def test_c_functions(ffi):
    ffi.cdef("void *malloc(size_t); void free(void *);")
    C = ffi.dlopen(None)
    make = ffi.new_allocator(C.malloc, C.free)
    p = make("int[100]")
    assert list(p) == [0] * 100
    ffi.release(p)
    with ffi.new_allocator(C.malloc, C.free, should_clear_after_alloc=False)("char[]", b"text") as q:
        assert ffi.string(q) == b"text"


@pytest.mark.ours("memory is freed when nothing looks at it any more")
def test_release_waits_for_views(ffi, pool):
    allocated, freed, block, alloc, free = pool
    p = ffi.new_allocator(alloc, free)("char[]", b"text")
    first, second = memoryview(ffi.buffer(p)), memoryview(ffi.buffer(p + 1, 3))
    ffi.release(p)
    first.release()
    assert freed == [] and bytes(second) == b"ext"
    second.release()
    assert freed == [block]
    del p
    collect()
    assert freed == [block]


@pytest.mark.ours("memory is freed when nothing looks at it any more")
def test_view_in_a_cycle(ffi, pool):
    allocated, freed, block, alloc, free = pool

    class Holder:
        pass

    holder = Holder()
    holder.p = ffi.new_allocator(alloc, free)("char[]", b"text")
    holder.view = memoryview(ffi.buffer(holder.p))
    holder.self = holder
    ffi.release(holder.p)
    assert freed == []
    del holder
    collect()
    assert freed == [block]


def test_null(ffi):
    for null in (ffi.NULL, ffi.cast("int *", 0)):
        with fails(MemoryError, "alloc() returned NULL"):
            ffi.new_allocator(lambda size: null)("int *")


def test_bad_results(ffi):
    with fails(TypeError, "alloc() must return a cdata object (got int)"):
        ffi.new_allocator(lambda size: 5)("int *")
    with fails(TypeError, "alloc() must return a cdata pointer, not 'int'"):
        ffi.new_allocator(lambda size: ffi.cast("int", 5))("int *")
    with fails(ZeroDivisionError):
        ffi.new_allocator(lambda size: 1 / 0)("int *")


def test_bad_arguments(ffi):
    with fails(TypeError, "cannot pass 'free' without 'alloc'"):
        ffi.new_allocator(None, lambda p: None)
    with pytest.raises(TypeError):
        ffi.new_allocator(5)("int *")


def test_error_in_the_initialiser_frees(ffi, pool):
    allocated, freed, block, alloc, free = pool
    with fails(TypeError, "an integer is required"):
        ffi.new_allocator(alloc, free)("int *", "x")
    collect()
    assert freed == [block]


def test_repr(ffi, pool):
    allocated, freed, block, alloc, free = pool
    p = ffi.new_allocator(alloc, free)("int *")
    assert masked(p) == "<cdata 'int *' 0x...>"


@pytest.mark.ours("built in, as that of compiled modules")
def test_class(ffi):
    assert masked(ffi.new_allocator()) == "<built-in method allocator of tuple object at 0x...>"


def test_it_is_a_function(ffi):
    new = ffi.new_allocator()
    assert inspect.isroutine(new) and new.__name__ in ("allocator", "allocate")
    assert copy.copy(new) is new and copy.deepcopy([new])[0] is new
    assert new(cdecl="int *", init=5)[0] == 5
    for bad in (
        lambda: new(),
        lambda: new("int *", 1, 2),
        lambda: new("int *", initial=1),
        lambda: new("int *", cdecl="int *"),
        lambda: new(5),
    ):
        with pytest.raises(TypeError):
            bad()
