"""ffi.getctype(): the C spelling, with something put where a declarator goes."""

import pytest

import cffi


@pytest.mark.parametrize(
    "cdecl, extra, expected",
    [
        ("int", "", "int"),
        ("int", "x", "int x"),
        ("int", "  x ", "int x"),
        ("int", "*", "int *"),
        ("int", "*x", "int *x"),
        ("int", "**", "int **"),
        ("int", "&", "int &"),
        ("int", "[3]", "int[3]"),
        ("int", "x[3]", "int x[3]"),
        ("char", "(*)(int)", "char(*)(int)"),
        ("int*", "", "int *"),
        ("int*", "x", "int * x"),
        ("int*", "*", "int * *"),
        ("int*", "*x", "int * *x"),
        ("int*", "[3]", "int *[3]"),
        ("int[3]", "", "int[3]"),
        ("int[3]", "x", "int x[3]"),
        ("int[3]", "*", "int(*)[3]"),
        ("int[3]", "*x", "int(*x)[3]"),
        ("int[3]", "[4]", "int[4][3]"),
        ("int[3]", "&", "int &[3]"),
        ("int[3]", "(x)", "int(x)[3]"),
        ("int[]", "*", "int(*)[]"),
        ("int[2][3]", "x", "int x[2][3]"),
        ("int(*)(int)", "", "int(*)(int)"),
        ("int(*)(int)", "x", "int(* x)(int)"),
        ("int(*)(int)", "*", "int(* *)(int)"),
        ("int(*)(int)", "[4]", "int(*[4])(int)"),
        ("int(*)(int)", "f[3]", "int(* f[3])(int)"),
        ("char const*", "", "char *"),
        ("struct s", "&", "struct s &"),
        ("struct s", "*p", "struct s *p"),
        ("enum e", "*", "enum e *"),
        ("my_uint", "x", "unsigned int x"),
        ("anon_t", "x", "anon_t x"),
        ("void", "*", "void *"),
    ],
)
def test_spelling(ffi, cdecl, extra, expected):
    ffi.cdef("struct s { int a; }; enum e { A }; typedef unsigned int my_uint; typedef struct { int z; } anon_t;")
    assert ffi.getctype(cdecl, extra) == expected
    assert ffi.getctype(ffi.typeof(cdecl), extra) == expected


def test_keyword(ffi):
    assert ffi.getctype("int", replace_with="x") == "int x"
    assert ffi.getctype(cdecl="int *") == "int *"


def test_result_parses_back(ffi):
    for cdecl in ("int", "int *", "int[3]", "int(*)(int)", "int(*(*)[3])(char, ...)", "char *(*[5])(void)"):
        assert ffi.typeof(ffi.getctype(cdecl)) is ffi.typeof(cdecl)
        assert ffi.typeof(ffi.getctype(cdecl, "*")).item is ffi.typeof(cdecl)
        assert ffi.typeof(ffi.getctype(cdecl, "[7]")).length == 7


def test_refused(ffi):
    for wrong in (5, None, b"int"):
        with pytest.raises(TypeError):
            ffi.getctype(wrong)
    with pytest.raises(cffi.CDefError):
        ffi.getctype("nosuch")
    with pytest.raises((TypeError, AttributeError)):
        ffi.getctype("int", 5)
