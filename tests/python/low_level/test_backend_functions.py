"""The functions of _cffi_backend, called directly with their established signatures."""

import sys

import pytest

import _cffi_backend as B
import cffi
from support.helpers import fails, masked

INT = B.new_primitive_type("int")
CHAR = B.new_primitive_type("char")
VOID = B.new_void_type()
INT_P = B.new_pointer_type(INT)
CHAR_P = B.new_pointer_type(CHAR)
VOID_P = B.new_pointer_type(VOID)
CHARS = B.new_array_type(CHAR_P, None)


def test_version():
    assert B.__version__ == cffi.__version__
    assert ".".join(str(n) for n in cffi.__version_info__) == cffi.__version__.split("rc")[0].split("+")[0]


NAMES = """FFI CType CField CLibrary Lib FFI_DEFAULT_ABI FFI_CDECL RTLD_LAZY RTLD_NOW RTLD_GLOBAL RTLD_LOCAL _get_types _get_common_types
_testfunc _testbuff alignof buffer callback cast complete_struct_or_union from_buffer from_handle gcp get_errno getcname load_library memmove
new_array_type new_enum_type new_function_type new_pointer_type new_primitive_type new_struct_type new_union_type new_void_type newp newp_handle
rawaddressof release set_errno sizeof string typeof typeoffsetof unpack _init_cffi_1_0_external_module""".split()


@pytest.mark.parametrize("name", NAMES)
def test_names(name):
    assert hasattr(B, name)


PRIMITIVES = (
    """char short int long|signed char|unsigned char|unsigned short|unsigned int|unsigned long|unsigned long long|long long|float|double
long double|_Bool|wchar_t|char16_t|char32_t|int8_t|uint8_t|int16_t|uint16_t|int32_t|uint32_t|int64_t|uint64_t|intptr_t|uintptr_t|ptrdiff_t|size_t
ssize_t|int_least8_t|uint_fast64_t|intmax_t|uintmax_t|_cffi_float_complex_t|_cffi_double_complex_t""".replace("\n", "|")
    .replace("char short int long", "char|short|int|long")
    .split("|")
)


@pytest.mark.parametrize("name", PRIMITIVES)
def test_primitive_types(name):
    t = B.new_primitive_type(name)
    assert t.cname == name and t.kind == "primitive"
    assert B.new_primitive_type(name) is t
    spelling = {"_cffi_float_complex_t": "float _Complex", "_cffi_double_complex_t": "double _Complex"}.get(name, name)
    assert cffi.FFI().typeof(spelling) is t


def test_bad_primitive_types():
    for wrong in ("nosuch", "unsigned", "long int", "int *", ""):
        with fails(KeyError):
            B.new_primitive_type(wrong)
    with fails(TypeError):
        B.new_primitive_type(5)


def test_pointer_types():
    assert INT_P.cname == "int *" and B.new_pointer_type(INT) is INT_P and INT_P.item is INT
    assert B.new_pointer_type(INT_P).cname == "int * *"
    with fails(TypeError):
        B.new_pointer_type(5)


def test_array_types():
    a = B.new_array_type(INT_P, 3)
    assert (a.cname, a.length, a.item) == ("int[3]", 3, INT) and B.new_array_type(INT_P, 3) is a
    assert B.new_array_type(INT_P, None).cname == "int[]"
    with fails(ValueError, "negative array length"):
        B.new_array_type(INT_P, -1)
    with fails(TypeError, "first arg must be a pointer ctype"):
        B.new_array_type(INT, 3)
    with fails(OverflowError):
        B.new_array_type(INT_P, 2**62)
    with fails(ValueError, "array item of unknown size: 'void'"):
        B.new_array_type(VOID_P, 3)
    for wrong in ((INT_P, "a"), (INT_P,), (5, 5)):
        with fails(TypeError):
            B.new_array_type(*wrong)


def test_void_type():
    assert VOID.kind == "void" and B.new_void_type() is VOID


def test_struct_types():
    s = B.new_struct_type("struct foo")
    assert (s.cname, s.kind, s.fields) == ("struct foo", "struct", None)
    assert B.new_struct_type("struct foo") is not s
    with fails(ValueError, "of unknown size"):
        B.sizeof(s)
    assert B.complete_struct_or_union(s, [("a", INT, -1), ("b", CHAR, -1)]) is None
    assert [(n, f.type, f.offset) for n, f in s.fields] == [("a", INT, 0), ("b", CHAR, 4)]
    assert (B.sizeof(s), B.alignof(s)) == (8, 4)
    p = B.newp(B.new_pointer_type(s), [5, b"x"])
    assert (p.a, p.b) == (5, b"x")


