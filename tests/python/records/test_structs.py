"""Structs: fields, initialisers, views into them, and passing them by value in both directions."""

import gc

import pytest

from support.helpers import RELEASED, fails, masked

CDEF = """
struct point { double x, y; };
struct pair { int a; int b; };
struct node { struct node *next; int v; };
struct outer {
    struct { int i1; int i2; };
    union { int u1; float u2; } un;
    int arr[2][3];
    struct pair pairs[4];
    struct pair *pp;
    char name[8];
    char letter;
    _Bool flag;
};
struct opaque;
"""


@pytest.fixture
def sffi(ffi):
    ffi.cdef(CDEF)
    return ffi


def test_fields_read_and_write(sffi):
    p = sffi.new("struct point *")
    assert (p.x, p.y) == (0.0, 0.0)
    p.x = 5
    p[0].y = 2.5
    assert (p[0].x, p.y) == (5.0, 2.5)
    with fails(TypeError, "must be real number, not str"):
        p.x = "a"


def test_unknown_field(sffi):
    p = sffi.new("struct point *")
    with fails(AttributeError, "cdata 'struct point *' has no field 'z'"):
        p.z
    with fails(AttributeError, "cdata 'struct point' has no field 'z'"):
        p[0].z
    with fails(AttributeError, "cdata 'struct point *' has no field 'z'"):
        p.z = 1
    with fails(AttributeError):
        del p.x


def test_dir(sffi):
    o = sffi.new("struct outer *")
    assert dir(sffi.new("struct point *")) == ["x", "y"]
    assert dir(o[0]) == dir(o) == ["arr", "flag", "i1", "i2", "letter", "name", "pairs", "pp", "un"]


def test_initialisers(sffi):
    new = sffi.new
    p = new("struct point *", [1, 2])
    assert (p.x, p.y) == (1.0, 2.0)
    assert new("struct point *", (1,)).y == 0.0
    assert new("struct point *", []).x == 0.0
    assert new("struct point *", {"y": 3}).y == 3.0
    assert new("struct point *", {}).y == 0.0
    assert new("struct point *", p[0]).y == 2.0
    assert new("struct point *", None).y == 0.0


def test_initialiser_errors(sffi):
    new = sffi.new
    with fails(ValueError, "too many initializers for 'struct point' (got 3)"):
        new("struct point *", [1, 2, 3])
    p = new("struct point *", [1, 2])
    with fails(ValueError, "too many initializers for 'struct point' (got 3)"):
        p[0] = [3, 4, 5]
    assert (p.x, p.y) == (3.0, 4.0)  # what stands before the mistake is stored
    with fails(TypeError, "must be real number, not str"):
        new("struct point *", ["a", 2, 3])
    with fails(KeyError, "z"):
        new("struct point *", {"z": 1})
    with fails(KeyError, "1"):
        new("struct point *", {1: 1})
    for wrong in (5, "ab", 1.5, iter([1]), {1, 2}, b"ab"):
        kind = type(wrong).__name__
        message = "initializer for ctype 'struct point' must be a list or tuple or dict or struct-cdata, not " + kind
        with fails(TypeError, message):
            new("struct point *", wrong)
    with fails(TypeError, "struct-cdata, not cdata 'struct point *'"):
        new("struct point *", new("struct point *"))
    with fails(TypeError, "struct-cdata, not cdata 'struct pair'"):
        new("struct point *", new("struct pair *")[0])
    with fails(TypeError, "must be real number, not str"):
        new("struct point *", ["a"])


def test_assign_whole_structs(sffi):
    p = sffi.new("struct point *", [1, 2])
    p[0] = [7, 8]
    assert (p.x, p.y) == (7.0, 8.0)
    p[0] = {"y": 9}
    assert (p.x, p.y) == (7.0, 9.0)
    p[0] = sffi.new("struct point *", [3, 4])[0]
    assert (p.x, p.y) == (3.0, 4.0)
    with fails(TypeError, "not cdata 'struct point *'"):
        p[0] = p
    with fails(TypeError, "not int"):
        p[0] = 3


def test_dict_keys_in_any_order_and_last_list_value_wins_nothing(sffi):
    n = sffi.new("struct pair *", {"b": 2, "a": 1})
    assert (n.a, n.b) == (1, 2)


