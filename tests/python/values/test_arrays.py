"""Arrays: length, index, iteration, assignment, nesting."""

import pytest

import cffi
from support.helpers import fails, masked


def test_length(ffi):
    assert len(ffi.new("int[5]")) == 5
    assert len(ffi.new("int[]", 3)) == 3
    assert len(ffi.new("int[]", [1, 2])) == 2
    assert len(ffi.new("int[0]")) == 0
    assert len(ffi.new("char[]", b"abc")) == 4
    assert len(ffi.new("int[2][3]")) == 2
    assert len(ffi.new("int[2][3]")[0]) == 3
    assert len(ffi.cast("int[4]", 16)) == 4


def test_read_and_write(ffi):
    a = ffi.new("int[5]", [1, 2, 3, 4, 5])
    assert [a[0], a[4], a[True]] == [1, 5, 2]
    a[2] = -7
    assert list(a) == [1, 2, -7, 4, 5]
    with fails(TypeError, "an integer is required"):
        a[0] = "x"
    with fails(OverflowError, "integer 1099511627776 does not fit 'int'"):
        a[0] = 2**40


@pytest.mark.parametrize("cdecl", ["int[5]", "int[]"])
def test_bounds(ffi, cdecl):
    a = ffi.new(cdecl, [1, 2, 3, 4, 5])
    message = "index too large for cdata '%s' (expected 5 < 5)" % cdecl
    with fails(IndexError, message):
        a[5]
    with fails(IndexError, message):
        a[5] = 1
    with fails(IndexError, "negative index"):
        a[-1]
    with fails(IndexError, "negative index"):
        a[-1] = 1
    with fails(IndexError):
        a[2**70]
    with fails(IndexError, "(expected 4611686018427387904 < 5)"):
        a[2**62]


@pytest.mark.parametrize("index", ["a", 1.5, None, (1, 2), b"a"], ids=repr)
def test_bad_index(ffi, index):
    a = ffi.new("int[5]")
    with fails(TypeError):
        a[index]
    with fails(TypeError):
        a[index] = 1


def test_cdata_is_no_index(ffi):
    with pytest.raises(TypeError):
        ffi.new("int[5]")[ffi.cast("int", 1)]


def test_index_objects(ffi):
    class Two:
        def __index__(self):
            return 2

    a = ffi.new("int[5]", [1, 2, 3])
    assert a[Two()] == 3


def test_iteration(ffi):
    a = ffi.new("int[3]", [1, 2, 3])
    assert list(a) == [1, 2, 3] and tuple(a) == (1, 2, 3) and sum(a) == 6
    assert [c for c in ffi.new("char[]", b"ab")] == [b"a", b"b", b"\0"]
    assert list(ffi.new("int[0]")) == []
    first, second, third = a
    assert (first, third) == (1, 3)
    assert 3 in a and 4 not in a
    it = iter(a)
    assert iter(it) is it
    assert [next(it), next(it), next(it)] == [1, 2, 3]
    with fails(StopIteration):
        next(it)
    points = list(ffi.new("int[2][2]", [[1, 2], [3, 4]]))
    assert [list(p) for p in points] == [[1, 2], [3, 4]]


def test_iterator_keeps_the_array(ffi):
    it = iter(ffi.new("int[]", list(range(1000))))
    blocks = [ffi.new("int[]", 1000) for _ in range(20)]
    assert list(it) == list(range(1000)) and len(blocks) == 20


def test_bytes_of_small_integers(ffi):
    assert bytes(ffi.new("int[3]", [1, 2, 3])) == b"\1\2\3"
    assert bytes(ffi.new("uint8_t[]", b"ab")) == b"ab\0"


def test_reversed_is_refused(ffi):
    with pytest.raises(TypeError):
        reversed(ffi.new("int[3]"))


def test_no_deletion(ffi):
    a = ffi.new("int[3]")
    with fails(TypeError, "'del x[n]' not supported for cdata objects"):
        del a[0]
    with fails(TypeError, "'del x[n]' not supported for cdata objects"):
        del a[0:1]


def test_pointer_arithmetic_decays(ffi):
    a = ffi.new("int[5]", [1, 2, 3, 4, 5])
    assert masked(a + 1) == "<cdata 'int *' 0x...>"
    assert (a + 1)[0] == 2 and (1 + a)[0] == 2
    assert (a + 3) - a == 3
    assert (a + 3 - 1)[0] == 3
    p = ffi.cast("int *", a)
    assert p - a == 0
    with fails(TypeError, "cannot subtract cdata 'int[5]' and cdata 'int *'"):
        a - p


