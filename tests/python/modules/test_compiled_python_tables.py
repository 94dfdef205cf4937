"""`.py` modules of out-of-line ABI mode: FFI('name', _version=..., _types=..., ...) and its libraries."""

import sys

import pytest

import _cffi_backend
from support.compiled import VERSIONS, modules
from support.helpers import fails


@pytest.fixture(params=VERSIONS)
def ffi(request):
    return modules(request.param).abi_base.ffi


@pytest.fixture
def lib(ffi):
    return ffi.dlopen(None)


def test_types(ffi):
    assert type(ffi) is _cffi_backend.FFI
    point = ffi.typeof("struct abi_point")
    assert [(name, field.offset) for name, field in point.fields] == [("x", 0), ("y", 8)]
    assert ffi.sizeof("struct abi_packed") == 5
    assert [field.bitsize for _, field in ffi.typeof("struct abi_bits").fields] == [3, 5]
    assert ffi.sizeof("union abi_union") == 8
    nested = ffi.new("struct abi_nested *")
    nested.p[1].y = 2.5
    nested.anonymous = {"in": 7}
    assert ffi.sizeof(nested[0]) == 56 and nested.p[1].y == 2.5 and nested.u.i == 0 and nested.next == ffi.NULL
    assert ffi.typeof("struct abi_opaque").kind == "struct"
    with pytest.raises(TypeError):
        ffi.new("struct abi_opaque *")
    assert ffi.typeof("enum abi_color").elements == {-1: "ABI_BLUE", 0: "ABI_RED", 5: "ABI_GREEN"}
    assert ffi.typeof("abi_entry").cname == "abi_entry"
    assert ffi.typeof("abi_binary") is ffi.typeof("int(*)(int, int)")
    assert ffi.sizeof("abi_bytes") == 16


def test_constants(ffi, lib):
    for name, value in (("ABI_LIMIT", 77), ("ABI_NEGATIVE", -77), ("ABI_CONST", 1234567), ("ABI_BLUE", -1)):
        assert ffi.integer_const(name) == getattr(lib, name) == value
    with fails(ffi.error, "'strlen' must be fetched from its original 'lib' object"):
        ffi.integer_const("strlen")
    with fails(AttributeError, "integer constant 'nosuch' not found"):
        ffi.integer_const("nosuch")


def test_library(ffi, lib):
    assert lib.strlen(b"abc") == 3
    assert lib.abs(-5) == 5
    buf = ffi.new("char[20]")
    assert lib.snprintf(buf, 20, b"%d", ffi.cast("int", 5)) == 1
    items = ffi.new("int[]", [3, 1, 2])
    compare = ffi.callback("int(void *, void *)", lambda a, b: ffi.cast("int *", a)[0] - ffi.cast("int *", b)[0])
    lib.qsort(items, 3, 4, compare)
    assert list(items) == [1, 2, 3]
    assert ffi.typeof(lib.environ) is ffi.typeof("char **")
    assert ffi.addressof(lib, "environ")[0] == lib.environ
    assert ffi.addressof(lib, "strlen") == lib.strlen
    assert "environ" in dir(lib) and "environ" not in lib.__all__ and "strlen" in lib.__all__
    assert lib.__name__ == "<None>.lib"


def test_library_errors(ffi, lib):
    with fails(AttributeError, "cffi library '<None>' has no function, constant or global variable named 'nosuch'"):
        lib.nosuch
    for name in ("strlen", "ABI_LIMIT"):
        with fails(AttributeError, "cannot write to function or constant '%s'" % name):
            setattr(lib, name, 5)
    with fails(AttributeError, "cannot take the address of the constant 'ABI_LIMIT'"):
        ffi.addressof(lib, "ABI_LIMIT")
    with fails(ffi.error, "no 'extern \"Python\"' function with this name"):
        ffi.def_extern("strlen")(len)
    with pytest.raises(OSError):
        ffi.dlopen("no_such_library_at_all.so")


@pytest.mark.ours("out of line as in line")
def test_bare_names_are_searched(ffi):
    assert ffi.dlopen("c").strlen(b"abc") == 3
    with fails(OSError, "cannot load library 'no_such_library'", "libno_such_library.so"):
        ffi.dlopen("no_such_library")


