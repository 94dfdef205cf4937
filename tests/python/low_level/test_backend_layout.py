"""complete_struct_or_union(): layout by flags, by packing, and at given places."""

import pytest

import _cffi_backend as B
import cffi
from support.helpers import fails

CHAR, SHORT, INT, LONG, BOOL, DOUBLE = map(
    B.new_primitive_type, ["char", "short", "int", "long long", "_Bool", "double"]
)
INT_P = B.new_pointer_type(INT)

MSVC, ARM, BIG_ENDIAN, PACKED, GCC, X86, LITTLE_ENDIAN, CHECK = (1 << i for i in range(8))


def layout(kind, fields, *rest):
    ctype = (B.new_struct_type if kind == "struct" else B.new_union_type)(kind + " s")
    B.complete_struct_or_union(ctype, fields, None, *rest)
    return [(f.offset, f.bitshift, f.bitsize) for name, f in ctype.fields], B.sizeof(ctype), B.alignof(ctype)


def test_bitfields():
    s = B.new_struct_type("s")
    B.complete_struct_or_union(s, [("a", INT, 3), ("b", INT, 5)], None, -1, -1, 0)
    assert [(n, f.offset, f.bitshift, f.bitsize) for n, f in s.fields] == [("a", 0, 0, 3), ("b", 0, 3, 5)]
    assert B.sizeof(s) == 4


def test_explicit_layout():
    s = B.new_struct_type("s")
    B.complete_struct_or_union(s, [("a", INT, -1, 4)], None, 12, 4)
    assert B.sizeof(s) == 12 and s.fields[0][1].offset == 4
    with fails(TypeError, "cannot be of size 6: there are fields at least up to 8"):
        B.complete_struct_or_union(B.new_struct_type("t"), [("a", INT, -1, 4)], None, 6, 4)


def test_packed_layout():
    s = B.new_struct_type("s")
    B.complete_struct_or_union(s, [("a", CHAR), ("b", INT)], None, -1, -1, 0, 1)
    assert B.sizeof(s) == 5


BITS = [("a", CHAR, 3), ("b", INT, 7), ("c", SHORT, 9), ("d", CHAR), ("e", INT, 30), ("f", INT, 4)]


@pytest.mark.parametrize(
    "flags, expected",
    [
        (0, ([(0, 0, 3), (0, 3, 7), (2, 0, 9), (4, -1, -1), (8, 0, 30), (12, 0, 4)], 16, 4)),
        (MSVC, ([(0, 0, 3), (4, 0, 7), (8, 0, 9), (10, -1, -1), (12, 0, 30), (16, 0, 4)], 20, 4)),
        (BIG_ENDIAN, ([(0, 5, 3), (0, 22, 7), (2, 7, 9), (4, -1, -1), (8, 2, 30), (12, 28, 4)], 16, 4)),
        (MSVC | BIG_ENDIAN, ([(0, 5, 3), (4, 25, 7), (8, 7, 9), (10, -1, -1), (12, 2, 30), (16, 28, 4)], 20, 4)),
    ],
)
def test_bitfield_families(flags, expected):
    for named_by_default in (0, GCC if not flags & MSVC else 0, LITTLE_ENDIAN if not flags & BIG_ENDIAN else 0, X86):
        assert layout("struct", BITS, -1, -1, flags | named_by_default) == expected


def test_unnamed_bitfields_align_on_arm():
    fields = [("a", CHAR), ("", INT, 5), ("b", CHAR)]
    assert layout("struct", fields) == layout("struct", fields, -1, -1, X86) == ([(0, -1, -1), (2, -1, -1)], 3, 1)
    assert layout("struct", fields, -1, -1, ARM) == ([(0, -1, -1), (2, -1, -1)], 4, 4)
    assert layout("struct", [("a", CHAR), ("", INT, 0)])[1:] == (4, 1)
    assert layout("struct", [("a", CHAR), ("", INT, 0)], -1, -1, ARM)[1:] == (4, 4)


def test_big_endian_bitfields_keep_their_values():
    s = B.new_struct_type("struct s")
    B.complete_struct_or_union(s, [("a", INT, 8), ("b", INT, 24)], None, -1, -1, BIG_ENDIAN)
    p = B.newp(B.new_pointer_type(s), [-3, 70000])
    assert (p.a, p.b) == (-3, 70000) and B.newp(INT_P, (-3 << 24) + 70000)[0] == B.cast(INT_P, p)[0]


def test_unions_of_msvc_take_whole_units():
    assert layout("union", [("a", INT, 3)], -1, -1, MSVC)[1:] == (4, 4)
    assert layout("union", [("a", LONG, 3)], -1, -1, MSVC | PACKED)[1:] == (8, 1)


def test_packed_overrides_pack():
    fields = [("a", CHAR), ("b", DOUBLE)]
    assert layout("struct", fields, -1, -1, 0, 4)[1:] == (12, 4)
    assert layout("struct", fields, -1, -1, PACKED, 4)[1:] == (9, 1)
    assert layout("struct", fields, -1, -1, PACKED)[1:] == (9, 1)


