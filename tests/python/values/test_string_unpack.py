"""ffi.string() and ffi.unpack() on every kind of cdata."""

import pytest

from support.helpers import BYTE_TYPES, fails, masked


@pytest.fixture
def sffi(ffi):
    ffi.cdef("struct pair { int a, b; }; enum color { RED, GREEN = 7, BLUE = -2 };")
    return ffi


@pytest.mark.parametrize("ctype", BYTE_TYPES)
def test_string_of_byte_arrays(sffi, ctype):
    a = sffi.new(ctype + "[]", b"hello")
    assert sffi.string(a) == b"hello"
    assert sffi.string(a, 2) == b"he"
    assert sffi.string(a, maxlen=3) == b"hel"
    assert sffi.string(a, 0) == b""
    assert sffi.string(a, -1) == sffi.string(a, -5) == b"hello"
    assert sffi.string(a, 100) == b"hello"
    assert sffi.string(a + 2) == b"llo"
    assert sffi.string(a + 2, 2) == b"ll"
    assert sffi.string(sffi.new(ctype + "[5]", b"hello")) == b"hello"
    assert sffi.string(sffi.new(ctype + "[]", b"a\0b")) == b"a"
    assert sffi.string(sffi.new(ctype + "[0]")) == b""


def test_string_of_pointers(sffi):
    assert sffi.string(sffi.new("char *", b"x"), 1) == b"x"
    assert sffi.string(sffi.new("char *", b"x")) == b"x"
    a = sffi.new("char[]", b"hello")
    assert sffi.string(sffi.cast("char *", a)) == b"hello"
    assert sffi.string(sffi.cast("const char *", a), 3) == b"hel"
    assert sffi.string(a[1:3]) == b"el"


def test_string_of_wide_arrays(sffi):
    for ctype in ("wchar_t", "char16_t", "char32_t"):
        a = sffi.new(ctype + "[]", "he\u1234lo")
        assert sffi.string(a) == "he\u1234lo"
        assert sffi.string(a, 3) == "he\u1234"
        assert sffi.string(a, 0) == ""
        assert sffi.string(a + 3) == "lo"
        assert sffi.string(sffi.new(ctype + "[3]", "abc")) == "abc"
    a = sffi.new("char16_t[]", "he\U00012345x")
    assert sffi.string(a) == "he\U00012345x"
    assert sffi.string(a, 3) == "he\ud808"
    assert sffi.string(sffi.new("char32_t[]", "he\U00012345x"), 3) == "he\U00012345"
    assert sffi.string(sffi.new("char16_t[]", ["\ud800", "a"])) == "\ud800a"


def test_string_of_characters(sffi):
    assert sffi.string(sffi.cast("char", 65)) == b"A"
    assert sffi.string(sffi.cast("char", 0)) == b"\0"
    assert sffi.string(sffi.cast("signed char", 65)) == b"A"
    assert sffi.string(sffi.cast("unsigned char", 255)) == b"\xff"
    assert sffi.string(sffi.cast("wchar_t", "\u1234")) == "\u1234"
    assert sffi.string(sffi.cast("char16_t", 66)) == "B"


def test_string_of_enums(sffi):
    assert sffi.string(sffi.cast("enum color", 7)) == "GREEN"
    assert sffi.string(sffi.cast("enum color", -2)) == "BLUE"
    assert sffi.string(sffi.cast("enum color", 8)) == "8"
    assert sffi.string(sffi.cast("enum color", -1)) == "-1"


@pytest.mark.parametrize(
    "cdecl",
    [
        "int[3]",
        "short *",
        "double *",
        "float[2]",
        "_Bool[3]",
        "_Bool *",
        "char *[2]",
        "char[3][3]",
        "struct pair *",
        "struct pair[2]",
        "enum color *",
        "int **",
    ],
)
def test_string_refuses(sffi, cdecl):
    cdata = sffi.new(cdecl)
    with fails(TypeError, "string(): unexpected cdata '%s' argument" % sffi.typeof(cdecl).cname):
        sffi.string(cdata)


@pytest.mark.parametrize("cdecl", ["int", "_Bool", "double", "void *", "int(*)(int)", "long long"])
def test_string_refuses_values(sffi, cdecl):
    with fails(TypeError, "string(): unexpected cdata '%s' argument" % cdecl):
        sffi.string(sffi.cast(cdecl, 5))


@pytest.mark.ours("string() of a _Bool array says what to use instead")
def test_string_of_bools_says_what_to_do(sffi):
    with fails(TypeError, "_Bool[]", "uint8_t"):
        sffi.string(sffi.new("_Bool[]", [1, 0]))


def test_string_refuses_struct_and_null(sffi):
    with fails(TypeError, "string(): unexpected cdata 'struct pair' argument"):
        sffi.string(sffi.new("struct pair *")[0])
    with fails(RuntimeError, "cannot use string() on <cdata 'char *' NULL>"):
        sffi.string(sffi.cast("char *", 0))
    with fails(RuntimeError, "cannot use string() on <cdata 'wchar_t *' NULL>"):
        sffi.string(sffi.cast("wchar_t *", 0))
    with pytest.raises((TypeError, RuntimeError)):
        sffi.string(sffi.NULL)


@pytest.mark.parametrize("cdecl", ["int *", "short[2]", "enum color *", "wchar_t[2]", "signed char *"])
def test_string_of_null_integers(sffi, cdecl):
    with fails(RuntimeError, "cannot use string() on <cdata '%s' NULL>" % cdecl):
        sffi.string(sffi.cast(cdecl, 0))


