"""ffi.from_buffer(): C access to the memory of a Python object."""

import array
import gc
import weakref

import pytest

import cffi
from support.helpers import collect, fails


def test_default_type(ffi):
    c = ffi.from_buffer(b"abc")
    assert ffi.typeof(c) is ffi.typeof("char[]")
    assert len(c) == 3 and ffi.sizeof(c) == 3 and list(c) == [b"a", b"b", b"c"]
    with fails(IndexError, "index too large for cdata 'char[]' (expected 3 < 3)"):
        c[3]


def test_shares_memory(ffi):
    source = bytearray(b"abc")
    c = ffi.from_buffer(source)
    c[0] = b"Z"
    assert source == b"Zbc"
    source[1] = 89
    assert c[1] == b"Y"


def test_exporters(ffi):
    numbers = array.array("i", [1, 2, 3])
    assert list(ffi.from_buffer("int[]", numbers)) == [1, 2, 3]
    assert len(ffi.from_buffer(numbers)) == 12
    assert ffi.from_buffer(memoryview(b"abcdef")[1:3])[0] == b"b"
    assert len(ffi.from_buffer(ffi.buffer(ffi.new("char[]", b"hello")))) == 6
    assert ffi.from_buffer(memoryview(bytearray(b"abc")).cast("B"))[2] == b"c"


@pytest.mark.parametrize("wrong", [5, None, [1], {}, object()], ids=lambda value: type(value).__name__)
def test_not_a_buffer(ffi, wrong):
    with fails(TypeError):
        ffi.from_buffer("char[]", wrong)


def test_str_is_refused(ffi):
    with fails(TypeError, "from_buffer() cannot return the address of a unicode object"):
        ffi.from_buffer("abc")
    with fails(TypeError, "from_buffer() cannot return the address of a unicode object"):
        ffi.from_buffer("char[]", "abc")


def test_cdata_is_refused(ffi):
    with pytest.raises(TypeError):
        ffi.from_buffer(ffi.new("char[3]"))


def test_not_contiguous(ffi):
    with fails(BufferError):
        ffi.from_buffer(memoryview(b"abcdef")[::2])


@pytest.mark.parametrize(
    "cdecl, size, length, expected",
    [
        ("int[]", 12, 3, "<cdata 'int[]' buffer len 3 from 'bytearray' object>"),
        ("int[]", 5, 1, "<cdata 'int[]' buffer len 1 from 'bytearray' object>"),
        ("int[]", 3, 0, "<cdata 'int[]' buffer len 0 from 'bytearray' object>"),
        ("int[2]", 12, 2, "<cdata 'int[2]' buffer len 2 from 'bytearray' object>"),
        ("int[0]", 0, 0, "<cdata 'int[0]' buffer len 0 from 'bytearray' object>"),
        ("int[][3]", 25, 2, "<cdata 'int[][3]' buffer len 2 from 'bytearray' object>"),
        ("struct p[]", 20, 2, "<cdata 'struct p[]' buffer len 2 from 'bytearray' object>"),
        ("char[3]", 3, 3, "<cdata 'char[3]' buffer len 3 from 'bytearray' object>"),
    ],
)
def test_array_types(ffi, cdecl, size, length, expected):
    ffi.cdef("struct p { int a, b; };")
    c = ffi.from_buffer(cdecl, bytearray(size))
    assert len(c) == length and repr(c) == expected


def test_array_too_small(ffi):
    with fails(ValueError, "buffer is too small (12 bytes) for 'int[4]' (16 bytes)"):
        ffi.from_buffer("int[4]", bytearray(12))


def test_pointer_types(ffi):
    ffi.cdef("struct p { int a, b; };")
    source = bytearray(16)
    p = ffi.from_buffer("struct p *", source)
    assert repr(p) == "<cdata 'struct p *' buffer from 'bytearray' object>"
    p.b = 5
    assert source[4] == 5
    assert p[1].a == 0
    assert ffi.from_buffer("void *", source) == p


@pytest.mark.parametrize("cdecl", ["int", "struct p", "int(*)(int)", "void"])
def test_other_types(ffi, cdecl):
    ffi.cdef("struct p { int a, b; };")
    with fails(TypeError, "expected a pointer or array ctype, got '%s'" % cdecl):
        ffi.from_buffer(cdecl, bytearray(16))


