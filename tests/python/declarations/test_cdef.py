"""ffi.cdef(): what is accepted, how redeclarations and failures behave, packing, constants."""

import warnings

import pytest

import cffi
from support.helpers import fails

BAD = (cffi.CDefError, cffi.FFIError)


def declare(source, **options):
    ffi = cffi.FFI()
    ffi.cdef(source, **options)
    return ffi


def constants(source):
    lib = declare(source).dlopen(None)
    return {name: getattr(lib, name) for name in dir(lib)}


def test_returns_none_and_accumulates(ffi):
    assert ffi.cdef("typedef int first_t;") is None
    ffi.cdef("first_t abs(first_t);")
    assert ffi.dlopen(None).abs(-5) == 5
    assert ffi.cdef("") is None
    assert ffi.cdef("  \n /* nothing */ // at all\n") is None


def test_only_text(ffi):
    for wrong in (5, b"int f();", None, ["int f();"]):
        with pytest.raises(TypeError):
            ffi.cdef(wrong)
    with pytest.raises(TypeError):
        ffi.cdef("int f();", unknown=3)


def test_comments_and_continuations():
    ffi = declare("/* one */ int abs(int); // two\n/* three\n lines */ long labs(long);")
    assert ffi.dlopen(None).labs(-3) == 3


def test_parameter_spellings():
    ffi = declare(
        "int f(int x[3], char *const argv[], int (*g)(int), int h(int), const volatile int *, int, ...);"
        "void (*signal(int sig, void (*func)(int)))(int);"
    )
    lib = ffi.dlopen(None)
    assert ffi.typeof(lib.signal).cname == "void(*(*)(int, void(*)(int)))(int)"


def test_adjusted_parameters(lib):
    ffi = declare("int abs(int x[3], char *const argv[], int h(int), const volatile int *);")
    assert ffi.typeof(ffi.dlopen(None).abs).cname == "int(*)(int *, char * *, int(*)(int), int *)"


def test_several_declarators():
    ffi = declare("typedef int a_t, *b_t, c_t[4]; struct s { int x, *y, z[2]; };")
    assert [ffi.typeof(t).cname for t in ("a_t", "b_t", "c_t")] == ["int", "int *", "int[4]"]
    assert [n for n, f in ffi.typeof("struct s").fields] == ["x", "y", "z"]


@pytest.mark.parametrize(
    "source",
    [
        "int f(",
        "foo_t f();",
        "int f(foo x);",
        "int f(int x;",
        "@",
        'int "x";',
        "x;",
        "int x:3;",
        "typedef int",
        "struct s { int a }",
        "enum e { A B };",
        "enum e { A = };",
        "int a[;",
        "struct { int a; } }",
        "int f(int);\n\nint g(int;\n",
        "/* open",
        "#include <stdio.h>",
        "#ifdef X\nint f();\n#endif",
        "#define",
        "enum e { A = B };",
        "typedef unknown_t known_t;",
        "long long long x;",
        ")",
        "}",
        "int (",
        "{",
    ],
)
def test_refused(source):
    with pytest.raises(BAD):
        declare(source)


@pytest.mark.parametrize("text", ["int int;", "short long;", "typedef int int;", "struct s { int int; };"])
def test_words_that_make_no_type(ffi, text):
    with pytest.raises(cffi.CDefError):
        ffi.cdef(text)


@pytest.mark.ours("what is no C is an error")
@pytest.mark.parametrize(
    "source",
    [
        "int f(int, ..., int);",
        "unsigned signed int x;",
        "void f(void x);",
        "int f(void, int);",
        "int;;x",
        "struct s { int a : -1; };",
        "enum e;;;enum e { A = 1.5 };",
        "int x, int y;",
        "int x y;",
    ],
)
def test_refused_by_ours(source):
    with pytest.raises(BAD):
        declare(source)


def test_error_position():
    with pytest.raises(cffi.CDefError) as caught:
        declare("int f(int);\n\nint g(int;\n")
    assert ":3:10: " in str(caught.value) and "int g(int;" in str(caught.value)


