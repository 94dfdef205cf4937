"""ffi.declarations(): what is declared, in order, with places, in every mode."""

import importlib.util
import warnings

import pytest

import cffi
from support.compiled import VERSIONS, modules

pytestmark = pytest.mark.ours("a public way to what is declared")

TEXT = """\
struct point { int x, y; };
int distance(const struct point *a, const struct point *b, ...);
#define LIMIT 10
enum color { RED, GREEN = 5 };
typedef struct point point_t; typedef struct { int q; } plain_t; typedef ... opaque_t;
extern const char *const names[3]; static const int SIZE = 4; static const double RATIO;
union either { int i; float f; };
typedef int (*compare_t)(const void *, const void *);
"""


def listed(ffi, *items):
    return [tuple(getattr(d, item) for item in items) for d in ffi.declarations()]


def test_kinds_and_order(ffi):
    ffi.cdef(TEXT)
    assert listed(ffi, "kind", "name", "value") == [
        ("struct", "point", None),
        ("function", "distance", None),
        ("macro", "LIMIT", 10),
        ("enum", "color", None),
        ("enumerator", "RED", 0),
        ("enumerator", "GREEN", 5),
        ("typedef", "point_t", None),
        ("typedef", "plain_t", None),
        ("typedef", "opaque_t", None),
        ("variable", "names", None),
        ("constant", "SIZE", 4),
        ("constant", "RATIO", None),
        ("union", "either", None),
        ("typedef", "compare_t", None),
    ]


def test_types_are_those_of_typeof(ffi):
    ffi.cdef(TEXT)
    types = {d.name: d.type for d in ffi.declarations()}
    assert types["distance"] is ffi.typeof("int(*)(struct point *, struct point *, ...)")
    assert types["point"] is types["point_t"] is ffi.typeof("struct point")
    assert types["LIMIT"] is None and types["RED"] is ffi.typeof("enum color")
    assert types["names"] is ffi.typeof("char *[3]") and types["RATIO"] is ffi.typeof("double")
    assert types["compare_t"] is ffi.typeof("compare_t")


def test_text_has_the_qualifiers(ffi):
    ffi.cdef(TEXT)
    texts = {d.name: d.text for d in ffi.declarations()}
    assert texts == {
        "point": "struct point",
        "distance": "int distance(const struct point *, const struct point *, ...)".replace("struct point", "point_t"),
        "LIMIT": "LIMIT",
        "color": "enum color",
        "RED": "RED",
        "GREEN": "GREEN",
        "point_t": "typedef struct point point_t",
        "plain_t": "typedef struct {...} plain_t",
        "opaque_t": "typedef ... opaque_t",
        "names": "const char * const names[3]",
        "SIZE": "const int SIZE",
        "RATIO": "const double RATIO",
        "either": "union either",
        "compare_t": "typedef int(* compare_t)(const void *, const void *)",
    }


def test_places(ffi):
    ffi.cdef(TEXT)
    places = {d.name: (d.file, d.line, d.column) for d in ffi.declarations()}
    assert places["point"] == ("<cdef source string>", 1, 8)
    assert places["distance"] == ("<cdef source string>", 2, 5)
    assert places["LIMIT"] == ("<cdef source string>", 3, 9)
    assert places["GREEN"] == ("<cdef source string>", 4, 19)
    assert places["plain_t"] == ("<cdef source string>", 5, 57)
    assert places["compare_t"] == ("<cdef source string>", 8, 15)


def test_several_cdefs_and_line_markers(ffi):
    ffi.cdef("int first(void);")
    ffi.cdef('# 40 "header.h"\nint second(void);\n#line 7 "other.h"\nint third(void); int \\\n  fourth(void);')
    assert listed(ffi, "name", "file", "line", "column") == [
        ("first", "<cdef source string>", 1, 5),
        ("second", "header.h", 40, 5),
        ("third", "other.h", 7, 5),
        ("fourth", "other.h", 8, 3),
    ]