def test_nested_records(sffi):
    o = sffi.new("struct outer *", [1, 2, [3], [[1, 2, 3], [4, 5]], [[6, 7]], sffi.NULL, b"hi", b"z", True])
    assert (o.i1, o.i2, o.un.u1, o.arr[0][2], o.arr[1][1], o.arr[1][2]) == (1, 2, 3, 3, 5, 0)
    assert (o.pairs[0].a, o.pairs[0].b, o.pairs[1].a) == (6, 7, 0)
    assert (sffi.string(o.name), o.letter, o.flag) == (b"hi", b"z", True)
    o.un = {"u2": 1.5}
    assert o.un.u2 == 1.5
    o.arr = [[9]]
    assert (o.arr[0][0], o.arr[0][1]) == (9, 2)
    o.pairs[3] = (8, 9)
    assert o.pairs[3].b == 9
    o.name = b"changed"
    assert sffi.string(o.name) == b"changed"
    with fails(IndexError, "initializer bytes is too long for 'char[8]' (got 9 characters)"):
        o.name = b"123456789"
    with fails(TypeError, "an integer is required"):
        sffi.new("struct outer *", [[1, 2]])


def test_anonymous_member_fields_by_name(sffi):
    o = sffi.new("struct outer *", {"i2": 5})
    assert o.i2 == 5 and sffi.offsetof("struct outer", "i2") == 4


def test_pointer_fields(sffi):
    o = sffi.new("struct outer *")
    assert masked(o.pp) == "<cdata 'struct pair *' NULL>"
    p = sffi.new("struct pair *", [1, 2])
    o.pp = p
    assert o.pp == p and o.pp.b == 2
    o.pp.b = 5
    assert p.b == 5
    o.pp = o.pairs
    assert o.pp == o.pairs
    o.pp = sffi.NULL
    assert o.pp == sffi.NULL
    with fails(TypeError, "initializer for ctype 'struct pair *' must be a pointer or array, not cdata 'struct pair'"):
        o.pp = p[0]
    with fails(TypeError, "initializer for ctype 'struct pair *' must be a cdata pointer, not NoneType"):
        o.pp = None
    with fails(
        TypeError, "initializer for ctype 'struct pair *' must be a pointer to same type, not cdata 'struct point *'"
    ):
        o.pp = sffi.new("struct point *")


def test_self_reference(sffi):
    n = sffi.new("struct node *", {"v": 7})
    n.next = n
    assert n.next.next.next.v == 7
    assert sffi.typeof("struct node").fields[0][1].type.item is sffi.typeof("struct node")


def test_views_share_memory(sffi):
    o = sffi.new("struct outer *")
    view = o.pairs[2]
    view.a = 12
    assert o.pairs[2].a == 12
    row = o.arr[1]
    row[2] = 30
    assert o.arr[1][2] == 30
    assert masked(view) == "<cdata 'struct pair &' 0x...>"
    assert masked(row) == "<cdata 'int[3]' 0x...>"


def test_identity_and_hash(sffi):
    p = sffi.new("struct point *", [1, 2])
    q = sffi.new("struct point *", [1, 2])
    assert p[0] == p[0] and not p[0] != p[0]
    assert p[0] == p
    assert p[0] != q[0]
    assert hash(p[0]) == hash(p)
    assert p[0] <= p[0] and not p[0] < p[0]
    assert bool(p[0])


def test_unsupported_operations(sffi):
    s = sffi.new("struct point *")[0]
    with fails(TypeError, "cdata 'struct point' is not callable"):
        s()
    with fails(TypeError, "cdata of type 'struct point' has no len()"):
        len(s)
    with fails(TypeError, "cdata 'struct point' does not support iteration"):
        iter(s)
    with fails(TypeError, "cdata of type 'struct point' cannot be indexed"):
        s[0]
    with fails(TypeError, "cannot add a cdata 'struct point' and a number"):
        s + 1
    with fails(TypeError, "int() not supported on cdata 'struct point'"):
        int(s)
    with fails(TypeError, "float() not supported on cdata 'struct point'"):
        float(s)


def test_owner_index(sffi):
    p = sffi.new("struct point *")
    assert repr(p[0]) == "<cdata 'struct point' owning 16 bytes>"
    with fails(IndexError, "cdata 'struct point *' can only be indexed by 0"):
        p[1]
    with fails(IndexError, "can only be indexed by 0"):
        p[-1]


def test_struct_keeps_memory_alive(sffi):
    s = sffi.new("struct point *", [1, 2])[0]
    gc.collect()
    fillers = [sffi.new("struct point *", [9, 9]) for _ in range(100)]
    assert (s.x, s.y) == (1.0, 2.0)
    assert len(fillers) == 100


