"""ffi.addressof(), offsetof(), sizeof(), alignof(): paths of names and indexes."""

import pytest

import cffi
from support.helpers import WCHAR_SIZE, fails, masked

CDEF = """
struct pair { int a, b; };
struct outer {
    struct { int i1; int i2; };
    union { int u1; float u2; } un;
    int arr[2][3];
    struct pair pairs[4];
    struct pair *pp;
    int bit : 3;
};
union number { int i; double d; };
struct opaque;
"""


@pytest.fixture
def affi(ffi):
    ffi.cdef(CDEF)
    return ffi


def distance(ffi, p, base):
    return int(ffi.cast("intptr_t", p)) - int(ffi.cast("intptr_t", base))


PATHS = [
    (("i1",), 0, "int *"),
    (("i2",), 4, "int *"),
    (("un",), 8, None),
    (("un", "u2"), 8, "float *"),
    (("arr",), 12, "int(*)[2][3]"),
    (("arr", 1), 24, "int(*)[3]"),
    (("arr", 1, 2), 32, "int *"),
    (("pairs",), 36, "struct pair(*)[4]"),
    (("pairs", 2), 52, "struct pair *"),
    (("pairs", 2, "b"), 56, "int *"),
    (("pairs", 4, "b"), 72, "int *"),
    (("pairs", -1), 28, "struct pair *"),
    (("pp",), 72, "struct pair * *"),
]


@pytest.mark.parametrize("path, offset, cname", PATHS)
def test_paths(affi, path, offset, cname):
    assert affi.offsetof("struct outer", *path) == offset
    assert affi.offsetof(affi.typeof("struct outer"), *path) == offset
    o = affi.new("struct outer *")
    for base in (o, o[0]):
        p = affi.addressof(base, *path)
        assert distance(affi, p, o) == offset
        if cname:
            assert affi.typeof(p).cname == cname


def test_addressof_struct(affi):
    s = affi.new("struct pair *", [1, 2])
    p = affi.addressof(s[0])
    assert p == s and masked(p) == "<cdata 'struct pair *' 0x...>" and p.b == 2
    p.a = 9
    assert s.a == 9
    u = affi.new("union number *")
    assert affi.addressof(u[0]) == u


def test_addressof_array(affi):
    a = affi.new("int[5]", [1, 2, 3, 4, 5])
    whole = affi.addressof(a)
    assert masked(whole) == "<cdata 'int(*)[5]' 0x...>" and list(whole[0]) == [1, 2, 3, 4, 5]
    assert affi.addressof(a, 1)[0] == 2
    assert affi.addressof(a, 5) - affi.addressof(a, 0) == 5
    assert affi.addressof(a, -1) == a - 1
    m = affi.new("int[2][3]")
    assert masked(affi.addressof(m)) == "<cdata 'int(*)[2][3]' 0x...>"
    assert masked(affi.addressof(m, 1)) == "<cdata 'int(*)[3]' 0x...>"
    assert affi.addressof(m, 1, 2) == m[1] + 2


def test_addressof_pointer_needs_a_path(affi):
    p = affi.new("int *")
    with fails(TypeError, "addressof(pointer)"):
        affi.addressof(p)
    with fails(TypeError, "addressof(pointer)"):
        affi.addressof(affi.new("struct pair *"))
    with fails(TypeError, "expected a cdata struct/union/array/pointer object"):
        affi.addressof(affi.cast("int(*)(int)", 16))
    assert affi.addressof(p, 0) == p
    q = affi.cast("struct pair *", affi.new("struct pair[3]"))
    assert affi.addressof(q, 2) == q + 2


@pytest.mark.parametrize(
    "path, error, text",
    [
        (("zz",), KeyError, "zz"),
        (("u1",), KeyError, "u1"),
        (("pp", "a"), TypeError, "with a field name argument, expected a struct or union ctype"),
        (("i1", "a"), TypeError, "with a field name argument, expected a struct or union ctype"),
        (("i1", 0), TypeError, "with an integer argument, expected an array ctype or a pointer to non-opaque"),
        ((0,), TypeError, "with an integer argument, expected an array ctype or a pointer to non-opaque"),
        (("bit",), TypeError, "not supported for bitfields"),
        ((None,), TypeError, "field name or array index expected"),
        ((b"i1",), TypeError, "field name or array index expected"),
        (("arr", 1.5), TypeError, "field name or array index expected"),
        (("arr", 2**62), OverflowError, "array offset would overflow a Py_ssize_t"),
        (("arr", 2**63), TypeError, "field name or array index expected"),
    ],
)
def test_bad_paths(affi, path, error, text):
    with fails(error, text):
        affi.offsetof("struct outer", *path)
    with fails(error, text):
        affi.addressof(affi.new("struct outer *")[0], *path)


