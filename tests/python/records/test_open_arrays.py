"""Arrays whose length nobody told: fields of records with dots, in any place, and variables."""

import pytest

from support.helpers import fails
from support.modes import api_module, build, in_line, verified

CDEF = """
struct first { int a[]; int y; ...; };
struct middle { short z; char a[]; int y; ...; };
struct last { int y; int a[]; ...; };
struct reversed { int y; int a[]; ...; };
struct both { int a[]; int b[]; ...; };
struct rows { int a[][2]; int y; ...; };
union either { int y; int a[]; ...; };
struct nested { struct first s[2]; int z; ...; };
int sum(struct first *);
"""
SOURCE = """
struct first { int a[4]; int y; };
struct middle { short z; char a[5]; int pad; int y; int q; };
struct last { int y; int a[4]; };
struct reversed { int a[4]; int y; };
struct both { int a[4]; int b[3]; };
struct rows { int a[4][2]; int y; };
union either { int a[4]; int y; };
struct nested { struct first s[2]; int z; };
static int sum(struct first *p) { return p->a[0] + p->a[1] + p->a[2] + p->a[3] + p->y; }
"""
# Of each: size, offset of `a`, the number of items between there and the end.
PLACES = {
    "struct first": (20, 0, 5),
    "struct middle": (20, 2, 18),
    "struct last": (20, 4, 4),
    "struct reversed": (20, 0, 5),
    "struct both": (28, 0, 7),
    "struct rows": (36, 0, 4),
    "union either": (16, 0, 4),
}


@pytest.fixture(params=[api_module, verified], scope="module")
def pair(request, tmp_path_factory):
    return request.param(tmp_path_factory.mktemp("open"), CDEF, SOURCE)


def test_places(pair):
    ffi, lib = pair
    for name, (size, offset, length) in PLACES.items():
        assert (ffi.sizeof(name), ffi.offsetof(name, "a")) == (size, offset)
        field = dict(ffi.typeof(name).fields)["a"]
        assert (field.type.length, field.bitshift, field.offset) == (None, -2, offset)
        p = ffi.new(name + " *")
        assert len(p.a) == length
        assert repr(p.a).endswith("sliced length %d>" % length)
        q = ffi.cast(name + " *", p)
        assert ffi.typeof(q.a).kind == "pointer"


def test_values(pair):
    ffi, lib = pair
    p = ffi.new("struct first *", [[1, 2, 3], 40])
    assert (list(p.a), p.y) == ([1, 2, 3, 0, 40], 40)
    assert lib.sum(p) == 46
    p.a = [5, 6]
    assert lib.sum(p) == 54
    with fails(IndexError, "index too large"):
        p.a[5]
    assert ffi.sizeof(ffi.new("struct first *", [[1] * 6])[0]) == 24
    assert ffi.sizeof(ffi.new("struct first *", [[1]])[0]) == 20
    assert ffi.string(ffi.new("struct middle *", [1, b"abc"]).a) == b"abc"
    both = ffi.new("struct both *", [[1, 2], [3]])
    assert (both.a[4], both.b[0], len(both.b)) == (3, 3, 3)
    assert ffi.new("struct reversed *", {"y": 7}).a[4] == 7
    nested = ffi.new("struct nested *", [[[[1, 2], 3]], 4])
    assert (nested.s[0].a[1], nested.s[0].y, nested.z) == (2, 3, 4)


def test_without_dots(tmp_path):
    """Then the compiler's length is another layout."""
    module = build(tmp_path, "struct s { int y; int a[]; };", "struct s { int y; int a[4]; };")
    with fails(module.ffi.error, "wrong total size"):
        module.ffi.typeof("struct s").fields


VARIABLES = """
extern int table[]; extern char text[]; extern int rows[][2]; extern const int fixed[]; extern int *pointers[];
extern struct point { int x, y; } points[];
"""
VARIABLES_SOURCE = """
int table[50] = {1, 2, 3}; char text[50] = "abc"; int rows[4][2] = {{1, 2}, {3, 4}}; const int fixed[5] = {1};
int *pointers[4]; struct point { int x, y; } points[4];
"""


@pytest.fixture
def variables(tmp_path):
    return api_module(tmp_path, VARIABLES, VARIABLES_SOURCE)


def check_variables(ffi, lib):
    lib.table = [4, 5]
    assert [lib.table[i] for i in range(3)] == [4, 5, 3]
    lib.table = (7,)
    assert (lib.table[0], lib.table[1]) == (7, 5)
    lib.table = []
    lib.table = ffi.new("int[]", [8, 9])
    assert (lib.table[0], lib.table[1], lib.table[2]) == (8, 9, 3)
    lib.text = b"hello"
    assert ffi.string(lib.text) == b"hello"
    lib.text = [b"H"]
    assert ffi.string(lib.text) == b"Hello"
    lib.rows = [[5, 6], [7]]
    assert (lib.rows[0][1], lib.rows[1][0], lib.rows[1][1]) == (6, 7, 4)
    lib.points = [{"y": 3}, [4, 5]]
    assert (lib.points[0].y, lib.points[1].x) == (3, 4)
    lib.pointers = [ffi.NULL, lib.table]
    assert lib.pointers[1] == lib.table


def test_variables(variables):
    check_variables(*variables)


def test_variables_in_line(compile_library):
    check_variables(*in_line(None, VARIABLES, library=compile_library(VARIABLES_SOURCE)))


@pytest.mark.parametrize("value", [5, "x", b"abc", iter([4]), {}, None])
def test_wrong_values(variables, value):
    ffi, lib = variables
    with fails(TypeError, "initializer for ctype 'int[]' must be a list or tuple, not %s" % type(value).__name__):
        lib.table = value
    assert lib.table[0] == 1


def test_wrong_items(variables):
    ffi, lib = variables
    for wrong in ([1, "x"], [1, 2**40], ffi.NULL, lib.table, ffi.new("int[2]")):
        with pytest.raises((TypeError, OverflowError)):
            lib.table = wrong
    with fails(IndexError, "too many initializers for 'int[2]' (got 3)"):
        lib.rows = [[1, 2, 3]]


def test_items_that_run_code(variables):
    ffi, lib = variables

    class Grows:
        def __index__(self):
            items.append(5)
            return 6

        __int__ = __index__

    items = [Grows(), 7]
    lib.table = items
    assert (lib.table[0], lib.table[1], lib.table[2]) == (6, 7, 3)
    items[:] = [Shrinks(items), 9]
    lib.table = items
    assert lib.table[0] == 4 and lib.table[2] == 3


class Shrinks:
    def __init__(self, items):
        self.items = items

    def __index__(self):
        del self.items[:]
        return 4

    __int__ = __index__
