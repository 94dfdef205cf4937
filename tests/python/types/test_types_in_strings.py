"""Structs, unions and enums that a type string defines: in FFI objects with cdef(), not in those of compiled modules."""

import re

import pytest

import cffi
from support.helpers import fails

POINT = "struct { int x, y; }"


def test_queries(ffi):
    assert ffi.sizeof("struct { char c; int a; }") == 8
    assert ffi.alignof("struct { short a; }") == 2
    assert ffi.offsetof("struct { char c; long b; }", "b") == ffi.alignof("long")
    assert ffi.sizeof("union { int a; char c[8]; }") == 8
    assert ffi.sizeof("struct { struct { int a; }; int z; }[3]") == 24
    assert [name for name, _ in ffi.typeof(POINT).fields] == ["x", "y"]
    assert ffi.typeof("union { int a; } *").item.kind == "union"
    assert ffi.typeof("enum { QA, QB = 7 }").elements == {0: "QA", 7: "QB"}
    assert ffi.typeof("struct { int b : 3; }").fields[0][1].bitsize == 3
    assert re.match(r"struct \$\d+ x$", ffi.getctype(POINT, "x"))
    assert ffi.getctype("struct tagged { int a; }", "*") == "struct tagged *"


def test_objects(ffi):
    assert ffi.new(POINT + " *", [1, 2])[0].y == 2
    assert ffi.new(POINT + "[]", [[1, 2], {"y": 4}])[1].y == 4
    assert ffi.new("struct { int n; int d[]; } *", [1, [1, 2, 3]]).d[2] == 3
    assert repr(ffi.cast("enum named { CA = 3, CB }", 4)) == "<cdata 'enum named' 4: CB>"
    assert ffi.cast(POINT + " *", 5) == ffi.cast("void *", 5)
    assert ffi.new_allocator()(POINT + " *", [7]).x == 7
    assert ffi.from_buffer(POINT + "[]", bytearray(16))[1].x == 0
    callback = ffi.callback("int(struct { int a; } *)", lambda p: p.a + 1)
    assert callback(ffi.new(ffi.typeof(callback).args[0], [4])) == 5


def test_one_string_is_one_type(ffi):
    first = ffi.typeof(POINT)
    assert ffi.typeof(POINT) is first
    assert ffi.typeof(POINT + " ") is not first
    assert ffi.typeof(POINT + " *") is not ffi.typeof(POINT + " * ")
    ffi.cdef("typedef int unrelated;")
    assert ffi.typeof(POINT) is first
    ffi.cdef("typedef long unrelated;", override=True)
    assert ffi.typeof(POINT) is first


def test_tags_are_known_afterwards(ffi):
    pointer = ffi.typeof("struct known { int a; long b; } *")
    assert ffi.typeof("struct known *") is pointer
    ffi.cdef("struct uses { struct known k[2]; };")
    assert ffi.sizeof("struct uses") == 2 * ffi.sizeof("struct known")
    assert ffi.typeof("struct outer { struct inner { int a; } i; }").fields[0][1].type is ffi.typeof("struct inner")
    assert ffi.sizeof("struct node { struct node *next; }") == ffi.sizeof("void *")
    assert ffi.list_types() == ([], ["inner", "known", "node", "outer", "uses"], [])
    other = cffi.FFI()
    other.include(ffi)
    assert other.typeof("struct known") is ffi.typeof("struct known")
    assert other.typeof(POINT) is not ffi.typeof(POINT)


def test_completes_what_a_cdef_mentioned(ffi):
    ffi.cdef("struct later; struct later *make(void);")
    assert ffi.sizeof("struct later { int a; }") == 4
    assert ffi.new("struct later *").a == 0


def test_another_definition_is_refused(ffi):
    ffi.typeof("struct twice { int a; }")
    for again in (ffi.typeof, ffi.cdef):
        with fails(cffi.CDefError, "duplicate declaration of struct twice"):
            again("struct twice { long a; };" if again == ffi.cdef else "struct twice { long a; }")
    assert ffi.sizeof("struct twice") == 4


def test_enumerators_are_constants(ffi):
    lib = ffi.dlopen(None)
    assert ffi.sizeof("enum kind { KA = 5, KB }") == 4
    assert (lib.KA, lib.KB) == (5, 6) and {"KA", "KB"} <= set(dir(lib))
    assert ffi.sizeof("char[KB]") == 6
    assert ffi.typeof("enum kind").elements == {5: "KA", 6: "KB"}
    with fails(cffi.FFIError, "multiple declarations of constant: KA"):
        ffi.typeof("enum { KA }")
    with fails(cffi.FFIError, "multiple declarations of constant: KB"):
        ffi.cdef("enum { KB };")