def test_records_and_enums_stand_where_they_are_defined(ffi):
    ffi.cdef("struct a; struct b; enum e;\nint f(struct c *);\n")
    ffi.cdef("struct a { int x; };\nenum e { X };")
    assert listed(ffi, "kind", "name", "file", "line") == [
        ("struct", "b", "<cdef source string>", 1),
        ("function", "f", "<cdef source string>", 2),
        ("struct", "c", "<cdef source string>", 2),
        ("struct", "a", "<cdef source string 2>", 1),
        ("enum", "e", "<cdef source string 2>", 2),
        ("enumerator", "X", "<cdef source string 2>", 2),
    ]


def test_failed_cdefs_leave_nothing(ffi):
    ffi.cdef("struct a; enum e;\n")
    before = ffi.declarations()
    with pytest.raises(cffi.CDefError):
        ffi.cdef("\n\nstruct a { int x; }; enum e { X }; struct b; typedef int t; int f(void); !")
    assert ffi.declarations() == before


def test_looking_decides_nothing(ffi):
    ffi.cdef("enum e; extern enum e *p; int f(enum e); struct s { enum e kind; };")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        types = {d.name: d.type for d in ffi.declarations()}
        assert "enum e" in ffi._parser._declarations
    assert types["e"] is None and types["p"] is None and types["f"].kind == "function" and types["s"].kind == "struct"
    ffi.cdef("enum e { A, B = 1000000000000 };")
    assert ffi.sizeof("enum e") == 8 and {d.name: d.type for d in ffi.declarations()}["p"] is ffi.typeof("enum e *")


def test_type_strings_declare_nothing(ffi):
    ffi.cdef("int f(void);")
    ffi.typeof("struct mentioned *")
    assert listed(ffi, "name") == [("f",)]


def test_type_strings_that_define(ffi):
    ffi.typeof("struct made { enum inside { A, B = 4 } e; } *")
    assert listed(ffi, "kind", "name", "value", "line", "column") == [
        ("struct", "made", None, 1, 8),
        ("enum", "inside", None, 1, 20),
        ("enumerator", "A", 0, 1, 29),
        ("enumerator", "B", 4, 1, 32),
    ]


def test_only_its_own(ffi):
    base = cffi.FFI()
    base.cdef("struct s { int a; };")
    ffi.include(base)
    ffi.cdef("int f(struct s *);")
    assert listed(ffi, "name") == [("f",)] and ffi.declarations()[0].type.args[0].item is base.typeof("struct s")


def test_what_only_a_compiler_knows(ffi):
    ffi.cdef("#define N ...\nenum e { A, ... }; typedef int... unknown_t; extern int v[...]; typedef float... real_t;")
    assert listed(ffi, "kind", "name", "value", "text") == [
        ("macro", "N", None, "N"),
        ("enum", "e", None, "enum e"),
        ("enumerator", "A", None, "A"),
        ("typedef", "unknown_t", None, "typedef int... unknown_t"),
        ("variable", "v", None, "int v[...]"),
        ("typedef", "real_t", None, "typedef float... real_t"),
    ]
    assert [d.type for d in ffi.declarations() if d.name in ("unknown_t", "v")] == [None, None]


def test_extern_python(ffi):
    ffi.cdef('extern "Python" int on_event(int);')
    assert listed(ffi, "kind", "name") == [("extern_python", "on_event")]


def test_override_keeps_one(ffi):
    ffi.cdef("int f(int); struct s { int a; };")
    ffi.cdef("long f(long); struct s { int a, b; };", override=True)
    assert sorted(listed(ffi, "kind", "name")) == [("function", "f"), ("struct", "s")]
    assert {d.name: d.type for d in ffi.declarations()}["f"] is ffi.typeof("long(*)(long)")


