"""ffi.include() along a chain of three modules with every kind of type, in ABI mode, and of a module in an in-line FFI."""

import sys

import pytest

import cffi
from support.building import run_python
from support.helpers import fails
from support.modes import load

BASE_CDEF = """
typedef struct { int x, y; } point_t;
struct shared { int a; double b; ...; };
union both { int i; float f; };
enum unit { METRE = 1, FOOT = ... };
typedef ... opaque_t;
typedef int... id_type;
typedef int (*binary_t)(int, int);
#define LIMIT 12
#define OTHER_LIMIT ...
static const double RATIO;
extern int variable;
int base_sum(point_t *);
opaque_t *base_open(int);
int base_apply(binary_t, int, int);
"""
BASE_SOURCE = """
typedef struct { int x, y; } point_t;
struct shared { double b; int a, more; };
union both { int i; float f; };
enum unit { METRE = 1, FOOT = 30 };
typedef struct { int value; } opaque_t;
typedef short id_type;
typedef int (*binary_t)(int, int);
#define LIMIT 12
#define OTHER_LIMIT 34
"""
BASE_FUNCTIONS = """
#define RATIO 1.5
static int variable = 31;
static int base_sum(point_t *p) { return p->x + p->y; }
static opaque_t *base_open(int value) { static opaque_t made; made.value = value; return &made; }
static int base_apply(binary_t f, int a, int b) { return f(a, b); }
"""
DERIVED_CDEF = """
struct holder { struct shared inner; point_t points[2]; enum unit unit; id_type id; ...; };
int derived_close(opaque_t *);
point_t derived_make(int, int);
int derived_multiply(int, int);
struct shared *derived_shared(void);
"""
DERIVED_SOURCE = """
struct holder { long before; struct shared inner; point_t points[2]; enum unit unit; id_type id; };
static int derived_close(opaque_t *o) { return o->value; }
static point_t derived_make(int x, int y) { point_t p = {x, y}; return p; }
static int derived_multiply(int a, int b) { return a * b; }
static struct shared *derived_shared(void) { static struct shared s = {2.5, 5, 0}; return &s; }
"""


@pytest.fixture(scope="module")
def chain(tmp_path_factory):
    """Three modules, each of which includes the one before."""
    folder = tmp_path_factory.mktemp("include")
    first = cffi.FFI()
    first.cdef(BASE_CDEF)
    first.set_source("_api_base", BASE_SOURCE + BASE_FUNCTIONS)
    second = cffi.FFI()
    second.include(first)
    second.cdef(DERIVED_CDEF)
    second.set_source("_api_derived", BASE_SOURCE + DERIVED_SOURCE)
    third = cffi.FFI()
    third.include(second)
    third.cdef("int last(point_t, struct holder *);")
    third.set_source("_api_last", BASE_SOURCE + DERIVED_SOURCE + "static int last(point_t p, struct holder *h) { return p.x + h->inner.a; }",
                     extra_compile_args=["-Wno-unused-function"])  # fmt: skip
    for ffi in (first, second, third):
        ffi.compile(str(folder))
    sys.path.insert(0, str(folder))
    try:
        yield load(folder, "_api_base"), load(folder, "_api_derived"), load(folder, "_api_last"), folder
    finally:
        sys.path.remove(str(folder))


@pytest.fixture
def base(chain):
    return chain[0]


@pytest.fixture
def derived(chain):
    return chain[1]


@pytest.fixture
def last(chain):
    return chain[2]


def test_types_are_the_same(base, derived, last):
    for name in ("point_t", "struct shared", "union both", "opaque_t *", "id_type", "binary_t", "point_t[2]"):
        assert base.ffi.typeof(name) is derived.ffi.typeof(name) is last.ffi.typeof(name)
    assert derived.ffi.typeof("struct holder") is last.ffi.typeof("struct holder")
    fields = dict(derived.ffi.typeof("struct holder").fields)
    assert fields["inner"].type is base.ffi.typeof("struct shared")
    assert fields["points"].type.item is base.ffi.typeof("point_t")
    assert fields["unit"].type is derived.ffi.typeof("enum unit")  # the tables have enums in each module
    assert derived.ffi.typeof("enum unit").elements == base.ffi.typeof("enum unit").elements == {1: "METRE", 30: "FOOT"}
    assert base.ffi.sizeof("struct shared") == 16
    assert fields["inner"].offset == 8


