"""What verify() finds out, and what it and API mode say before a compiler runs."""

import io

import pytest

import cffi
from support.helpers import fails
from support.modes import declared

pytestmark = pytest.mark.usefixtures("kept_in")


@pytest.mark.parametrize(
    "cdef, source, text",
    [
        ("#define A 1", "#define A 2", "A has the real value 2, not 1"),
        ("#define A -1", "#define A 3000000000", "A has the real value 3000000000, not -1"),
        ("static const int A = 5;", "static const int A = 6;", "A has the real value 6, not 5"),
        (
            "static const unsigned long long A = 5;",
            "static const unsigned long long A = 0xffffffffffffffff;",
            "A has the real value 18446744073709551615, not 5",
        ),
        ("enum e { X = 1, Y };", "enum e { X = 1, Y = 3 };", "enum e: Y has the real value 3, not 2"),
        ("enum e { X = -1 };", "enum e { X = 2 };", "enum e: X has the real value 2, not -1"),
        ("typedef enum { X = 1 } t;", "typedef enum { X = -2 } t;", "enum t: X has the real value -2, not 1"),
        ("enum { X = 1 };", "enum { X = 2 };", "X has the real value 2, not 1"),
    ],
)  # fmt: skip
def test_values(cdef, source, text):
    with fails(cffi.VerificationError, text):
        declared(cdef).verify(source)


@pytest.mark.parametrize(
    "cdef, source, text",
    [
        ("int x, y;", "int y, x;", "wrong offset for field 'x' (we have 0, but C compiler says 4)"),
        ("int x, y;", "int y, x, z;", "wrong total size (we have 8, but C compiler says 12)"),
        ("int x, y;", "int x; short y, z;", "wrong size for field 'y' (we have 4, but C compiler says 2)"),
        ("int y;", "short y, z;", "wrong total alignment (we have 4, but C compiler says 2)"),
        ("struct { int a, b; }; int c;", "struct { char a; int b; }; int c;", "wrong size for field 'a' (we have 4, but C compiler says 1)"),
        ("struct { int a, b; }; int c;", "struct { int b, a; }; int c;", "wrong offset for field 'a' (we have 0, but C compiler says 4)"),
        ("struct { int a, b; } in; int c;", "struct { int a; } in; int c;", "wrong total size (we have 12, but C compiler says 8)"),
        ("int x, y; ...;", "short x, y;", "field 's.x' is declared as 4 bytes, but is really 2 bytes"),
        ("int x[3]; ...;", "int x[4];", "field 's.x' is declared as 12 bytes, but is really 16 bytes"),
    ],
)  # fmt: skip
def test_layouts(cdef, source, text):
    ffi = declared("struct s { %s };" % cdef)
    with fails(cffi.VerificationError, "struct s: " + text):
        ffi.verify("struct s { %s };" % source)


def test_sizes_are_not_left_to_the_compiler():
    with fails(cffi.VerificationError, "struct s: wrong total size (we have 4, but C compiler says 2)"):
        declared("struct s { int x; };").verify("struct s { short x; };", extra_compile_args=["-Werror"])


def test_layouts_of_packed_structs_and_unions():
    ffi = cffi.FFI()
    ffi.cdef("struct s { char c; int i; }; union u { char c; int i; };", packed=True)
    with fails(cffi.VerificationError, "struct s: wrong total size (we have 5, but C compiler says 8)"):
        ffi.verify("struct s { char c; int i; }; union u { char c; int i; };")
    ffi = declared("union u { char c; int i; };")
    with fails(cffi.VerificationError, "union u: wrong total size (we have 4, but C compiler says 8)"):
        ffi.verify("union u { char c; int i; long l; };")


def test_structs_of_included_ffis():
    common = declared("struct s { int x, y; }; enum e { A, B }; enum open { C, ... };")
    good = "struct s { int x, y; }; enum e { A, B }; enum open { D, C };"
    user = declared("int get(struct s *);", common)
    user.verify(good + "static int get(struct s *p) { return p->x; }")
    assert common.typeof("enum open").relements == {"C": 1}
    for source, text in [
        (good.replace("x, y", "y, x"), "struct s: wrong offset for field 'x' (we have 0, but C compiler says 4)"),
        (good.replace("A, B", "B, A"), "enum e: A has the real value 1, not 0"),
    ]:
        with fails(cffi.VerificationError, text):
            declared("int get(struct s *);", common).verify(source + "static int get(struct s *p) { return p->x; }")


@pytest.mark.ours("the second compiler's layout is ignored")
def test_a_second_compiler_that_says_otherwise():
    ffi = declared("struct s { int x; ...; }; enum e { A, ... };")
    ffi.verify("struct s { int a, x; }; enum e { A = 1 };")
    with fails(cffi.VerificationError, "struct s: wrong total size (we have 8, but C compiler says 12)"):
        ffi.verify("struct s { int a, b, x; }; enum e { A = 1 };")
    with fails(cffi.VerificationError, "enum e: A has the real value 2, not 1"):
        ffi.verify("struct s { int a, x; }; enum e { A = 2 };")
    assert ffi.verify("struct s { int a, x; }; enum e { A = 1 };  ").A == 1


