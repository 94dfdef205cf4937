"""Function types that go by a typedef's name, in every mode."""

import pytest

import cffi
from support.helpers import RELEASED

CDEF = """
    typedef double unary(double); typedef unary *unary_p; typedef int many(int, ...); typedef void none(void);
    unary sin, cos; extern unary sqrt;
    extern unary *hook; int at_zero(unary *); int at_zero_too(unary); unary_p given(unary_p); unary *chosen(int);
    struct calls { unary *one; unary *two[2]; unary_p three; }; extern unary *table[2]; int deep(unary **);
    many first; none nothing; extern none *const hidden; extern int (*through)(unary, int);
"""
SOURCE = """
    #include <math.h>
    typedef double unary(double); typedef unary *unary_p; typedef int many(int, ...); typedef void none(void);
    unary *hook = cos;
    int at_zero(unary *f) { return (int)f(0.0); }
    int at_zero_too(unary f) { return (int)f(0.0) + 10; }
    unary_p given(unary_p f) { return f; }
    unary *chosen(int i) { return i ? cos : sin; }
    struct calls { unary *one; unary *two[2]; unary_p three; };
    unary *table[2] = { sin, cos };
    int deep(unary **f) { return (int)(*f)(0.0); }
    int first(int x, ...) { return x; }
    void nothing(void) { }
    none *const hidden = nothing;
    int call_it(unary f, int x) { return (int)f(x); }
    int (*through)(unary, int) = call_it;
"""


@pytest.fixture
def module(opened):
    return opened(CDEF, SOURCE, libraries=["m"])


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


def test_in_c_source(module, mode):
    ffi, lib = module
    assert (lib.hook(0.0), lib.at_zero(lib.hook), lib.at_zero_too(lib.hook), lib.through(lib.hook, 0)) == (
        1.0,
        1,
        11,
        1,
    )
    assert lib.at_zero(ffi.callback("unary", lambda x: x + 5)) == 5
    assert lib.given(lib.hook) == lib.hook == lib.chosen(1) == lib.table[1]
    calls = ffi.new("struct calls *", {"one": lib.hook, "two": [lib.chosen(0)]})
    assert (calls.one(0.0), calls.two[0](0.0), calls.three) == (1.0, 0.0, ffi.NULL)
    assert lib.deep(ffi.new("unary *[1]", [lib.hook])) == 1
    assert (lib.first(3, ffi.cast("int", 4)), lib.nothing()) == (3, None)
    if mode != "line" or not RELEASED:  # which reads no constants in line
        assert lib.hidden() is None
