"""Out-of-line ABI mode: the .py module that compile() writes, what it knows, and what it cannot."""

import ast
import pickle
import sys
from unittest import mock

import pytest

import cffi
from support.building import run_python, write_files
from support.helpers import RELEASED, fails, limits
from support.modes import build_python, fresh_name, load

CDEF = """
typedef struct { int x, y; } point_t;
struct full { char c; long l; short s[3]; };
struct nested { struct { int a; } inner; union { int i; float f; }; struct nested *next; };
union either { int i; double d; };
struct bits { unsigned a : 3, b : 5; };
struct flexible { int count; short items[]; };
struct opaque;
enum color { RED, GREEN = 5, BLUE };
enum negative { LOW = -1, HIGH = 0x7fffffff };
typedef enum { ANONYMOUS_A = 1 } anonymous_t;
typedef struct opaque *handle_t;
typedef int (*binary_t)(int, int);
typedef unsigned char bytes_t[16];
#define LIMIT 12
#define NEGATIVE -3
#define LARGEST 0xFFFFFFFFFFFFFFFF
size_t strlen(const char *);
long labs(long);
double atof(const char *);
int snprintf(char *, size_t, const char *, ...);
void qsort(void *, size_t, size_t, int (*)(const void *, const void *));
int not_there(int);
extern char **environ;
extern int variable_not_there;
FILE *fopen(const char *, const char *);
"""


@pytest.fixture(scope="module")
def module(tmp_path_factory):
    return build_python(tmp_path_factory.mktemp("abi"), CDEF, "_abi_module")


@pytest.fixture
def ffi(module):
    return module.ffi


@pytest.fixture
def lib(ffi):
    return ffi.dlopen(None)


def test_the_module(module):
    assert module.__file__.endswith("_abi_module.py")
    assert not hasattr(module, "lib")
    for node in ast.walk(ast.parse(open(module.__file__).read())):
        assert not isinstance(node, (ast.FunctionDef, ast.ClassDef))
    assert "FFI" in type(module.ffi).__name__


def test_types(ffi):
    assert ffi.sizeof("struct full") == 24
    assert ffi.sizeof("struct nested") == 16
    assert ffi.offsetof("struct nested", "f") == 4
    assert ffi.sizeof("union either") == 8
    assert ffi.sizeof("bytes_t") == 16
    assert ffi.typeof("binary_t") is ffi.typeof("int(*)(int, int)")
    assert ffi.typeof("handle_t") is ffi.typeof("struct opaque *")
    assert [field for field, _ in ffi.typeof("point_t").fields] == ["x", "y"]
    bits = ffi.new("struct bits *", [5, 17])
    assert (bits.a, bits.b) == (5, 17)
    flexible = ffi.new("struct flexible *", [2, [10, 20]])
    assert flexible.items[1] == 20
    with pytest.raises((TypeError, ffi.error)):
        ffi.new("struct opaque *")
    assert ffi.list_types() == (
        ["FILE", "anonymous_t", "binary_t", "bytes_t", "handle_t", "point_t"],
        ["_IO_FILE", "bits", "flexible", "full", "nested", "opaque"],
        ["either"],
    )


def test_constants(ffi, lib):
    for name, value in [
        ("LIMIT", 12),
        ("NEGATIVE", -3),
        ("LARGEST", 2**64 - 1),
        ("RED", 0),
        ("BLUE", 6),
        ("LOW", -1),
        ("ANONYMOUS_A", 1),
    ]:
        assert getattr(lib, name) == value
        assert ffi.integer_const(name) == value
    assert ffi.typeof("enum color").elements == {0: "RED", 5: "GREEN", 6: "BLUE"}
    assert ffi.typeof("enum negative").relements == {"LOW": -1, "HIGH": limits("int")[1]}
    assert ffi.sizeof("int[LIMIT]") == 48


def test_functions(ffi, lib):
    assert lib.strlen(b"hello") == 5
    assert lib.labs(-5) == 5
    assert lib.atof(b"2.5") == 2.5
    buf = ffi.new("char[]", 20)
    assert lib.snprintf(buf, 20, b"%d", ffi.cast("int", 42)) == 2
    numbers = ffi.new("int[]", [3, 1, 2])
    compare = ffi.callback("int(void *, void *)", lambda a, b: ffi.cast("int *", a)[0] - ffi.cast("int *", b)[0])
    lib.qsort(numbers, 3, 4, compare)
    assert list(numbers) == [1, 2, 3]
    with pytest.raises(TypeError):
        lib.strlen()
    assert ffi.typeof(lib.strlen) is ffi.typeof("size_t(*)(const char *)")
    assert "strlen" in dir(lib)


def test_variables(ffi, lib):
    assert ffi.typeof(lib.environ) is ffi.typeof("char **")
    assert ffi.addressof(lib, "environ")[0] == lib.environ


@pytest.mark.ours("AttributeError, as in-line, so that hasattr() works")
def test_missing_symbols(lib):
    for name in ("variable_not_there", "not_there"):
        with fails(AttributeError, name):
            getattr(lib, name)
        assert not hasattr(lib, name)


def test_several_libraries(ffi):
    first, second = ffi.dlopen(None), ffi.dlopen(None)
    assert first is not second
    assert first.labs(-1) == second.labs(-1) == 1
    ffi.dlclose(first)
    with pytest.raises((ValueError, ffi.error, AttributeError)):
        first.strlen(b"")
    assert second.strlen(b"ab") == 2
    with pytest.raises(OSError):
        ffi.dlopen("./there_is_no_such_library.so")


