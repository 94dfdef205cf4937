"""ffi.new(): which types, which initialisers, zero-filling, sizes, and every refusal."""

import ctypes

import pytest

import cffi
from support.helpers import WCHAR_SIZE, fails, masked

CDEF = """
struct point { double x, y; };
struct pair { int a, b; };
union number { int i; double d; };
struct opaque;
enum color { RED, GREEN = 7, BLUE = -2 };
enum positive { P0, P1 };
typedef int (*function_t)(int);
"""


@pytest.fixture
def nffi(ffi):
    ffi.cdef(CDEF)
    return ffi


@pytest.mark.parametrize(
    "cdecl, init, expected",
    [
        ("int *", None, "<cdata 'int *' owning 4 bytes>"),
        ("int *", 5, "<cdata 'int *' owning 4 bytes>"),
        ("char *", b"a", "<cdata 'char *' owning 1 bytes>"),
        ("double *", 1, "<cdata 'double *' owning 8 bytes>"),
        ("long double *", 1, "<cdata 'long double *' owning %d bytes>" % ctypes.sizeof(ctypes.c_longdouble)),
        ("int[3]", None, "<cdata 'int[3]' owning 12 bytes>"),
        ("int[]", 3, "<cdata 'int[]' owning 12 bytes>"),
        ("int[]", [1, 2], "<cdata 'int[]' owning 8 bytes>"),
        ("int[]", (1, 2), "<cdata 'int[]' owning 8 bytes>"),
        ("int[]", 0, "<cdata 'int[]' owning 0 bytes>"),
        ("int[0]", None, "<cdata 'int[0]' owning 0 bytes>"),
        ("char[]", b"abc", "<cdata 'char[]' owning 4 bytes>"),
        ("char[3]", b"abc", "<cdata 'char[3]' owning 3 bytes>"),
        ("char[]", [b"a", b"b"], "<cdata 'char[]' owning 2 bytes>"),
        ("unsigned char[]", b"abc", "<cdata 'unsigned char[]' owning 4 bytes>"),
        ("signed char[]", b"abc", "<cdata 'signed char[]' owning 4 bytes>"),
        ("uint8_t[]", b"abc", "<cdata 'uint8_t[]' owning 4 bytes>"),
        ("wchar_t[]", "abc", "<cdata 'wchar_t[]' owning %d bytes>" % (4 * WCHAR_SIZE)),
        ("char16_t[]", "a\U00012345", "<cdata 'char16_t[]' owning 8 bytes>"),
        ("char32_t[]", "a\U00012345", "<cdata 'char32_t[]' owning 12 bytes>"),
        ("_Bool[]", [True, 0], "<cdata '_Bool[]' owning 2 bytes>"),
        ("_Bool[]", b"\0\1", "<cdata '_Bool[]' owning 3 bytes>"),
        ("int[2][3]", None, "<cdata 'int[2][3]' owning 24 bytes>"),
        ("int[][3]", 2, "<cdata 'int[][3]' owning 24 bytes>"),
        ("int(*)[3]", None, "<cdata 'int(*)[3]' owning 12 bytes>"),
        ("int **", None, "<cdata 'int * *' owning 8 bytes>"),
        ("void **", None, "<cdata 'void * *' owning 8 bytes>"),
        ("function_t *", None, "<cdata 'int(* *)(int)' owning 8 bytes>"),
        ("struct point *", None, "<cdata 'struct point *' owning 16 bytes>"),
        ("struct point[2]", None, "<cdata 'struct point[2]' owning 32 bytes>"),
        ("struct opaque **", None, "<cdata 'struct opaque * *' owning 8 bytes>"),
        ("union number *", None, "<cdata 'union number *' owning 8 bytes>"),
        ("enum color *", 7, "<cdata 'enum color *' owning 4 bytes>"),
    ],
)
def test_repr_of_what_is_made(nffi, cdecl, init, expected):
    assert repr(nffi.new(cdecl, init)) == expected