def test_given_places():
    assert layout("struct", [("a", LONG), ("b", CHAR, -1, 2), ("c", SHORT)]) == (
        [(0, -1, -1), (2, -1, -1), (4, -1, -1)],
        8,
        8,
    )
    assert layout("struct", [("a", INT, -1, 8), ("b", INT, 5), ("c", INT, 5)]) == (
        [(8, -1, -1), (12, 0, 5), (12, 5, 5)],
        16,
        4,
    )
    assert layout("union", [("a", INT, -1, 5), ("b", CHAR)]) == ([(5, -1, -1), (0, -1, -1)], 12, 4)
    assert layout("struct", [("a", B.new_array_type(INT_P, None), -1, 4), ("b", CHAR)]) == (
        [(4, -2, -1), (4, -1, -1)],
        8,
        4,
    )
    with fails(TypeError, "field 'struct s.a' is a bitfield, but a fixed offset is specified"):
        layout("struct", [("a", INT, 3, 0)])


def test_totals():
    assert layout("struct", [("a", INT)], 5, -1)[1:] == (5, 4)
    assert layout("struct", [("a", INT)], -1, 16)[1:] == (4, 16)
    with fails(TypeError, "struct s cannot be of size 4: there are fields at least up to 5"):
        layout("struct", [("a", INT), ("b", CHAR)], 4)


def test_no_fields():
    assert layout("struct", [])[1:] == layout("union", [])[1:] == (1, 1)
    assert layout("struct", [], 0)[1:] == (0, 1) and layout("struct", [], 5)[1:] == (5, 1)


def test_checked_layout():
    fields = [("a", CHAR, -1, 0), ("b", INT, -1, 4)]
    assert layout("struct", fields, 8, 4, CHECK) == layout("struct", fields)
    error = B.FFI.error
    with fails(error, "struct s: wrong offset for field 'b' (cdef says 4, but C compiler says 8). fix it or use "):
        layout("struct", [("a", CHAR, -1, 0), ("b", INT, -1, 8)], 12, 4, CHECK)
    with fails(error, "struct s: wrong total size (cdef says 8, but C compiler says 12). fix it or use "):
        layout("struct", fields, 12, 4, CHECK)
    with fails(error, "struct s: wrong total alignment (cdef says 4, but C compiler says 8). fix it or use "):
        layout("struct", fields, 8, 8, CHECK)


def test_arrays_of_no_length():
    """CField.bitshift tells them from other fields."""
    none = B.new_array_type(INT_P, 0)
    assert layout("struct", [("a", none), ("b", INT), ("c", B.new_array_type(INT_P, None))])[0] == [
        (0, -2, -1),
        (0, -1, -1),
        (4, -2, -1),
    ]
    ffi = cffi.FFI()
    ffi.cdef("struct t { int a[0]; int b; };")
    assert [f.bitshift for name, f in ffi.typeof("struct t").fields] == [-2, -1]


@pytest.mark.ours("the released package refuses it, or loads another unit")
def test_packed_bitfields():
    assert layout("struct", [("a", CHAR, 3), ("b", INT, 30)], -1, -1, PACKED) == ([(0, 0, 3), (0, 3, 30)], 5, 1)
    assert layout("struct", [("a", CHAR, 8), ("b", INT, 3)], -1, -1, 0, 1) == ([(0, 0, 8), (0, 8, 3)], 2, 1)


@pytest.mark.ours("the released package puts them at negative offsets")
def test_bitfields_in_unions_of_msvc():
    assert layout("union", [("a", LONG, 9), ("b", LONG, 15)], -1, -1, MSVC) == ([(0, 0, 9), (0, 0, 15)], 8, 8)


@pytest.mark.ours("the released package accepts it, and alignof() then raises SystemError")
def test_alignment_is_a_power_of_two():
    with fails(ValueError, "total alignment must be a power of two, not 3"):
        layout("struct", [("a", INT)], -1, 3)
    with fails(ValueError, "'pack' must be a power of two, not 3"):
        layout("struct", [("a", INT)], -1, -1, 0, 3)


@pytest.mark.ours("the released package wants it last, as in a struct")
def test_open_array_in_a_union():
    assert layout("union", [("a", B.new_array_type(INT_P, None)), ("b", INT)]) == ([(0, -2, -1), (0, -1, -1)], 4, 4)


@pytest.mark.ours("a field that is no tuple, and one without a name, are called so")
def test_wording_of_fields():
    for wrong in (("a",), ("a", INT, -1, -1, -1), (5, INT), ["a", INT], 5):
        with fails(
            TypeError, "complete_struct_or_union(): a field must be a tuple (name, ctype[, bitsize[, offset]]), not "
        ):
            B.complete_struct_or_union(B.new_struct_type("struct s"), [wrong])
    with fails(TypeError, "bit field 'struct s.(unnamed)' is declared 'char:31', which exceeds the width of the type"):
        layout("struct", [("", CHAR, 31)])


@pytest.mark.ours("of several mistakes, that of the names is told first, then that of the bit-field")
def test_several_mistakes():
    open_array = B.new_array_type(INT_P, None)
    with fails(KeyError, "duplicate field name 'a'"):
        layout("struct", [("a", INT), ("a", open_array), ("b", INT)])
    with fails(TypeError, "field 'struct s.a' declared as 'int[]' cannot be a bit field"):
        layout("struct", [("a", open_array, 3), ("b", INT)])