def test_packed(tmp_path):
    ffi = cffi.FFI()
    ffi.cdef("struct packed { char a; int b; };", packed=True)
    ffi.set_source("_abi_packed", None)
    ffi.compile(str(tmp_path))
    assert load(tmp_path, "_abi_packed").ffi.sizeof("struct packed") == 5


def test_the_same_text_each_time(tmp_path):
    names = ["a", "b"]
    for name in names:
        write_files(
            tmp_path,
            {
                name
                + "/build.py": "import cffi\nffi = cffi.FFI()\nffi.cdef(%r)\nffi.set_source('_same', None)\nffi.compile()\n"
                % CDEF
            },
        )
        run_python(
            open(str(tmp_path / name / "build.py")).read(), tmp_path / name, PYTHONHASHSEED=len(name) + ord(name)
        )
    texts = {(tmp_path / name / "_same.py").read_text() for name in names}
    assert len(texts) == 1


def test_the_order_of_declarations_does_not_matter_for_lookups(tmp_path):
    text = "".join("int function_%d(struct s%d *); struct s%d { int a; };\n" % (i, i, i) for i in reversed(range(50)))
    ffi = build_python(tmp_path, text, fresh_name("_abi")).ffi
    for i in range(50):
        assert ffi.sizeof("struct s%d" % i) == 4


@pytest.mark.parametrize(
    "cdef",
    [
        "#define X ...",
        "typedef int... t;",
        "typedef float... t;",
        "struct s { int a[...]; };",
        'extern "Python" int f(int);',
    ],
)
def test_what_needs_a_compiler(tmp_path, cdef):
    with pytest.raises(Exception) as info:
        build_python(tmp_path, cdef, fresh_name("_abi"))
    if not RELEASED:
        assert type(info.value) is cffi.VerificationError
        assert "only a C compiler knows" in str(info.value)


def test_vars_of_a_library(tmp_path):
    """All there is, as of a module: of a variable the object that stands for it."""
    ffi = build_python(tmp_path, "long labs(long); extern char **environ; enum { A, B = 5 }; struct s { int x; };").ffi
    lib = ffi.dlopen(None)
    assert {name: type(value).__name__ for name, value in vars(lib).items()} == {
        "labs": "_CDataBase", "environ": "__FFIGlobSupport", "A": "int", "B": "int",
    }  # fmt: skip
    assert sorted(vars(lib)) == dir(lib)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with fails(pickle.PicklingError, "can't pickle '_cffi_backend.Lib' object"):
            pickle.dumps(lib, protocol)


@pytest.fixture(scope="module")
def including(tmp_path_factory):
    """(module, module that includes it)."""
    folder = tmp_path_factory.mktemp("abi_including")
    base = cffi.FFI()
    base.cdef("int abs(int); enum kind { KIND_A, KIND_B = 4 };\n#define LENGTH 3")
    base.set_source("_abi_included", None)
    base.compile(str(folder))
    with mock.patch.object(sys, "path", [str(folder)] + sys.path):
        yield load(folder, "_abi_included"), build_python(folder, "struct own { enum kind kind; };", includes=[base])


@pytest.mark.ours("hasattr() works")
def test_functions_of_the_included(including):
    """They belong to the included module: the library that another one opens does not have them."""
    lib = including[1].ffi.dlopen(None)
    assert not hasattr(lib, "abs") and getattr(lib, "abs", None) is None
    with fails(AttributeError, "abs"):
        lib.abs
    assert (lib.KIND_B, lib.LENGTH) == (4, 3)
    assert including[0].ffi.dlopen(None).abs(-3) == 3


@pytest.mark.ours("an enum of an included module is that module's")
def test_enums_of_the_included(including):
    base, module = including
    assert module.ffi.typeof("enum kind") is base.ffi.typeof("enum kind")
    assert module.ffi.new("enum kind **", base.ffi.new("enum kind *"))[0] != module.ffi.NULL


@pytest.mark.ours("lengths in type strings are constant expressions, in every mode")
def test_constants_in_lengths(including):
    base, module = including
    for ffi in (base.ffi, module.ffi):
        assert ffi.sizeof("char[LENGTH]") == 3
        assert ffi.sizeof("char[KIND_B + 2]") == 6


@pytest.mark.ours("what cannot be written is told in another order")
def test_what_is_told_first(tmp_path):
    """Fields of an opaque type, and what only a compiler knows: each is an error alone."""
    for cdef, error in [
        ('struct never; struct s { struct never x; }; extern "Python" int f(int);', TypeError),
        ('extern "Python" int f(int);', cffi.VerificationError),
    ]:
        with fails(error, ""):
            build_python(tmp_path, cdef)


@pytest.mark.parametrize(
    "fields",
    ["unsigned a : 3; int : 0; int b : 4;", "int a : 3; int : 2; int b : 4; int : 0;", "int : 5; int a : 3;", "int a : 32; char : 0; int b : 4; char c;",
     "char a; long long : 0; char b; short : 3; char c : 2;", "int a : 3; unsigned b : 5; unsigned : 0; unsigned char c : 2; long long d : 40; int : 4; _Bool e : 1;"],
)  # fmt: skip
def test_bitfields_without_a_name(tmp_path, fields):
    """They keep their places free in the module, too."""
    cdef = "struct s { %s }; union u { %s };" % (fields, fields)
    here = cffi.FFI()
    here.cdef(cdef)
    there = build_python(tmp_path, cdef).ffi
    for name in ("struct s", "union u"):
        assert described(there, name) == described(here, name)
        assert (there.sizeof(name), there.alignof(name)) == (here.sizeof(name), here.alignof(name))


def described(ffi, name):
    return [(name, field.offset, field.bitshift, field.bitsize) for name, field in ffi.typeof(name).fields]
