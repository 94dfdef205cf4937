"""A struct, union or enum that an included FFI left incomplete and the including one defines: it is one type."""

import pytest

import cffi
from cffi import verifier
from support.helpers import collect, fails
from support.modes import ABI, declared, fresh_name, load, open_all

SOURCE = """
struct s { int a, b; }; typedef struct s t; typedef t *tp; struct h { t *p; }; struct k { t *p; t v; }; struct m { tp p; };
union u { int a; double d; }; typedef union u v;
static int get(t *p) { return p == 0 ? -1 : p->b; }
static t *make(void) { static t made = {3, 4}; return &made; }
"""
MADE = "t *make(void);"
GET = "struct s { int a, b; }; int get(t *);"


@pytest.fixture
def made(mode, tmp_path):
    """A function: FFI objects in the mode of this test."""
    return lambda *ffis: [ffi for ffi, _ in open_all(mode, tmp_path, SOURCE, *ffis)]


@pytest.mark.parametrize(
    "first", ["typedef struct s t;", "struct s; typedef struct s t;", "typedef struct s t; struct h { t *p; };"]
)
def test_struct(made, first):
    base = declared(first)
    base, ffi = made(base, declared("struct s { int a, b; }; struct k { t *p; t v; };", base))
    for one in (base, ffi):
        assert one.sizeof("struct s") == one.sizeof("t") == 8
        assert one.typeof("struct s") is ffi.typeof("t")
        assert one.new("t *", [1, 2]).b == 2
    assert ffi.new("struct k *", [base.new("t *", [5, 6])]).p.b == 6


def test_union(made):
    base = declared("typedef union u v;")
    base, ffi = made(base, declared("union u { int a; double d; };", base))
    assert base.sizeof("v") == ffi.sizeof("v") == 8
    assert ffi.typeof("union u") is base.typeof("v")


def test_through_two_levels(made):
    base = declared("typedef struct s t;")
    middle = declared("typedef t *tp; struct m { tp p; };", base)
    base, middle, ffi = made(base, middle, declared("struct s { int a, b; };", middle))
    assert base.sizeof("t") == middle.sizeof("t") == ffi.sizeof("t") == 8
    assert middle.new("struct m *", [ffi.new("struct s *", [1, 2])]).p.b == 2
    assert ffi.new("tp", [7]).a == 7


def test_calls(tmp_path):
    first = declared("typedef struct s t; t *make(void);")
    second = declared(GET, first)
    names = fresh_name("_completes"), fresh_name("_completes")
    for name, ffi in zip(names, (first, second)):
        ffi.set_source(name, SOURCE)
        ffi.compile(str(tmp_path))
    base, module = [load(tmp_path, name) for name in names]
    assert base.lib.make().b == 4
    assert module.lib.get(base.lib.make()) == 4
    assert module.lib.get(module.ffi.new("struct s *", [1, 2])) == 2
    assert module.lib.get(module.ffi.NULL) == -1
    assert str(module.ffi.typeof(module.lib.get)) == "<ctype 'int(*)(struct s *)'>"


def test_verified_calls(tmp_path):
    base = declared("typedef struct s t;")
    ffi = declared(GET, base)
    open_all("verify", tmp_path, SOURCE, base)
    verifier.set_tmpdir(str(tmp_path))
    try:
        lib = ffi.verify(SOURCE)
    finally:
        verifier.set_tmpdir(None)
    assert lib.get(ffi.new("struct s *", [1, 2])) == lib.get(base.new("t *", [1, 2])) == 2


def test_what_was_seen_before(ffi):
    base = declared("typedef struct s t;")
    ffi.include(base)
    pointer, opaque = base.typeof("t *"), ffi.typeof("t")
    null = ffi.new("t **")
    ffi.cdef("struct s { int a; };")
    assert base.typeof("t *") is pointer is ffi.typeof("struct s *")
    assert ffi.sizeof(opaque) == base.sizeof(opaque) == 4
    null[0] = keep = ffi.new("struct s *", [3])
    assert null[0].a == 3
    assert keep.a == 3


def test_records_that_waited(ffi):
    base = declared("struct s; struct h { struct s x; }; typedef struct h array[3];")
    ffi.include(base)
    ffi.cdef("struct s { int a, b; }; struct u { struct h h; }; struct w { array a; };")
    assert (base.sizeof("struct h"), base.sizeof("array")) == (8, 24)
    assert (ffi.sizeof("struct u"), ffi.sizeof("struct w")) == (8, 24)
    assert base.new("struct h *", [[1, 2]]).x.b == 2