@pytest.mark.ours("an error points at the place with a caret")
def test_error_caret():
    with pytest.raises(cffi.CDefError) as caught:
        declare("int f(int);\n  foo_t g(int);\n")
    lines = str(caught.value).splitlines()
    assert "foo_t" in lines[0] and ":2:3" in str(caught.value)
    row = [i for i, line in enumerate(lines) if line.rstrip().endswith("foo_t g(int);")][0]
    assert lines[row].index("foo_t") == lines[row + 1].index("^")


@pytest.mark.ours("line markers move error positions")
def test_line_markers():
    with pytest.raises(cffi.CDefError) as caught:
        declare('# 42 "some.h"\nint f(int);\nint g(int;\n')
    assert "some.h" in str(caught.value) and ":43:" in str(caught.value)


def test_line_markers_are_accepted():
    ffi = declare('# 1 "a.h"\nint abs(int);\n#line 7 "b.h"\nlong labs(long);\n')
    assert ffi.dlopen(None).abs(-1) == 1


@pytest.mark.ours("a failed cdef changes nothing")
def test_failure_changes_nothing(ffi):
    ffi.cdef("typedef int kept_t;")
    with pytest.raises(BAD):
        ffi.cdef("typedef int a_t; struct s { int x; }; enum { SIX = 6 }; int abs(int); oops x;")
    assert ffi.list_types() == (["kept_t"], [], [])
    assert dir(ffi.dlopen(None)) == []
    ffi.cdef("typedef long a_t; struct s { long y; }; enum { SIX = 7 }; long abs(long);")
    assert ffi.sizeof("a_t") == ffi.sizeof("long") and ffi.dlopen(None).SIX == 7


# ---- redeclaration ----


def test_identical_redeclarations():
    ffi = declare("typedef int t; typedef int t; struct s; struct s; struct s { int a; }; struct s;")
    ffi.cdef("typedef int t; extern int x; extern int x;")
    assert ffi.sizeof("struct s") == 4
    declare("#define A 1\n#define A 1")


@pytest.mark.ours("identical redeclarations of functions, structs and enums are fine")
def test_more_identical_redeclarations(ffi):
    source = "int abs(int); struct s { int a; }; union u { int a; }; enum e { A, B }; typedef struct { int z; } t;"
    ffi.cdef(source + "int abs(int); struct s { int a; };")
    ffi.cdef("int abs(int x); struct s { int a; }; union u { int a; }; enum e { A, B };")
    assert ffi.dlopen(None).abs(-3) == 3 and ffi.sizeof("struct s") == 4


@pytest.mark.parametrize("second", ["typedef long t;", "typedef int *t;"])
def test_different_typedef(ffi, second):
    ffi.cdef("typedef int t;")
    with fails(cffi.FFIError, "t"):
        ffi.cdef(second)
    assert ffi.sizeof("t") == 4


def test_different_function(ffi):
    ffi.cdef("int abs(int);")
    with fails(cffi.FFIError, "abs", "override=True"):
        ffi.cdef("int abs(long);")


def test_different_constant(ffi):
    with fails(cffi.FFIError, "A"):
        ffi.cdef("enum e1 { A }; enum e2 { A = 1 };")


def test_different_struct(ffi):
    ffi.cdef("struct s { int a; };")
    with fails(cffi.CDefError, "duplicate declaration of struct s"):
        ffi.cdef("struct s { long a; };")
    assert ffi.sizeof("struct s") == 4


def test_override(ffi):
    ffi.cdef("typedef int t; int abs(int);")
    ffi.cdef("typedef long t; long abs(long);", override=True)
    assert ffi.sizeof("t") == ffi.sizeof("long")
    assert ffi.typeof(ffi.dlopen(None).abs).result is ffi.typeof("long")


@pytest.mark.ours("override=True replaces structs as well")
def test_override_struct(ffi):
    ffi.cdef("struct s { int a; }; enum e { A };")
    ffi.cdef("struct s { char b[3]; }; enum e { A = 5 };", override=True)
    assert ffi.sizeof("struct s") == 3
    assert ffi.dlopen(None).A == 5


