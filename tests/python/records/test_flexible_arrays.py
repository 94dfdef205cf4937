"""Structs that end in an array without length."""

import pytest

from support.helpers import fails, masked


@pytest.fixture
def xffi(ffi):
    ffi.cdef(
        "struct flex { int n; int data[]; }; struct text { short n; char data[]; }; struct outer { int k; struct flex inner; };"
    )
    return ffi


def test_sizes(xffi):
    assert xffi.sizeof("struct flex") == 4
    for init, size in (
        (None, 4),
        ([1, 5], 24),
        ([1, [1, 2, 3]], 16),
        ({"data": 4}, 20),
        ([7], 4),
        ({"n": 1, "data": []}, 4),
    ):
        p = xffi.new("struct flex *", init)
        assert repr(p) == "<cdata 'struct flex *' owning %d bytes>" % size
        assert repr(p[0]) == "<cdata 'struct flex' owning %d bytes>" % size
        assert xffi.sizeof(p[0]) == size
        assert xffi.sizeof(p) == xffi.sizeof("void *")


def test_access(xffi):
    p = xffi.new("struct flex *", (3, [10, 20, 30]))
    assert p.n == 3 and len(p.data) == 3 and list(p.data) == [10, 20, 30]
    assert repr(p.data) == "<cdata 'int[]' sliced length 3>"
    p.data[1] = 21
    assert p[0].data[1] == 21
    with fails(IndexError, "index too large for cdata 'int[]' (expected 3 < 3)"):
        p.data[3]
    assert len(p[0].data) == 3


def test_characters(xffi):
    p = xffi.new("struct text *", [3, b"abc"])
    assert xffi.sizeof(p[0]) == 6 and xffi.string(p.data) == b"abc"
    assert xffi.sizeof(xffi.new("struct text *", {"data": 10})[0]) == 12


def test_pointers_of_unknown_length(xffi):
    p = xffi.new("struct flex *", [1, [5, 6, 7]])
    q = xffi.cast("struct flex *", p)
    assert q.data[2] == 7
    assert masked(q.data) in ("<cdata 'int *' 0x...>", "<cdata 'int[]' 0x...>")


def test_assignment(xffi):
    p = xffi.new("struct flex *", [1, 3])
    p.data = [1, 2]
    assert list(p.data) == [1, 2, 0]
    p.data = [7, 8, 9]
    assert list(p.data) == [7, 8, 9]


@pytest.mark.ours("writing past the memory of a flexible array is an error")
def test_assignment_is_bounded(xffi):
    p = xffi.new("struct flex *", [1, 3])
    with fails(IndexError, "too many initializers", "(got 4)"):
        p.data = [1, 2, 3, 4]
    with fails(IndexError):
        p[0] = [1, [1, 2, 3, 4]]
    assert list(p.data) == [0, 0, 0]


def test_bad_lengths(xffi):
    with fails(ValueError, "negative array length"):
        xffi.new("struct flex *", {"data": -1})
    with fails(OverflowError):
        xffi.new("struct flex *", {"data": 2**62})
    with fails(OverflowError):
        xffi.new("struct flex *", {"data": 2**63})
    with fails(TypeError, "an integer is required"):
        xffi.new("struct flex *", [1, ["a"]])
    with fails(TypeError):
        xffi.new("struct flex *", [1, 1.5])
    with fails(ValueError, "too many initializers for 'struct flex' (got 3)"):
        xffi.new("struct flex *", [1, 2, 3])


def test_length_from_index(xffi):
    class Three:
        def __index__(self):
            return 3

    assert len(xffi.new("struct flex *", [1, Three()]).data) == 3
    assert len(xffi.new("struct flex *", {"data": Three()}).data) == 3


@pytest.mark.parametrize(
    "wrong", [None, 1.5, {}, bytearray(b"ab"), object(), iter([])], ids=lambda wrong: type(wrong).__name__
)
def test_wrong_initialisers(xffi, wrong):
    """Inside an initialiser of the struct, the array may be given as a length; assigned by itself, it may not."""
    text = "expected new array length or list/tuple/str, not " + type(wrong).__name__
    with fails(TypeError, text):
        xffi.new("struct flex *", [1, wrong])
    p = xffi.new("struct outer *", [1, [2, [3, 4]]])
    with fails(TypeError, text):
        p[0] = [1, [2, wrong]]
    with fails(TypeError, text):
        p[0] = {"inner": {"data": wrong}}
    with fails(TypeError, text):
        p.inner = [2, wrong]
    with fails(TypeError, "initializer for ctype 'int[]' must be a list or tuple, not " + type(wrong).__name__):
        p.inner.data = wrong


