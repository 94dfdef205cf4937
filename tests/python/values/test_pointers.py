"""Pointers: index, arithmetic, difference, comparison, NULL, void *, and the implicit conversions between them."""

import pytest

from support.helpers import fails, masked


@pytest.fixture
def numbers(ffi):
    a = ffi.new("int[5]", [1, 2, 3, 4, 5])
    return ffi, a, ffi.cast("int *", a)


def test_index(numbers):
    ffi, a, p = numbers
    assert [p[0], p[4], (p + 4)[-1], (p + 4)[-4]] == [1, 5, 4, 1]
    p[1] = 20
    (p + 3)[-1] = 30
    assert list(a) == [1, 20, 30, 4, 5]
    assert p[True] == 20


@pytest.mark.parametrize("index", ["a", 1.5, None, (1,)], ids=repr)
def test_bad_index(numbers, index):
    ffi, a, p = numbers
    with fails(TypeError):
        p[index]
    with fails(TypeError):
        p[index] = 1


def test_huge_index(numbers):
    ffi, a, p = numbers
    with fails(IndexError):
        p[2**70]


def test_owning_pointer_has_one_item(ffi):
    p = ffi.new("int *", 7)
    assert p[0] == 7
    p[0] = 9
    assert p[0] == 9
    for index in (1, -1, 100):
        with fails(IndexError, "cdata 'int *' can only be indexed by 0"):
            p[index]
        with fails(IndexError, "cdata 'int *' can only be indexed by 0"):
            p[index] = 1


def test_arithmetic(numbers):
    ffi, a, p = numbers
    assert masked(p + 1) == "<cdata 'int *' 0x...>"
    assert (p + 2)[0] == 3 and (2 + p)[0] == 3 and (p + 4 - 1)[0] == 4
    assert (p + 3) - p == 3 and p - (p + 3) == -3 and p - p == 0
    assert int(ffi.cast("intptr_t", p + 3)) - int(ffi.cast("intptr_t", p)) == 12
    q = p
    q += 1
    assert q[0] == 2 and p[0] == 1


def test_arithmetic_on_owners_gives_plain_pointers(ffi):
    p = ffi.new("int *", 7)
    assert masked(p + 0) == "<cdata 'int *' 0x...>"
    assert (p + 0) == p and (p + 0)[0] == 7


def test_arithmetic_refused(numbers):
    ffi, a, p = numbers
    for wrong in ("a", 1.5, None, [1]):
        with fails(TypeError):
            p + wrong
    with fails(OverflowError):
        p + 2**63
    with pytest.raises(TypeError):
        p * 2
    with pytest.raises(TypeError):
        1 - p
    with pytest.raises(TypeError):
        p + p
    with fails(TypeError, "cannot subtract cdata 'int *' and cdata 'char *'"):
        p - ffi.cast("char *", p)
    with fails(TypeError, "cannot subtract cdata 'int *' and cdata 'void *'"):
        p - ffi.cast("void *", p)
    with fails(TypeError, "cannot add a cdata 'int(*)(int)' and a number"):
        ffi.cast("int(*)(int)", 16) + 1


def test_uneven_difference(ffi):
    with fails(
        ValueError, "pointer subtraction: the distance between the two pointers is not a multiple of the item size"
    ):
        ffi.cast("int *", 17) - ffi.cast("int *", 16)


def test_void_pointers(numbers):
    ffi, a, p = numbers
    v = ffi.cast("void *", p)
    assert v == p and hash(v) == hash(p)
    assert (v + 4) == (p + 1)
    assert (v + 5) - v == 5
    with fails(TypeError, "cdata 'void' is opaque"):
        v[0]
    with fails(ValueError, "array item of unknown size: 'void'"):
        v[0:2]
    assert bool(v)


def test_comparison(numbers):
    ffi, a, p = numbers
    assert p == a and a == p and p == ffi.cast("char *", p)
    assert p != p + 1 and not p == p + 1
    assert p < p + 1 and p <= p and p + 1 > p and p >= p and not p < p
    assert not p < ffi.cast("void *", p)
    assert (p == None) is False and p != None  # noqa: E711
    assert p != 0 and p != "a" and p != 1.5
    assert p != ffi.cast("int", 5) and not ffi.cast("int", 5) == p
    for other in (5, None, "a"):
        with pytest.raises(TypeError):
            p < other


def test_hash(numbers):
    ffi, a, p = numbers
    assert hash(p) == hash(a) == hash(ffi.cast("int *", p))
    assert {p: 1}[ffi.cast("void *", p)] == 1
    assert p is not ffi.cast("int *", p)


def test_null(ffi):
    null = ffi.cast("int *", 0)
    assert null == ffi.NULL and not null and not ffi.NULL
    assert ffi.NULL != None and not ffi.NULL == None  # noqa: E711
    assert repr(null) == "<cdata 'int *' NULL>"
    assert repr(ffi.NULL) == "<cdata 'void *' NULL>"
    for index in (0, 3):
        with fails(RuntimeError, "cannot dereference null pointer from cdata 'int *'"):
            null[index]
        with fails(RuntimeError, "cannot dereference null pointer from cdata 'int *'"):
            null[index] = 3
    assert masked(null + 1) == "<cdata 'int *' 0x...>"
    assert null - ffi.cast("int *", 4) == -1


@pytest.mark.ours("an item at address 0 is an error, not a crash")
def test_items_at_address_zero(ffi):
    ffi.cdef("struct pair { int a, b; };")
    for cdecl, address, index in (
        ("int *", 4, -1),
        ("int *", -8, 2),
        ("_Bool[2]", -1, 1),
        ("struct pair *", 8, -1),
        ("struct pair[2]", -8, 1),
    ):
        cdata = ffi.cast(cdecl, address)
        with fails(RuntimeError, "cannot dereference null pointer from cdata '%s'" % cdecl):
            cdata[index]
        with fails(RuntimeError, "cannot dereference null pointer from cdata '%s'" % cdecl):
            cdata[index] = 1