@pytest.mark.ours("a struct may contain one that is defined later")
def test_the_definition_waits(ffi):
    base = declared("typedef struct s t; struct z;")
    ffi.include(base)
    ffi.cdef("struct s { struct z x; int y; };")
    with fails(TypeError):
        ffi.new("t *")
    base.cdef("struct z { long q; };")
    assert base.sizeof("t") == ffi.sizeof("t") == 16


def test_fields_of_types_of_the_including():
    base = declared("typedef struct s t;")
    ffi = declared(
        "typedef struct { int z; } in_t; struct mine { int q; }; struct s { in_t a; struct mine b; struct mine *c; };",
        base,
    )
    assert base.sizeof("t") == ffi.sizeof("t") == 16
    del ffi
    collect()
    assert base.new("t *", [[1], [2]]).b.q == 2
    assert [name for name, _ in base.typeof("t").fields] == ["a", "b", "c"]
    with fails(cffi.CDefError, "in_t"):
        base.typeof("in_t")


def test_fields_that_the_module_of_the_included_does_not_know(tmp_path):
    base = declared("typedef struct s t;")
    declared("typedef struct { int z; } in_t; struct s { in_t a; };", base)
    base.set_source(fresh_name("_completes"), None)
    with fails(NotImplementedError, "in_t"):
        base.compile(str(tmp_path))


@pytest.mark.parametrize("source", [None, SOURCE])
def test_a_module_made_too_early(tmp_path, source):
    base = declared("typedef struct s t;")
    base.set_source(fresh_name("_completes"), source)
    base.compile(str(tmp_path))
    ffi = declared("struct s { int a, b; };", base)
    ffi.set_source(fresh_name("_completes"), source)
    ffi.compile(str(tmp_path))
    module_ffi = load(tmp_path, base._assigned_source[0]).ffi
    ffi = load(tmp_path, ffi._assigned_source[0]).ffi
    for ctype in ("struct s *", "t *"):
        with fails(
            NotImplementedError, "'struct s' is opaque in the ffi.include(), but no longer in the ffi doing the include"
        ):
            ffi.typeof(ctype)
    with fails(TypeError, "unknown size"):
        module_ffi.new("t *")


def test_names(ffi):
    base = declared("struct s { int a; }; struct seen { int a; };")
    base.typeof("struct seen")
    ffi.include(base)
    ffi.cdef("typedef struct s t; typedef struct seen other;")
    assert base.typeof("struct s").cname == ffi.typeof("t").cname == "t"
    assert ffi.typeof("other").cname == "struct seen"


def test_defined_in_a_type_string(ffi):
    base = declared("typedef struct s t;")
    ffi.include(base)
    assert ffi.sizeof("struct s { int a; }") == 4
    assert base.sizeof("t") == 4


def test_defined_twice():
    base = declared("typedef struct s t;")
    declared("struct s { int a; };", base)
    with fails(cffi.CDefError, "duplicate declaration"):
        declared("struct s { long a; };", base)
    with fails(cffi.CDefError, "duplicate declaration"):
        base.cdef("struct s { long a; };")
    assert base.sizeof("t") == 4


@pytest.mark.ours("a cdef that fails changes nothing, in included FFIs neither")
def test_failure_changes_nothing(ffi):
    base = declared("typedef struct s t; struct h { t x; }; enum e;")
    ffi.include(base)
    unreadable = "struct s { int a; }; typedef struct s better; enum e { A }; nonsense"
    cycle = "struct s { struct s2 x; }; struct s2 { t x; };"
    for kind, wrong in [(cffi.CDefError, unreadable), (NotImplementedError, cycle)]:
        with fails(kind):
            ffi.cdef(wrong)
        with fails(ValueError, "'t'"):
            base.sizeof("t")
        with fails(TypeError, "struct h.x"):
            ffi.sizeof("struct h")
    ffi.cdef("struct s { int a, b; }; enum e { A = -1 };")
    assert base.sizeof("struct h") == ffi.sizeof("t") == 8
    assert base.typeof("enum e").elements == {-1: "A"}


@pytest.mark.ours("an enum may be defined after it was mentioned")
@pytest.mark.modes(*ABI)
def test_enum(made):
    base = declared("typedef enum e e_t; struct h { e_t x; };")
    base, ffi = made(base, declared("enum e { A = -1, B = 4 };", base))
    assert base.typeof("e_t") is ffi.typeof("enum e")
    assert base.typeof("e_t").elements == {-1: "A", 4: "B"}
    assert ffi.new("struct h *", [4]).x == 4
