"""ffi.memmove(): between cdata and Python buffers, either side."""

import array

import pytest

from support.helpers import fails


@pytest.fixture
def d(ffi):
    return ffi.new("char[8]", b"01234567")


def test_from_bytes(ffi, d):
    assert ffi.memmove(d, b"abc", 3) is None
    assert ffi.buffer(d)[:] == b"abc34567"
    ffi.memmove(d + 1, bytearray(b"XY"), 1)
    assert ffi.buffer(d)[:] == b"aXc34567"
    ffi.memmove(d, array.array("h", [1, 2]), 4)
    assert ffi.buffer(d)[:4] == b"\1\0\2\0"
    ffi.memmove(d, ffi.buffer(ffi.new("char[]", b"zz")), 2)
    assert ffi.buffer(d)[:2] == b"zz"


def test_to_buffers(ffi, d):
    target = bytearray(b"......")
    ffi.memmove(target, d, 3)
    assert target == b"012..."
    ffi.memmove(memoryview(target)[3:], d, 2)
    assert target == b"01201."
    ffi.memmove(ffi.buffer(d), b"xy", 2)
    assert ffi.buffer(d)[:3] == b"xy2"
    ffi.memmove(bytearray(3), b"abc", 3)


def test_overlapping(ffi, d):
    ffi.memmove(d + 1, d, 5)
    assert ffi.buffer(d)[:] == b"00123467"
    ffi.memmove(d, d + 1, 5)
    assert ffi.buffer(d)[:] == b"01234467"


def test_between_types(ffi):
    source = ffi.new("int[]", [1, 2])
    target = ffi.new("unsigned char[8]")
    ffi.memmove(target, source, 8)
    assert list(target) == [1, 0, 0, 0, 2, 0, 0, 0]
    ffi.cdef("struct p { int a, b; };")
    p = ffi.new("struct p *")
    ffi.memmove(p, source, ffi.sizeof("struct p"))
    assert (p.a, p.b) == (1, 2)
    ffi.memmove(ffi.cast("void *", p), source, 4)


def test_keywords(ffi, d):
    ffi.memmove(dest=d, src=b"ab", n=2)
    assert ffi.buffer(d)[:2] == b"ab"


def test_nothing(ffi, d):
    ffi.memmove(d, b"", 0)
    ffi.memmove(ffi.NULL, d, 0)
    assert ffi.buffer(d)[:] == b"01234567"


def test_refused(ffi, d):
    with fails(ValueError, "negative size"):
        ffi.memmove(d, d, -1)
    for wrong in ("abc", 5, None, [1]):
        with fails(TypeError):
            ffi.memmove(d, wrong, 1)
        with fails(TypeError):
            ffi.memmove(wrong, d, 1)
    with fails(BufferError):
        ffi.memmove(b"abc", d, 3)
    with fails(TypeError, "expected a pointer or array ctype, got 'int'"):
        ffi.memmove(ffi.cast("int", 5), d, 1)
    with fails(TypeError, "expected a pointer or array ctype, got 'int'"):
        ffi.memmove(d, ffi.cast("int", 5), 1)
    ffi.cdef("struct p { int a, b; };")
    with fails(TypeError, "expected a pointer or array ctype, got 'struct p'"):
        ffi.memmove(ffi.new("struct p *")[0], d, 1)
    for wrong in (1.5, "a", None):
        with fails(TypeError):
            ffi.memmove(d, d, wrong)
    with fails(OverflowError):
        ffi.memmove(d, d, 10**20)
    with pytest.raises(TypeError):
        ffi.memmove(d, d)


def test_source_is_looked_at_first(ffi, d):
    with fails(TypeError, "a bytes-like object is required, not 'str'"):
        ffi.memmove(b"abc", "abc", 3)
    with fails(TypeError, "a bytes-like object is required, not 'int'"):
        ffi.memmove(ffi.cast("int", 5), 5, 3)
    with fails(ValueError, "negative size"):
        ffi.memmove(5, "abc", -1)
    with fails(OverflowError, "Python int too large to convert to C ssize_t"):
        ffi.memmove(5, "abc", 2**70)


@pytest.mark.ours("more than a Python buffer holds is an error")
def test_bounds_of_python_buffers(ffi, d):
    with pytest.raises(ValueError):
        ffi.memmove(d, b"abc", 4)
    with pytest.raises(ValueError):
        ffi.memmove(bytearray(3), d, 4)
    assert ffi.buffer(d)[:] == b"01234567"


@pytest.mark.ours("NULL is an error, not a crash")
def test_null(ffi, d):
    with pytest.raises((RuntimeError, ValueError)):
        ffi.memmove(ffi.NULL, d, 1)
    with pytest.raises((RuntimeError, ValueError)):
        ffi.memmove(d, ffi.NULL, 1)


def test_releases_the_buffers(ffi, d):
    target = bytearray(b"abc")
    ffi.memmove(target, d, 3)
    target.append(1)
