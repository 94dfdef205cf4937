"""Modules that are built here and imported where a released package is: they do there what they do here."""

import os
import subprocess
import sys
import sysconfig

import pytest

import cffi
from support.helpers import RELEASED, fails
from support.paths import ROOT
from support.travelling_module import SCRIPT, compile_into, run_in

pytestmark = pytest.mark.skipif(RELEASED, reason="ours alone: a module for both")

ORACLE = os.environ.get("CFFI_ORACLE_PYTHON") or os.path.join(ROOT, ".venv-oracle", "bin", "python")


def is_same_python():
    """Does the released package run on the Python that the modules are built for?"""
    if not os.path.exists(ORACLE):
        return False
    code = "import sysconfig; print(sysconfig.get_config_var('EXT_SUFFIX'))"
    found = subprocess.run([ORACLE, "-c", code], stdout=subprocess.PIPE, universal_newlines=True, check=True).stdout
    return found.strip() == sysconfig.get_config_var("EXT_SUFFIX")


needs_oracle = pytest.mark.skipif(not is_same_python(), reason="there is no released package for this Python")


@pytest.fixture(scope="module", params=[False, True, "3.9"], ids=["full", "limited", "limited-3.9"])
def folder(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("travel")
    compile_into(folder, py_limited_api=request.param)
    return folder


@needs_oracle
def test_the_same_with_a_released_package(folder):
    released = run_in(ORACLE, folder, SCRIPT, "_travelling")
    assert released.splitlines()[2] == "7 -5 7 255 -25636 -4611686018427387904"
    ours = run_in(sys.executable, folder, SCRIPT, "_travelling")
    assert ours == released


@needs_oracle
def test_imported_again(folder):
    code = """
import sys, _travelling as first
del sys.modules["_travelling"]
import _travelling as again
assert again is not first and again.ffi is first.ffi and again.lib is first.lib
assert again.lib.add(1, 2) == 3 and again.__file__ == first.__file__
print(again.__spec__ is first.__spec__, again.__name__)
"""
    assert run_in(ORACLE, folder, code) == "False _travelling\n"


@pytest.fixture
def newest(tmp_path):
    ffi = cffi.FFI()
    ffi.cdef("int add(int, int);")
    ffi.set_source("_newest", "static int add(int a, int b) { return a + b; }", min_cffi="3.0")
    ffi.compile(str(tmp_path))
    return tmp_path


def test_for_this_version_alone(newest):
    assert run_in(sys.executable, newest, "import _newest; print(_newest.lib.add(1, 2))") == "3\n"
    with open(str(newest / "_newest.c")) as file:
        assert "_cffi_frozen" not in file.read().partition("#ifdef _CFFI_FROZEN_TAG")[0]


@needs_oracle
def test_a_module_for_this_version_says_so(newest):
    code = "try:\n    import _newest\nexcept ImportError as error:\n    print(error)"
    assert "module '_newest' uses an unknown version tag 0x3002" in run_in(ORACLE, newest, code)


def test_bad_minimum():
    ffi = cffi.FFI()
    with fails(TypeError, "'min_cffi' must be a version like '3.0', not int"):
        ffi.set_source("_x", "", min_cffi=3)
    for bad in ("", "new", "3.x", "-3", "3."):
        with fails(ValueError, "'min_cffi' must be a version like '3.0', not %r" % bad):
            ffi.set_source("_x", "", min_cffi=bad)
    ffi.set_source("_x", "", min_cffi="2.1.1")


@needs_oracle
def test_python_modules(tmp_path):
    base, ffi = cffi.FFI(), cffi.FFI()
    base.cdef(
        "typedef struct { int x, y; } point_t; enum color { RED, GREEN = 5 }; struct node { struct node *next; };"
    )
    base.set_source("_travel_py_base", None)
    ffi.include(base)
    ffi.cdef(
        "double sqrt(double); typedef char32_t wide_t; struct bits { unsigned a : 3; }; point_t f(enum color);\n#define N 0x80000000"
    )
    ffi.set_source("_travel_py", None)
    for each in (base, ffi):
        each.compile(str(tmp_path))
    code = """
from _travel_py import ffi
lib = ffi.dlopen("libm.so.6")
print(lib.sqrt(9), lib.N, lib.GREEN, sorted(dir(lib)), ffi.list_types(), ffi.sizeof("point_t"), ffi.sizeof("struct bits"))
print(ffi.new("point_t *", [1, 2]).y, ffi.new("wide_t *", "x")[0], [name for name, field in ffi.typeof("struct node").fields])
"""
    released = run_in(ORACLE, tmp_path, code)
    assert released.startswith("3.0 2147483648 5 ['GREEN', 'N', 'RED', ")
    assert run_in(sys.executable, tmp_path, code) == released


@needs_oracle
def test_an_embedded_library(tmp_path):
    ffi = cffi.FFI()
    ffi.embedding_api("int twice(int); extern double seen;")
    ffi.embedding_init_code("""
        from _travel_lib import ffi, lib

        @ffi.def_extern()
        def twice(number):
            lib.seen = number
            return number * 2
    """)
    ffi.set_source("_travel_lib", "static double seen;")
    path = ffi.compile(str(tmp_path), target="lib_travel.so")
    code = (
        """
import ctypes, sys
lib = ctypes.CDLL(%r)
print(lib.twice(21), lib.twice(-4))
import _travel_lib, _cffi_backend
print(_travel_lib.lib.seen, _travel_lib.ffi.__class__.__module__)
"""
        % path
    )
    for python in (ORACLE, sys.executable):
        assert run_in(python, tmp_path, code) == "42 -8\n-4.0 _cffi_backend\n"


# What follows the user's source must not use names that its macros may take.
MACROS = ["M", "R", "T0", "args", "backend", "call", "count", "first", "function", "given", "global", "globals", "i", "id",
          "k", "lib", "made", "module", "n", "number", "o", "op", "out", "raw", "self", "slot", "to", "types", "x"]  # fmt: skip


@needs_oracle
def test_macros_of_the_source(tmp_path):
    ffi = cffi.FFI()
    ffi.cdef("int add(int, int); int one(int); double half(double);\n#define N 5\nextern int variable;")
    ffi.set_source("_travel_macros", "static int add(int p, int q) { return p + q; } static int one(int p) { return p; }\n"
                   "static double half(double p) { return p / 2; }\n#define N 5\nstatic int variable = 3;\n"
                   + "".join("#define %s ? not C ?\n" % name for name in MACROS))  # fmt: skip
    ffi.compile(str(tmp_path))
    code = "from _travel_macros import lib; print(lib.add(1, 2), lib.one(3), lib.half(4), lib.N, lib.variable)"
    for python in (ORACLE, sys.executable):
        assert run_in(python, tmp_path, code) == "3 3 2.0 5 3\n"