def test_keywords_and_ctype(nffi):
    assert nffi.new(cdecl="int *", init=5)[0] == 5
    assert nffi.new("int *", init=6)[0] == 6
    assert nffi.new(nffi.typeof("int *"), 7)[0] == 7
    assert nffi.new("int *x", 8)[0] == 8


def test_zero_filled(nffi):
    for _ in range(20):
        block = nffi.new("char[]", 4096)
        assert bytes(nffi.buffer(block)) == bytes(4096)
        nffi.buffer(block)[:] = b"\xff" * 4096
    assert nffi.new("int **")[0] == nffi.NULL
    assert nffi.new("double *")[0] == 0.0


def test_partial_initialisers(nffi):
    assert list(nffi.new("int[5]", [1, 2])) == [1, 2, 0, 0, 0]
    assert bytes(nffi.buffer(nffi.new("char[8]", b"abc"))) == b"abc\0\0\0\0\0"
    assert list(nffi.new("int[2][3]", [[1], [4, 5]])[1]) == [4, 5, 0]


@pytest.mark.parametrize(
    "cdecl",
    ["int", "void", "struct point", "double", "enum color", "int(*)(int)", "function_t", "union number", "_Bool"],
)
def test_only_pointers_and_arrays(nffi, cdecl):
    with fails(TypeError, "expected a pointer or array ctype, got '%s'" % nffi.typeof(cdecl).cname):
        nffi.new(cdecl)


@pytest.mark.parametrize(
    "cdecl, what",
    [
        ("void *", "void"),
        ("struct opaque *", "struct opaque"),
        ("struct never *", "struct never"),
        ("int(*)[]", "int[]"),
    ],
)
def test_unknown_size(nffi, cdecl, what):
    with fails(TypeError, "cannot instantiate ctype '%s' of unknown size" % what):
        nffi.new(cdecl)


def test_array_of_opaque(nffi):
    with pytest.raises((ValueError, cffi.CDefError)) as caught:
        nffi.new("struct opaque[2]")
    assert "struct opaque" in str(caught.value)


def test_missing_length(nffi):
    with fails(TypeError, "expected new array length or list/tuple/str, not NoneType"):
        nffi.new("int[]")
    for wrong in (1.5, {1}, {1: 2}, bytearray(b"a"), memoryview(b"a")):
        with fails(TypeError, "expected new array length or list/tuple/str, not " + type(wrong).__name__):
            nffi.new("int[]", wrong)


def test_bad_length(nffi):
    with fails(ValueError, "negative array length"):
        nffi.new("int[]", -1)
    with fails(OverflowError, "array size would overflow"):
        nffi.new("int[]", 2**62)
    for length in (2**63, 2**64, 10**30):
        with fails(OverflowError):
            nffi.new("int[]", length)
    with fails(OverflowError):
        nffi.new("int[]", 2**63 - 1)
    with fails(MemoryError):
        nffi.new("char[]", 2**62)


def test_bad_length_in_the_type(nffi):
    with pytest.raises((ValueError, cffi.CDefError)):
        nffi.new("int[-1]")
    with pytest.raises((OverflowError, cffi.CDefError)):
        nffi.new("int[99999999999999999999]")
    with pytest.raises((OverflowError, cffi.CDefError)):
        nffi.new("int[0x7fffffffffffffff]")