def test_union_types():
    u = B.new_union_type("union foo")
    B.complete_struct_or_union(u, [("a", INT, -1), ("b", CHAR)])
    assert B.sizeof(u) == 4 and [f.offset for n, f in u.fields] == [0, 0]


def test_bad_completions():
    fresh = lambda: B.new_struct_type("t")  # noqa: E731
    with fails(TypeError):
        B.complete_struct_or_union(fresh(), 5)
    with fails(TypeError):
        B.complete_struct_or_union(fresh(), [("a", 5)])
    with fails(KeyError, "duplicate field name 'a'"):
        B.complete_struct_or_union(fresh(), [("a", INT), ("a", INT)])
    with fails(TypeError, "field 't.a' has ctype 'u' of unknown size"):
        B.complete_struct_or_union(fresh(), [("a", B.new_struct_type("u"))])
    with fails(TypeError, "cannot be a bit field"):
        B.complete_struct_or_union(fresh(), [("a", B.new_primitive_type("double"), 3)])


@pytest.mark.ours("the released package corrupts its memory here")
def test_completion_of_what_is_no_struct():
    for wrong in (INT, INT_P, VOID, CHARS):
        with fails(TypeError, "first arg must be a non-initialized struct or union ctype"):
            B.complete_struct_or_union(wrong, [])
    s = B.new_struct_type("struct foo")
    B.complete_struct_or_union(s, [("a", INT), ("b", CHAR)])
    with fails(TypeError, "first arg must be a non-initialized struct or union ctype"):
        B.complete_struct_or_union(s, [("a", INT)])
    assert B.newp(B.new_pointer_type(s), [5, b"x"]).b == b"x"


def test_enum_types():
    e = B.new_enum_type("enum foo", ("A", "B"), (3, -1), INT)
    assert (e.cname, e.kind, e.elements, e.relements) == ("enum foo", "enum", {3: "A", -1: "B"}, {"A": 3, "B": -1})
    assert repr(B.cast(e, 3)) == "<cdata 'enum foo' 3: A>" and B.sizeof(e) == 4
    assert B.new_enum_type("enum foo", (), (), INT).elements == {}
    twice = B.new_enum_type("enum foo", ("A", "A"), (1, 2), INT)
    assert (twice.elements, twice.relements) == ({1: "A", 2: "A"}, {"A": 1})
    assert repr(B.cast(B.new_enum_type("enum bar", ("X",), (-1,), e), -1)) == "<cdata 'enum bar' -1: X>"


def test_bad_enum_types():
    with fails(ValueError, "tuple args must have the same size"):
        B.new_enum_type("e", ("A",), (1, 2), INT)
    with fails(TypeError, "an integer is required"):
        B.new_enum_type("e", ("A",), ("x",), INT)
    with fails(TypeError, "enumerators must be a list of strings"):
        B.new_enum_type("e", ("A", 5), ("x", 1), INT)
    with fails(TypeError, "expected a primitive signed or unsigned base type"):
        B.new_enum_type("e", ("A",), (1,), INT_P)


def test_function_types():
    f = B.new_function_type((INT, CHAR_P), INT, False)
    assert (f.cname, f.args, f.result, f.ellipsis, f.kind) == (
        "int(*)(int, char *)",
        (INT, CHAR_P),
        INT,
        False,
        "function",
    )
    assert f.abi == B.FFI_DEFAULT_ABI
    assert B.new_function_type((INT,), INT).cname == "int(*)(int)"
    assert B.new_function_type((INT,), VOID, True).cname == "void(*)(int, ...)"
    assert B.new_function_type((INT,), INT, 0, B.FFI_DEFAULT_ABI) is B.new_function_type((INT,), INT)
    with fails(TypeError):
        B.new_function_type([INT], INT)
    with fails(TypeError, "expected a tuple of ctypes"):
        B.new_function_type((5,), INT)
    with fails(TypeError, "invalid result type: 'int[3]'"):
        B.new_function_type((INT,), B.new_array_type(INT_P, 3))
    with fails(TypeError):
        B.new_function_type((VOID,), INT)
    with fails(TypeError):
        B.new_function_type((INT,), B.new_struct_type("op"))
    with fails(TypeError, "ctype 'struct op' has incomplete type"):
        B.new_function_type((B.new_struct_type("struct op"),), INT)


