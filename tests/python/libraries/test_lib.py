"""Library objects: functions, live variables, constants, dir(), __dict__, missing names."""

import copy
import pickle

import pytest

from support.helpers import RELEASED, fails, masked
from support.modes import ABI, BUT_FOR_RELEASED_VERIFY

# The error of a released module's library is another one.
missing_is_an_attribute_error = pytest.mark.modes(*(["line"] if RELEASED else ABI))


@pytest.mark.modes("line", "api", "verify")
def test_attributes_are_cached_functions(lib):
    assert lib.add is lib.add
    assert lib.__dict__["add"] is lib.add


def test_constants(lib):
    assert (lib.ANSWER, lib.HUGE_HEX, lib.NEGATIVE, lib.STATIC_SEVEN) == (42, 2**64 - 1, -5, 7)
    assert (lib.RED, lib.GREEN, lib.BLUE) == (0, 7, -2)
    assert type(lib.GREEN) is int


@pytest.mark.modes("line", "py", "api")
def test_constants_cannot_be_assigned(lib):
    for name in ("ANSWER", "RED", "add", "STATIC_SEVEN"):
        value = getattr(lib, name)
        with pytest.raises((AttributeError, RecursionError)):
            setattr(lib, name, 3)
        assert getattr(lib, name) == value


@pytest.mark.modes("line", "py", "api")
@pytest.mark.ours("assigning to a function or a constant is an AttributeError")
def test_assignment_refused(lib):
    for name in ("ANSWER", "RED", "add"):
        with fails(AttributeError, name):
            setattr(lib, name, 3)


@pytest.mark.modes("line", "py", "api")
def test_undeclared_names(lib):
    with fails(AttributeError, "not_declared"):
        lib.not_declared
    with fails(AttributeError, "not_declared"):
        lib.not_declared = 5
    assert not hasattr(lib, "not_declared")


@missing_is_an_attribute_error
def test_missing_function(lib, library_path):
    with fails(AttributeError, "missing_function", library_path):
        lib.missing_function
    assert getattr(lib, "missing_function", 5) == 5


@pytest.mark.modes(*ABI)
@pytest.mark.ours("a missing variable is an AttributeError as well")
def test_missing_variable(lib, library_path):
    with fails(AttributeError, "missing_variable", library_path):
        lib.missing_variable
    with fails(AttributeError, "missing_variable", library_path):
        lib.missing_variable = 5


@pytest.mark.modes("line")
@pytest.mark.skipif(not RELEASED, reason="ours raises AttributeError")
def test_missing_variable_in_the_released_package(lib):
    with fails(KeyError, "missing_variable"):
        lib.missing_variable


@pytest.mark.ours("a missing symbol names the nearest exported ones")
def test_missing_symbol_suggests(ffi, library_path):
    ffi.cdef("int no_argumnet(void); extern int globl_int;")
    lib = ffi.dlopen(library_path)
    with fails(AttributeError, "no_argumnet", "no_argument", library_path):
        lib.no_argumnet
    with fails(AttributeError, "globl_int", "global_int"):
        lib.globl_int


@pytest.mark.ours("a missing symbol names its C++-mangled namesake")
def test_missing_symbol_cplusplus(ffi, compile_library):
    path = compile_library("int _Z5twicei(int x) { return 2 * x; }", "libmangled.so")
    ffi.cdef("int twice(int);")
    with fails(AttributeError, "twice", "_Z5twicei", 'extern "C"'):
        ffi.dlopen(path).twice


@pytest.mark.modes(*ABI)
def test_dir(lib):
    names = dir(lib)
    assert names == sorted(names)
    for name in ("add", "global_int", "ANSWER", "RED", "STATIC_SEVEN", "missing_function"):
        assert name in names
    assert "color" not in names and "point" not in names


@pytest.mark.modes("line", "api")
def test_dict(lib):
    lib.add, lib.ANSWER
    d = lib.__dict__
    assert d["ANSWER"] == 42 and d["add"] is lib.add


@pytest.mark.modes("line")
@pytest.mark.ours("__all__ lists what from lib import * gives")
def test_all(lib):
    assert sorted(lib.__all__) == dir(lib)


@pytest.mark.modes(*ABI)
@pytest.mark.ours("the repr names the library")
def test_repr(lib, library_path, ffi):
    assert library_path in repr(lib)
    assert "lib" in repr(ffi.dlopen(None)).lower()


