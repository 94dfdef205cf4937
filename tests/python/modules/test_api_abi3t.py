"""Modules for the stable ABI that Python has had since 3.15 for both of its builds, free-threaded and not."""

import sys

import pytest

from support.helpers import RELEASED
from support.travelling_module import SCRIPT, compile_into, run_in

pytestmark = pytest.mark.skipif(sys.version_info < (3, 15), reason="there is none before 3.15")

FOR_BOTH_BUILDS = [("Py_TARGET_ABI3T", "0x030f0000")]


@pytest.mark.parametrize("limited", [True, False])
def test_does_what_other_modules_do(tmp_path, limited):
    """`limited` False: the macro alone says it, as a build system does that knows nothing of cffi."""
    for folder, keywords in (("own", {}), ("both", {"py_limited_api": limited, "define_macros": FOR_BOTH_BUILDS})):
        (tmp_path / folder).mkdir()
        compile_into(tmp_path / folder, **keywords)
    printed = [run_in(sys.executable, tmp_path / folder, SCRIPT, "_travelling") for folder in ("own", "both")]
    assert len(printed[0].splitlines()) > 40
    assert printed[0] == printed[1]


@pytest.mark.skipif(RELEASED, reason="ours alone")
def test_has_the_new_function_only(tmp_path):
    """PyInit_ needs a PyModuleDef, which looks different in the two builds."""
    path = compile_into(tmp_path, py_limited_api=True, define_macros=FOR_BOTH_BUILDS)[1]
    with open(path, "rb") as file:
        content = file.read()
    assert b"PyModExport__travelling" in content
    assert b"PyInit__travelling" not in content and b"PyModuleDef_Init" not in content