@pytest.mark.parametrize(
    "cdecl, init, error, text",
    [
        ("int[2]", [1, 2, 3], IndexError, "too many initializers for 'int[2]' (got 3)"),
        ("int[2][3]", [[1, 2, 3], [4, 5, 6, 7]], IndexError, "too many initializers for 'int[3]' (got 4)"),
        ("int[3]", 3, TypeError, "initializer for ctype 'int[3]' must be a list or tuple, not int"),
        ("int[]", b"abc", TypeError, "initializer for ctype 'int[]' must be a list or tuple, not bytes"),
        ("int[]", "abc", TypeError, "initializer for ctype 'int[]' must be a list or tuple, not str"),
        ("int[]", [1, "a"], TypeError, "an integer is required"),
        ("int[2][3]", [1, 2], TypeError, "initializer for ctype 'int[3]' must be a list or tuple, not int"),
        ("char[]", "abc", TypeError, "initializer for ctype 'char[]' must be a bytes or list or tuple, not str"),
        ("char[3]", b"abcd", IndexError, "initializer bytes is too long for 'char[3]' (got 4 characters)"),
        ("uint8_t[2]", b"abc", IndexError, "initializer bytes is too long for 'uint8_t[2]' (got 3 characters)"),
        ("int8_t[]", [b"a"], TypeError, "an integer is required"),
        ("char[]", ["a"], TypeError, "initializer for ctype 'char' must be a bytes of length 1, not str"),
        ("char *", b"ab", TypeError, "initializer for ctype 'char' must be a bytes of length 1, not bytes"),
        ("char *", "a", TypeError, "initializer for ctype 'char' must be a bytes of length 1, not str"),
        ("char *", 65, TypeError, "initializer for ctype 'char' must be a bytes of length 1, not int"),
        (
            "wchar_t[]",
            b"abc",
            TypeError,
            "initializer for ctype 'wchar_t[]' must be a unicode or list or tuple, not bytes",
        ),
        ("wchar_t[3]", "abcd", IndexError, "is too long for 'wchar_t[3]' (got 4 characters)"),
        ("char16_t[2]", "a\U00012345", IndexError, "is too long for 'char16_t[2]' (got 3 characters)"),
        ("_Bool[]", b"\2", ValueError, "an array of _Bool can only contain \\x00 or \\x01"),
        ("_Bool *", 2, OverflowError, "integer 2 does not fit '_Bool'"),
        ("int *", 1.5, TypeError, "an integer is required"),
        ("int *", "x", TypeError, "an integer is required"),
        ("int *", [1], TypeError, "an integer is required"),
        ("int *", 2**31, OverflowError, "integer 2147483648 does not fit 'int'"),
        ("float *", "a", TypeError, "must be real number, not str"),
        ("float *", [1.5], TypeError, "must be real number, not list"),
        ("int **", 0, TypeError, "initializer for ctype 'int *' must be a cdata pointer, not int"),
        ("char **", b"abc", TypeError, "initializer for ctype 'char *' must be a cdata pointer, not bytes"),
        ("char **", "abc", TypeError, "initializer for ctype 'char *' must be a cdata pointer, not str"),
        ("char *[]", [b"abc"], TypeError, "initializer for ctype 'char *' must be a cdata pointer, not bytes"),
        ("enum color *", "RED", TypeError, "an integer is required"),
        ("enum color *", 2**40, OverflowError, "integer 1099511627776 does not fit 'enum color'"),
        ("union number *", [1, 2], ValueError, "too many initializers for 'union number' (got 2)"),
        (
            "union number *",
            3,
            TypeError,
            "initializer for ctype 'union number' must be a list or tuple or dict or struct-cdata, not int",
        ),
        (
            "struct point[]",
            [5],
            TypeError,
            "initializer for ctype 'struct point' must be a list or tuple or dict or struct-cdata, not int",
        ),
        ("struct point[]", [[1, 2, 3]], ValueError, "too many initializers for 'struct point' (got 3)"),
    ],
)
def test_bad_initialisers(nffi, cdecl, init, error, text):
    with fails(error, text):
        nffi.new(cdecl, init)


def test_none_is_no_initialiser(nffi):
    assert nffi.new("int *", None)[0] == 0
    assert nffi.new("int **", None)[0] == nffi.NULL
    assert list(nffi.new("int[2]", None)) == [0, 0]