@pytest.mark.ours("the released package spells them as arrays")
def test_array_parameters_are_spelled_as_pointers():
    f = B.new_function_type((B.new_array_type(INT_P, 3),), INT)
    assert f.cname == "int(*)(int *)" and f is B.new_function_type((INT_P,), INT)


def test_newp_and_cast():
    assert repr(B.newp(INT_P, 5)) == "<cdata 'int *' owning 4 bytes>"
    assert len(B.newp(B.new_array_type(INT_P, None), 3)) == 3
    with fails(TypeError, "expected a pointer or array ctype, got 'int'"):
        B.newp(INT)
    with fails(TypeError):
        B.newp("int *")
    assert int(B.cast(INT, 5.5)) == 5 and repr(B.cast(INT_P, 0)) == "<cdata 'int *' NULL>"
    with fails(TypeError):
        B.cast("int", 5)


def test_typeof_sizeof_alignof():
    assert B.typeof(B.cast(INT, 5)) is INT
    with fails(TypeError, "expected a 'cdata' object"):
        B.typeof(5)
    assert B.sizeof(INT) == 4 and B.sizeof(B.newp(INT_P)) == 8 and B.alignof(INT) == 4
    with fails(TypeError, "expected a 'cdata' or 'ctype' object"):
        B.sizeof("int")
    with fails(TypeError, "expected a 'ctype' object"):
        B.alignof("int")


def test_getcname():
    assert B.getcname(INT_P, "x") == "int *x" and B.getcname(INT, "") == "int" and B.getcname(INT, "[3]") == "int[3]"
    with fails(TypeError):
        B.getcname("int", "x")


def test_typeoffsetof_and_rawaddressof():
    s = B.new_struct_type("struct foo")
    B.complete_struct_or_union(s, [("a", INT), ("b", CHAR)])
    s_p = B.new_pointer_type(s)
    assert B.typeoffsetof(s, "b") == (CHAR, 4)
    assert B.typeoffsetof(s_p, "b") == (CHAR, 4)
    with fails(TypeError, "with a field name argument, expected a struct or union ctype"):
        B.typeoffsetof(s_p, "b", 1)
    assert B.typeoffsetof(B.new_array_type(INT_P, 3), 2) == (INT, 8)
    p = B.newp(s_p)
    assert B.rawaddressof(CHAR_P, p[0], 4) == B.cast(CHAR_P, p) + 4
    with fails(TypeError, "expected a pointer ctype"):
        B.rawaddressof(INT, B.newp(INT_P), 0)


def test_strings_and_memory():
    text = B.newp(CHARS, b"abc")
    assert B.string(text) == b"abc" and B.string(text, 2) == b"ab" and B.unpack(text, 2) == b"ab"
    assert B.buffer(text)[:] == b"abc\0"
    view = B.from_buffer(CHARS, bytearray(b"xyz"))
    assert len(view) == 3
    with fails(TypeError):
        B.from_buffer(b"abc")
    with fails(BufferError):
        B.from_buffer(CHARS, b"abc", True)
    with fails(TypeError, "cannot be interpreted as an integer"):
        B.from_buffer(CHARS, bytearray(b"abc"), "x")
    B.memmove(text, b"de", 2)
    assert B.string(text) == b"dec"


def test_gcp_and_release():
    log = []
    g = B.gcp(B.newp(INT_P, 5), log.append)
    assert g[0] == 5
    B.release(g)
    assert len(log) == 1
    B.gcp(B.newp(INT_P), destructor=log.append, size=10)
    assert len(log) == 2


def test_errno():
    B.set_errno(5)
    assert B.get_errno() == 5 and cffi.FFI().errno == 5
    B.set_errno(0)


def test_handles():
    x = [1]
    h = B.newp_handle(VOID_P, x)
    assert B.from_handle(h) is x
    with fails(TypeError, "needs 'void *', got 'int *'"):
        B.newp_handle(INT_P, x)
    with fails(TypeError, "cdata 'void *' is not callable"):
        h()