def test_opaque(sffi):
    p = sffi.cast("struct opaque *", 16)
    with fails(AttributeError, "cdata 'struct opaque *' points to an opaque type: cannot read fields"):
        p.x
    with fails(AttributeError, "cdata 'struct opaque *' points to an opaque type: cannot write fields"):
        p.x = 1
    with fails(TypeError, "ctype 'struct opaque *' points to items of unknown size"):
        p + 1
    with fails(TypeError, "cannot instantiate ctype 'struct opaque' of unknown size"):
        sffi.new("struct opaque *")
    assert sffi.typeof("struct opaque").fields is None


@pytest.mark.ours("a NULL struct pointer is an error, not a crash")
def test_null_struct_pointer(sffi):
    p = sffi.cast("struct point *", 0)
    with fails(RuntimeError, "null pointer", "struct point *"):
        p.x
    with fails(RuntimeError, "null pointer", "struct point *"):
        p.x = 1


def test_null_struct_pointer_index(sffi):
    with fails(RuntimeError, "cannot dereference null pointer from cdata 'struct point *'"):
        sffi.cast("struct point *", 0)[0]


def test_empty_struct(ffi):
    ffi.cdef("struct e {}; struct holder { struct e inside; int x; };")
    p = ffi.new("struct e *")
    assert dir(p) == []
    assert ffi.typeof("struct e").fields == []


@pytest.mark.ours("an empty struct has the size that the compiler gives it")
def test_empty_struct_size(ffi):
    ffi.cdef("struct e {}; struct holder { struct e inside; int x; };")
    assert ffi.sizeof("struct e") == 0
    assert ffi.sizeof("struct holder") == 4


def test_late_completion(ffi):
    ffi.cdef("struct late; typedef struct late *late_p;")
    with fails(TypeError, "cannot instantiate ctype 'struct late' of unknown size"):
        ffi.new("struct late *")
    ffi.cdef("struct late { int a; };")
    assert ffi.new("struct late *", [4]).a == 4
    assert ffi.new("late_p *")[0] == ffi.NULL


@pytest.mark.parametrize(
    "source, error, text",
    [
        ("struct s { int a; int a; };", KeyError, "duplicate field name 'a'"),
        ("struct s { void a; };", TypeError, "field 'struct s.a' has ctype 'void' of unknown size"),
        ("struct s { int a[]; int b; };", TypeError, "field 'struct s.a' has ctype 'int[]' of unknown size"),
    ],
)
@pytest.mark.skipif(not RELEASED, reason="ours reports these from cdef(), with a position")
def test_bad_fields_in_the_released_package(ffi, source, error, text):
    with fails(error, text):
        ffi.cdef(source)
        ffi.sizeof("struct s")


@pytest.mark.ours("a bad field is an error of cdef(), with a position")
@pytest.mark.parametrize(
    "source, error",
    [
        ("struct s { int a; int a; };", KeyError),
        ("struct s { void a; };", TypeError),
        ("struct s { int a[]; int b; };", TypeError),
        ("struct s { int f(int); };", TypeError),
    ],
)
def test_bad_fields(ffi, source, error):
    with fails(error, "<cdef source string>:1:", "^"):
        ffi.cdef(source)
    assert ffi.list_types() == ([], [], [])


# ---- by value ----


def test_by_value_shapes(pair):
    ffi, lib = pair
    r = lib.swap_ints([1, 2])
    assert repr(r) == "<cdata 'struct two_ints' owning 8 bytes>"
    assert (r.a, r.b) == (2, 1)
    p = lib.add_points([1, 2], ffi.new("struct point *", [3, 4])[0])
    assert (p.x, p.y) == (4.0, 6.0)
    s = lib.scale3([1, 2, 3], 2.0)
    assert (s.x, s.y, s.z) == (2.0, 4.0, 6.0)
    f = lib.swap_floats([1.5, 2.5])
    assert (f.x, f.y) == (2.5, 1.5)
    f4 = lib.reverse_floats([1, 2, 3, 4])
    assert (f4.x, f4.y, f4.z, f4.w) == (4.0, 3.0, 2.0, 1.0)
    d = lib.to_int_double([2.5, 7])
    assert (d.i, d.d) == (7, 2.5)
    i = lib.to_double_int([7, 2.5])
    assert (i.i, i.d) == (7, 2.5)
    n = lib.negate([1.5, 9])
    assert (n.f, n.i) == (-1.5, -9)
    assert lib.next_char([b"a"]).c == b"b"
    assert bytes(lib.reverse3([b"abc"]).b) == b"cba"
    assert ffi.unpack(lib.reverse16([b"0123456789abcdef"]).b, 16) == b"fedcba9876543210"


