"""ffi.buffer: a view of C memory with the buffer protocol."""

import gc

import pytest

import cffi
from support.helpers import fails


@pytest.fixture
def b(ffi):
    return ffi.buffer(ffi.new("char[]", b"hello"))


def test_is_a_type(ffi, b):
    import _cffi_backend

    assert isinstance(ffi.buffer, type) and ffi.buffer is _cffi_backend.buffer
    assert isinstance(b, ffi.buffer) and type(b) is ffi.buffer
    with pytest.raises(TypeError):
        type("Sub", (ffi.buffer,), {})


def test_lengths(ffi):
    new, size = ffi.new, lambda *a: len(ffi.buffer(*a))
    assert size(new("int[3]")) == 12
    assert size(new("int *")) == 4
    assert size(ffi.cast("int *", new("int[3]"))) == 4
    assert size(new("char[]", b"abc")) == 4
    assert size(new("int[3]"), 5) == 5
    assert size(new("int[3]"), 0) == 0
    assert size(new("int[3]"), -1) == 12
    assert len(ffi.buffer(cdata=new("int[2]"), size=8)) == 8
    assert size(new("int[0]")) == 0
    assert size(new("int[5]")[1:3]) == 8
    assert size(ffi.cast("void *", new("int[3]")), 7) == 7


def test_struct_pointers(ffi):
    ffi.cdef("struct p { int a, b; };")
    p = ffi.new("struct p *", [1, 2])
    assert ffi.buffer(p)[:] == b"\1\0\0\0\2\0\0\0"
    with fails(TypeError, "expected a pointer or array cdata, got 'struct p'"):
        ffi.buffer(p[0])


def test_read(b):
    assert len(b) == 6
    assert b[:] == b"hello\0" and type(b[:]) is bytes
    assert b[0] == b"h" and b[-1] == b"\0" and b[True] == b"e"
    assert (b[1:3], b[-3:], b[10:20], b[3:1], b[:100]) == (b"el", b"lo\0", b"", b"", b"hello\0")
    assert list(b) == [b"h", b"e", b"l", b"l", b"o", b"\0"]
    assert bytes(b) == b"hello\0" and bytearray(b) == bytearray(b"hello\0")
    for index in (6, -7):
        with fails(IndexError, "buffer index out of range"):
            b[index]
    for wrong in ("a", 1.5, None):
        with fails(TypeError):
            b[wrong]
    with fails(TypeError, "buffer doesn't support slicing with step != 1"):
        b[::2]
    assert b[0:3:1] == b"hel"


def test_write(ffi):
    a = ffi.new("char[]", b"hello")
    b = ffi.buffer(a)
    b[0] = b"J"
    assert ffi.string(a) == b"Jello"
    b[-1] = b"!"
    assert a[5] == b"!"
    b[0:2] = b"ab"
    b[2:4] = bytearray(b"cd")
    b[4:6] = memoryview(b"ef")
    assert b[:] == b"abcdef"
    b[0:2] = ffi.buffer(ffi.new("char[2]", b"zz"))
    assert b[:] == b"zzcdef"
    b[:] = b"123456"
    assert b[:] == b"123456"
    b[2:2] = b""
    for wrong in (b"JJ", 65, "J", b""):
        with fails(TypeError, "must assign a bytes of length 1, not " + type(wrong).__name__):
            b[0] = wrong
    with fails(IndexError, "buffer assignment index out of range"):
        b[6] = b"x"
    with fails(ValueError, "right operand length must match slice length"):
        b[0:2] = b"abc"
    with fails(TypeError):
        b[0:2] = "xy"
    with fails(TypeError, "buffer doesn't support slicing with step != 1"):
        b[0:4:2] = b"xy"
    assert b[:] == b"123456"


def test_no_deletion(b):
    with fails(TypeError, "'del x[n]' not supported for buffer objects"):
        del b[0]
    with fails(TypeError):
        del b[0:2]


def test_comparison(ffi):
    b = ffi.buffer(ffi.new("char[3]", b"abc"))
    same = ffi.buffer(ffi.new("char[3]", b"abc"))
    assert b == b"abc" and b"abc" == b and b == same and b == bytearray(b"abc") and b == memoryview(b"abc")
    assert b != b"abd" and not b != b"abc" and b != b"ab" and b != b"abcd"
    assert b < b"abd" and b <= b"abc" and b > b"abb" and b >= b"abc" and b < b"abcd" and b > b"ab"
    assert b != "abc" and b != 5 and b != None  # noqa: E711
    with pytest.raises(TypeError):
        b < 5
    with pytest.raises(TypeError):
        hash(b)


