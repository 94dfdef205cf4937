"""CType and CField objects: attributes by kind, equality, immutability."""

import weakref

import pytest

from support.helpers import fails

ATTRIBUTES = {
    "primitive": set(),
    "void": set(),
    "pointer": {"item"},
    "array": {"item", "length"},
    "struct": {"fields"},
    "union": {"fields"},
    "enum": {"elements", "relements"},
    "function": {"args", "result", "ellipsis", "abi"},
}
ALL = {"item", "length", "fields", "args", "result", "ellipsis", "abi", "elements", "relements"}

CDEF = """
struct pair { int a; short b : 3; };
struct opaque;
union number { int i; double d; };
enum color { RED, GREEN = 7 };
struct flex { int n; int data[]; };
"""


@pytest.fixture
def tffi(ffi):
    ffi.cdef(CDEF)
    return ffi


@pytest.mark.parametrize(
    "cdecl, kind",
    [
        ("int", "primitive"),
        ("_Bool", "primitive"),
        ("long double", "primitive"),
        ("double _Complex", "primitive"),
        ("wchar_t", "primitive"),
        ("void", "void"),
        ("int *", "pointer"),
        ("void *", "pointer"),
        ("int **", "pointer"),
        ("int[3]", "array"),
        ("int[]", "array"),
        ("struct pair", "struct"),
        ("struct opaque", "struct"),
        ("union number", "union"),
        ("enum color", "enum"),
        ("int(*)(int)", "function"),
    ],
)
def test_attributes_by_kind(tffi, cdecl, kind):
    t = tffi.typeof(cdecl)
    assert t.kind == kind
    present = {name for name in ALL if hasattr(t, name)}
    assert present == ATTRIBUTES[kind]
    for name in ALL - present:
        with fails(AttributeError, name):
            getattr(t, name)
    assert [n for n in dir(t) if not n.startswith("_")] == sorted(present | {"cname", "kind"})


def test_pointers_and_arrays(tffi):
    assert tffi.typeof("int *").item is tffi.typeof("int")
    a = tffi.typeof("char[3]")
    assert (a.item, a.length) == (tffi.typeof("char"), 3)
    assert tffi.typeof("int[]").length is None
    assert tffi.typeof("int[2][3]").item is tffi.typeof("int[3]")


def test_functions(tffi):
    t = tffi.typeof("double(*)(int, char *, ...)")
    assert t.args == (tffi.typeof("int"), tffi.typeof("char *"))
    assert t.result is tffi.typeof("double") and t.ellipsis is True and isinstance(t.abi, int)
    t = tffi.typeof("void(*)(void)")
    assert t.args == () and t.result is tffi.typeof("void") and t.ellipsis is False


def test_fields(tffi):
    fields = tffi.typeof("struct pair").fields
    assert isinstance(fields, list) and [name for name, f in fields] == ["a", "b"]
    a, b = fields[0][1], fields[1][1]
    assert (a.type, a.offset, a.bitshift, a.bitsize, a.flags) == (tffi.typeof("int"), 0, -1, -1, 0)
    assert (b.type, b.offset, b.bitshift, b.bitsize, b.flags) == (tffi.typeof("short"), 4, 0, 3, 0)
    assert tffi.typeof("struct opaque").fields is None
    assert [n for n, f in tffi.typeof("union number").fields] == ["i", "d"]
    flexible = tffi.typeof("struct flex").fields[1][1]
    assert (flexible.offset, flexible.bitsize) == (4, -1)


def test_fields_of_anonymous_members(ffi):
    ffi.cdef("struct s { int a; struct { int b; union { int c; char d; }; }; int e; };")
    assert [(n, f.offset) for n, f in ffi.typeof("struct s").fields] == [
        ("a", 0),
        ("b", 4),
        ("c", 8),
        ("d", 8),
        ("e", 12),
    ]


def test_field_objects_are_read_only(tffi):
    field = tffi.typeof("struct pair").fields[0][1]
    for name in ("type", "offset", "bitshift", "bitsize", "flags"):
        with fails(AttributeError):
            setattr(field, name, 1)
    with fails(AttributeError):
        field.other = 1


def test_field_lists_are_fresh_or_harmless(tffi):
    t = tffi.typeof("struct pair")
    t.fields.clear()
    assert len(t.fields) == 2


def test_enums(tffi):
    t = tffi.typeof("enum color")
    assert t.elements == {0: "RED", 7: "GREEN"} and t.relements == {"RED": 0, "GREEN": 7}
    t.elements.clear()
    assert tffi.typeof("enum color").elements == {0: "RED", 7: "GREEN"}


def test_read_only(tffi):
    t = tffi.typeof("int")
    for name in ("kind", "cname", "other", "item"):
        with fails(AttributeError):
            setattr(t, name, 1)


def test_equality_and_hash(tffi):
    t = tffi.typeof("int")
    assert t == tffi.typeof("int") and t != tffi.typeof("long") and t != "int" and t != None  # noqa: E711
    assert hash(t) == hash(tffi.typeof("int"))
    assert len({t, tffi.typeof("int"), tffi.typeof("int *")}) == 2
    with pytest.raises(TypeError):
        t < tffi.typeof("long")


def test_the_type_itself(tffi):
    t = tffi.typeof("int")
    assert type(t) is tffi.CType and isinstance(t, tffi.CType) and not isinstance(t, tffi.CData)
    with pytest.raises(TypeError):
        tffi.CType()
    with pytest.raises(TypeError):
        type("Sub", (tffi.CType,), {})
    with pytest.raises(TypeError):
        t()
    assert bool(t)


def test_weakref(tffi):
    t = tffi.typeof("int *")
    assert weakref.ref(t)() is t


def test_usable_everywhere_a_string_is(tffi):
    t = tffi.typeof("int *")
    assert tffi.new(t, 5)[0] == 5
    assert tffi.cast(t, 16) == tffi.cast("int *", 16)
    assert tffi.sizeof(t) == 8 and tffi.alignof(t) == 8 and tffi.getctype(t, "x") == "int * x"
    assert tffi.offsetof(tffi.typeof("struct pair *"), 1) == 8
    assert tffi.callback(tffi.typeof("int(*)(int)"), lambda x: x)(4) == 4
    assert len(tffi.from_buffer(tffi.typeof("int[]"), b"12345678")) == 2