# ---- packing ----


@pytest.mark.parametrize(
    "options, size, alignment",
    [
        ({}, 16, 8),
        ({"packed": True}, 13, 1),
        ({"pack": 1}, 13, 1),
        ({"pack": 2}, 14, 2),
        ({"pack": 4}, 16, 4),
        ({"pack": 8}, 16, 8),
        ({"pack": 16}, 16, 8),
        ({"packed": False}, 16, 8),
    ],
)
def test_packing(options, size, alignment):
    ffi = declare("struct s { char a; int b; long long c; };", **options)
    assert (ffi.sizeof("struct s"), ffi.alignof("struct s")) == (size, alignment)


def test_packing_is_for_one_call(ffi):
    ffi.cdef("struct p { char a; int b; };", packed=True)
    ffi.cdef("struct n { char a; int b; };")
    assert (ffi.sizeof("struct p"), ffi.sizeof("struct n")) == (5, 8)


def test_bad_packing(ffi):
    with fails(ValueError, "'pack' must be a power of two, not 3"):
        ffi.cdef("struct s { char a; };", pack=3)
    with fails(ValueError, "cannot give both 'pack' and 'packed'"):
        ffi.cdef("struct s { char a; };", packed=True, pack=2)
    with fails(OverflowError):
        ffi.cdef("struct s { char a; };", pack=2**40)
        ffi.sizeof("struct s")


@pytest.mark.parametrize("packed, size", [(1, 5), (1.0, 5), (0, 8), (None, 8), ([], 8)])
def test_packed_is_a_truth_value(ffi, packed, size):
    ffi.cdef("struct s { char a; int b; };", packed=packed)
    assert ffi.sizeof("struct s") == size


@pytest.mark.parametrize("packed", [2, 3, -1, 4, "x", [1]])
@pytest.mark.parametrize("method", ["cdef", "embedding_api"])
def test_packed_is_no_number(ffi, method, packed):
    for more in ({}, {"pack": 4}):
        with fails(ValueError, "'packed' should be False or True; use 'pack' to give another value"):
            getattr(ffi, method)("", packed=packed, **more)


@pytest.mark.ours("attributes that change the layout are honoured")
@pytest.mark.parametrize(
    "source, size, alignment",
    [
        ("struct s { char a; int b; } __attribute__((packed));", 5, 1),
        ("struct __attribute__((packed)) s { char a; int b; };", 5, 1),
        ("struct s { char a; int b __attribute__((packed)); };", 5, 1),
        ("struct s { char a; } __attribute__((aligned(16)));", 16, 16),
        ("struct s { char a; _Alignas(8) char b; };", 16, 8),
        ("struct s { char a; int b __attribute__((aligned(8))); };", 16, 8),
        ("#pragma pack(push, 1)\nstruct s { char a; int b; };\n#pragma pack(pop)", 5, 1),
        ("#pragma pack(2)\nstruct s { char a; int b; };", 6, 2),
        ("typedef int aligned_int __attribute__((aligned(16))); struct s { char a; aligned_int b; };", 32, 16),
        ("struct in { char c; }; struct s { char a; struct in __attribute__((aligned(16))) b; };", 32, 16),
        ("typedef int v4 __attribute__((vector_size(16))); struct s { char a; v4 b; };", 32, 16),
        ("typedef int i8 __attribute__((mode(QI))); struct s { i8 a; i8 b; };", 2, 1),
    ],
)
def test_layout_attributes(source, size, alignment):
    ffi = declare(source)
    assert (ffi.sizeof("struct s"), ffi.alignof("struct s")) == (size, alignment)