def test_identity(lib):
    assert lib == lib and hash(lib) == hash(lib)


# ---- variables ----


def test_int_variable_is_live(lib):
    assert lib.global_int == 42
    lib.global_int = 5
    try:
        assert lib.global_int == 5 and lib.get_global_int() == 5
        with fails(TypeError, "an integer is required"):
            lib.global_int = "a"
        with fails(OverflowError, "integer 1099511627776 does not fit 'int'"):
            lib.global_int = 2**40
        assert lib.get_global_int() == 5
    finally:
        lib.global_int = 42


def test_variables_cannot_be_deleted(lib):
    with fails(AttributeError):
        del lib.global_int


def test_variables_of_other_types(pair):
    ffi, lib = pair
    assert lib.global_ull == 2**64 - 16
    assert lib.global_double == 2.5
    assert lib.global_char == b"q"
    assert lib.global_bool is True
    assert ffi.string(lib.global_string) == b"hello"
    assert lib.global_pointer == ffi.NULL
    assert masked(lib.global_pointer) == "<cdata 'void *' NULL>"
    with fails(TypeError, "initializer for ctype 'char' must be a bytes of length 1, not str"):
        lib.global_char = "z"
    with fails(TypeError, "initializer for ctype 'char *' must be a cdata pointer, not bytes"):
        lib.global_string = b"abc"


def test_pointer_variable(pair):
    ffi, lib = pair
    p = ffi.new("int *", 3)
    lib.global_pointer = p
    assert lib.global_pointer == p
    lib.global_pointer = ffi.NULL


@pytest.mark.modes(*BUT_FOR_RELEASED_VERIFY)
def test_array_variables(pair):
    ffi, lib = pair
    assert masked(lib.global_array) == "<cdata 'int[5]' 0x...>"
    assert lib.global_array[4] == 50
    with fails(IndexError, "index too large for cdata 'int[5]' (expected 5 < 5)"):
        lib.global_array[5]
    lib.global_array = [9, 8]
    assert list(lib.global_array) == [9, 8, 30, 40, 50]
    lib.global_array[0] = 10
    lib.global_array[1] = 20
    assert list(lib.global_array) == [10, 20, 30, 40, 50]
    with fails(IndexError, "too many initializers for 'int[5]' (got 6)"):
        lib.global_array = [9] * 6
    assert lib.global_matrix[1][2] == 6
    lib.global_buffer = b"new"
    assert ffi.string(lib.global_buffer) == b"new"
    with fails(IndexError, "initializer bytes is too long for 'char[16]' (got 21 characters)"):
        lib.global_buffer = b"toolongtoolongtoolong"
    lib.global_buffer = b"buffer"


def test_struct_variables(pair):
    ffi, lib = pair
    assert masked(lib.global_pair) == "<cdata 'struct pair &' 0x...>"
    assert lib.global_pair.first == 7
    lib.global_pair = [1, 2]
    assert (lib.global_pair.first, lib.global_pair.second) == (1, 2)
    lib.global_pair.first = 99
    assert lib.global_pair_pointer.first == 99
    lib.global_pair = {"first": 7, "second": 8}


def test_function_pointer_variable(pair):
    ffi, lib = pair
    assert masked(lib.global_function) == "<cdata 'int(*)(int)' 0x...>"
    original = lib.global_function
    assert original(4) == 5
    lib.global_function = lib.get_twice()
    assert lib.global_function(4) == 8
    lib.global_function = original


@missing_is_an_attribute_error
def test_addressof(pair):
    ffi, lib = pair
    p = ffi.addressof(lib, "global_int")
    assert masked(p) == "<cdata 'int *' 0x...>" and p[0] == 42
    p[0] = 43
    assert lib.global_int == 43
    p[0] = 42
    assert ffi.addressof(lib, "add") == lib.add
    assert masked(ffi.addressof(lib, "global_pair")) == "<cdata 'struct pair *' 0x...>"
    with pytest.raises(AttributeError):
        ffi.addressof(lib, "not_declared")
    with pytest.raises(AttributeError):
        ffi.addressof(lib, "missing_function")
    with pytest.raises((TypeError, AttributeError)):
        ffi.addressof(lib, 5)
    with pytest.raises(TypeError):
        ffi.addressof(lib)