@pytest.mark.parametrize(
    "cdecl, init, error, text",
    [
        ("struct flex *", 5, TypeError, "initializer for ctype 'struct flex' must be a list or tuple or dict, not int"),
        ("struct flex *", {"n": "x", "nope": 1}, KeyError, "nope"),
        ("struct flex *", {"nope": 1, "data": -1}, KeyError, "nope"),
        ("struct flex *", {"data": -1, "nope": 1}, ValueError, "negative array length"),
        ("struct flex *", ["x", 2, 3], ValueError, "too many initializers for 'struct flex' (got 3)"),
        ("struct flex *", ["x", -1, 3], ValueError, "negative array length"),
        ("struct flex *", ["x"], TypeError, "an integer is required"),
        (
            "struct outer *",
            ["x", 5],
            TypeError,
            "initializer for ctype 'struct flex' must be a list or tuple or dict, not int",
        ),
        ("struct outer *", ["x", [1, 2, 3]], ValueError, "too many initializers for 'struct flex' (got 3)"),
        ("struct outer *", {"k": "x", "inner": {"nope": 1}}, KeyError, "nope"),
    ],
    ids=str,
)
def test_size_is_found_before_anything_is_converted(xffi, cdecl, init, error, text):
    with fails(error, text):
        xffi.new(cdecl, init)


@pytest.mark.ours("another struct with a flexible array may initialise one; its items are not copied")
def test_from_another_struct(xffi):
    p = xffi.new("struct flex *", xffi.new("struct flex *", [7, [1, 2]])[0])
    assert p.n == 7 and len(p.data) == 0


def test_cdata_is_no_initialiser_inside_the_struct(xffi):
    p = xffi.new("struct flex *", [1, [2, 3]])
    with fails(TypeError, "expected new array length or list/tuple/str, not _cffi_backend."):
        p[0] = [1, p.data]
    p.data = p.data
    assert list(p.data) == [2, 3]


def test_offsets_and_addresses(xffi):
    assert xffi.offsetof("struct flex", "data") == 4
    assert xffi.offsetof("struct flex", "data", 3) == 16
    p = xffi.new("struct flex *", [1, [5, 6, 7]])
    assert xffi.addressof(p[0], "data", 1)[0] == 6
    assert xffi.addressof(p[0]) == p
    name, field = xffi.typeof("struct flex").fields[1]
    assert (name, field.type, field.offset) == ("data", xffi.typeof("int[]"), 4)


def test_nested_in_the_last_field(xffi):
    assert xffi.sizeof("struct outer") == 8
    p = xffi.new("struct outer *", [1, [2, [3, 4, 5]]])
    assert p.inner.n == 2 and p.inner.data[2] == 5
    assert xffi.sizeof(p[0]) == 20


def test_zero_length_array_is_not_flexible(ffi):
    ffi.cdef("struct z { int n; int data[0]; };")
    assert ffi.sizeof("struct z") == 4
    with fails(IndexError, "too many initializers for 'int[0]' (got 1)"):
        ffi.new("struct z *", [1, [2]])


def test_buffer_covers_all(xffi):
    p = xffi.new("struct flex *", [1, [2, 3]])
    assert len(xffi.buffer(p)) == 12


def test_records_of_varying_size_in_an_array(xffi):
    """As `read()` fills an array of events, each followed by its name: where the items end, nobody knows."""
    xffi.cdef("struct event { int id; unsigned length; char name[]; };")
    events = xffi.new("struct event[8]")
    xffi.memmove(events, b"\x07\0\0\0\x08\0\0\0file.txt\x09\0\0\0\0\0\0\0", 24)
    for first in (events[0], events[0:1][0], next(iter(events)), list(events)[0]):
        assert (first.id, xffi.string(first.name, first.length), first.name[4]) == (7, b"file.txt", b".")
        assert xffi.typeof(first.name) is xffi.typeof("char *")
    assert (events[2].id, events[2].length) == (9, 0)
    events[0].name = b"other"
    assert xffi.string(events[0].name) == b"other"
