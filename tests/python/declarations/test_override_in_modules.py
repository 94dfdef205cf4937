"""What `override=True` replaced, in each mode: a name in a module means one type, what was put in the place of the old one."""

import pytest

import cffi
from support.api_module import fresh_name, load
from cffi import verifier


def in_line(folder, source, *ffis):
    ffis[-1].dlopen(None)
    return ffis[-1], None


def module(source_of):
    def opened(folder, source, *ffis):
        names = [fresh_name("_override") for _ in ffis]
        for name, ffi in zip(names, ffis):
            ffi.set_source(name, source_of(source))
            ffi.compile(str(folder))
        found = [load(folder, name) for name in names][-1]
        return found.ffi, getattr(found, "lib", None)

    return opened


def verified(folder, source, *ffis):
    verifier.set_tmpdir(str(folder))
    try:
        return ffis[-1], ffis[-1].verify(source)
    finally:
        verifier.set_tmpdir(None)


MODULES = [module(lambda source: None), module(lambda source: source), verified]
MODES = pytest.mark.parametrize("mode", [in_line, *MODULES], ids=["line", "py", "api", "verify"])
COMPILED = pytest.mark.parametrize("mode", MODULES, ids=["py", "api", "verify"])

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


@MODES
@WHERE
@pytest.mark.parametrize("base", ["typedef struct { char a; } x_t;", "typedef struct { int a; } x_t;", "typedef char x_t;"])
def test_nameless_struct_keeps_its_name(tmp_path, mode, base, is_included):
    ffi, lib = mode(tmp_path, DEFINED, *declared(base, "typedef struct { int a; } x_t;", "struct u { x_t m; }; x_t *f(x_t *);", is_included))
    assert ffi.typeof("x_t").cname == "x_t"
    assert ffi.getctype("x_t", "*") == "x_t *"
    assert dict(ffi.typeof("struct u").fields)["m"].type is ffi.typeof("x_t")
    assert ffi.new("struct u *", [[3]]).m.a == 3
    assert ffi.list_types()[0] == ["x_t"]
    if lib is not None:
        x = ffi.new("x_t *", [5])
        assert lib.f(x) == x
        assert lib.f(x).a == 5


@MODES
@WHERE
def test_opaque_typedef_becomes_a_struct(tmp_path, mode, is_included):
    ffi, lib = mode(tmp_path, DEFINED, *declared("typedef ... x_t;", "typedef struct { int a; } x_t;", "x_t *f(x_t *);", is_included))
    assert ffi.typeof("x_t").cname == "x_t"
    assert lib is None or lib.f(ffi.new("x_t *", [5])).a == 5


@COMPILED
@WHERE
@pytest.mark.ours("what was declared with a replaced type has the new one in modules")
@pytest.mark.parametrize("before, now, defined, name", [
    ("typedef struct { char a; } x_t;", "typedef struct { int a; } x_t;", "typedef struct { int a; } x_t;", "x_t"),
    ("struct s { char a; }; typedef struct s x_t;", "struct s { int a; };", "struct s { int a; }; typedef struct s x_t;", "struct s"),
    ("union s { char a; }; typedef union s x_t;", "union s { int a; };", "union s { int a; }; typedef union s x_t;", "union s"),
], ids=["nameless", "struct", "union"])  # fmt: skip
def test_uses_of_the_old_struct(tmp_path, mode, before, now, defined, name, is_included):
    base = before + " typedef x_t *p_t; struct h { p_t p; };"
    defined += " typedef x_t *p_t; struct h { p_t p; }; struct v { x_t m; p_t p; }; static p_t g(p_t x) { return x; }"
    ffis = declared(base, now, "struct v { %s m; p_t p; }; p_t g(p_t);" % name, is_included)
    ffi, lib = mode(tmp_path, defined, *ffis)
    assert ffi.sizeof("struct v") == 16
    if mode is not verified:  # an FFI in line has both types
        assert ffi.typeof("p_t").item is ffi.typeof(name)
        assert ffi.typeof("p_t").item.fields[0][1].type is ffi.typeof("int")
        assert dict(ffi.typeof("struct v").fields)["p"].type is ffi.typeof("p_t")
    assert lib is None or ([*vars(lib)], lib.g(ffi.NULL)) == (["g"], ffi.NULL)


@COMPILED
@WHERE
@pytest.mark.ours("what was declared with a replaced type has the new one in modules")
@pytest.mark.parametrize("before, now", [("typedef enum { A } e_t;", "typedef enum { A, B } e_t;"), ("enum e { A }; typedef enum e e_t;", "enum e { A, B };")], ids=["nameless", "enum"])
def test_uses_of_the_old_enum(tmp_path, mode, before, now, is_included):
    defined = "enum e { A, B }; typedef enum e e_t; typedef e_t *p_t; static e_t g(p_t x) { return *x; }"
    ffi, lib = mode(tmp_path, defined, *declared(before + " typedef e_t *p_t;", now, "e_t g(p_t);", is_included))
    if mode is not verified:
        assert ffi.typeof("p_t").item.relements == {"A": 0, "B": 1}
        assert ffi.typeof("p_t").item is ffi.typeof("e_t")
    assert lib is None or lib.g(ffi.new("p_t", 1)) == 1
