"""Modules for the stable ABI that Python has had since 3.15 for both of its builds, free-threaded and not."""

import sys

import pytest

import cffi
import test_travelling
from helpers import RELEASED

pytestmark = pytest.mark.skipif(sys.version_info < (3, 15), reason="there is none before 3.15")

FOR_BOTH_BUILDS = [("Py_TARGET_ABI3T", "0x030f0000")]


def compiled(folder, **keywords):
    base, ffi = cffi.FFI(), cffi.FFI()
    base.cdef(test_travelling.BASE)
    base.set_source("_travel_base", test_travelling.BASE_C, **keywords)
    ffi.include(base)
    ffi.cdef(test_travelling.CDEF)
    ffi.set_source("_travelling", test_travelling.SOURCE, **keywords)
    return [each.compile(str(folder)) for each in (base, ffi)]


@pytest.mark.parametrize("limited", [True, False])
def test_does_what_other_modules_do(tmp_path, limited):
    """`limited` False: the macro alone says it, as a build system does that knows nothing of cffi."""
    for folder, keywords in (("own", {}), ("both", {"py_limited_api": limited, "define_macros": FOR_BOTH_BUILDS})):
        (tmp_path / folder).mkdir()
        compiled(tmp_path / folder, **keywords)
    printed = [test_travelling.run_in(sys.executable, tmp_path / folder, test_travelling.SCRIPT, "_travelling") for folder in ("own", "both")]
    assert len(printed[0].splitlines()) > 40
    assert printed[0] == printed[1]


@pytest.mark.skipif(RELEASED, reason="ours alone")
def test_has_the_new_function_only(tmp_path):
    """PyInit_ needs a PyModuleDef, which looks different in the two builds."""
    path = compiled(tmp_path, py_limited_api=True, define_macros=FOR_BOTH_BUILDS)[1]
    with open(path, "rb") as file:
        content = file.read()
    assert b"PyModExport__travelling" in content
    assert b"PyInit__travelling" not in content and b"PyModuleDef_Init" not in content