def test_callback():
    f = B.new_function_type((INT,), INT)
    assert B.callback(f, lambda x: x + 1)(3) == 4
    assert B.callback(f, lambda x: 1 / 0, 7, lambda *a: 9)(3) == 9
    with fails(TypeError, "expected a callable object, not int"):
        B.callback(f, 5)
    with fails(TypeError, "expected a function ctype, got 'int'"):
        B.callback(INT, lambda x: x)


def test_load_library(library_path):
    add = B.new_function_type((INT, INT), INT)
    lib = B.load_library(library_path)
    assert repr(lib) == "<clibrary '%s'>" % library_path and type(lib) is B.CLibrary
    assert lib.load_function(add, "add")(1, 2) == 3
    assert masked(lib.load_function(VOID_P, "add")) == "<cdata 'void *' 0x...>"
    with fails(TypeError, "function or pointer or array cdata expected, got 'int'"):
        lib.load_function(INT, "add")
    assert lib.read_variable(INT, "global_int") == 42
    lib.write_variable(INT, "global_int", 8)
    assert lib.read_variable(INT, "global_int") == 8
    lib.write_variable(INT, "global_int", 42)
    assert lib.read_variable(B.new_array_type(INT_P, 5), "global_array")[4] == 50
    with fails(AttributeError, "nosuch"):
        lib.load_function(add, "nosuch")
    with fails(KeyError, "nosuch"):
        lib.read_variable(INT, "nosuch")
    with fails(KeyError, "nosuch"):
        lib.write_variable(INT, "nosuch", 8)
    opaque = lib.read_variable(B.new_struct_type("struct opaque"), "global_int")
    assert masked(opaque) == "<cdata 'struct opaque &' 0x...>"
    with fails(TypeError):
        lib.write_variable(B.new_struct_type("struct opaque"), "global_int", opaque)
    lib.close_lib()
    lib.close_lib()
    with fails(ValueError, "has already been closed"):
        lib.load_function(add, "add")
    with fails(ValueError, "has already been closed"):
        lib.read_variable(INT, "global_int")


def test_load_library_arguments(library_path):
    assert repr(B.load_library()) == repr(B.load_library(None))
    assert B.load_library(library_path, B.RTLD_NOW) is not None
    with fails(OSError, "cannot load library 'nosuch.so'"):
        B.load_library("nosuch.so")
    with fails(TypeError):
        B.load_library(5)


@pytest.mark.ours("the released package takes str only, and an empty one for the program itself")
def test_load_library_by_other_names(library_path):
    assert type(B.load_library(library_path.encode())) is B.CLibrary
    with fails(OSError, "the name is empty"):
        B.load_library("")


@pytest.mark.parametrize(
    "number, text",
    [
        (2**70, "Python int too large to convert to C long"),
        (2**40, "signed integer is greater than maximum"),
        (-(2**40), "signed integer is less than minimum"),
    ],
)
def test_ints_that_are_too_large(ffi, number, text):
    made = B.new_struct_type("struct s")
    for use in (
        lambda: B.load_library(None, number),
        lambda: ffi.dlopen(None, number),
        lambda: B.new_function_type((), INT, number),
        lambda: B.new_function_type((), INT, False, number),
        lambda: B.from_buffer(CHARS, b"", number),
        lambda: B.typeoffsetof(CHARS, 1, number),
        lambda: B.complete_struct_or_union(made, [("a", INT, number)]),
        lambda: B.complete_struct_or_union(made, [], None, -1, number),
        lambda: B.complete_struct_or_union(made, [], None, -1, -1, number),
        lambda: B.complete_struct_or_union(made, [], None, -1, -1, 0, number),
    ):
        with fails(OverflowError, text):
            use()


@pytest.mark.ours("the texts do not depend on the platform")
def test_wording_of_libraries(library_path):
    with fails(TypeError, "name must be a file name, None, or an already-opened 'void *' handle, not 'int'"):
        B.load_library(5)
    lib = B.load_library(None)
    for function in (
        lambda: lib.load_function(B.new_function_type((), INT), "nosuch"),
        lambda: lib.read_variable(INT, "nosuch"),
        lambda: lib.write_variable(INT, "nosuch", 1),
    ):
        with pytest.raises(
            (AttributeError, KeyError), match="'nosuch' not found in library '<None>': undefined symbol: nosuch"
        ):
            function()


