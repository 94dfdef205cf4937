"""Function types that go by a typedef's name, in every mode."""

import sys

import pytest

import cffi

CDEF = """
    typedef double unary(double); typedef unary *unary_p; typedef int many(int, ...); typedef void none(void);
    unary sin, cos; extern unary sqrt;
"""
MORE = """
    static unary *hook; int at_zero(unary *); int at_zero_too(unary); unary_p given(unary_p); unary *chosen(int);
    struct calls { unary *one; unary *two[2]; unary_p three; }; extern unary *table[2]; int deep(unary **);
    many first; none nothing; static none *const hidden; extern int (*through)(unary, int);
"""
SOURCE = """
    #include <math.h>
    typedef double unary(double); typedef unary *unary_p; typedef int many(int, ...); typedef void none(void);
    static unary *hook = cos;
    static int at_zero(unary *f) { return (int)f(0.0); }
    static int at_zero_too(unary f) { return (int)f(0.0) + 10; }
    static unary_p given(unary_p f) { return f; }
    static unary *chosen(int i) { return i ? cos : sin; }
    struct calls { unary *one; unary *two[2]; unary_p three; };
    static unary *table[2] = { sin, cos };
    static int deep(unary **f) { return (int)(*f)(0.0); }
    static int first(int x, ...) { return x; }
    static void nothing(void) { }
    static none *const hidden = nothing;
    static int call_it(unary f, int x) { return (int)f(x); }
    static int (*through)(unary, int) = call_it;
"""


def in_line(tmp_path):
    ffi = cffi.FFI()
    ffi.cdef(CDEF)
    return ffi, ffi.dlopen("libm.so.6")


def out_of_line(tmp_path):
    builder = cffi.FFI()
    builder.cdef(CDEF)
    builder.set_source("_function_typedefs_py", None)
    builder.compile(str(tmp_path))
    ffi = __import__("_function_typedefs_py").ffi
    return ffi, ffi.dlopen("libm.so.6")


def compiled(tmp_path):
    builder = cffi.FFI()
    builder.cdef(CDEF + MORE)
    builder.set_source("_function_typedefs_api", SOURCE, libraries=["m"])
    builder.compile(str(tmp_path))
    module = __import__("_function_typedefs_api")
    return module.ffi, module.lib


def verified(tmp_path):
    ffi = cffi.FFI()
    ffi.cdef(CDEF + MORE)
    return ffi, ffi.verify(SOURCE, tmpdir=str(tmp_path), libraries=["m"])


@pytest.fixture(params=[in_line, out_of_line, compiled, verified])
def module(request, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(tmp_path))
    yield request.param(tmp_path)
    for name in ("_function_typedefs_py", "_function_typedefs_api"):
        sys.modules.pop(name, None)


def test_by_the_name_of_a_typedef(module):
    ffi, lib = module
    assert (lib.sin(0.0), lib.cos(0.0), lib.sqrt(9.0)) == (0.0, 1.0, 3.0)
    pointer = ffi.typeof("double(*)(double)")
    assert ffi.typeof("unary *") is ffi.typeof("unary_p") is ffi.typeof(lib.sin) is pointer
    assert ffi.typeof("unary *[2]").item is pointer
    assert ffi.typeof("many *").ellipsis
    assert ffi.typeof("int(*)(unary *)").args == (pointer,)
    for text in ("unary", "many", "none"):
        with pytest.raises((getattr(ffi, "error", cffi.CDefError), cffi.CDefError)):
            ffi.typeof(text)
    assert ffi.callback("unary", lambda x: x + 1)(2.0) == 3.0


@pytest.mark.parametrize("build", [compiled, verified])
def test_in_c_source(build, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(tmp_path))
    ffi, lib = build(tmp_path)
    assert (lib.hook(0.0), lib.at_zero(lib.hook), lib.at_zero_too(lib.hook), lib.through(lib.hook, 0)) == (1.0, 1, 11, 1)
    assert lib.at_zero(ffi.callback("unary", lambda x: x + 5)) == 5
    assert lib.given(lib.hook) == lib.hook == lib.chosen(1) == lib.table[1]
    calls = ffi.new("struct calls *", {"one": lib.hook, "two": [lib.chosen(0)]})
    assert (calls.one(0.0), calls.two[0](0.0), calls.three) == (1.0, 0.0, ffi.NULL)
    assert lib.deep(ffi.new("unary *[1]", [lib.hook])) == 1
    assert (lib.first(3, ffi.cast("int", 4)), lib.nothing(), lib.hidden()) == (3, None, None)
    sys.modules.pop("_function_typedefs_api", None)