def test_closed_library(ffi):
    lib = ffi.dlopen(None)
    assert lib.ABI_LIMIT == 77
    ffi.dlclose(lib)
    with pytest.raises((ValueError, ffi.error), match="closed"):
        lib.strlen
    with pytest.raises((ValueError, ffi.error), match="closed"):
        lib.environ = ffi.NULL
    assert lib.ABI_LIMIT == 77
    ffi.dlclose(lib)


@pytest.mark.parametrize("version", [0x2500, 0x2600, 0x2900])
def test_unknown_version(version):
    with fails(ImportError, "cffi out-of-line Python module 'some_name' has unknown version 0x%x" % version):
        _cffi_backend.FFI("some_name", _version=version)


def test_small_tables():
    # `typedef int foo;`: one primitive type and one name
    ffi = _cffi_backend.FFI("small", _version=0x2601, _types=b"\x00\x00\x07\x01", _typenames=(b"\x00\x00\x00\x00foo",))
    assert ffi.typeof("foo") is ffi.typeof("int")
    assert ffi.list_types() == (["foo"], [], [])
    assert _cffi_backend.FFI("small").list_types() == ([], [], [])
    assert _cffi_backend.FFI().sizeof("int") == 4
    big = _cffi_backend.FFI(
        "big",
        0x2601,
        b"",
        (b"\xff\xff\xff\x1fA", 2**64 - 1, b"\xff\xff\xff\x1fB", -(2**63), b"\xff\xff\xff\x1fC", 2**63),
    )
    assert [big.integer_const(name) for name in "ABC"] == [2**64 - 1, -(2**63), 2**63]


def test_wrong_arguments():
    for arguments in ((5,), ("n", "x"), ("n", 0x2601, 5)):
        with pytest.raises(TypeError):
            _cffi_backend.FFI(*arguments)
    # CPython's own words, which 3.13 changed.
    with fails(TypeError, "'bad'" if sys.version_info >= (3, 13) else "'bad' is an invalid keyword argument for FFI()"):
        _cffi_backend.FFI("n", bad=1)


@pytest.mark.ours("an exception instead of a crash or silence")
@pytest.mark.parametrize(
    "keywords, kind",
    [
        ({"_types": b"abc"}, ImportError),
        ({"_globals": 5}, TypeError),
        ({"_globals": (5, 6)}, TypeError),
        ({"_globals": (b"x",)}, TypeError),
        ({"_globals": (b"\xff\xff\xff\x1fA", "x")}, TypeError),
        ({"_globals": (b"\xff\xff\xff\x1fA", -(2**64))}, OverflowError),
        ({"_struct_unions": (b"x",)}, TypeError),
        ({"_struct_unions": ((5,),)}, TypeError),
        ({"_enums": (5,)}, TypeError),
        ({"_typenames": "ab"}, TypeError),
        ({"_typenames": (b"ab",)}, ImportError),
        ({"_includes": (5,)}, TypeError),
        ({"_includes": 5}, TypeError),
    ],
)
def test_malformed_tables(keywords, kind):
    with pytest.raises(kind):
        ffi = _cffi_backend.FFI("n", _version=0x2601, **keywords)
        ffi.list_types()


@pytest.mark.ours("an ImportError instead of a crash")
def test_malformed_types():
    for types in (
        b"\x00\x00\x09\x03",
        b"\x00\x00\x00\x03",
        b"\xff\xff\xff\x09",
        b"\x00\x00\x63\x01",
        b"\x00\x00\x00\x0d",
        b"\x00\x00\x00\x02",
    ):
        ffi = _cffi_backend.FFI("n", _version=0x2601, _types=types, _typenames=(b"\x00\x00\x00\x00foo",))
        if types == b"\xff\xff\xff\x09":
            assert ffi.typeof("foo *") is ffi.typeof("FILE *")
            continue
        with pytest.raises(ImportError):
            ffi.typeof("foo")


def test_init_twice(ffi):
    with pytest.raises((ValueError, TypeError)):
        ffi.__init__("again", _version=0x2601, _types=b"\x00\x00\x07\x01")
    assert ffi.typeof("abi_entry").cname == "abi_entry"


def test_subclass():
    class Mine(_cffi_backend.FFI):
        def double(self, name):
            return self.sizeof(name) * 2

    ffi = Mine("n", _version=0x2601, _types=b"\x00\x00\x07\x01", _typenames=(b"\x00\x00\x00\x00foo",))
    assert ffi.double("foo") == 8