def test_addressof_refused(affi):
    for wrong in (5, None, "int"):
        with fails(TypeError, "expected a 'cdata' object"):
            affi.addressof(wrong)
    with fails(TypeError, "expected a cdata struct/union/array/pointer object"):
        affi.addressof(affi.cast("int", 5))
    with fails(TypeError):
        affi.addressof(affi.cast("int(*)(int)", 0))
    with pytest.raises(TypeError):
        affi.addressof()


def test_offsetof_of_pointers_and_arrays(affi):
    assert affi.offsetof("struct pair *", "b") == 4
    assert affi.offsetof("struct pair *", 1, "b") == 12
    assert affi.offsetof("int[]", 3) == 12
    assert affi.offsetof("int[5]", 7) == 28
    assert affi.offsetof("int *", 2) == 8
    assert affi.offsetof("union number", "d") == 0


def test_offsetof_refused(affi):
    with fails(TypeError, "with a field name argument, expected a struct or union ctype"):
        affi.offsetof("int", "x")
    with fails(TypeError, "struct/union is opaque"):
        affi.offsetof("struct opaque", "b")
    for cdecl in ("struct opaque *", "void *", "struct pair"):
        with fails(TypeError, "with an integer argument, expected an array ctype or a pointer to non-opaque"):
            affi.offsetof(cdecl, 1)
    with pytest.raises(TypeError):
        affi.offsetof("struct pair")
    with pytest.raises(TypeError):
        affi.offsetof(affi.new("struct pair *"), "b")
    with pytest.raises(cffi.CDefError):
        affi.offsetof("nosuch", "b")


@pytest.mark.ours("behind a member that is a pointer there is no offset")
def test_no_path_through_a_pointer_member(affi):
    for ask in (
        lambda: affi.offsetof("struct outer", "pp", 1),
        lambda: affi.addressof(affi.new("struct outer *"), "pp", 1),
        lambda: affi.offsetof("int **", 1, 1),
    ):
        with fails(TypeError, "with an integer argument, expected an array ctype or a pointer to non-opaque"):
            ask()


# ---- sizeof, alignof ----


@pytest.mark.parametrize(
    "cdecl, size, alignment",
    [
        ("char", 1, 1),
        ("short", 2, 2),
        ("int", 4, 4),
        ("long long", 8, 8),
        ("float", 4, 4),
        ("double", 8, 8),
        ("char *", 8, 8),
        ("int(*)(int)", 8, 8),
        ("int[3]", 12, 4),
        ("char[0]", 0, 1),
        ("int[2][3]", 24, 4),
        ("struct pair", 8, 4),
        ("struct outer", 88, 8),
        ("union number", 8, 8),
        ("double _Complex", 16, 8),
        ("struct pair[2]", 16, 4),
        ("wchar_t", WCHAR_SIZE, WCHAR_SIZE),
        ("_Bool", 1, 1),
        ("size_t", 8, 8),
    ],
)
def test_sizes(affi, cdecl, size, alignment):
    assert affi.sizeof(cdecl) == affi.sizeof(affi.typeof(cdecl)) == size
    assert affi.alignof(cdecl) == affi.alignof(affi.typeof(cdecl)) == alignment


def test_long_double(affi):
    import ctypes

    assert affi.sizeof("long double") == ctypes.sizeof(ctypes.c_longdouble)
    assert affi.alignof("long double") == ctypes.alignment(ctypes.c_longdouble)


@pytest.mark.parametrize("cdecl", ["void", "int[]", "struct opaque", "struct pair[]"])
def test_unknown_sizes(affi, cdecl):
    with fails(ValueError, "ctype '%s' is of unknown size" % cdecl):
        affi.sizeof(cdecl)


def test_unknown_alignments(affi):
    assert affi.alignof("int[]") == 4
    for cdecl in ("void", "struct opaque"):
        with fails(ValueError, "ctype '%s' is of unknown alignment" % cdecl):
            affi.alignof(cdecl)


def test_sizes_of_cdata(affi):
    a = affi.new("int[5]")
    assert affi.sizeof(a) == 20
    assert affi.sizeof(affi.new("int[]", 7)) == 28
    assert affi.sizeof(affi.cast("int *", a)) == affi.sizeof(affi.new("int *")) == 8
    assert affi.sizeof(a[1:3]) == 8
    assert affi.sizeof(affi.new("struct pair *")[0]) == 8
    assert affi.sizeof(affi.cast("short", 1)) == 2
    assert affi.sizeof(affi.from_buffer(b"abc")) == 3
    assert affi.sizeof(affi.NULL) == 8


def test_refused_objects(affi):
    for wrong in (5, None, b"int"):
        with fails(TypeError, "cdata", "ctype"):
            affi.sizeof(wrong)
        with pytest.raises(TypeError):
            affi.alignof(wrong)
    with pytest.raises(cffi.CDefError):
        affi.sizeof("nosuch")
    with pytest.raises(cffi.CDefError):
        affi.sizeof("int(int)")