def test_a_failure_leaves_the_ffi_usable():
    ffi = declared("struct s { int x, y; }; int get(struct s *); enum e { A };")
    pair = ffi.new("struct s *", [1, 2])
    with fails(cffi.VerificationError, "wrong offset"):
        ffi.verify("struct s { int y, x; }; enum e { A }; static int get(struct s *p) { return p->x; }")
    lib = ffi.verify("struct s { int x, y; }; enum e { A }; static int get(struct s *p) { return p->x; }")
    assert lib.get(pair) == 1


@pytest.mark.parametrize(
    "cdef, source",
    [
        ("struct tag { int a; char b; ...; }; typedef struct tag T; int get(T *);",
         "struct tag { char c; int a; char b; }; typedef struct { int q; } T; static int get(T *p) { return p->q; }"),
        ("typedef struct tag T; struct tag { int a; char b; ...; };",
         "struct tag { char c; int a; char b; }; typedef struct { int q; } T;"),
        ("typedef struct tag { int a; char b; ...; } T;", "struct tag { char c; int a; char b; }; typedef struct { int q; } T;"),
    ],
)  # fmt: skip
def test_tags_are_asked_for(cdef, source):
    ffi = declared(cdef)
    ffi.verify(source)
    assert ffi.sizeof("T") == ffi.sizeof("struct tag") == 12
    assert ffi.typeof("T").cname == "T"


@pytest.mark.filterwarnings("ignore:'enum never' has no values")
@pytest.mark.parametrize(
    "cdef, source",
    [
        ("enum never;", "int other;"),
        ("enum never; int get(enum never);", "enum never { A, B }; static int get(enum never e) { return (int)e; }"),
        ("enum never *none(void);", "enum never { A, B }; static enum never *none(void) { return 0; }"),
        ("struct s { enum never *p; };", "enum never { A, B }; struct s { enum never *p; };"),
        ("typedef enum never never_t; never_t *none(void);", "typedef enum never { A, B } never_t; static never_t *none(void) { return 0; }"),
    ],
)  # fmt: skip
def test_enums_that_are_never_defined(cdef, source):
    ffi = declared(cdef)
    lib = ffi.verify(source)
    if hasattr(lib, "none"):
        assert lib.none() == ffi.NULL


# ---- before the compiler


def emitted(cdef, source):
    ffi = declared(cdef)
    ffi.set_source("_module_of_this_test", source)
    out = io.StringIO()
    (ffi.emit_python_code if source is None else ffi.emit_c_code)(out)
    return out.getvalue()


OPAQUE_FIELDS = [
    ("struct never; struct s { struct never x; int y; };", "struct s: field 's.x' is of an opaque type"),
    ("union never; struct s { int y; union never x; };", "struct s: field 's.x' is of an opaque type"),
    ("struct never; union s { int y; struct never x[3]; };", "union s: field 's.x' is of an opaque type"),
    ("typedef struct never T; struct s { T x; };", "struct s: field 's.x' is of an opaque type"),
    ("struct never; struct s { struct t { struct never x; } a; };", "struct t: field 't.x' is of an opaque type"),
]


@pytest.mark.parametrize("source", ["", None])
@pytest.mark.parametrize("cdef, text", OPAQUE_FIELDS)
def test_fields_of_opaque_types(cdef, text, source):
    with fails(TypeError, text):
        emitted(cdef, source)


@pytest.mark.parametrize("source", ["", None])
def test_fields_of_opaque_types_with_dots(source):
    with fails(TypeError, "struct s: field 's.x' is of an opaque type"):
        emitted("typedef ... T; struct s { T x; ...; };", source)


@pytest.mark.ours("they are found when the compiler has run")
@pytest.mark.parametrize("cdef, text", OPAQUE_FIELDS)
def test_fields_of_opaque_types_without_a_compiler(cdef, text, monkeypatch):
    monkeypatch.setenv("CC", "no-such-compiler")
    with fails(TypeError, text):
        declared(cdef).verify("")


@pytest.mark.parametrize(
    "cdef, text",
    [
        ("struct never; struct never get(int);", "function get: 'struct never' is used as result type, but is opaque"),
        ("union never get(int);", "function get: 'union never' is used as result type, but is opaque"),
        ("typedef ... T; T get(int);", "function get: 'T' is used as result type, but is opaque"),
        ("typedef struct never T; T get(int);", "function get: 'T' is used as result type, but is opaque"),
    ],
)
def test_results_of_opaque_types(cdef, text, monkeypatch):
    monkeypatch.setenv("CC", "no-such-compiler")
    with fails(TypeError, text):
        emitted(cdef, "")
    with fails(TypeError, text):
        declared(cdef).verify("")


@pytest.mark.parametrize(
    "cdef",
    [
        "typedef ... T; int take(T);",
        "struct never; int take(struct never);",
        "struct never; struct never (*pointer)(struct never);",
        "typedef ... T; struct s { T *p; T *(*f)(T); };",
        "typedef struct never T; typedef T (*f_t)(int);",
    ],
)
def test_other_uses_of_opaque_types(cdef):
    assert "PyInit__module_of_this_test" in emitted(cdef, "")


def test_functions_in_python():
    with fails(cffi.VerificationError, "not implemented in verify(): 'extern_python call'"):
        declared('extern "Python" int call(int);').verify("static int call(int);")