def test_require_writable(ffi):
    assert len(ffi.from_buffer(bytearray(b"abc"), require_writable=True)) == 3
    assert len(ffi.from_buffer("char[]", bytearray(b"abc"), True)) == 3
    assert len(ffi.from_buffer(b"abc", require_writable=False)) == 3
    assert len(ffi.from_buffer("char[]", b"abc", False)) == 3
    with fails(BufferError):
        ffi.from_buffer(b"abc", require_writable=True)
    with fails(BufferError):
        ffi.from_buffer("char[]", b"abc", True)
    with fails(BufferError):
        ffi.from_buffer(memoryview(b"abc"), require_writable=True)


def test_keywords(ffi):
    assert len(ffi.from_buffer(cdecl="char[]", python_buffer=b"abc")) == 3
    assert len(ffi.from_buffer("char[]", python_buffer=b"abc", require_writable=False)) == 3
    assert len(ffi.from_buffer(ffi.typeof("char[]"), b"abc")) == 3
    for arguments in ((), (b"abc", b"abc"), (5, b"abc")):
        with pytest.raises(TypeError):
            ffi.from_buffer(*arguments)
    with pytest.raises(cffi.CDefError):
        ffi.from_buffer("nosuch[]", b"abc")


def test_locks_until_released(ffi):
    source = bytearray(b"abc")
    c = ffi.from_buffer(source)
    with fails(BufferError):
        source.append(1)
    ffi.release(c)
    source.append(1)
    assert repr(c) == "<cdata 'char[]' buffer RELEASED>"
    ffi.release(c)


def test_unlocks_when_collected(ffi):
    source = bytearray(b"abc")
    c = ffi.from_buffer(source)
    del c
    gc.collect()
    source.append(1)


def test_with(ffi):
    source = bytearray(b"abc")
    with ffi.from_buffer(source) as c:
        assert c[0] == b"a"
        with fails(BufferError):
            source.append(1)
    source.append(1)


@pytest.mark.ours("reading what was released is an error")
def test_after_release(ffi):
    c = ffi.from_buffer(bytearray(b"abc"))
    ffi.release(c)
    with pytest.raises((ValueError, RuntimeError, IndexError)):
        c[0]
    with pytest.raises((ValueError, RuntimeError, IndexError)):
        c[0] = b"x"


@pytest.mark.ours("the exporter stays locked while something looks at its memory")
def test_release_waits_for_views(ffi):
    source = bytearray(b"abc")
    c = ffi.from_buffer(source)
    view = memoryview(ffi.buffer(c + 1, 2))
    ffi.release(c)
    with pytest.raises(BufferError):
        source.extend(b"x" * 1000000)
    assert bytes(view) == b"bc"
    with fails(RuntimeError, "cannot use cdata 'char[]' after its memory was released"):
        memoryview(ffi.buffer(c))
    view.release()
    source.extend(b"x" * 1000000)


def test_release_with_views_that_are_gone(ffi):
    source = bytearray(b"abc")
    c = ffi.from_buffer(source)
    memoryview(ffi.buffer(c)).release()
    ffi.release(c)
    source.extend(b"x")


def test_keeps_the_exporter_alive(ffi):
    class Bytes(bytearray):
        pass

    source = Bytes(b"abc")
    ref = weakref.ref(source)
    c = ffi.from_buffer(source)
    del source
    collect()
    assert ref() is not None and c[0] == b"a"
    del c
    collect()
    assert ref() is None


def test_cycle_is_collected(ffi):
    class Bytes(bytearray):
        pass

    source = Bytes(b"abc")
    source.view = ffi.from_buffer(source)
    ref = weakref.ref(source)
    del source
    collect()
    assert ref() is None


def test_passed_to_c(pair):
    ffi, lib = pair
    numbers = array.array("i", [1, 2, 3])
    assert lib.sum_array(ffi.from_buffer("int[]", numbers), 3) == 6
    lib.double_array(ffi.from_buffer("int[]", numbers), 3)
    assert list(numbers) == [2, 4, 6]
    assert lib.count_chars(ffi.from_buffer(b"text\0")) == 4


def test_weakref(ffi):
    c = ffi.from_buffer(b"abc")
    ref = weakref.ref(c)
    assert ref() is c
    del c
    gc.collect()
    assert ref() is None
