"""Slices of arrays and pointers: views, bounds, assignment."""

import pytest

from support.helpers import fails


@pytest.fixture
def a(ffi):
    return ffi.new("int[5]", [1, 2, 3, 4, 5])


def test_view(ffi, a):
    s = a[1:3]
    assert repr(s) == "<cdata 'int[]' sliced length 2>"
    assert len(s) == 2 and list(s) == [2, 3] and ffi.sizeof(s) == 8
    s[0] = 20
    assert a[1] == 20
    assert ffi.typeof(s) is ffi.typeof("int[]")
    assert s == a + 1
    assert len(a[2:2]) == 0 and len(a[0:5]) == 5 and len(a[5:5]) == 0
    assert list(a[1:4][1:2]) == [3]
    with fails(IndexError, "index too large for cdata 'int[]' (expected 2 < 2)"):
        s[2]
    with fails(IndexError, "negative index"):
        s[-1]
    with fails(IndexError, "index too large (expected 3 <= 2)"):
        s[0:3]


def test_array_bounds(a):
    with fails(IndexError, "index too large (expected 6 <= 5)"):
        a[0:6]
    with fails(IndexError, "negative index"):
        a[-1:2]
    with fails(IndexError, "slice start > stop"):
        a[3:1]


def test_both_ends_and_no_step(ffi, a):
    p = ffi.cast("int *", a)
    for x in (a, p):
        with fails(IndexError, "slice start must be specified"):
            x[:2]
        with fails(IndexError, "slice start must be specified"):
            x[:]
        with fails(IndexError, "slice stop must be specified"):
            x[1:]
        with fails(IndexError, "slice with step not supported"):
            x[1:3:1]
        with fails(IndexError, "slice with step not supported"):
            x[1:3:2]
        for wrong in ("a", 1.5):
            with pytest.raises(TypeError):
                x[wrong:3]
            with pytest.raises(TypeError):
                x[0:wrong]
        with fails(OverflowError):
            x[0 : 2**70]


def test_pointers_are_not_bounded(ffi, a):
    p = ffi.cast("int *", a)
    assert list(p[1:3]) == [2, 3]
    assert list((p + 2)[-2:1]) == [1, 2, 3]
    with fails(IndexError, "slice start > stop"):
        p[3:1]
    assert len(p[0 : 2**61]) == 2**61


def test_items_of_unknown_size(ffi):
    with fails(ValueError, "array item of unknown size: 'void'"):
        ffi.cast("void *", 16)[0:2]
    with fails(ValueError, "array item of unknown size: 'struct opaque'"):
        ffi.cast("struct opaque *", 16)[0:2]
    with fails(TypeError, "cdata of type 'int' cannot be indexed"):
        ffi.cast("int", 16)[0:2]


@pytest.mark.ours("assigning says what reading says")
def test_assigned_items_of_unknown_size(ffi):
    for cdecl, items in (("void *", []), ("void *", [1, 2]), ("struct opaque *", iter([]))):
        with fails(ValueError, "array item of unknown size"):
            ffi.cast(cdecl, 16)[0:0] = items


def test_assign_sequences(a):
    a[1:3] = [8, 9]
    assert list(a) == [1, 8, 9, 4, 5]
    a[0:2] = (6, 7)
    assert list(a) == [6, 7, 9, 4, 5]
    a[3:5] = iter([1, 2])
    assert list(a) == [6, 7, 9, 1, 2]
    a[0:3] = (i * 10 for i in range(3))
    assert list(a) == [0, 10, 20, 1, 2]
    a[0:2] = b"ab"
    assert list(a)[:2] == [97, 98]
    a[2:2] = []
    a[0:2] = {5: 1, 6: 2}
    assert list(a)[:2] == [5, 6]