@pytest.mark.modes("line")
def test_addressof_array(pair):
    """In line it is the array itself; compiled modules give a pointer to it."""
    ffi, lib = pair
    p = ffi.addressof(lib, "global_array")
    assert masked(p) == "<cdata 'int[5]' 0x...>" and p[4] == 50 and len(p) == 5 and p == lib.global_array
    p[4] = 51
    assert lib.global_array[4] == 51
    p[4] = 50


@pytest.mark.modes("line")
def test_addressof_constant(pair):
    ffi, lib = pair
    assert (ffi.addressof(lib, "ANSWER"), ffi.addressof(lib, "GREEN")) == (42, 7)


def test_declared_after_opening(ffi, library_path):
    lib = ffi.dlopen(library_path)
    assert not hasattr(lib, "add")
    ffi.cdef("int add(int, int); extern int global_int;\n#define LATER 5")
    assert lib.add(1, 2) == 3
    assert lib.global_int == 42
    assert lib.LATER == 5


def test_constant_without_value(ffi):
    ffi.cdef("static const int UNKNOWN; static const double PI;")
    lib = ffi.dlopen(None)
    with pytest.raises(NotImplementedError):
        lib.UNKNOWN
    with pytest.raises(NotImplementedError):
        lib.PI


@pytest.mark.modes(*ABI)
def test_two_libraries_of_one_ffi(pair, library_path):
    ffi, lib = pair
    other = ffi.dlopen(library_path)
    assert other is not lib
    assert other.add == lib.add


def test_functions_of_python_are_no_attributes(ffi):
    ffi.cdef('extern "Python" int called_back(int); extern "Python" { int too(int); } int abs(int);')
    lib = ffi.dlopen(None)
    assert "abs" in dir(lib) and not {"called_back", "too"} & set(dir(lib))
    assert not hasattr(lib, "called_back")


RECORD_CDEF = "struct record { int a, b, c; }; extern struct record record;"
RECORD_SOURCE = "struct record { int a, b, c; }; struct record record = { 1, 2, 3 };"


@pytest.mark.ours("a failing assignment to a variable changes nothing of it")
def test_failing_assignments(opened):
    lib = opened(RECORD_CDEF, RECORD_SOURCE)[1]
    for wrong in ([7, 8, "x"], {"c": 9, "a": 2**40}, [7, None]):
        with pytest.raises((TypeError, OverflowError)):
            lib.record = wrong
        assert (lib.record.a, lib.record.b, lib.record.c) == (1, 2, 3)


@pytest.mark.ours("constants in a library's memory are read as in compiled modules")
def test_const_variables(ffi, compile_library):
    ffi.cdef("extern const int number; extern const double ratio; extern const char *const text;")
    lib = ffi.dlopen(
        compile_library('const int number = 5; const double ratio = 2.5; const char *const text = "text";')
    )
    assert (lib.number, lib.ratio, ffi.string(lib.text)) == (5, 2.5, b"text")
    with pytest.raises(AttributeError):
        lib.number = 6


@pytest.mark.ours("a library is no instance of a class of its own")
def test_no_copies(ffi):
    lib = ffi.dlopen(None)
    for make in (
        lambda: copy.deepcopy(lib),
        lambda: pickle.dumps(lib),
        lambda: type(lib)(),
        lambda: type("sub", (type(lib),), {}),
    ):
        with pytest.raises((TypeError, copy.Error, pickle.PicklingError)):
            make()


@pytest.mark.modes(*ABI)
def test_variables_of_type_void(opened):
    """What linkers define has an address, and no type."""
    ffi, lib = opened("extern void environ; extern void no_such_symbol, *also;")
    address = ffi.addressof(lib, "environ")
    assert ffi.typeof(address) is ffi.typeof("void *")
    assert address != ffi.NULL
    assert {"environ", "no_such_symbol"} <= set(dir(lib))
    for read in (lambda: lib.environ, lambda: hasattr(lib, "environ")):
        with fails(TypeError, "'void'"):
            read()


@pytest.mark.ours("a mistake of Python code is no error of the package")
@pytest.mark.modes(*ABI)
def test_void_is_not_written(opened):
    lib = opened("extern void environ;")[1]
    for value in (None, 0, [1]):
        with fails(TypeError, "'void'"):
            lib.environ = value
