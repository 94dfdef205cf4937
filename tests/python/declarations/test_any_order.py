"""Structs, unions and enums used by value before their definition, which may come in a later cdef()."""

import gc

import pytest

import cffi
from support.helpers import fails

LATER = "field 'struct a.x' has ctype 'struct b' of unknown size"


def declare(*sources, **options):
    ffi = cffi.FFI()
    for source in sources:
        ffi.cdef(source, **options)
    return ffi


def offsets(ffi, cdecl):
    return [(name, field.offset) for name, field in ffi.typeof(cdecl).fields]


@pytest.mark.parametrize("separator", ["", "\0"])
def test_fields_of_a_later_struct(separator):
    ffi = declare(
        *("struct a { char c; struct b x; struct b y[3]; };" + separator + "struct b { int z; };").split("\0")
    )
    assert ffi.sizeof("struct a") == 20
    assert ffi.alignof("struct a") == 4
    assert offsets(ffi, "struct a") == [("c", 0), ("x", 4), ("y", 8)]
    p = ffi.new("struct a *", {"x": [5], "y": [[1], [2], [3]]})
    assert (p.x.z, [item.z for item in p.y]) == (5, [1, 2, 3])
    assert ffi.typeof(p.x) is ffi.typeof("struct b")
    assert ffi.offsetof("struct a", "y", 2, "z") == 16


@pytest.mark.parametrize("separator", ["", "\0"])
def test_through_typedefs(separator):
    source = "typedef struct b bt; typedef union u ut; typedef bt bts[2]; struct a { bt x; ut y; bts z; };"
    ffi = declare(*(source + separator + "struct b { short s; }; union u { double d; char c; };").split("\0"))
    assert offsets(ffi, "struct a") == [("x", 0), ("y", 8), ("z", 16)]
    assert ffi.sizeof("struct a") == 24
    assert ffi.sizeof("bts") == 4
    assert ffi.new("bts", [[1], [2]])[1].s == 2


def test_nested_and_anonymous():
    ffi = declare(
        "struct a { struct { struct b x; int i; }; union { struct b y; char c; } u; }; typedef struct { struct a in; } at;"
        "struct b { long long z; };"
    )
    assert offsets(ffi, "struct a") == [("x", 0), ("i", 8), ("u", 16)]
    assert ffi.sizeof("at") == 24
    assert ffi.new("struct a *", [[7], 8]).x.z == 7


def test_long_chain():
    ffi = declare("".join("struct s%d { struct s%d x; };" % (i, i + 1) for i in range(50)), "struct s50 { int i; };")
    assert ffi.sizeof("struct s0") == 4


@pytest.mark.ours("the released package recurses")
def test_very_long_chain():
    count = 20000
    text = "".join("struct s%d { struct s%d x; };" % (i, i + 1) for i in range(count))
    ffi = declare(text, "struct s%d { int i; };" % count)
    assert ffi.sizeof("struct s0") == 4
    assert ffi.offsetof("struct s0", "x") == 0


def test_flexible_arrays():
    ffi = declare("struct a { int n; struct b x[]; }; struct b { double d; };")
    assert ffi.sizeof("struct a") == 8
    p = ffi.new("struct a *", [2, [[1.5], [2.5]]])
    assert ffi.sizeof(p[0]) == 24
    assert p.x[1].d == 2.5


def test_packing_is_that_of_the_declaration():
    ffi = cffi.FFI()
    ffi.cdef("struct a { char c; struct b x; };", packed=True)
    ffi.cdef("struct b { char c; int y; };")
    assert (ffi.sizeof("struct a"), ffi.sizeof("struct b")) == (9, 8)
    ffi = cffi.FFI()
    ffi.cdef("struct a { char c; struct b x; };")
    ffi.cdef("struct b { char c; int y; };", packed=True)
    assert (ffi.sizeof("struct a"), ffi.sizeof("struct b")) == (6, 5)
    ffi = cffi.FFI()
    ffi.cdef("struct a { char c; struct b x; };", pack=2)
    ffi.cdef("struct b { int y; };")
    assert ffi.sizeof("struct a") == 6


