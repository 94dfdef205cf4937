"""What only a C compiler knows, asked for without one."""

import io

import pytest

import cffi
from support.building import builder
from support.helpers import RELEASED, fails
from support.modes import build, build_python, fresh_name


def open_main(cdef):
    ffi = cffi.FFI()
    ffi.cdef(cdef)
    return ffi, ffi.dlopen(None)


@pytest.mark.parametrize(
    "cdef",
    ["enum e { A, B, ... };", "enum e { A = ..., B };", "enum e { A, B = ... };", "typedef enum { A, ... } e_t;"],
)
def test_enumerators(cdef):
    ffi, lib = open_main(cdef)
    assert "A" in dir(lib)
    for ask in (lambda: lib.A, lambda: getattr(lib, "A", 5), lambda: hasattr(lib, "A")):
        for _ in range(2):
            with fails(cffi.VerificationMissing, "e"):
                ask()


@pytest.mark.parametrize(
    "use", ["sizeof('enum e')", "cast('enum e', 1)", "new('enum e *')", "typeof('enum e').elements"]
)
def test_enums(use):
    ffi, lib = open_main("enum e { A, B, ... };")
    with fails(cffi.VerificationMissing, "enum e"):
        eval("ffi." + use)


@pytest.mark.parametrize(
    "use",
    [
        "sizeof('struct s')",
        "new('struct s *')",
        "offsetof('struct s', 'x')",
        "typeof('struct s *').item.fields",
        "sizeof('struct outer')",
    ],
)
@pytest.mark.parametrize("field", ["enum e k", "enum e k[2]", "enum e k : 3", "struct { enum e k; } in"])
def test_fields_of_enums(field, use):
    ffi, lib = open_main("enum e { A, ... }; struct s { %s; int x; }; struct outer { struct s a[2]; };" % field)
    if RELEASED and use.startswith("typeof"):
        pytest.skip("a struct of which nothing was asked yet counts as opaque")
    with fails(cffi.VerificationMissing):
        eval("ffi." + use)


@pytest.mark.parametrize(
    "field, what", [("T", "typedef int... T;"), ("enum e", "enum e { A, ... };"), ("enum e", "enum e { A = ... };")]
)
def test_fields_are_checked_with_what_the_compiler_knows(tmp_path, field, what):
    """Dots in the type of a field allow for no other fields."""
    cdef = what + "struct s { %s k; int x; };" % field
    source = "typedef long long T; enum e { A = 0x123456789a }; struct s { %s k; int x; %s };"
    module = build(tmp_path, cdef, source % (field, ""))
    assert module.ffi.sizeof("struct s") == 16
    assert module.ffi.offsetof("struct s", "x") == 8
    module = build(tmp_path, cdef, source % (field, "int unnamed[2];"))
    with fails(module.ffi.error, "struct s: wrong total size (cdef says 16, but C compiler says 24)"):
        module.ffi.sizeof("struct s")


@pytest.mark.parametrize("cdef", ["enum e { A, ... };", "enum e { A = ... };"])
def test_enums_of_python_modules(tmp_path, cdef):
    name = fresh_name("_abi")
    ffi = builder(name, None, cdef)
    with fails(cffi.VerificationMissing, "enum e"):
        ffi.emit_python_code(str(tmp_path / "module.py"))
    with fails(cffi.VerificationMissing, "enum e"):
        ffi.compile(str(tmp_path))


def test_enumerators_of_an_included_ffi():
    base, ffi = cffi.FFI(), cffi.FFI()
    base.cdef("enum e { A, B, ... };")
    ffi.include(base)
    lib = ffi.dlopen(None)
    for ask in (lambda: lib.A, lambda: getattr(lib, "A", 5), lambda: hasattr(lib, "A")):
        with fails(cffi.VerificationMissing, "e"):
            ask()


def test_macros():
    ffi, lib = open_main("#define X ...\n#define FIVE 5\nint abs(int);")
    assert not hasattr(lib, "X")
    assert getattr(lib, "X", 7) == 7
    assert dir(lib) == ["FIVE", "abs"]
    with fails(AttributeError, "X"):
        lib.X
    with fails(AttributeError, "X"):
        lib.X = 3
    with fails(AttributeError, "X"):
        ffi.addressof(lib, "X")


def test_constants():
    """Other constants are known to the declarations, and no library has them."""
    ffi, lib = open_main("static const int X; static const double Y; static char *const Z;")
    assert dir(lib) == ["X", "Y", "Z"]
    for name in "XYZ":
        with fails(NotImplementedError, "non-integer constant '%s' cannot be accessed from a dlopen() library" % name):
            getattr(lib, name)


@pytest.mark.parametrize(
    "use", ["sizeof('T')", "cast('T', 4)", "new('T *')", "alignof('T')", "new('T[2]')", "cast('U', 4)"]
)
def test_numbers_of_unknown_size(use):
    ffi, lib = open_main("typedef int... T; typedef float... U;")
    with fails(NotImplementedError, "type '%s' can only be used after compilation" % use.split("'")[1][0]):
        eval("ffi." + use)


@pytest.mark.parametrize(
    "use",
    [
        "sizeof('struct s')",
        "new('struct s *')",
        "offsetof('struct s', 'a')",
        "typeof('struct s').fields",
        "sizeof('struct t')",
    ],
)
@pytest.mark.parametrize(
    "cdef", ["struct s { int a; ...; };", "struct s { int a[...]; };", "struct s { int a[]; int b; ...; };"]
)
def test_records(cdef, use):
    ffi, lib = open_main(cdef + "struct t { struct s s; };")
    with fails(cffi.VerificationMissing, "struct "):
        eval("ffi." + use)


def test_records_of_python_modules(tmp_path):
    """`...;` adds nothing there: a module for ABI mode has the fields that are named."""
    cdef = "struct s { int a; ...; }; struct t { struct s s; char c; }; typedef struct { int x; ...; } u_t; int abs(struct s *);"
    if RELEASED:
        ffi = build_python(tmp_path, cdef).ffi
    else:
        with pytest.warns(UserWarning, match=r"'struct s' is declared with dots"):
            ffi = build_python(tmp_path, cdef).ffi
    assert (ffi.sizeof("struct s"), ffi.sizeof("struct t"), ffi.sizeof("u_t")) == (4, 8, 4)
    assert ffi.new("struct t *", [[5], b"c"]).s.a == 5
    assert ffi.new("u_t *", [-2]).x == -2


@pytest.mark.ours("an array of arrays whose lengths a compiler would know is a pointer")
def test_arrays_of_arrays_are_not_written(ffi, compile_library):
    ffi.cdef("extern int rows[...][...];")
    lib = ffi.dlopen(compile_library("int rows[2][3];"))
    for value in ([1], [[1]]):
        with fails(ValueError, "array item of unknown size"):
            lib.rows = value
    with fails(TypeError):
        lib.rows = 1


@pytest.mark.ours("what a module leaves out is told when it is written")
def test_python_modules_warn_of_dots():
    ffi = builder(fresh_name("_abi"), None, "struct s { int a; ...; };")
    with pytest.warns(UserWarning, match="'struct s' is declared with dots"):
        ffi.emit_python_code(io.StringIO())