def test_comparison_of_other_lengths_touches_no_memory(ffi):
    b = ffi.buffer(ffi.cast("int[3]", 16))
    assert not b == b"abc" and b != b"abc" and b != b""


def test_buffer_protocol(ffi):
    a = ffi.new("int[]", [1, 2, 3])
    m = memoryview(ffi.buffer(a))
    assert (m.readonly, m.format, m.itemsize, m.nbytes, m.shape, m.contiguous) == (False, "B", 1, 12, (12,), True)
    m[0] = 7
    assert a[0] == 7
    m[4:8] = b"\5\0\0\0"
    assert a[1] == 5
    m.release()
    assert bytes(ffi.buffer(a))[8:] == b"\3\0\0\0"


def test_file_readinto(ffi, tmp_path):
    path = tmp_path / "data"
    path.write_bytes(b"0123456789")
    a = ffi.new("char[]", 10)
    with open(str(path), "rb", buffering=0) as f:
        assert f.readinto(ffi.buffer(a)) == 10
    assert ffi.unpack(a, 10) == b"0123456789"
    with open(str(path), "wb") as f:
        f.write(ffi.buffer(a, 4))
    assert path.read_bytes() == b"0123"


def test_struct_pack_into(ffi):
    import struct

    a = ffi.new("int[2]")
    struct.pack_into("=ii", ffi.buffer(a), 0, 5, 6)
    assert list(a) == [5, 6]
    assert struct.unpack_from("=ii", ffi.buffer(a)) == (5, 6)


@pytest.mark.parametrize(
    "make, text",
    [
        (lambda f: f.cast("int", 5), "expected a pointer or array cdata, got 'int'"),
        (lambda f: f.cast("void *", 16), "don't know the size pointed to by 'void *'"),
        (lambda f: f.NULL, "don't know the size pointed to by 'void *'"),
        (lambda f: f.cast("struct opaque *", 16), "don't know the size pointed to by 'struct opaque *'"),
        (lambda f: f.cast("int(*)(int)", 16), "expected a pointer or array cdata, got 'int(*)(int)'"),
    ],
)
def test_refused(ffi, make, text):
    with fails(TypeError, text):
        ffi.buffer(make(ffi))


def test_arguments(ffi):
    for wrong in (5, b"abc", None, "abc"):
        with pytest.raises(TypeError):
            ffi.buffer(wrong)
    with pytest.raises(TypeError):
        ffi.buffer()
    with pytest.raises(TypeError):
        ffi.buffer(ffi.new("int *"), "x")


@pytest.mark.ours("a buffer is not larger than memory whose size is known")
def test_size_of_owned_memory(ffi):
    for cdata in (ffi.new("int[2]"), ffi.new("long long *")):
        assert len(ffi.buffer(cdata, 8)) == 8
        with fails(ValueError, "has only 8 bytes, cannot make a buffer of 9"):
            ffi.buffer(cdata, 9)


@pytest.mark.ours("a negative size other than -1 is an error")
def test_negative_size(ffi):
    with pytest.raises(ValueError):
        ffi.buffer(ffi.new("int *"), -5)


@pytest.mark.ours("the buffer of a NULL pointer is an error")
def test_null(ffi):
    with pytest.raises((RuntimeError, TypeError, ValueError)):
        ffi.buffer(ffi.cast("int *", 0))


def test_keeps_memory_alive(ffi):
    b = ffi.buffer(ffi.new("char[]", b"x" * 1000))
    gc.collect()
    fillers = [ffi.new("char[]", b"y" * 1000) for _ in range(100)]
    assert b[:1000] == b"x" * 1000 and len(fillers) == 100
    m = memoryview(ffi.buffer(ffi.new("char[]", b"z" * 1000)))
    fillers = [ffi.new("char[]", b"y" * 1000) for _ in range(100)]
    assert bytes(m[:1000]) == b"z" * 1000


def test_no_attributes(b):
    with pytest.raises(AttributeError):
        b.foo
    with pytest.raises(AttributeError):
        b.foo = 1
    with pytest.raises(TypeError):
        b + b"x"


def test_the_same_for_every_ffi(ffi):
    assert cffi.FFI().buffer is ffi.buffer