def test_names_of_the_libraries(tmp_path, monkeypatch):
    """dir(lib) has the enumerators of included modules, where their enum has a name: no other constants, no functions."""
    declared = "enum tagged { T1, T2 };\ntypedef enum { U1 } untagged_t;\nenum { LOOSE = 5 };\nstruct s { enum inner { I1 } e; };\n#define LIMIT 10\n"
    functions = "int f(int);\nextern int v;\n"
    sources = {"_names_a": declared, "_names_b": declared + "enum bee { B1 };\n"}
    a, b, c = cffi.FFI(), cffi.FFI(), cffi.FFI()
    a.cdef(declared + functions)
    a.set_source("_names_a", declared + "static int f(int x) { return x; }\nstatic int v;")
    b.include(a)
    b.cdef("enum bee { B1 };")
    b.set_source("_names_b", sources["_names_b"])
    c.include(b)
    c.cdef("untagged_t g(void);")
    c.set_source("_names_c", sources["_names_b"] + "static untagged_t g(void) { return U1; }")
    for ffi in (a, b, c):
        ffi.compile(str(tmp_path))
    monkeypatch.syspath_prepend(str(tmp_path))
    a, b, c = (load(tmp_path, name).lib for name in ("_names_a", "_names_b", "_names_c"))
    assert dir(a) == ["I1", "LIMIT", "LOOSE", "T1", "T2", "U1", "f", "v"]
    assert dir(b) == sorted(b.__all__) == ["B1", "I1", "T1", "T2", "U1"]
    assert dir(c) == sorted(c.__all__) == ["B1", "I1", "T1", "T2", "U1", "g"]
    assert (c.T2, c.U1, c.I1, c.LOOSE, c.LIMIT, c.f(3)) == (1, 0, 0, 5, 10, 3)
    assert b.__dict__["T2"] == 1


def test_names_of_a_library_in_abi_mode(tmp_path, monkeypatch):
    a, b = cffi.FFI(), cffi.FFI()
    a.cdef("enum tagged { T1, T2 }; typedef enum { U1 } untagged_t; enum { LOOSE = 5 };")
    a.set_source("_names_py_a", None)
    b.include(a)
    b.cdef("enum bee { B1 }; int abs(int);")
    b.set_source("_names_py_b", None)
    for ffi in (a, b):
        ffi.compile(str(tmp_path))
    monkeypatch.syspath_prepend(str(tmp_path))
    load(tmp_path, "_names_py_a")
    assert dir(load(tmp_path, "_names_py_b").ffi.dlopen(None)) == ["B1", "T1", "T2", "U1", "abs"]


def test_values_pass_between(base, derived, last):
    assert base.lib.base_sum(derived.ffi.new("point_t *", [3, 4])) == 7
    made = derived.lib.derived_make(5, 6)
    assert base.lib.base_sum([made]) == 11
    assert base.lib.base_sum(base.ffi.addressof(made)) == 11
    assert derived.lib.derived_close(base.lib.base_open(9)) == 9
    assert last.lib.last(made, [{"inner": {"a": 10}}]) == 15
    assert last.lib.last(made, derived.ffi.new("struct holder *", {"inner": derived.lib.derived_shared()[0]})) == 10
    assert base.lib.base_apply(derived.lib.derived_multiply, 6, 7) == 42


def test_functions_through_include(base, derived, last):
    assert derived.lib.base_sum is base.lib.base_sum
    assert last.lib.base_sum is base.lib.base_sum
    assert last.lib.derived_make is derived.lib.derived_make
    assert derived.lib.base_sum([(1, 2)]) == 3
    assert derived.lib.base_apply(derived.ffi.callback("binary_t", lambda a, b: a - b), 5, 3) == 2
    assert derived.ffi.addressof(derived.lib, "base_sum") == base.ffi.addressof(base.lib, "base_sum")
    assert derived.ffi.typeof(derived.lib.base_sum) is base.ffi.typeof(base.lib.base_sum)


