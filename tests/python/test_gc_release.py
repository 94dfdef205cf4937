"""ffi.gc(), ffi.release() and `with`."""

import gc
import re
import weakref

import pytest

from helpers import collect, fails, masked

REFUSED = "only 'cdata' object from ffi.new(), ffi.gc(), ffi.from_buffer() or ffi.new_allocator()() can be used with the 'with' keyword or ffi.release()"


@pytest.fixture
def log():
    return []


def test_destructor_gets_the_original(ffi, log):
    p = ffi.new("int *", 5)
    g = ffi.gc(p, log.append)
    assert g is not p and g == p and g[0] == 5 and masked(g) == "<cdata 'int *' 0x...>"
    assert isinstance(g, ffi.CData) and ffi.typeof(g) is ffi.typeof("int *")
    del g
    collect()
    assert len(log) == 1 and log[0] is p


def test_keeps_the_original_alive(ffi, log):
    g = ffi.gc(ffi.new("int[1000]", [7]), log.append)
    collect()
    fillers = [ffi.new("int[1000]") for _ in range(50)]
    assert g[0] == 7 and len(g) == 1000 and len(fillers) == 50


def test_kinds(ffi, log):
    ffi.cdef("struct p { int a; };")
    for cdata in (ffi.cast("int", 5), ffi.NULL, ffi.new("int[3]"), ffi.new("struct p *")[0], ffi.cast("int(*)(int)", 0)):
        g = ffi.gc(cdata, log.append)
        assert ffi.typeof(g) is ffi.typeof(cdata)
        del g
    collect()
    assert len(log) == 5


def test_arguments(ffi, log):
    p = ffi.new("int *")
    ffi.gc(p, log.append, 100)
    ffi.gc(p, log.append, size=100)
    ffi.gc(cdata=p, destructor=log.append, size=3)
    collect()
    assert len(log) == 3
    for wrong in (5, None, "a"):
        with pytest.raises(TypeError):
            ffi.gc(wrong, log.append)
    with pytest.raises(TypeError):
        ffi.gc(p)


def test_remove_destructor(ffi, log):
    p = ffi.new("int *")
    g = ffi.gc(p, log.append)
    assert ffi.gc(g, None) is None
    del g
    collect()
    assert log == []
    with fails(TypeError, "Can remove destructor only on a object previously returned by ffi.gc()"):
        ffi.gc(p, None)


def test_c_function_as_destructor(pair):
    ffi, lib = pair
    s = ffi.gc(lib.new_string(b"owned"), lib.free_it)
    assert ffi.string(s) == b"owned"
    ffi.release(s)


def test_chain(ffi, log):
    p = ffi.new("int *")
    outer = ffi.gc(ffi.gc(p, lambda x: log.append("inner")), lambda x: log.append("outer"))
    del outer
    collect()
    assert log == ["outer", "inner"]


def test_two_destructors_of_one(ffi, log):
    p = ffi.new("int *")
    first, second = ffi.gc(p, lambda x: log.append(1)), ffi.gc(p, lambda x: log.append(2))
    del second
    del first
    collect()
    assert sorted(log) == [1, 2]


def test_failing_destructor(ffi, unraisable):
    def fail(p):
        raise KeyError("in destructor")

    g = ffi.gc(ffi.new("int *"), fail)
    del g
    collect()
    assert [event[0] for event in unraisable] == [KeyError]
    assert re.match(r"Exception ignored from callback for ffi.gc <cdata 'int \*' owning 4 bytes>", unraisable[0][1])


def test_release_runs_the_destructor_once(ffi, log):
    p = ffi.new("int *")
    g = ffi.gc(p, log.append)
    assert ffi.release(g) is None
    assert log == [p]
    ffi.release(g)
    del g
    collect()
    assert log == [p]


def test_release_propagates_nothing_from_the_destructor(ffi, unraisable):
    def fail(p):
        raise KeyError("in destructor")

    ffi.release(ffi.gc(ffi.new("int *"), fail))
    assert [event[0] for event in unraisable] == [KeyError]