def test_calls(compile_library):
    path = compile_library(
        "struct b { int z; }; struct a { char c; struct b x; };"
        "struct a next(struct a a) { a.c++; a.x.z++; return a; }"
        "struct b var = { 42 }; struct b vars[2] = { { 1 }, { 2 } };"
    )
    ffi = declare(
        "struct a next(struct a); extern struct b var, vars[2]; struct a { char c; struct b x; }; struct b { int z; };"
    )
    lib = ffi.dlopen(path)
    result = lib.next([b"a", [41]])
    assert (result.c, result.x.z) == (b"b", 42)
    assert lib.var.z == 42
    assert lib.vars[1].z == 2
    callback = ffi.callback("struct a(struct a)", lambda a: [b"z", [a.x.z * 2]])
    assert callback([b"a", [4]]).x.z == 8


@pytest.mark.parametrize(
    "use",
    [
        lambda ffi: ffi.sizeof("struct a"),
        lambda ffi: ffi.alignof("struct a"),
        lambda ffi: ffi.offsetof("struct a", "x"),
        lambda ffi: ffi.new("struct a *"),
        lambda ffi: ffi.new("struct a[2]"),
        lambda ffi: ffi.typeof("struct a[2]"),
        lambda ffi: ffi.typeof("struct a[]"),
        lambda ffi: ffi.typeof("struct a").fields,
        lambda ffi: ffi.callback("struct a(void)", lambda: None),
        lambda ffi: ffi.callback("void(struct a)", lambda a: None),
        lambda ffi: ffi.dlopen(None).abs(1),
        lambda ffi: ffi.dlopen(None).labs(ffi.NULL),
        lambda ffi: ffi.dlopen(None).environ,
    ],
)
def test_use_while_it_waits(use):
    source = "struct a { struct b x; int q; }; struct a abs(int); int labs(struct a); extern struct a environ;"
    ffi = declare(source)
    with fails(TypeError, LATER):
        use(ffi)
    ffi = declare(source)
    ffi.cdef("struct b { int i; };")
    assert ffi.sizeof("struct a") == 8


def test_arrays_while_they_wait():
    text = "array item of unknown size: 'struct b'"
    ffi = declare("struct a { struct b x[3]; };")
    with fails(ValueError, text):
        ffi.sizeof("struct a")
    ffi = declare("typedef struct b tb[3]; tb *atoi(tb *); extern struct b environ[3]; struct p { tb *x; int y; };")
    for use in [
        lambda: ffi.sizeof("tb"),
        lambda: ffi.new("tb *"),
        lambda: ffi.dlopen(None).environ,
        lambda: ffi.new("struct p *").y,
    ]:
        with fails(ValueError, text):
            use()


@pytest.mark.ours("pointers to a struct that waits are like pointers to an opaque one")
def test_pointers_while_it_waits():
    ffi = declare("struct a { struct b x; }; struct a *abs(struct a *);")
    ctype = ffi.typeof("struct a")
    assert repr(ctype) == "<ctype 'struct a'>"
    assert ffi.dlopen(None).abs(ffi.cast("struct a *", 3)) == ffi.cast("struct a *", 3)
    p = ffi.cast("struct a *", 16)
    with fails(AttributeError, "cdata 'struct a *' points to an opaque type: cannot read fields"):
        p.x
    with fails(TypeError, "ctype 'struct a *' points to items of unknown size"):
        p + 1
    with fails(TypeError, LATER):
        ctype.fields
    assert dir(p) == []
    ffi.cdef("struct b { int i; };")
    assert ffi.typeof("struct a") is ctype
    assert [name for name, field in ctype.fields] == ["x"]
    assert p + 1 == ffi.cast("struct a *", 20)
    assert dir(p) == ["x"]


@pytest.mark.ours("names the innermost field each time it is asked")
def test_the_innermost_field_is_named():
    ffi = declare("struct o { struct a i; }; struct a { int n; struct b x; };")
    for _ in range(2):
        with fails(TypeError, LATER):
            ffi.sizeof("struct o")


@pytest.mark.parametrize(
    "source",
    [
        "struct a { struct a x; };",
        "struct a { struct a x[2]; };",
        "struct a { struct b x; }; struct b { struct a y; };",
        "struct a { struct b x; }; struct b { struct c y; }; struct c { struct { struct a z; } u[2]; };",
    ],
)
def test_cycles(ffi, source):
    with fails(NotImplementedError, "recursive structure declaration for"):
        ffi.cdef(source)
        ffi.sizeof("struct a")