def test_pointer_initialisers(nffi):
    p = nffi.new("int *", 3)
    a = nffi.new("int[3]")
    assert nffi.new("int **", p)[0] == p
    assert nffi.new("int **", a)[0] == a
    assert nffi.new("void **", p)[0] == p
    assert masked(nffi.new("int **", nffi.cast("void *", 3))[0]) == "<cdata 'int *' 0x...>"
    assert nffi.new("int **", nffi.NULL)[0] == nffi.NULL
    with fails(TypeError, "implicit cast from 'char *' to a different pointer type"):
        nffi.new("int **", nffi.new("char *"))
    with fails(TypeError, "initializer for ctype 'int *' must be a pointer to same type, not cdata 'unsigned int *'"):
        nffi.new("int **", nffi.new("unsigned int *"))


def test_array_from_array(nffi):
    source = nffi.new("int[3]", [1, 2, 3])
    assert list(nffi.new("int[3]", source)) == [1, 2, 3]
    with fails(TypeError, "initializer for ctype 'int[4]' must be a list or tuple, not cdata 'int[3]'"):
        nffi.new("int[4]", source)
    with fails(TypeError, "initializer for ctype 'int[3]' must be a list or tuple, not cdata 'int[]'"):
        nffi.new("int[3]", nffi.new("int[]", [1, 2, 3]))
    with fails(TypeError, "expected new array length or list/tuple/str, not "):
        nffi.new("int[]", source)


def test_length_from_cdata_is_refused(nffi):
    with fails(TypeError, "expected new array length or list/tuple/str, not "):
        nffi.new("int[]", nffi.cast("int", 3))


def test_unions(nffi):
    assert nffi.new("union number *", [1]).i == 1
    assert nffi.new("union number *", {"d": 1.5}).d == 1.5
    assert nffi.new("union number *", {}).i == 0
    assert nffi.new("union number *", []).i == 0


def test_enums(nffi):
    assert nffi.new("enum color *", -2)[0] == -2
    assert nffi.new("enum color *", 99)[0] == 99
    with fails(OverflowError, "can't convert negative number to unsigned"):
        nffi.new("enum positive *", -1)


def test_bad_first_argument(nffi):
    for wrong in (3, b"int *", None):
        with pytest.raises(TypeError):
            nffi.new(wrong)
    with pytest.raises(TypeError):
        nffi.new()
    with pytest.raises(TypeError):
        nffi.new("int *", 1, 2)
    with pytest.raises(cffi.CDefError):
        nffi.new("notype *")
    with pytest.raises(cffi.CDefError):
        nffi.new("int(int)")


def test_owners_are_distinct(nffi):
    blocks = [nffi.new("int *", i) for i in range(1000)]
    assert len(set(blocks)) == 1000
    assert [b[0] for b in blocks] == list(range(1000))


def test_alignment_of_memory(nffi):
    for _ in range(20):
        assert int(nffi.cast("uintptr_t", nffi.new("long double *"))) % nffi.alignof("long double") == 0
        assert int(nffi.cast("uintptr_t", nffi.new("char[3]"))) % 8 == 0


def test_small_ones_that_follow_each_other(ffi):
    """Their memory is used again at once: nothing of the dead shows, and the living keep theirs."""
    kept = []
    for i in range(300):
        p = ffi.new("long long[2]", [i, -i])
        assert list(p) == [i, -i]
        del p
        assert ffi.new("long long *")[0] == 0
        assert bytes(ffi.buffer(ffi.new("char[16]"))) == bytes(16)
        kept.append(ffi.new("int *", i))
        assert int(ffi.cast("long", ffi.cast("long", i))) == i
    assert [p[0] for p in kept] == list(range(300))
    del kept[::2]
    for i in range(300):
        assert ffi.new("long long *", -1)[0] == -1
    assert [p[0] for p in kept] == list(range(1, 300, 2))


def test_small_ones_cannot_be_called(ffi):
    with pytest.raises(TypeError, match="cdata 'int \\*' is not callable"):
        ffi.new("int *")()
    with pytest.raises(TypeError, match="cdata 'long' is not callable"):
        ffi.cast("long", 3)()