def test_the_record(ffi):
    ffi.cdef("int f(void);")
    (record,) = ffi.declarations()
    assert isinstance(record, cffi.Declaration) and isinstance(record, tuple)
    kind, name, ctype, value, text, file, line, column = record
    assert (kind, name, value, text, file, line, column) == (
        "function",
        "f",
        None,
        "int f(void)",
        "<cdef source string>",
        1,
        5,
    )
    assert repr(record).startswith("_cffi_backend.Declaration(kind='function', name='f', ")
    assert cffi.FFI().declarations() == []
    with pytest.raises(TypeError):
        ffi.declarations(1)
    with pytest.raises(AttributeError):
        record.name = "g"


MODULE_TEXT = """
struct point { int x, y; }; typedef struct point point_t; typedef struct { int q; } plain_t;
int twice(int); extern int counter;
#define LIMIT 10
enum color { RED, GREEN = 5 }; enum { LONE = 7 };
"""
OF_MODULES = [
    ("constant", "LIMIT", "LIMIT", 10),
    ("enum", "color", "enum color", None),
    ("enumerator", "GREEN", "GREEN", 5),
    ("enumerator", "LONE", "LONE", 7),
    ("enumerator", "RED", "RED", 0),
    ("function", "twice", "int twice(int)", None),
    ("struct", "point", "struct point", None),
    ("typedef", "plain_t", "typedef struct {...} plain_t", None),
    ("typedef", "point_t", "typedef struct point point_t", None),
    ("variable", "counter", "int counter", None),
]


@pytest.mark.parametrize("source", [None, "typedef struct point { int x, y; } point_t; typedef struct { int q; } plain_t;\n"
                                    "int counter; int twice(int x) { return 2 * x; }\n#define LIMIT 10\n"
                                    "enum color { RED, GREEN = 5 }; enum { LONE = 7 };"], ids=["abi", "api"])  # fmt: skip
def test_compiled_modules(tmp_path, ffi, source):
    ffi.cdef(MODULE_TEXT)
    ffi.set_source("_listed_abi" if source is None else "_listed_api", source)
    path = ffi.compile(str(tmp_path))
    spec = importlib.util.spec_from_file_location("_listed_abi" if source is None else "_listed_api", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert sorted(listed(module.ffi, "kind", "name", "text", "value")) == OF_MODULES
    assert {d.file for d in module.ffi.declarations()} == {None}
    types = {d.name: d.type for d in module.ffi.declarations()}
    assert types["twice"] is module.ffi.typeof("int(*)(int)") and types["RED"] is module.ffi.typeof("enum color")
    assert types["LONE"] is None and types["point"] is types["point_t"] is module.ffi.typeof("point_t")


def test_after_verify(tmp_path, ffi):
    ffi.cdef("int twice(int);\nstruct s { int a; ...; };\n#define N ...\n")
    before = listed(ffi, "kind", "name", "line")
    ffi.verify(
        "static int twice(int x) { return 2 * x; }\nstruct s { int b, a; };\n#define N 3\n", tmpdir=str(tmp_path)
    )
    assert (
        listed(ffi, "kind", "name", "line")
        == before
        == [("function", "twice", 1), ("struct", "s", 2), ("macro", "N", 3)]
    )
    assert list(ffi._parser._declarations) == ["macro N", "function twice", "struct s"]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", ["everything", "base", "derived", "wide", "callbacks"])
def test_modules_of_released_versions(version, name):
    module = getattr(modules(version), name)
    records = module.ffi.declarations()
    named = {kind: sorted(d.name for d in records if d.kind == kind) for kind in {d.kind for d in records}}
    kinds = ("typedef", "struct", "union")
    own = [set(named.get(kind, ())) for kind in kinds]
    assert all(mine <= set(all_of_it) for mine, all_of_it in zip(own, module.ffi.list_types()))
    if name == "everything":
        assert tuple(sorted(mine) for mine in own) == module.ffi.list_types()
    symbols = {d.name for d in records if d.kind not in (*kinds, "enum")}
    assert symbols <= set(dir(module.lib)) and ("function" in named or name != "everything")
    for record in records:
        if record.kind == "function":
            assert record.type.kind == "function" and record.name in record.text