@pytest.mark.parametrize(
    "cdecl",
    [
        "double *",
        "float[2]",
        "long double *",
        "_Bool *",
        "_Bool[2]",
        "void *",
        "int **",
        "struct pair *",
        "struct pair[2]",
    ],
)
def test_string_of_null_that_is_no_text(sffi, cdecl):
    with fails(TypeError, "string(): unexpected cdata '%s' argument" % sffi.typeof(cdecl).cname):
        sffi.string(sffi.cast(cdecl, 0))


def test_string_of_other_objects(sffi):
    for wrong in (b"abc", "abc", None, 5):
        with pytest.raises(TypeError):
            sffi.string(wrong)
    for wrong in (None, 1.5, "a"):
        with pytest.raises(TypeError):
            sffi.string(sffi.new("char[]", b"a"), wrong)
    with pytest.raises(TypeError):
        sffi.string()


# ---- unpack ----


def test_unpack_characters(sffi):
    a = sffi.new("char[]", b"he\0lo")
    assert sffi.unpack(a, 5) == b"he\0lo"
    assert sffi.unpack(a, 6) == b"he\0lo\0"
    assert sffi.unpack(a, 0) == b""
    assert sffi.unpack(a, length=3) == b"he\0"
    assert sffi.unpack(cdata=a, length=2) == b"he"
    assert sffi.unpack(a + 3, 2) == b"lo"
    assert sffi.unpack(sffi.new("wchar_t[]", "a\0c"), 3) == "a\0c"
    assert sffi.unpack(sffi.new("char16_t[]", "\U00012345b"), 3) == "\U00012345b"
    assert sffi.unpack(sffi.new("char32_t[]", "\U00012345b"), 2) == "\U00012345b"


def test_unpack_numbers(sffi):
    new, unpack = sffi.new, sffi.unpack
    assert unpack(new("unsigned char[]", b"he"), 2) == [104, 101]
    assert unpack(new("signed char[]", [-1, 5]), 2) == [-1, 5]
    assert unpack(new("short[]", [1, -2]), 2) == [1, -2]
    assert unpack(new("int[]", [1, -2]), 2) == [1, -2]
    assert unpack(new("uint64_t[]", [1, 2**64 - 1]), 2) == [1, 2**64 - 1]
    assert unpack(new("int64_t[]", [-(2**63)]), 1) == [-(2**63)]
    assert unpack(new("_Bool[]", [1, 0]), 2) == [True, False]
    assert unpack(new("double[]", [1, 0.5]), 2) == [1.0, 0.5]
    assert unpack(new("float[]", [1, 0.1]), 2) == [1.0, 0.10000000149011612]
    assert unpack(new("double _Complex[]", [1, 0.5j]), 2) == [1 + 0j, 0.5j]
    assert unpack(new("enum color[2]", [7, 9]), 2) == [7, 9]
    assert [float(x) for x in unpack(new("long double[]", [1, 0.5]), 2)] == [1.0, 0.5]
    assert unpack(new("int *", 7), 1) == [7]
    assert unpack(new("int[]", 3), 0) == []


def test_unpack_others(sffi):
    new, unpack = sffi.new, sffi.unpack
    assert [repr(x) for x in unpack(new("int *[2]"), 2)] == ["<cdata 'int *' NULL>"] * 2
    pairs = new("struct pair[2]", [[1, 2], [3, 4]])
    items = unpack(pairs, 2)
    assert [masked(x) for x in items] == ["<cdata 'struct pair &' 0x...>"] * 2
    items[1].a = 30
    assert pairs[1].a == 30
    rows = new("int[2][2]", [[1, 2], [3, 4]])
    assert [list(x) for x in unpack(rows, 2)] == [[1, 2], [3, 4]]


def test_unpack_refuses(sffi):
    a = sffi.new("char[]", b"hello")
    with fails(ValueError, "'length' cannot be negative"):
        sffi.unpack(a, -1)
    with fails(TypeError, "expected a pointer or array, got 'int'"):
        sffi.unpack(sffi.cast("int", 7), 1)
    with fails(TypeError, "expected a pointer or array, got 'struct pair'"):
        sffi.unpack(sffi.new("struct pair *")[0], 1)
    with fails(RuntimeError, "cannot use unpack() on <cdata 'int *' NULL>"):
        sffi.unpack(sffi.cast("int *", 0), 1)
    with fails(RuntimeError, "cannot use unpack() on <cdata 'void *' NULL>"):
        sffi.unpack(sffi.NULL, 1)
    for wrong in ("a", 1.5, None):
        with pytest.raises(TypeError):
            sffi.unpack(a, wrong)
    with fails(OverflowError, "Python int too large to convert to C ssize_t"):
        sffi.unpack(a, 2**70)
    for wrong in (b"abc", None, 5):
        with pytest.raises(TypeError):
            sffi.unpack(wrong, 1)
    with pytest.raises(TypeError):
        sffi.unpack(a)


def test_unpack_bad_bool(sffi):
    raw = sffi.new("uint8_t[]", [1, 2])
    with pytest.raises(ValueError, match="_Bool"):
        sffi.unpack(sffi.cast("_Bool *", raw), 2)


@pytest.mark.ours("string() does not read past memory or a slice whose size is known")
def test_maxlen_stays_inside(sffi):
    owned = sffi.new("char[8]", b"abcdefgh")
    assert sffi.string(owned, 100) == b"abcdefgh"
    assert sffi.string(owned[0:2], 5) == b"ab" and sffi.string(owned[0:0], 5) == b""
    assert sffi.string(sffi.new("wchar_t[2]", "ab"), maxlen=5) == "ab"
