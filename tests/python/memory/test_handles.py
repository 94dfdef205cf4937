"""ffi.new_handle() and ffi.from_handle()."""

import gc
import weakref

import pytest

from support.helpers import collect, fails, masked


class Thing:
    pass


def test_round_trip(ffi):
    thing = Thing()
    h = ffi.new_handle(thing)
    assert ffi.typeof(h) is ffi.typeof("void *")
    assert ffi.from_handle(h) is thing
    assert ffi.from_handle(ffi.cast("void *", h)) is thing
    assert ffi.from_handle(ffi.cast("void *", int(ffi.cast("intptr_t", h)))) is thing
    assert ffi.from_handle(ffi.cast("char *", h)) is thing


def test_through_c(pair):
    ffi, lib = pair
    thing = Thing()
    h = ffi.new_handle(thing)
    assert ffi.from_handle(lib.echo_pointer(h)) is thing


def test_always_distinct(ffi):
    thing = Thing()
    handles = [ffi.new_handle(thing) for _ in range(100)]
    assert len(set(handles)) == 100
    assert len({int(ffi.cast("intptr_t", h)) for h in handles}) == 100
    assert ffi.new_handle(None) != ffi.new_handle(None)


def test_any_object(ffi):
    for value in (None, 5, "text", [1], ffi, ffi.new("int *")):
        h = ffi.new_handle(value)
        assert ffi.from_handle(h) is value


def test_repr(ffi):
    assert repr(ffi.new_handle(5)) == "<cdata 'void *' handle to 5>"
    assert repr(ffi.new_handle("a" * 50)) == "<cdata 'void *' handle to '%s'>" % ("a" * 50)


def test_operations(ffi):
    h = ffi.new_handle(5)
    assert bool(h) and h == ffi.cast("void *", h) and hash(h) == hash(ffi.cast("void *", h))
    assert masked(h + 0) == "<cdata 'void *' 0x...>"
    with fails(TypeError, "cdata 'void' is opaque"):
        h[0]
    with pytest.raises(ValueError):
        ffi.release(h)


def test_keeps_the_object_alive(ffi):
    thing = Thing()
    ref = weakref.ref(thing)
    h = ffi.new_handle(thing)
    del thing
    collect()
    assert ref() is not None
    del h
    collect()
    assert ref() is None


def test_cycle_is_collected(ffi):
    thing = Thing()
    thing.handle = ffi.new_handle(thing)
    ref = weakref.ref(thing)
    del thing
    collect()
    assert ref() is None


def test_refused(ffi):
    with fails(RuntimeError, "cannot use from_handle() on NULL pointer"):
        ffi.from_handle(ffi.NULL)
    with fails(TypeError, "expected a 'cdata' object with a 'void *' out of new_handle(), got 'int *'"):
        ffi.from_handle(ffi.cast("int *", 16))
    with fails(TypeError, "expected a 'cdata' object with a 'void *' out of new_handle(), got 'int'"):
        ffi.from_handle(ffi.cast("int", 16))
    for wrong in (5, None, "a"):
        with fails(TypeError):
            ffi.from_handle(wrong)
    with pytest.raises(TypeError):
        ffi.new_handle()


@pytest.mark.ours("a dead handle raises")
def test_dead_handle(ffi):
    h = ffi.new_handle(Thing())
    address = int(ffi.cast("intptr_t", h))
    del h
    gc.collect()
    with pytest.raises((RuntimeError, SystemError, ValueError)):
        ffi.from_handle(ffi.cast("void *", address))


@pytest.mark.ours("a pointer that never was a handle raises")
def test_foreign_handle(ffi):
    block = ffi.new("char[64]")
    for pointer in (block, block + 8, ffi.cast("void *", 16), ffi.cast("void *", -8), ffi.cast("void *", id(ffi))):
        with pytest.raises((RuntimeError, SystemError, ValueError)):
            ffi.from_handle(ffi.cast("void *", pointer))
    h = ffi.new_handle(5)
    with pytest.raises((RuntimeError, SystemError, ValueError)):
        ffi.from_handle(h + 1)


def test_in_callbacks(pair):
    ffi, lib = pair
    seen = []

    @ffi.callback("void *(void *)")
    def callback(p):
        seen.append(ffi.from_handle(p))
        return p

    thing = Thing()
    lib.call_pointer(callback, ffi.new_handle(thing))
    assert seen == [thing]


def test_what_lies_at_a_handle_can_be_read(ffi):
    handle, target = ffi.new_handle(Thing()), ffi.new("char[16]")
    ffi.memmove(target, handle, 16)
    assert len(ffi.buffer(ffi.cast("char *", handle), 16)[:]) == 16


@pytest.mark.ours("the released package has its own objects there")
def test_nothing_lies_at_a_handle(ffi):
    handles = [ffi.new_handle(number) for number in range(3)]
    for handle in handles:
        ffi.memmove(handle, b"\xff" * 16, 16)
    assert [ffi.from_handle(handle) for handle in handles] == [0, 1, 2]
    p = ffi.new_allocator(lambda size: handles[1])("int *", 7)
    assert p[0] == 7 and ffi.from_handle(handles[1]) == 1