def test_by_value_through_memory(pair):
    ffi, lib = pair
    b = lib.make_big(10)
    assert list(b.v) == [10, 11, 12, 13, 14, 15]
    assert lib.sum_big(1000, b, 1) == 1001 + 75
    assert lib.sum_big(1, [[1, 2, 3, 4, 5, 6]], 1) == 23


@pytest.mark.ours("what an initialiser of a struct argument leaves out is zero")
def test_by_value_with_a_short_initialiser(pair):
    ffi, lib = pair
    lib.sum_big(1, [[100, 200, 300, 400, 500, 600]], 1)
    assert lib.sum_big(1, [[1, 2, 3]], 1) == 8
    assert lib.sum_big(1, {}, 1) == 2


@pytest.mark.ours("a struct of one long double is passed by value as the ABI says")
def test_by_value_long_double(pair):
    ffi, lib = pair
    assert float(lib.double_ld([1.25]).ld) == 2.5


def test_by_value_nested_and_bits(pair):
    ffi, lib = pair
    n = lib.shift_nested({"p": [1, 2], "q": [3, [b"a", b"b"]]})
    assert (n.p.a, n.p.b, n.q.s, n.q.c[0], n.q.c[1]) == (2, 3, 4, b"b", b"c")


@pytest.mark.ours("structs with bit-fields are passed by value")
def test_by_value_bitfields(pair):
    ffi, lib = pair
    b = lib.bump_bits([7, -16, 2**40 - 2])
    assert (b.a, b.b, b.c) == (0, 15, 0)


@pytest.mark.ours("unions are passed by value")
def test_by_value_union(pair):
    ffi, lib = pair
    assert lib.halve({"d": 5.0}).d == 2.5


def test_by_value_pointer_members(pair):
    ffi, lib = pair
    p = ffi.new("int *", 5)
    s = ffi.new("char[]", b"text")
    r = lib.echo_with_pointer([p, s])
    assert r.p == p and ffi.string(r.s) == b"text"


def test_by_value_when_registers_run_out(pair):
    ffi, lib = pair
    arguments = [
        [1, 2],
        [3, 4],
        [5, 6],
        [7, 8.0],
        [9, 10],
        [11, 12],
        [13, 14],
        [15, 16],
        [[0, 0, 0, 0, 0, 17]],
        [18, 19],
        [20, 21],
    ]
    assert lib.many_structs(*arguments) == sum(i * i for i in range(1, 22))


def test_by_value_errors(pair):
    ffi, lib = pair
    message = "initializer for ctype 'struct point' must be a list or tuple or dict or struct-cdata, not "
    with fails(TypeError, message + "int"):
        lib.add_points(1, 2)
    with fails(TypeError, message + "cdata 'struct point *'"):
        lib.add_points(ffi.new("struct point *"), [1, 2])
    with fails(TypeError, message + "cdata 'struct two_ints'"):
        lib.add_points(ffi.new("struct two_ints *")[0], [1])
    with fails(ValueError, "too many initializers for 'struct point' (got 3)"):
        lib.add_points([1, 2, 3], [1])


def test_results_own_their_memory(pair):
    ffi, lib = pair
    results = [lib.add_points([i, i], [i, i]) for i in range(50)]
    gc.collect()
    assert [r.x for r in results] == [2.0 * i for i in range(50)]
    address = ffi.addressof(results[3])
    assert address.x == 6.0
    assert ffi.sizeof(results[3]) == 16


def test_out_parameters(pair):
    ffi, lib = pair
    p = ffi.new("struct point *")
    lib.fill_point(p, 1.5, 2.5)
    assert (p.x, p.y) == (1.5, 2.5)
    points = ffi.new("struct point[3]")
    lib.fill_point(points + 2, 7, 8)
    lib.fill_point(ffi.addressof(points, 1), 5, 6)
    assert [(q.x, q.y) for q in points] == [(0, 0), (5, 6), (7, 8)]
    with fails(
        TypeError, "initializer for ctype 'struct point *' must be a pointer or array, not cdata 'struct point'"
    ):
        lib.fill_point(p[0], 1, 2)
    shared = lib.the_point()
    assert masked(shared) == "<cdata 'struct point *' 0x...>"
    shared.x = 3.5
    assert lib.the_point().x == 3.5
    shared.x = 1.5
