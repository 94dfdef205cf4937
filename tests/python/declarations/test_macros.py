"""#define: before and after its uses, once and again, in one cdef() and in several, with included FFIs, in all modes."""

import pytest

import cffi
from support.helpers import fails

LATER = [
    ("struct s { int a[N]; };", lambda ffi: ffi.sizeof("struct s"), 44),
    ("struct s { int a[2][N * 2 + 1]; };", lambda ffi: ffi.sizeof("struct s"), 184),
    ("typedef char t[N];", lambda ffi: ffi.sizeof("t"), 11),
    ("enum e { A = N, B };", lambda ffi: ffi.typeof("enum e").elements, {11: "A", 12: "B"}),
    ("enum { A = (N << 1) + 1 };", lambda ffi: ffi.dlopen(None).A, 23),
    ("struct s { unsigned a : N, b : 2; };", lambda ffi: ffi.typeof("struct s").fields[0][1].bitsize, 11),
    ("extern int environ[N];", lambda ffi: ffi.sizeof(ffi.dlopen(None).environ), 44),
    ("int f(int a[N]);", lambda ffi: ffi.dlopen(None).N, 11),
    ("struct s { struct { short x[N]; } a, *b; };", lambda ffi: ffi.sizeof("struct s"), 32),
]


@pytest.mark.parametrize("declaration, ask, expected", LATER, ids=[text for text, _, _ in LATER])
@pytest.mark.parametrize("order", ["{0}\n#define N 11", "#define N 11\n{0}", "#define N 1\n{0}\n#define N 11\n"])
def test_counts_for_the_whole_text(ffi, declaration, ask, expected, order):
    ffi.cdef(order.format(declaration))
    assert ask(ffi) == expected
    assert ffi.dlopen(None).N == 11


@pytest.mark.ours("constant expressions in #define")
def test_other_macros(ffi):
    ffi.cdef(
        "#define D (C + 1)\n#define C (B * 2)\nstruct s { int a[B]; };\ntypedef char t[SIZE];\n#define SIZE sizeof(struct s)\n#define B 5"
    )
    lib = ffi.dlopen(None)
    assert (lib.B, lib.C, lib.D, lib.SIZE) == (5, 10, 11, 20)
    assert ffi.sizeof("t") == 20


@pytest.mark.ours("constant expressions in #define")
def test_cycles(ffi):
    for text in ("#define A B\n#define B A", "#define A A", "typedef int t[A];\n#define A (B)\n#define B (A + 1)"):
        with fails(cffi.CDefError, "#define", "A"):
            ffi.cdef(text)
    ffi.cdef("enum { A = 3 };\n#define A A\ntypedef int t[A];")  # as C libraries write it for #ifdef
    assert (ffi.sizeof("t"), ffi.dlopen(None).A) == (12, 3)


def test_what_is_no_directive(ffi):
    with pytest.raises(cffi.FFIError):
        ffi.cdef("typedef int t[N];\n/*\n#define N 4\n*/\n//\\\n#define N 5\n")


def test_errors_are_those_of_the_macro(ffi):
    with fails(cffi.CDefError, "#define N ...", "with NUMBER an integer constant"):
        ffi.cdef("typedef int t[N];\n#define N 1 2")
    with pytest.raises(cffi.FFIError):
        ffi.sizeof("char[N]")


@pytest.mark.parametrize("first, second", [
    ("#define N 1", "#define N 2"), ("enum { N = 1 };", "#define N 2"), ("#define N 2", "enum { N = 1 };"),
    ("#define N 2", "static const int N = 1;"), ("static const int N = 1;", "#define N 2"),
])  # fmt: skip
def test_another_value(ffi, first, second):
    ffi.cdef(first)
    value = ffi.dlopen(None).N
    with fails(cffi.FFIError, "multiple declarations of constant: N"):
        ffi.cdef(second)
    assert ffi.dlopen(None).N == value
    other = cffi.FFI()
    if "#define" not in first or "#define" not in second:
        with fails(cffi.FFIError, "multiple declarations of constant: N"):
            other.cdef(first + "\n" + second)


def test_used_before_another_value(ffi):
    ffi.cdef("#define N 1")
    with fails(cffi.FFIError, "multiple declarations of constant: N"):
        ffi.cdef("typedef int t[N];\n#define N 2")


