"""What `override=True` replaced, in each mode: a name in a module means one type, what was put in the place of the old one."""

import pytest

import cffi
from support.modes import COMPILED, open_all


@pytest.fixture
def last_of(mode, tmp_path):
    """A function: (ffi, lib) of the last of FFI objects that include one another, in the mode of this test."""

    def last(source, *ffis):
        return open_all(mode, tmp_path, source, *(ffis[-1:] if mode == "verify" else ffis))[-1]

    return last


IN_MODULES = pytest.mark.modes("py", "api", "verify")

DEFINED = "typedef struct { int a; } x_t; struct u { x_t m; }; static x_t *f(x_t *x) { return x; }"


def declared(base, replaced, used, is_included):
    first = cffi.FFI()
    first.cdef(base)
    ffi = first
    if is_included:
        ffi = cffi.FFI()
        ffi.include(first)
    ffi.cdef(replaced, override=True)
    ffi.cdef(used)
    return [first, ffi] if is_included else [ffi]


WHERE = pytest.mark.parametrize("is_included", [True, False], ids=["included", "own"])


@WHERE
@pytest.mark.parametrize(
    "base", ["typedef struct { char a; } x_t;", "typedef struct { int a; } x_t;", "typedef char x_t;"]
)
def test_nameless_struct_keeps_its_name(mode, last_of, base, is_included):
    ffi, lib = last_of(
        DEFINED, *declared(base, "typedef struct { int a; } x_t;", "struct u { x_t m; }; x_t *f(x_t *);", is_included)
    )
    assert ffi.typeof("x_t").cname == "x_t"
    assert ffi.getctype("x_t", "*") == "x_t *"
    assert dict(ffi.typeof("struct u").fields)["m"].type is ffi.typeof("x_t")
    assert ffi.new("struct u *", [[3]]).m.a == 3
    assert ffi.list_types()[0] == ["x_t"]
    if mode in COMPILED:
        x = ffi.new("x_t *", [5])
        assert lib.f(x) == x
        assert lib.f(x).a == 5


@WHERE
def test_opaque_typedef_becomes_a_struct(mode, last_of, is_included):
    ffi, lib = last_of(
        DEFINED, *declared("typedef ... x_t;", "typedef struct { int a; } x_t;", "x_t *f(x_t *);", is_included)
    )
    assert ffi.typeof("x_t").cname == "x_t"
    assert mode not in COMPILED or lib.f(ffi.new("x_t *", [5])).a == 5


@IN_MODULES
@WHERE
@pytest.mark.ours("what was declared with a replaced type has the new one in modules")
@pytest.mark.parametrize("before, now, defined, name", [
    ("typedef struct { char a; } x_t;", "typedef struct { int a; } x_t;", "typedef struct { int a; } x_t;", "x_t"),
    ("struct s { char a; }; typedef struct s x_t;", "struct s { int a; };", "struct s { int a; }; typedef struct s x_t;", "struct s"),
    ("union s { char a; }; typedef union s x_t;", "union s { int a; };", "union s { int a; }; typedef union s x_t;", "union s"),
], ids=["nameless", "struct", "union"])  # fmt: skip
def test_uses_of_the_old_struct(mode, last_of, before, now, defined, name, is_included):
    base = before + " typedef x_t *p_t; struct h { p_t p; };"
    defined += " typedef x_t *p_t; struct h { p_t p; }; struct v { x_t m; p_t p; }; static p_t g(p_t x) { return x; }"
    ffis = declared(base, now, "struct v { %s m; p_t p; }; p_t g(p_t);" % name, is_included)
    ffi, lib = last_of(defined, *ffis)
    assert ffi.sizeof("struct v") == 16
    if mode != "verify":  # an FFI in line has both types
        assert ffi.typeof("p_t").item is ffi.typeof(name)
        assert ffi.typeof("p_t").item.fields[0][1].type is ffi.typeof("int")
        assert dict(ffi.typeof("struct v").fields)["p"].type is ffi.typeof("p_t")
    assert mode not in COMPILED or ([*vars(lib)], lib.g(ffi.NULL)) == (["g"], ffi.NULL)


@IN_MODULES
@WHERE
@pytest.mark.ours("what was declared with a replaced type has the new one in modules")
@pytest.mark.parametrize(
    "before, now",
    [
        ("typedef enum { A } e_t;", "typedef enum { A, B } e_t;"),
        ("enum e { A }; typedef enum e e_t;", "enum e { A, B };"),
    ],
    ids=["nameless", "enum"],
)
def test_uses_of_the_old_enum(mode, last_of, before, now, is_included):
    defined = "enum e { A, B }; typedef enum e e_t; typedef e_t *p_t; static e_t g(p_t x) { return *x; }"
    ffi, lib = last_of(defined, *declared(before + " typedef e_t *p_t;", now, "e_t g(p_t);", is_included))
    if mode != "verify":
        assert ffi.typeof("p_t").item.relements == {"A": 0, "B": 1}
        assert ffi.typeof("p_t").item is ffi.typeof("e_t")
    assert mode not in COMPILED or lib.g(ffi.new("p_t", 1)) == 1