@pytest.mark.ours("layout is the compiler's")
def test_alignment_of_a_typedef():
    ffi = declare(
        "typedef int wide_t __attribute__((aligned(16))); typedef int narrow_t __attribute__((aligned(2)));"
        "typedef struct { char c; } box_t __attribute__((aligned(8))); typedef wide_t again_t;"
        "struct s { char c; wide_t w; }; typedef double plain_t;"
    )
    for name, alignment in [
        ("wide_t", 16), ("narrow_t", 2), ("box_t", 8), ("again_t", 16), ("const wide_t", 16), ("wide_t[3]", 16),
        ("wide_t *", 8), ("wide_t (*)(void)", 8), ("struct s", 16), ("plain_t", 8), ("int", 4),
    ]:  # fmt: skip
        assert ffi.alignof(name) == alignment, name
    assert ffi.alignof(ffi.typeof("wide_t")) == 4  # that is `int`
    with pytest.raises(ValueError):
        ffi.alignof("void")


@pytest.mark.ours("the spellings of real headers")
@pytest.mark.parametrize(
    "source",
    [
        "extern int abs(int) __attribute__((nothrow, leaf)) __attribute__((const));",
        'int abs(int) __asm__("abs");',
        "__extension__ typedef long long quad_t; int abs(int);",
        "static inline int twice(int x) { if (x) { return 2 * x; } return '}'; } int abs(int);",
        'static __inline__ int twice(int x) { return "}"[0]; } int abs(int);',
        "char *strcpy(char *__restrict to, const char *restrict from); int abs(int);",
        '_Static_assert(sizeof(int) == 4, "int is 4"); int abs(int);',
        "_Noreturn void exit(int); [[noreturn]] void abort(void); int abs(int);",
        'extern "C" { int abs(int); }',
        "int __cdecl abs(int);",
        "__declspec(dllimport) int abs(int);",
        "typeof(int) abs(__typeof__(5) x);",
        "struct s { int a; } __attribute__((__may_alias__)); int abs(int);",
        "enum e { A __attribute__((deprecated)) = 1, B }; int abs(int);",
        "int ab\\\ns(in\\\nt);",
        "int twice(x, y) short x; char *y; { return x; } int abs(int);",
        "enum { N = _Generic((char *)0, void *: 1, char *: (int)2.5) }; int abs(int);",
        "typedef __builtin_va_list my_va_list; int vprintf(const char *, my_va_list); int abs(int);",
        "int abs(register int x); extern const char *const names[]; volatile int *const *p(void);",
    ],
)
def test_header_spellings(source):
    assert declare(source).dlopen(None).abs(-4) == 4


# ---- constants ----


def test_defines():
    assert constants(
        "#define A 1\n#define B -3\n#define C 010\n#define D 0x10UL\n#define E 1ull\n#define F -2147483648\n#define G 0xFFFFFFFFFFFFFFFF"
    ) == {"A": 1, "B": -3, "C": 8, "D": 16, "E": 1, "F": -(2**31), "G": 2**64 - 1}


@pytest.mark.ours("constant expressions in #define")
def test_define_expressions():
    assert constants(
        "#define A (1 << 3)\n#define B 1 + 1\n#define C (A * 2)\n#define D 'a'\n#define E (~0)\n#define F (A > B ? 5 : 6)\n#define G sizeof(int)"
    ) == {"A": 8, "B": 2, "C": 16, "D": 97, "E": -1, "F": 5, "G": 4}


@pytest.mark.parametrize("source", ["#define A 1.5", '#define A "x"', "#define A(x) x", "#define A foo"])
def test_bad_defines(source):
    with pytest.raises(BAD):
        declare(source)


def test_enum_expressions():
    got = constants(
        "enum { A, B = 5, C, D = A + C, E = 1 << 4, F = -1, G = 'a', H = B * 2, I = (B), J = 0x10, K = B / 2, L = B % 3,"
        " M = B | 8, N = B & 1, O = B ^ 2, P = B >> 1, };"
    )
    assert got == {
        "A": 0,
        "B": 5,
        "C": 6,
        "D": 6,
        "E": 16,
        "F": -1,
        "G": 97,
        "H": 10,
        "I": 5,
        "J": 16,
        "K": 2,
        "L": 2,
        "M": 13,
        "N": 1,
        "O": 7,
        "P": 2,
    }