@pytest.mark.ours("override=True replaces constants, too")
def test_override(ffi):
    ffi.cdef("#define N 1\ntypedef int first[N];")
    ffi.cdef("typedef int second[N];\n#define N 2", override=True)
    assert (ffi.sizeof("first"), ffi.sizeof("second"), ffi.dlopen(None).N) == (4, 8, 2)


def test_override_in_one_text(ffi):
    ffi.cdef("#define N 1\ntypedef int t[N];\n#define N 2", override=True)
    assert (ffi.sizeof("t"), ffi.dlopen(None).N) == (8, 2)


@pytest.mark.parametrize(
    "second",
    ["#define N 1", "#define N 0x1", "#define N 01", "enum { N = 1 };", "static const int N = 1;", "enum { M, N };"],
)
def test_the_same_value(ffi, second):
    ffi.cdef("#define N 1")
    ffi.cdef(second)
    ffi.cdef("#define N 1")
    assert ffi.dlopen(None).N == 1


def test_dots_and_a_value(ffi):
    for first, second in (("#define N 1", "#define N ..."), ("#define N ...", "#define N 1")):
        ffi = cffi.FFI()
        ffi.cdef(first)
        with fails(cffi.FFIError, "multiple declarations of macro N"):
            ffi.cdef(second)
    ffi.cdef("#define M ...\n#define M 4")
    assert ffi.dlopen(None).M == 4


def test_included(ffi):
    base = cffi.FFI()
    base.cdef("#define N 1\nenum { E = 1 };")
    ffi.include(base)
    for text in ("#define N 2", "enum { N = 2 };", "#define E 2", "typedef int t[N];\n#define N 2"):
        with fails(cffi.FFIError, "multiple declarations of constant: "):
            ffi.cdef(text)
    ffi.cdef("#define N 1\n#define E 1")
    assert ffi.dlopen(None).N == 1
    other = cffi.FFI()
    other.cdef("#define N 2")
    with pytest.raises(cffi.FFIError):
        other.include(base)


@pytest.mark.ours("override=True replaces constants, too")
def test_override_of_included(ffi):
    base = cffi.FFI()
    base.cdef("#define N 1")
    ffi.include(base)
    ffi.cdef("#define N 2", override=True)
    assert (ffi.dlopen(None).N, base.dlopen(None).N) == (2, 1)


def test_names_of_other_things(ffi):
    ffi.cdef(
        "typedef int number;\n#define number 3\nint abs(int);\n#define labs 4\nlong labs(long);\nstruct N { int N; };\n#define N 5"
    )
    lib = ffi.dlopen(None)
    assert (lib.number, lib.N, lib.labs(-6), ffi.sizeof("number")) == (3, 5, 6, 4)
    ffi.cdef("#define abs 7")
    assert lib.abs(-8) == 8
    ffi.cdef("#define later 3")
    ffi.cdef("typedef short later;")
    assert (ffi.sizeof("later"), ffi.dlopen(None).later) == (2, 3)


CDEF = "struct s { int a[N]; };\nenum e { A = N };\nstruct b { unsigned x : N; };\nextern int table[N];\n#define N 11"


def test_in_every_mode(opened):
    source = (
        "#define N 11\nint table[N] = {1};\nstruct s { int a[N]; };\nenum e { A = N };\nstruct b { unsigned x : N; };\n"
    )
    ffi, lib = opened(CDEF, source)
    assert (lib.N, lib.A, ffi.sizeof("struct s")) == (11, 11, 44)
    assert ffi.typeof("struct b").fields[0][1].bitsize == 11
    assert len(lib.table) == 11


@pytest.mark.ours("numbers that no C compiler has are refused")
def test_numbers_of_more_than_64_bits(ffi):
    for text in (
        "#define N 0x10000000000000000",
        "#define N 18446744073709551616",
        "enum { N = 18446744073709551616 };",
        "int x[18446744073709551616];",
    ):
        with fails(cffi.CDefError, text):
            ffi.cdef(text)
    ffi.cdef("#define N 18446744073709551615\n#define M -9223372036854775808")
    lib = ffi.dlopen(None)
    assert (lib.N, lib.M) == (2**64 - 1, -(2**63))


@pytest.mark.ours("one name is either a function or a variable, as in C")
def test_a_function_and_a_variable_of_one_name(ffi):
    ffi.cdef("extern int abs;")
    with fails(cffi.FFIError, "multiple declarations of function abs"):
        ffi.cdef("int abs(int);")