def test_with_gc(ffi, log):
    p = ffi.new("int *", 3)
    with ffi.gc(p, log.append) as g:
        assert g[0] == 3 and log == []
    assert log == [p]
    with pytest.raises(ZeroDivisionError):
        with ffi.gc(p, log.append):
            1 / 0
    assert log == [p, p]


def test_release_of_new(ffi):
    ffi.cdef("struct p { int a; };")
    for cdecl in ("int *", "int[3]", "struct p *", "struct p[2]", "char[10]"):
        cdata = ffi.new(cdecl)
        assert ffi.release(cdata) is None
        ffi.release(cdata)
        with ffi.new(cdecl) as x:
            assert ffi.typeof(x) is ffi.typeof(cdecl)


def test_exit_takes_anything(ffi):
    p = ffi.new("int *")
    assert p.__enter__() is p
    assert p.__exit__(None, None, None) is None
    ffi.new("int *").__exit__(ValueError, ValueError(), None)


@pytest.mark.parametrize(
    "make",
    [
        lambda f: f.cast("int *", 0),
        lambda f: f.cast("int", 0),
        lambda f: f.new("int *") + 1,
        lambda f: f.new("int[3]")[0:1],
        lambda f: f.new_handle(5),
        lambda f: f.new("struct p *")[0],
        lambda f: f.callback("int(int)", lambda x: x),
        lambda f: f.NULL,
    ],
)
def test_release_refused(ffi, make):
    ffi.cdef("struct p { int a; };")
    cdata = make(ffi)
    with fails(ValueError, REFUSED):
        ffi.release(cdata)
    with fails(ValueError, REFUSED):
        with cdata:
            pass


def test_release_of_other_objects(ffi):
    for wrong in (5, None, b"abc", ffi.buffer(ffi.new("int *"))):
        with pytest.raises(TypeError):
            ffi.release(wrong)


def test_cycle_through_a_destructor_is_collected(ffi, log):
    class Holder:
        pass

    holder = Holder()
    holder.p = ffi.gc(ffi.new("int *"), lambda p, h=holder: log.append("freed"))
    ref = weakref.ref(holder)
    del holder
    collect()
    assert ref() is None and log == ["freed"]


def test_destructor_at_exit_of_scope_order(ffi, log):
    def scope():
        a = ffi.gc(ffi.new("int *"), lambda p: log.append("a"))
        return a[0]

    scope()
    gc.collect()
    assert log == ["a"]


def test_weakref(ffi, log):
    g = ffi.gc(ffi.new("int *"), log.append)
    ref = weakref.ref(g)
    assert ref() is g
    del g
    collect()
    assert ref() is None


def test_destructor_that_resurrects(ffi):
    kept = []
    g = ffi.gc(ffi.new("int *", 9), kept.append)
    del g
    collect()
    assert kept[0][0] == 9


def test_mistakes_keep_what_stands_before(ffi, log):
    ffi.cdef("struct pair { int a, b; };")
    p = ffi.new("struct pair *", [1, 2])
    g = ffi.gc(p, log.append)
    with fails(TypeError, "an integer is required"):
        g[0] = [3, "x"]
    assert (p.a, p.b) == (3, 2)


@pytest.mark.ours("after its release, the cdata leads nowhere")
def test_after_release(ffi, log):
    g = ffi.gc(ffi.new("int[3]", [1, 2, 3]), log.append)
    second = ffi.addressof(g, 1)
    ffi.release(g)
    with fails(RuntimeError, "cannot use cdata 'int *' after its memory was released"):
        second[0]
    text = "cannot use cdata 'int[3]' after its memory was released"
    for use in (lambda: g[0], lambda: list(g), lambda: g[0:2], lambda: ffi.buffer(g), lambda: ffi.unpack(g, 2), lambda: ffi.memmove(bytearray(4), g, 4)):
        with fails(RuntimeError, text):
            use()
    with fails(RuntimeError, text):
        g[0] = 1
    assert g == ffi.NULL and len(g) == 3


@pytest.mark.ours("an array T[] keeps its length")
def test_length_of_open_arrays(ffi, log):
    g = ffi.gc(ffi.new("int[]", [1, 2, 3]), log.append)
    assert len(g) == 3 and list(g) == [1, 2, 3]