@pytest.mark.ours("all constant expressions of C")
def test_more_enum_expressions():
    got = constants(
        "enum { A = ~0, B = sizeof(int), C = 1 ? 7 : 8, D = !5, E = (1 < 2) && (3 >= 3), F = (char)300, G = 5 != 5,"
        " H = -7 / 2, I = -7 % 2, J = '\\n', K = sizeof(char *), L = 0b101, M = 1 || 1 / 0 };"
    )
    assert got == {
        "A": -1,
        "B": 4,
        "C": 7,
        "D": 0,
        "E": 1,
        "F": 44,
        "G": 0,
        "H": -3,
        "I": -1,
        "J": 10,
        "K": 8,
        "L": 5,
        "M": 1,
    }


def test_static_const():
    assert constants(
        "static const int X = 5; static const unsigned long Y = 7; static const int Z = -3; const int W = 4;"
    ) == {"W": 4, "X": 5, "Y": 7, "Z": -3}


def test_numbers_behind_variables_are_constants():
    """As #define has them."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        got = constants("int A = 5; typedef short s_t; extern s_t B = -(0x10); static unsigned char C = (300), D = 1u;")
    assert got == {"A": 5, "B": -16, "C": 300, "D": 1}
    with fails(cffi.FFIError, "multiple declarations of constant"):
        declare("int A = 5; int A = 6;")


def test_dots_need_a_compiler():
    ffi = declare("typedef ... opaque_t; typedef ... *handle_t; opaque_t *make(void);")
    assert ffi.sizeof("handle_t") == ffi.sizeof("void *")
    with fails(ValueError, "opaque_t", "of unknown size"):
        ffi.sizeof("opaque_t")
    for source, cdecl in (
        ("struct s { int a; ...; };", "struct s"),
        ("struct s { ...; };", "struct s"),
        ("enum e { A, ... };", "enum e"),
    ):
        with fails(cffi.VerificationMissing, cdecl):
            declare(source).sizeof(cdecl)


def test_global_without_extern_warns():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        declare("int some_global;")
    assert len(caught) == 1
    assert (
        "Global variable 'some_global' in cdef(): for consistency with C it should have a storage class specifier"
        in str(caught[0].message)
    )
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        declare("extern int some_global; int f(int);")
    assert caught == []


def test_extern_python_is_accepted():
    declare(
        'extern "Python" int f(int); extern "Python" { void g(void); int h(int, int); } extern "Python+C" int k(void);'
    )


def test_deep_nesting_and_long_text():
    n = 2000
    source = "".join("struct s%d { int a; struct s%d *next; };" % (i, i + 1) for i in range(n))
    ffi = declare(source)
    assert ffi.sizeof("struct s7") == 16


@pytest.mark.ours("hostile declarations are errors, not crashes")
@pytest.mark.parametrize(
    "source",
    [
        "int " + "(" * 50000 + "x" + ")" * 50000 + ";",
        "int " + "*" * 200000 + "x;",
        "struct s { " * 5000,
        "struct s { struct { " * 3000 + "int a; " + "}; }; " * 3000,
        "enum { A = " + "(" * 50000 + "1" + ")" * 50000 + " };",
        "enum { A = " + "-" * 50000 + "1 };",
        "int f(" + "int (*)(" * 20000,
        "int a" + "[2]" * 100 + ";",
        "int x\0y;",
        "enum { A = 1 / 0 };",
        "enum { A = 1 << 100000 };",
        "int a[0x7fffffffffffffff][0x7fffffffffffffff];",
        "struct s { char a[0x7fffffffffffffff]; char b[0x7fffffffffffffff]; };",
        "#define A " + "1" * 100000,
        "\udc80int x;",
    ],
)
def test_hostile(source):
    ffi = cffi.FFI()
    try:
        ffi.cdef("extern " + source if source.startswith("int a") else source)
        ffi.sizeof("struct s")
    except (
        cffi.CDefError,
        cffi.FFIError,
        cffi.VerificationMissing,
        ValueError,
        OverflowError,
        TypeError,
        UnicodeError,
    ):
        pass


def test_non_ascii_comments():
    assert declare("/* h\u00e9llo \U0001f600 */ int abs(int);").dlopen(None).abs(-1) == 1
