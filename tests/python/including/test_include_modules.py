"""ffi.include() between modules made here and by released versions, and between `.py` modules of ABI mode."""

import sys

import pytest

from support.compiled import VERSIONS, folder, importable, modules, need
from support.helpers import fails


@pytest.fixture(params=VERSIONS)
def loaded(request):
    return modules(request.param)


@pytest.fixture
def base(loaded):
    return loaded.base


@pytest.fixture
def derived(loaded):
    return loaded.derived


def test_types_are_the_same(base, derived):
    assert derived.ffi.typeof("struct shared") is base.ffi.typeof("struct shared")
    assert derived.ffi.typeof("shared_t") is base.ffi.typeof("struct shared")
    assert [name for name, _ in derived.ffi.typeof("struct shared").fields] == ["a", "b"]
    inner = dict(derived.ffi.typeof("struct holder").fields)["inner"]
    assert inner.type is base.ffi.typeof("struct shared")
    assert base.lib.base_double(derived.ffi.new("struct shared *", [4])) == 8
    assert derived.lib.derived_sum([[[1, 2.0], 3]]) == 4
    assert derived.lib.derived_make(4).b == 2


def test_enums(derived):
    ffi = derived.ffi
    assert ffi.typeof("enum unit").elements == {1: "METRE", 2: "FOOT"}
    assert ffi.string(ffi.cast("enum unit", 2)) == "FOOT"


def test_functions_of_the_included_module(base, derived):
    assert derived.lib.base_double is base.lib.base_double
    assert derived.lib.base_double.__doc__.endswith("CFFI C function from base.lib")
    assert derived.ffi.typeof(derived.lib.base_double) is derived.ffi.typeof("int(*)(struct shared *)")
    assert derived.ffi.addressof(derived.lib, "base_double") == base.ffi.addressof(base.lib, "base_double")


def test_variables_and_constants_of_the_included_module(base, derived):
    assert derived.lib.base_variable == 31
    derived.lib.base_variable = 32
    assert base.lib.base_variable == 32
    base.lib.base_variable = 31
    assert derived.ffi.addressof(derived.lib, "base_variable") == base.ffi.addressof(base.lib, "base_variable")
    assert derived.lib.SHARED_LIMIT == derived.ffi.integer_const("SHARED_LIMIT") == 12
    assert derived.lib.METRE == derived.ffi.integer_const("METRE") == 1
    with fails(AttributeError, "cannot take the address of the constant 'SHARED_LIMIT'"):
        derived.ffi.addressof(derived.lib, "SHARED_LIMIT")
    with fails(derived.ffi.error, "must be fetched from its original 'lib' object"):
        derived.ffi.integer_const("base_double")


def test_names(derived):
    assert dir(derived.lib) == derived.lib.__all__ == ["FOOT", "METRE", "derived_make", "derived_sum"]
    assert derived.ffi.list_types() == (["shared_t"], ["holder", "shared"], [])
    with fails(AttributeError, "cffi library 'packaged.derived' has no function, constant or global variable"):
        derived.lib.nosuch


def test_module_in_a_package(derived):
    assert derived.__name__ == "packaged.derived"
    assert derived.lib.__name__ == "packaged.derived.lib"
    assert repr(derived.lib) == "<Lib object for 'packaged.derived'>"
    assert derived.lib.derived_make.__module__ == "packaged.derived"


@pytest.mark.parametrize("version", VERSIONS[-1:])
def test_the_included_module_is_missing(version, tmp_path, monkeypatch):
    import shutil
    import subprocess

    need(version, "derived")
    shutil.copytree(folder(version) + "/packaged", str(tmp_path / "packaged"))
    code = "import sys; sys.path.insert(0, %r); import packaged.derived" % str(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True
    )
    assert done.returncode == 1
    assert "ImportError: while loading packaged.derived: failed to import ffi, lib from base" in done.stderr
    (tmp_path / "base.py").write_text("ffi = 5")
    done = subprocess.run(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True
    )
    assert done.returncode == 1
    assert "ImportError: while loading packaged.derived: failed to import ffi, lib from base" in done.stderr


# ---- ABI mode


@pytest.fixture
def abi_base(loaded):
    return loaded.abi_base


@pytest.fixture
def abi_derived(loaded):
    return loaded.abi_derived


def test_abi_types_are_the_same(abi_base, abi_derived):
    assert abi_derived.ffi.typeof("struct abi_point") is abi_base.ffi.typeof("struct abi_point")
    assert abi_derived.ffi.typeof("abi_entry") is abi_base.ffi.typeof("abi_entry")
    more = dict(abi_derived.ffi.typeof("struct abi_more").fields)
    assert more["p"].type is abi_base.ffi.typeof("struct abi_point")
    assert abi_derived.ffi.list_types() == (
        ["abi_binary", "abi_bytes", "abi_entry"],
        ["abi_bits", "abi_more", "abi_nested", "abi_opaque", "abi_packed", "abi_point"],
        ["abi_union"],
    )


def test_abi_libraries(abi_base, abi_derived):
    lib = abi_derived.ffi.dlopen(None)
    assert lib.labs(-5) == 5
    assert lib.ABI_LIMIT == 77 and lib.ABI_RED == 0
    assert "labs" in dir(lib) and "strlen" not in dir(lib)
    for name in ("strlen", "environ"):
        with fails(abi_base.ffi.error, "'%s' must be fetched from its original 'lib' object" % name):
            getattr(lib, name)


def test_loaded_twice(loaded):
    with importable(folder(loaded.version)):
        import abi_base
        import abi_derived

        assert abi_derived.ffi.typeof("struct abi_point") is abi_base.ffi.typeof("struct abi_point")
        assert abi_base.ffi.typeof("struct abi_point") is not loaded.abi_base.ffi.typeof("struct abi_point")
