"""ffi.list_types()."""

import cffi


def test_empty(ffi):
    assert ffi.list_types() == ([], [], [])


def test_sorted_names(ffi):
    ffi.cdef("""
        typedef int b_t; typedef int a_t; struct z { int a; }; struct a; union q { int a; };
        typedef struct { int a; } anon; enum e { A }; typedef union w *wp; int f(struct only_mentioned *);
    """)
    typedefs, structs, unions = ffi.list_types()
    assert typedefs == ["a_t", "anon", "b_t", "wp"]
    assert structs in (["a", "only_mentioned", "z"], ["a", "z"])
    assert unions == ["q", "w"]


def test_includes(ffi):
    base = cffi.FFI()
    base.cdef("typedef int base_t; struct base_s { int a; };")
    ffi.include(base)
    ffi.cdef("typedef int own_t;")
    assert ffi.list_types() == (["base_t", "own_t"], ["base_s"], [])


def test_returns_fresh_lists(ffi):
    ffi.cdef("typedef int t;")
    ffi.list_types()[0].append("x")
    assert ffi.list_types() == (["t"], [], [])
