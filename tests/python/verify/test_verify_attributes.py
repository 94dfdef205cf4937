"""The library that verify() gives is an object like others: programs replace its functions and add to it, as tests do."""

import pickle
import types

import pytest

from support.helpers import fails
from support.modes import verified


@pytest.fixture
def lib(ffi, tmp_path):
    ffi.cdef("int f(int); static const int N; extern int v; enum { A = 3 };")
    return ffi.verify(
        "int f(int x) { return x + 1; } static const int N = 5; int v = 7; enum { A = 3 };", tmpdir=str(tmp_path)
    )


def test_functions_are_replaced(lib):
    original = lib.f
    lib.f = lambda x: original(x) * 10
    assert lib.f(1) == 20
    lib.f = original
    assert lib.f(1) == 2


def test_constants_are_replaced(lib):
    lib.N, lib.A = 6, "text"
    assert (lib.N, lib.A) == (6, "text")


def test_new_names(lib):
    assert not hasattr(lib, "nope")
    lib.nope = [1]
    assert lib.nope == [1]
    assert vars(lib)["nope"] == [1]
    del lib.nope
    assert not hasattr(lib, "nope")
    with pytest.raises(AttributeError):
        del lib.nope


def test_variables_stay_those_of_c(lib):
    lib.v = 8
    assert lib.v == 8
    with pytest.raises(TypeError):
        lib.v = "text"


def test_it_is_no_module(lib):
    assert lib.__class__ is type(lib) and not isinstance(lib, types.ModuleType)


@pytest.mark.ours("an attribute would hide the variable")
def test_array_variables_stay_those_of_c(ffi, tmp_path):
    ffi.cdef("extern int numbers[2];")
    lib = ffi.verify("int numbers[2] = {1, 2};", tmpdir=str(tmp_path))
    with pytest.raises(TypeError):
        lib.numbers = "text"
    assert list(lib.numbers) == [1, 2]


@pytest.mark.ours("as those of other compiled modules")
def test_functions_are_function_pointers(ffi, lib):
    hooks = ffi.new("int(*[1])(int)", [lib.f])
    assert hooks[0](1) == 2


@pytest.mark.ours("as those of other compiled modules")
def test_addresses(ffi, lib):
    assert ffi.addressof(lib, "f")(1) == 2
    ffi.addressof(lib, "v")[0] = 9
    assert lib.v == 9
    with pytest.raises(AttributeError):
        ffi.addressof(lib, "N")


@pytest.mark.ours("a function of a library of verify() is none of an importable module")
def test_functions_are_not_pickled(tmp_path):
    ffi, lib = verified(tmp_path, "int abs(int);", "#include <stdlib.h>")
    with fails(TypeError, "cannot pickle"):
        pickle.dumps(lib.abs)
