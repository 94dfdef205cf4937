"""`T x[0]`: how flexible arrays were written before C99. As a field it reads as a pointer to its first item."""

import gc

import pytest

from support.helpers import fails
from support.modes import api_module, build, in_line, python_module, verified

CDEF = """
struct s { int n; int x[0]; };
struct text { short n; char x[0]; };
struct middle { int n; int x[0]; int m; };
struct outer { int a; struct s s; };
struct before { struct s s; int b; };
union u { int n; int x[0]; };
struct matrix { int n; int rows[0][3]; int none[3][0]; };
"""


@pytest.fixture(params=[in_line, python_module, api_module, verified], scope="module")
def ffi(request, tmp_path_factory):
    return request.param(tmp_path_factory.mktemp("zero"), CDEF, CDEF)[0]


def test_reading(ffi):
    memory = ffi.new("int[9]", [10, 11, 12, 13, 14, 15, 16, 17, 18])
    p = ffi.cast("struct s *", memory)
    assert ffi.typeof(p.x) is ffi.typeof("int *")
    assert (p.n, p.x[0], p.x[6]) == (10, 11, 17)
    assert p[0].x == p.x == memory + 1
    p.x[2] = 99
    assert memory[3] == 99
    assert ffi.unpack(p.x, 3) == [11, 12, 99]


def test_the_type(ffi):
    assert ffi.sizeof("struct s") == 4
    (n, x) = ffi.typeof("struct s").fields
    assert (x[0], x[1].type, x[1].offset, x[1].bitshift, x[1].bitsize) == ("x", ffi.typeof("int[0]"), 4, -2, -1)
    assert ffi.offsetof("struct s", "x") == 4
    assert ffi.offsetof("struct s", "x", 2) == 12
    p = ffi.new("struct s *")
    assert ffi.typeof(ffi.addressof(p, "x")) is ffi.typeof("int(*)[0]")
    assert ffi.typeof(ffi.addressof(p, "x", 1)) is ffi.typeof("int *")


def test_text(ffi):
    memory = ffi.new("char[]", b"\1\0hello")
    p = ffi.cast("struct text *", memory)
    assert ffi.string(p.x) == b"hello"
    assert ffi.string(p.x + 1, 2) == b"el"


def test_elsewhere(ffi):
    memory = ffi.new("int[]", [1, 2, 3, 4])
    assert ffi.cast("struct middle *", memory).x[0] == ffi.cast("struct middle *", memory).m == 2
    assert ffi.cast("struct outer *", memory).s.x[1] == 4
    assert ffi.cast("struct before *", memory).s.x[0] == 2
    assert ffi.cast("union u *", memory).x[1] == 2
    assert ffi.cast("struct s[2]", memory)[1].x[0] == 3
    rows = ffi.cast("struct matrix *", memory).rows
    assert ffi.typeof(rows) is ffi.typeof("int(*)[3]")
    assert list(rows[0]) == [2, 3, 4]
    assert ffi.typeof(ffi.cast("struct matrix *", memory).none) is ffi.typeof("int[3][0]")


def test_writing(ffi):
    p = ffi.new("struct s *", [1])
    assert repr(p) == "<cdata 'struct s *' owning 4 bytes>"
    p.x = []
    for wrong in ([1], (1, 2)):
        with fails(IndexError, "too many initializers for 'int[0]'"):
            p.x = wrong
    with fails(IndexError, "too many initializers for 'int[0]' (got 2)"):
        ffi.new("struct s *", [1, [2, 3]])
    with fails(IndexError, "too many initializers for 'int[0]' (got 1)"):
        ffi.new("struct s *", {"x": [1]})
    with fails(TypeError, "initializer for ctype 'int[0]' must be a list or tuple, not int"):
        ffi.new("struct s *", [1, 5])
    assert ffi.new("struct s[2]", [[1, []], [2]])[1].n == 2
    assert ffi.new("struct middle *", [1, [], 3]).m == 3
    assert ffi.new("struct s *", p[0]).n == 1


def test_arrays_on_their_own(ffi):
    a = ffi.new("int[0]")
    assert (len(a), ffi.sizeof(a), list(a)) == (0, 0, [])
    with fails(IndexError, "index too large"):
        a[0]


@pytest.mark.ours("a view keeps the memory")
def test_the_memory_stays(ffi):
    x = ffi.new("struct s *", [5]).x
    gc.collect()
    assert x[-1] == 5


def test_variables(tmp_path):
    module = build(tmp_path, "extern int table[0];", "int table_[5] = {1, 2, 3}; \n#define table (*(int (*)[0])table_)")
    lib, ffi = module.lib, module.ffi
    assert ffi.typeof(lib.table) is ffi.typeof("int[0]")
    assert ffi.cast("int *", lib.table)[1] == 2