def test_variables_and_constants_through_include(base, derived, last):
    for module in (derived, last):
        assert module.lib.variable == 31
        module.lib.variable = 32
        assert base.lib.variable == 32
        base.lib.variable = 31
        assert (module.lib.LIMIT, module.lib.OTHER_LIMIT, module.lib.METRE, module.lib.FOOT) == (12, 34, 1, 30)
        assert module.lib.RATIO == 1.5
        assert module.ffi.integer_const("LIMIT") == 12
        assert module.ffi.integer_const("FOOT") == 30
        with fails(AttributeError, "LIMIT"):
            module.ffi.addressof(module.lib, "LIMIT")
        with pytest.raises(AttributeError):
            module.lib.LIMIT = 5
    assert derived.ffi.addressof(derived.lib, "variable") == base.ffi.addressof(base.lib, "variable")


def test_names(derived, last):
    assert {"derived_close", "derived_make"} <= set(dir(derived.lib))
    assert "base_sum" not in dir(derived.lib)
    assert "derived_make" not in dir(last.lib)
    typedefs, structs, unions = last.ffi.list_types()
    assert {"point_t", "opaque_t", "id_type", "binary_t"} <= set(typedefs)
    assert structs == ["holder", "shared"]
    assert unions == ["both"]
    with fails(AttributeError, "cffi library '_api_last' has no function, constant or global variable named 'nothing'"):
        last.lib.nothing


def test_a_module_alone_finds_the_others(chain):
    code = "import _api_last; print(_api_last.lib.base_sum([(1, 2)]), _api_last.lib.LIMIT)"
    assert run_python(code, chain[3]) == "3 12\n"


def test_inline_including_an_unbuilt_ffi():
    base = cffi.FFI()
    base.cdef("typedef struct { int x; } point_t;\n#define LIMIT 12\nenum unit { METRE = 1 };")
    ffi = cffi.FFI()
    ffi.include(base)
    ffi.cdef("struct holder { point_t p; };")
    assert ffi.sizeof("struct holder") == 4
    assert ffi.typeof("point_t") is base.typeof("point_t")


@pytest.mark.ours("an in-line FFI may include that of a compiled module")
def test_inline_including_a_compiled_ffi(base):
    ffi = cffi.FFI()
    ffi.include(base.ffi)
    assert ffi.typeof("point_t") is base.ffi.typeof("point_t")
    assert ffi.typeof("binary_t") is base.ffi.typeof("binary_t")
    ffi.cdef("struct holder { struct shared s; point_t points[OTHER_LIMIT]; id_type id; }; long labs(long);")
    assert ffi.sizeof("struct holder") == 16 + 34 * 8 + 8
    assert ffi.offsetof("struct holder", "s", "a") == 8
    lib = ffi.dlopen(None)
    assert (lib.LIMIT, lib.FOOT, lib.labs(-5)) == (12, 30, 5)
    assert base.lib.base_sum(ffi.new("point_t *", [3, 4])) == 7
    assert base.lib.base_apply(ffi.callback("binary_t", lambda a, b: a - b), 9, 4) == 5


def test_what_is_no_ffi_is_not_included(base):
    for thing in (base, base.lib, 5, None):
        with pytest.raises(TypeError):
            cffi.FFI().include(thing)


# ---- ABI mode


@pytest.fixture(scope="module")
def abi(tmp_path_factory):
    folder = tmp_path_factory.mktemp("abi")
    first = cffi.FFI()
    first.cdef("typedef struct { int x, y; } point_t; long labs(long);\n#define LIMIT 12\nenum unit { METRE = 1 };")
    first.set_source("_abi_base", None)
    second = cffi.FFI()
    second.include(first)
    second.cdef("struct holder { point_t p[2]; enum unit u; }; size_t strlen(const char *);")
    second.set_source("_abi_derived", None)
    first.compile(str(folder))
    second.compile(str(folder))
    sys.path.insert(0, str(folder))
    try:
        yield load(folder, "_abi_base"), load(folder, "_abi_derived")
    finally:
        sys.path.remove(str(folder))


def test_abi_mode(abi):
    base, derived = abi
    assert derived.ffi.typeof("point_t") is base.ffi.typeof("point_t")
    assert dict(derived.ffi.typeof("struct holder").fields)["p"].type.item is base.ffi.typeof("point_t")
    assert derived.ffi.string(derived.ffi.cast("enum unit", 1)) == "METRE"
    lib = derived.ffi.dlopen(None)
    assert lib.strlen(b"abc") == 3
    assert lib.LIMIT == 12
    assert lib.METRE == 1
    assert base.ffi.dlopen(None).labs(-5) == 5