@pytest.mark.ours("where the released package raises SystemError")
def test_arguments_that_cannot_be(library_path):
    with fails(TypeError, "_get_common_types() argument 1 must be dict, not int"):
        B._get_common_types(5)
    with fails(TypeError, "cdata 'void' is opaque"):
        B.load_library(library_path).write_variable(VOID, "global_int", 1)


@pytest.mark.ours("argument lists that do not fit have one wording")
def test_wording_of_argument_lists():
    with fails(TypeError, "new_pointer_type() missing 1 required positional argument: 'ctype'"):
        B.new_pointer_type()
    with fails(TypeError, "alignof() takes 1 positional argument but 2 were given"):
        B.alignof(INT, INT)
    with fails(TypeError, "getcname() got an unexpected keyword argument 'nope'"):
        B.getcname(INT, "x", nope=1)
    with fails(TypeError, "gcp() missing 1 required positional argument: 'destructor'"):
        B.gcp(B.cast(INT_P, 0))


@pytest.mark.ours("primitive types are known by the names that declarations have for them")
def test_spellings_of_complex():
    assert B.new_primitive_type("float _Complex") is B.new_primitive_type("_cffi_float_complex_t")


@pytest.mark.ours("a parameter without a size is refused in variadic functions, too")
def test_incomplete_parameters():
    for wrong in (B.new_struct_type("struct opaque"), VOID):
        for ellipsis in (False, True):
            with fails(TypeError, "ctype '%s' has incomplete type" % wrong.cname):
                B.new_function_type((INT, wrong), INT, ellipsis)


def test_get_types():
    data, ctype = B._get_types()
    assert data is cffi.FFI.CData and ctype is cffi.FFI.CType is B.CType


def test_get_common_types():
    names = {}
    assert B._get_common_types(names) is None
    assert names["bool"] == "_Bool"


@pytest.mark.parametrize("name", ["Lib", "CLibrary", "CField", "CType"])
def test_not_instantiable(name):
    with fails(TypeError):
        getattr(B, name)()


CLASSES = [
    "CType",
    "CField",
    "CLibrary",
    "Lib",
    "FFI",
    "buffer",
    "_CDataBase",
    "__CDataOwn",
    "__CDataOwnGC",
    "__CDataGCP",
    "__CDataFromBuf",
    "__CData_iterator",
    "__FFIGlobSupport",
]


@pytest.mark.skipif(sys.version_info < (3, 10), reason="classes cannot be closed there")
@pytest.mark.parametrize("name", CLASSES)
def test_classes_are_closed(name):
    cls = getattr(B, name)
    assert (cls.__name__, cls.__module__) == (name, "_cffi_backend")
    with fails(TypeError):
        cls.foo = 1
    with fails(TypeError):
        del cls.__module__
    if name != "FFI":
        with fails(TypeError, "is not an acceptable base type"):
            type("Sub", (cls,), {})


def test_class_reprs():
    assert repr(B.CType) == "<class '_cffi_backend.CType'>"
    assert repr(B.buffer) == "<class '_cffi_backend.buffer'>"
    assert repr(B.CField) == "<class '_cffi_backend.CField'>"
    assert repr(B.CLibrary) == "<class '_cffi_backend.CLibrary'>"
    assert repr(B.Lib) == "<class '_cffi_backend.Lib'>"
    assert repr(B.FFI) == "<class '_cffi_backend.FFI'>"
    assert cffi.FFI.CData.__module__ == "_cffi_backend"


def test_compiled_ffi_without_declarations():
    ffi = B.FFI()
    assert ffi.typeof("int") is INT
    assert ffi.new("int *", 5)[0] == 5 and int(ffi.cast("short", 65537)) == 1
    assert ffi.sizeof("long") == 8 and ffi.NULL == cffi.FFI.NULL
    assert issubclass(ffi.error, Exception)
    with pytest.raises(ffi.error):
        ffi.typeof("foo_t")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="values of Linux")
def test_flags():
    import os

    assert (B.RTLD_NOW, B.RTLD_LAZY, B.RTLD_GLOBAL, B.RTLD_LOCAL) == (
        os.RTLD_NOW,
        os.RTLD_LAZY,
        os.RTLD_GLOBAL,
        os.RTLD_LOCAL,
    )