def test_with_declared_names(ffi):
    ffi.cdef("typedef short number;\n#define COUNT 3\nstruct pair { number a, b; };")
    assert ffi.sizeof("struct { number n[COUNT]; struct pair p; }") == 10


def test_layout_is_that_of_a_cdef(ffi):
    text = "struct %s { char c; union { double d; struct { int a : 3, : 0, b : 7; }; }; short s; }"
    ffi.cdef(text % "declared" + ";")
    named = ffi.typeof("struct declared")
    direct = ffi.typeof(text % "direct")
    assert ffi.sizeof(named) == ffi.sizeof(direct)
    offsets = [[(name, field.offset) for name, field in t.fields] for t in (named, direct)]
    assert offsets[0] == offsets[1]


@pytest.mark.parametrize(
    "text",
    ["struct { int a", "struct { int a; } }", "struct { unknown_t a; }", "typedef struct { int a; } t", "enum { A B }"],
)
def test_not_a_type(ffi, text):
    for _ in range(2):
        with pytest.raises(cffi.CDefError):
            ffi.typeof(text)


@pytest.mark.ours("what fails changes nothing")
def test_failures_change_nothing(ffi):
    with pytest.raises(cffi.CDefError):
        ffi.typeof("struct { enum { FA = 3 } e; struct half { int a; } h; } }")
    assert ffi.list_types() == ([], [], []) and "FA" not in dir(ffi.dlopen(None))
    assert ffi.sizeof("struct half { enum { FA = 4 } e; }") == 4


def test_fields_of_unknown_types(ffi):
    for _ in range(2):
        with fails(TypeError, ".a' has ctype 'struct nowhere' of unknown size"):
            ffi.sizeof("struct { struct nowhere a; }")


def test_are_part_of_a_generated_module(tmp_path):
    ffi = cffi.FFI()
    ffi.cdef("int abs(int);")
    assert ffi.sizeof("struct by_string { int a; }") == 4
    ffi.typeof("struct { int anonymous; }")
    ffi.typeof("enum { BY_STRING = 4 }")
    ffi.set_source("_types_in_strings", None)
    path = tmp_path / "_types_in_strings.py"
    ffi.emit_python_code(str(path))
    names = {}
    exec(path.read_text(), names)
    assert names["ffi"].list_types() == ([], ["by_string"], [])
    assert names["ffi"].dlopen(None).BY_STRING == 4
    ffi = cffi.FFI()
    ffi.cdef("int abs(int);")
    ffi.typeof("struct { int anonymous; } *")
    ffi.set_source("_types_in_strings", "#include <stdlib.h>")
    ffi.emit_c_code(str(tmp_path / "_types_in_strings.c"))


@pytest.mark.ours("the line of an error leads to the string that has the struct")
def test_places_in_generated_modules(tmp_path):
    ffi = cffi.FFI()
    ffi.cdef("int abs(int);")
    ffi.typeof("struct\n\nby_string { int a; }")
    ffi.cdef("struct\nby_cdef { int b; };")
    ffi.set_source("_places", "")
    ffi.emit_c_code(str(tmp_path / "_places.c"))
    text = (tmp_path / "_places.c").read_text()
    assert '#line 3 "<cdef source string 2>"' in text and '#line 2 "<cdef source string 3>"' in text


@pytest.mark.modes("py", "api")
def test_compiled_modules_refuse(opened):
    cdef = "struct declared { int a; }; enum kind { KA };"
    ffi, _ = opened(cdef, cdef)
    for text in (
        POINT,
        POINT + " *",
        "union { int a; }",
        "enum { A }",
        "struct fresh { int a; }",
        "struct declared { int a; }",
        "enum kind { KA }",
    ):
        for use in (ffi.typeof, ffi.sizeof, ffi.new):
            with pytest.raises(ffi.error):
                use(text)
    assert ffi.list_types() == ([], ["declared"], [])


def test_string_with_braces_only_once(ffi):
    """What is asked for again under a name that is known is not declared again."""
    assert ffi.sizeof("struct again { int a; }") == 4
    assert ffi.typeof("struct again { int a; }") is ffi.typeof("struct again")
    assert ffi.alignof("struct again { int a; }") == 4