@pytest.mark.ours("an item of an array at NULL is an error, whatever is written and whatever the items are")
def test_null_array(ffi):
    ffi.cdef("struct pair { int a, b; };")
    for cdecl in ("int[2]", "struct pair[2]", "int[2][2]"):
        null = ffi.cast(cdecl, 0)
        for index in (0, 1):
            with fails(RuntimeError, "cannot dereference null pointer from cdata '%s'" % cdecl):
                null[index]
            with fails(RuntimeError, "cannot dereference null pointer from cdata '%s'" % cdecl):
                null[index] = "x"
        with fails(RuntimeError, "cannot dereference null pointer from cdata '%s'" % cdecl):
            list(null)
        with fails(IndexError):
            null[2]
        assert len(null) == 2 and len(null[0:1]) == 1


def test_no_length_or_iteration(numbers):
    ffi, a, p = numbers
    with fails(TypeError, "cdata of type 'int *' has no len()"):
        len(p)
    with fails(TypeError, "cdata 'int *' does not support iteration"):
        iter(p)
    with fails(TypeError, "cdata 'int *' does not support iteration"):
        list(p)
    with fails(TypeError, "int() not supported on cdata 'int *'"):
        int(p)
    with fails(TypeError, "float() not supported on cdata 'int *'"):
        float(p)
    with fails(TypeError, "'del x[n]' not supported for cdata objects"):
        del p[0]


def test_attributes(numbers):
    ffi, a, p = numbers
    with fails(AttributeError, "cdata 'int *' has no attribute 'foo'"):
        p.foo
    with fails(AttributeError, "cdata 'int *' has no attribute 'foo'"):
        p.foo = 1
    assert dir(p) == []


# (target pointer type, source, accepted)
CONVERSIONS = [
    ("int *", "int *", True),
    ("int *", "int[3]", True),
    ("int *", "void *", True),
    ("void *", "int *", True),
    ("void *", "int(*)(int)", True),
    ("int(*)(int)", "void *", True),
    ("char *", "unsigned char *", True),
    ("char *", "signed char *", True),
    ("unsigned char *", "char *", True),
    ("char *", "uint8_t[3]", True),
    ("int *", "unsigned int *", False),
    ("int *", "short *", False),
    ("int *", "long *", False),
    ("int *", "char *", False),
    ("int *", "int **", False),
    ("int **", "int *", False),
    ("struct one *", "struct two *", False),
    ("int(*)(int)", "int(*)(long)", False),
    ("float *", "double *", False),
]


@pytest.mark.parametrize("target, source, accepted", CONVERSIONS)
def test_implicit_conversions(ffi, target, source, accepted):
    ffi.cdef("struct one { int a; }; struct two { int a; };")
    place = ffi.new(ffi.getctype(target, "*"))
    block = ffi.new("char[64]")
    value = ffi.cast(source, block)
    if accepted:
        place[0] = value
        assert place[0] == value
    else:
        with fails(TypeError):
            place[0] = value


def test_pointers_to_pointers(ffi):
    p = ffi.new("int *", 5)
    pp = ffi.new("int **", p)
    ppp = ffi.new("int ***", pp)
    assert ppp[0][0][0] == 5
    ppp[0][0][0] = 6
    assert p[0] == 6
    with fails(TypeError, "initializer for ctype 'int *' must be a cdata pointer, not int"):
        pp[0] = 0
    with fails(TypeError, "initializer for ctype 'int *' must be a cdata pointer, not NoneType"):
        pp[0] = None


def test_struct_pointers(ffi):
    ffi.cdef("struct pair { int a, b; };")
    pairs = ffi.new("struct pair[3]", [[1, 2], [3, 4], [5, 6]])
    p = ffi.cast("struct pair *", pairs)
    assert (p + 1).a == 3 and p[2].b == 6 and p.a == 1
    (p + 1).a = 30
    assert pairs[1].a == 30
    assert masked(p[1]) == "<cdata 'struct pair &' 0x...>"
    p[1] = p[2]
    assert pairs[1].b == 6


def test_plain_char_pointers_and_items_of_one_byte(ffi):
    ffi.cdef("struct one { char a; }; union small { _Bool b; uint8_t u; }; struct two { char a, b; }; struct opaque;")
    for cdecl in (
        "struct one *",
        "union small *",
        "int8_t *",
        "uint8_t *",
        "_Bool *",
        "char(*)[1]",
        "struct one(*)[1]",
        "struct one[1]",
        "struct one[5]",
    ):
        cdata = ffi.cast(cdecl, 16)
        assert ffi.new("char **", cdata)[0] == ffi.cast("char *", 16)
        if ffi.typeof(cdecl).kind == "pointer":
            assert ffi.new(ffi.getctype(cdecl, "*"), ffi.cast("char *", 16))[0] == cdata
    for cdecl in ("struct two *", "struct opaque *", "short *", "char **", "char(*)[2]", "char(*)[0]", "int(*)(int)"):
        with fails(TypeError, "implicit cast to 'char *' from a different pointer type"):
            ffi.new("char **", ffi.cast(cdecl, 16))
        with fails(TypeError, "implicit cast from 'char *' to a different pointer type"):
            ffi.new(ffi.getctype(cdecl, "*"), ffi.cast("char *", 16))
    for cdecl in ("signed char *", "uint8_t *", "_Bool *"):
        with fails(TypeError, "must be a pointer to same type, not cdata 'struct one *'"):
            ffi.new(ffi.getctype(cdecl, "*"), ffi.cast("struct one *", 16))