def test_assign_wrong_lengths(a):
    with fails(ValueError, "need 2 values to unpack, got 1"):
        a[1:3] = [8]
    with fails(ValueError, "got more than 2 values to unpack"):
        a[1:3] = [8, 9, 10]
    with fails(ValueError, "need 2 values to unpack, got 0"):
        a[1:3] = []


def test_assign_wrong_types(ffi, a):
    with fails(TypeError, "'int' object is not iterable"):
        a[1:3] = 5
    with fails(TypeError, "'NoneType' object is not iterable"):
        a[1:3] = None
    with fails(TypeError, "an integer is required"):
        a[1:3] = ["a", 1]
    with fails(TypeError, "cdata 'int *' does not support iteration"):
        a[1:3] = ffi.cast("int *", a)
    with fails(IndexError, "slice start must be specified"):
        a[:2] = [1, 2]


def test_assign_cdata(ffi, a):
    a[0:2] = a[3:5]
    assert list(a) == [4, 5, 3, 4, 5]
    b = ffi.new("int[2]", [70, 71])
    a[1:3] = b
    assert list(a) == [4, 70, 71, 4, 5]
    a[0:2] = ffi.new("short[2]", [1, 2])
    assert list(a)[:2] == [1, 2]
    with fails(ValueError, "got more than 2 values to unpack"):
        a[0:2] = ffi.new("int[3]")


def test_overlapping(ffi):
    a = ffi.new("int[5]", [1, 2, 3, 4, 5])
    a[1:5] = a[0:4]
    assert list(a) == [1, 1, 2, 3, 4]
    a[0:4] = a[1:5]
    assert list(a) == [1, 2, 3, 4, 4]


def test_through_pointers(ffi, a):
    p = ffi.cast("int *", a)
    p[1:3] = [8, 9]
    assert list(a) == [1, 8, 9, 4, 5]
    (p + 2)[-2:0] = [0, 0]
    assert list(a) == [0, 0, 9, 4, 5]


def test_characters(ffi):
    c = ffi.new("char[]", b"hello")
    c[0:2] = b"XY"
    assert ffi.string(c) == b"XYllo"
    c[0:2] = bytearray(b"PQ")
    assert ffi.string(c) == b"PQllo"
    c[0:2] = [b"a", b"b"]
    assert ffi.string(c) == b"abllo"
    c[0:2] = ffi.new("char[2]", b"zz")
    assert ffi.string(c) == b"zzllo"
    with fails(ValueError, "need a string of length 2, got 3"):
        c[0:2] = b"XYZ"
    with fails(TypeError, "initializer for ctype 'char' must be a bytes of length 1, not str"):
        c[0:2] = "XY"
    with fails(TypeError, "initializer for ctype 'char' must be a bytes of length 1, not int"):
        c[0:2] = ffi.new("unsigned char[2]", b"zz")
    w = ffi.new("wchar_t[4]")
    w[0:2] = "ab"
    assert ffi.string(w) == "ab"
    with fails(ValueError, "got more than 2 values to unpack"):
        w[0:2] = "abc"


def test_structs_and_rows(ffi):
    ffi.cdef("struct pair { int a, b; };")
    pairs = ffi.new("struct pair[3]", [[1, 2], [3, 4], [5, 6]])
    pairs[0:2] = [{"a": 7}, [8, 9]]
    assert [(p.a, p.b) for p in pairs] == [(7, 2), (8, 9), (5, 6)]
    pairs[1:3] = pairs[0:2]
    assert [(p.a, p.b) for p in pairs] == [(7, 2), (7, 2), (8, 9)]
    rows = ffi.new("int[3][2]", [[1, 2], [3, 4], [5, 6]])
    assert [list(r) for r in rows[1:3]] == [[3, 4], [5, 6]]
    rows[0:1] = [[9, 9]]
    assert list(rows[0]) == [9, 9]


def test_slice_of_an_owning_pointer(ffi):
    p = ffi.new("int *", 5)
    assert list(p[0:1]) == [5]
    p[0:1] = [6]
    assert p[0] == 6