def test_comparison_and_hash(ffi):
    a = ffi.new("int[3]")
    b = ffi.new("int[3]")
    assert a == a and a != b and a == ffi.cast("int *", a)
    assert hash(a) == hash(ffi.cast("void *", a))
    assert a != [0, 0, 0] and a != None  # noqa: E711
    assert bool(a) and bool(ffi.new("int[0]"))
    assert a < a + 1
    with pytest.raises(TypeError):
        a < 5


def test_nested(ffi):
    m = ffi.new("int[2][3]", [[1, 2, 3], [4, 5, 6]])
    assert m[1][2] == 6
    assert masked(m[0]) == "<cdata 'int[3]' 0x...>"
    m[0] = [7, 8, 9]
    assert list(m[0]) == [7, 8, 9]
    m[0] = [1]
    assert list(m[0]) == [1, 8, 9]
    m[1] = ffi.new("int[3]", [10, 11, 12])
    assert list(m[1]) == [10, 11, 12]
    assert masked(m + 1) == "<cdata 'int(*)[3]' 0x...>"
    assert (m + 1)[0][0] == 10
    with fails(IndexError, "too many initializers for 'int[3]' (got 4)"):
        m[0] = [1, 2, 3, 4]
    with fails(TypeError, "initializer for ctype 'int[3]' must be a list or tuple, not int"):
        m[0] = 5
    with fails(TypeError, "initializer for ctype 'int[3]' must be a list or tuple, not cdata 'int[2]'"):
        m[0] = ffi.new("int[2]")


def test_arrays_of_pointers(ffi):
    a, b = ffi.new("int *", 1), ffi.new("int *", 2)
    pointers = ffi.new("int *[]", [a, b, ffi.NULL])
    assert pointers[0] == a and pointers[1][0] == 2 and pointers[2] == ffi.NULL
    pointers[2] = a
    assert pointers[2][0] == 1


def test_pointer_to_array(ffi):
    p = ffi.new("int(*)[3]", [1, 2, 3])
    assert list(p[0]) == [1, 2, 3]
    assert masked(p + 1) == "<cdata 'int(*)[3]' 0x...>"
    assert int(ffi.cast("intptr_t", p + 1)) - int(ffi.cast("intptr_t", p)) == 12


def test_byte_arrays(ffi):
    a = ffi.new("char[4]", b"abc")
    assert list(a) == [b"a", b"b", b"c", b"\0"]
    a[0] = b"Z"
    assert ffi.string(a) == b"Zbc"
    u = ffi.new("uint8_t[]", b"\xff\0")
    assert list(u) == [255, 0, 0]
    w = ffi.new("wchar_t[]", "a\u1234")
    assert list(w) == ["a", "\u1234", "\0"]


def test_full_byte_array_has_no_terminator(ffi):
    assert ffi.buffer(ffi.new("char[3]", b"abc"))[:] == b"abc"
    assert ffi.buffer(ffi.new("char[5]", b"abc"))[:] == b"abc\0\0"


def test_typedef_arrays(ffi):
    ffi.cdef("typedef int five_t[5];")
    a = ffi.new("five_t", [1])
    assert repr(a) == "<cdata 'int[5]' owning 20 bytes>" and len(a) == 5
    assert repr(ffi.new("five_t *")) == "<cdata 'int(*)[5]' owning 20 bytes>"
    assert len(ffi.new("five_t[2]")) == 2


def test_unsupported(ffi):
    a = ffi.new("int[3]")
    with fails(TypeError, "int() not supported on cdata 'int[3]'"):
        int(a)
    with fails(TypeError, "float() not supported on cdata 'int[3]'"):
        float(a)
    with fails(TypeError, "cdata 'int[3]' is not callable"):
        a()
    with fails(AttributeError, "cdata 'int[3]' has no attribute 'foo'"):
        a.foo
    with pytest.raises(TypeError):
        memoryview(a)
    with pytest.raises(TypeError):
        a * 2


@pytest.mark.ours("the mistake is in the declaration")
@pytest.mark.parametrize(
    "text, said",
    [("extern char a[-1];", "negative array length"), ("extern void a[3];", "array item of unknown size: 'void'")],
)
def test_variables_of_impossible_types(text, said):
    """Told with the place, and none is declared."""
    ffi = cffi.FFI()
    with fails(ValueError, "<cdef source string>:1:", said):
        ffi.cdef(text)
    assert not hasattr(ffi.dlopen(None), "a")
