"""ffi.gc(), ffi.release() and `with`."""

import gc
import re
import weakref

import pytest

from support.helpers import collect, fails, masked

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
    for cdata in (
        ffi.cast("int", 5),
        ffi.NULL,
        ffi.new("int[3]"),
        ffi.new("struct p *")[0],
        ffi.cast("int(*)(int)", 0),
    ):
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


@pytest.mark.ours("what reads or writes through a released cdata raises")
def test_after_release(ffi, log):
    g = ffi.gc(ffi.new("int[3]", [1, 2, 3]), log.append)
    second = ffi.addressof(g, 1)
    ffi.release(g)
    with fails(RuntimeError, "cannot use cdata 'int *' after its memory was released"):
        second[0]
    text = "cannot use cdata 'int[3]' after its memory was released"
    for use in (
        lambda: g[0],
        lambda: list(g),
        lambda: g[0:2],
        lambda: ffi.buffer(g),
        lambda: ffi.unpack(g, 2),
        lambda: ffi.memmove(bytearray(4), g, 4),
    ):
        with fails(RuntimeError, text):
            use()
    with fails(RuntimeError, text):
        g[0] = 1
    assert len(g) == 3


def _releasable(ffi):
    keep = []

    def allocate(size):
        keep.append(ffi.new("char[]", size))
        return keep[-1]

    new = ffi.new_allocator(allocate, keep.append)
    memory = bytearray(100)
    origin = ffi.new("struct pair *")
    return {
        "gc of a pointer": ffi.gc(origin, keep.append),
        "gc of an array": ffi.gc(ffi.new("int[3]"), keep.append),
        "gc of a struct": ffi.gc(origin[0], keep.append),
        "gc of an address": ffi.gc(ffi.cast("void *", 0x1000), keep.append),
        "gc of a callback": ffi.gc(ffi.callback("int(int)", abs), keep.append),
        "allocated pointer": new("int *"),
        "allocated array": new("int[]", 3),
        "allocated struct": new("struct pair *"),
        "from_buffer, array": ffi.from_buffer(memory),
        "from_buffer, pointer": ffi.from_buffer("int *", memory),
        "from_buffer, struct": ffi.from_buffer("struct pair *", memory),
        "new": ffi.new("struct pair *"),
        "new array": ffi.new("int[3]"),
    }


def _address(ffi, cdata):
    kind = ffi.typeof(cdata).kind
    pointer = cdata if kind in ("pointer", "array", "function") else ffi.addressof(cdata)
    return int(ffi.cast("intptr_t", pointer))


def test_released_cdata_are_who_they_were(ffi):
    """They compare, hash, are true or false, and show the address, as before: dictionaries and lists of them work."""
    ffi.cdef("struct pair { int a, b; };")
    for name, cdata in _releasable(ffi).items():
        kind = ffi.typeof(cdata).kind
        other = ffi.cast(ffi.typeof(cdata), cdata) if kind in ("pointer", "function") else None
        moved = cdata + 1 if kind in ("pointer", "array") and "void" not in ffi.typeof(cdata).cname else None
        before = (hash(cdata), bool(cdata), _address(ffi, cdata), cdata == ffi.NULL)
        text = repr(cdata)
        known = {cdata: name}
        ffi.release(cdata)
        ffi.release(cdata)
        assert (hash(cdata), bool(cdata), _address(ffi, cdata), cdata == ffi.NULL) == before, name
        assert known[cdata] == name and cdata in [cdata] and cdata == cdata
        assert other is None or (
            cdata == other and other == cdata and not cdata != other and hash(other) == hash(cdata) and cdata <= other
        ), name
        assert moved is None or (cdata + 1 == moved and moved > cdata and moved - 1 == cdata), name
        assert "buffer" in name or repr(cdata) == text, name


def test_released_arrays_know_their_length(ffi):
    ffi.cdef("struct pair { int a, b; };")
    for name in ("allocated array", "new array", "from_buffer, array", "gc of an array"):
        cdata = _releasable(ffi)[name]
        length, size = len(cdata), ffi.sizeof(cdata)
        ffi.release(cdata)
        assert (len(cdata), ffi.sizeof(cdata)) == (length, size)


@pytest.mark.ours("a number lies in the origin, which no destructor frees")
def test_released_numbers(ffi, log):
    number = ffi.gc(ffi.cast("int", 5), log.append)
    ffi.release(number)
    assert len(log) == 1 and int(number) == 5 and number == 5 and hash(number) == hash(ffi.cast("int", 5))


@pytest.mark.ours("what reads or writes through a released cdata raises")
def test_no_way_to_released_memory(ffi, log):
    ffi.cdef("struct pair { int a, b; };")
    for name in ("gc of a pointer", "allocated struct", "from_buffer, struct"):
        cdata = _releasable(ffi)[name]
        before = [cdata[0], ffi.addressof(cdata, "b"), cdata + 0, cdata[0:1]]
        ffi.release(cdata)
        for use in (
            lambda: cdata.a, lambda: cdata[0], lambda: cdata[0:1], lambda: (cdata + 0).b, lambda: ffi.buffer(cdata),
            lambda: before[0].a, lambda: before[1][0], lambda: before[2].a, lambda: before[3][0], lambda: ffi.new("void **", cdata),
            lambda: ffi.new("struct pair *", before[0]), lambda: ffi.memmove(cdata, b"abcd", 4), lambda: setattr(cdata, "a", 1),
        ):  # fmt: skip
            with fails(RuntimeError, "after its memory was released"):
                use()
    called = ffi.gc(ffi.callback("int(int)", abs), log.append)
    assert called(-3) == 3
    ffi.release(called)
    with fails(RuntimeError, "cannot use cdata 'int(*)(int)' after its memory was released"):
        called(-3)


@pytest.mark.ours("an allocator function returned what had been released")
def test_allocating_released_memory(ffi, log):
    memory = ffi.gc(ffi.new("char[]", 100), log.append)
    ffi.release(memory)
    with fails(RuntimeError, "after its memory was released"):
        ffi.new_allocator(lambda size: memory)("int *")


@pytest.mark.ours("an array T[] keeps its length")
def test_length_of_open_arrays(ffi, log):
    g = ffi.gc(ffi.new("int[]", [1, 2, 3]), log.append)
    assert len(g) == 3 and list(g) == [1, 2, 3]


class NoNumber:
    def __index__(self):
        raise KeyError("no number")

    __int__ = __index__


def test_what_stands_before_a_mistake_is_stored(ffi):
    ffi.cdef("struct pair { int x, y; }; struct mistaken { int fixed[3]; struct pair pair; int flexible[]; };")
    owned = ffi.new("struct mistaken *", {"flexible": 4})
    p = ffi.gc(owned, lambda p: None)
    with pytest.raises(KeyError):
        p.fixed = [1, 2, NoNumber()]
    with pytest.raises(KeyError):
        p.pair = {"x": 5, "y": NoNumber()}
    with pytest.raises(KeyError):
        p.flexible = [7, NoNumber()]
    assert (list(p.fixed), p.pair.x, ffi.cast("int *", p.flexible)[0]) == ([1, 2, 0], 5, 7)
    with pytest.raises(KeyError):
        p[0] = {"pair": [8, 9], "fixed": [3, NoNumber()]}
    assert (p.pair.x, p.pair.y, list(p.fixed)) == (8, 9, [3, 2, 0])