@pytest.mark.ours("what can never be right is an error of cdef(), with a position")
@pytest.mark.parametrize(
    "source, error",
    [
        ("struct a { struct a x; };", NotImplementedError),
        ("struct a { struct u v; struct b x; }; struct b { struct a y; };", NotImplementedError),
        ("struct a { struct b x; void y; };", TypeError),
        ("struct a { struct b x; int y(int); };", TypeError),
        ("struct a { struct b x; int x; };", KeyError),
        ("struct a { struct b x : 3; };", TypeError),
        ("struct a { struct b x[]; int y; };", TypeError),
        ("struct a { enum e x : 40; }; enum e { A };", TypeError),
        ("struct a { struct b x[0x7fffffffffffffff]; }; struct b { int i; };", OverflowError),
    ],
)
def test_never_right(ffi, source, error):
    with fails(error, "<cdef source string>:1:", "^"):
        ffi.cdef(source)
    assert ffi.list_types() == ([], [], [])


@pytest.mark.ours("a cdef() that fails changes nothing")
def test_failed_cdef(ffi):
    ffi.cdef("struct a { struct b x; struct c y; };")
    ctype = ffi.typeof("struct a")
    for source in [
        "struct b { int i; }; struct c { int i; }; int 1;",
        "struct c { struct b z; }; struct b { struct a v; };",
    ]:
        with pytest.raises((cffi.CDefError, NotImplementedError)):
            ffi.cdef(source)
        with fails(TypeError, LATER):
            ffi.sizeof("struct a")
    ffi.cdef("struct b { char i; };")
    with fails(TypeError, "field 'struct a.y' has ctype 'struct c' of unknown size"):
        ffi.sizeof(ctype)
    ffi.cdef("struct c { char i; };")
    assert ffi.sizeof(ctype) == 2


def test_sizeof_before_the_definition(ffi):
    with fails(cffi.FFIError if cffi.__version_info__ < (3,) else cffi.CDefError):
        ffi.cdef("enum e { X = sizeof(struct b) }; struct b { int z; };")


@pytest.mark.ours("sizeof in constant expressions")
def test_sizeof_after_the_definition(ffi):
    ffi.cdef("struct a { struct b x[2]; }; struct b { int z; }; typedef char t[sizeof(struct a)];")
    assert ffi.sizeof("t") == 8


@pytest.mark.ours("an enum may be defined later")
def test_later_enum(ffi):
    ffi.cdef("struct a { enum e x; enum e y : 3; enum e z[2]; };")
    assert ffi.typeof("struct a *").item.kind == "struct"
    ffi.cdef("enum e { A = -1, B };")
    assert ffi.sizeof("struct a") == 16
    assert ffi.new("struct a *", [-1, -1, [0, -1]]).y == -1


def test_dots_of_a_later_struct(ffi):
    ffi.cdef("struct a { struct b x; }; struct b { int z; ...; };")
    with fails(cffi.VerificationMissing):
        ffi.sizeof("struct a")


def test_include():
    base = declare("struct late; struct waits { struct late x; };")
    ffi = cffi.FFI()
    ffi.include(base)
    ffi.cdef("struct c { struct waits w; struct late l[2]; struct own o; }; struct own { char c; };")
    top = cffi.FFI()
    top.include(ffi)
    top.cdef("struct d { struct c c[2]; };")
    base.cdef("struct late { short s; };")
    assert ffi.sizeof("struct waits") == base.sizeof("struct waits") == 2
    assert ffi.sizeof("struct c") == 8
    assert top.sizeof("struct d") == 16
    p = top.new("struct d *", [[[[[3]]]]])
    del base, ffi, top
    gc.collect()
    assert p.c[0].w.x.s == 3


@pytest.mark.ours("asked before the included FFI knows it, and again after that")
def test_include_after_a_failure():
    base = declare("struct late;")
    ffi = cffi.FFI()
    ffi.include(base)
    ffi.cdef("struct a { struct late x; };")
    ctype = ffi.typeof("struct a")
    with fails(TypeError, "field 'struct a.x' has ctype 'struct late' of unknown size"):
        ffi.sizeof("struct a")
    dead = cffi.FFI()
    dead.include(base)
    dead.cdef("struct a { struct late x; };")
    del dead
    gc.collect()
    base.cdef("struct late { short s; };")
    assert ffi.sizeof("struct a") == ffi.sizeof(ctype) == 2
