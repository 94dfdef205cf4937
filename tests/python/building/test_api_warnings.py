"""The generated C compiles as C99 and as C++17, for the limited API and without it, without a warning under -Wall -Wextra;
and what it makes of a rich module works as C++, too."""

import os
import shutil
import subprocess
import sys

import pytest

import cffi
from support import generated_source
from support.helpers import HAS_LIMITED_API
from support.modes import fresh_name, load
from support.paths import ROOT

MATRIX = os.path.join(ROOT, "tools", "compile_matrix.py")


@pytest.mark.ours("no warnings, in C++ neither")
@pytest.mark.skipif(
    not shutil.which("gcc") and not shutil.which("clang"), reason="no compiler whose warnings are known"
)
def test_no_warnings():
    command = [sys.executable, MATRIX, "--ours", sys.executable, "--here"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
    assert done.returncode == 0, done.stdout
    assert ": 0 with a warning" in done.stdout


def check(module):
    ffi, lib = module.ffi, module.lib
    assert lib.add(1, 2) == 3
    assert lib.nop() is None
    assert lib.widest(-5, 7) == 2
    assert lib.bytes(-1, 255, 1, 1) == 0
    assert (lib.half_f(3), lib.half_d(3), float(lib.half_ld(3))) == (1.5, 1.5, 1.5)
    assert lib.invert(True) is False
    assert (lib.next_char(b"a"), lib.next_wide("a")) == (b"b", "b")
    assert lib.mirrored((1, 2)).x == 2
    assert ffi.string(lib.const_text(b"text")) == b"text"
    assert lib.variant_of(5).i == 5
    assert (lib.next_plain(0), lib.next_named(0)) == (1, 1)
    assert lib.apply(lib.pick(1), 3, 4) == 7
    assert lib.pick_plain(b"")(5) == -5
    assert lib.sum_rows([[1, 2, 3], [4, 5, 6]], 2) == 21
    assert lib.at_macro(3, 4) == 34
    assert lib.variadic(b"x") == 1
    assert lib.twelve(1, 2, b"\x03", 4, 5, 6, 7, ffi.NULL, 8, b"x", (9, 10), 2) == 48
    assert (lib.FIVE, lib.NEGATIVE, lib.LARGE, lib.DOTS) == (5, -5, 2**64 - 1, 42)
    assert (lib.CONST_INT, lib.CONST_DOUBLE, ffi.string(lib.CONST_TEXT), ffi.string(lib.MACRO_TEXT)) == (
        12,
        2.25,
        b"text",
        b"buffer",
    )
    assert (lib.B, lib.C, lib.ZERO) == (20, 30, 0)
    assert lib.CONST_POINT.y == 4
    assert lib.CONST_POINTER == ffi.addressof(lib, "variable")
    lib.variable = 11
    assert lib.variable == 11
    assert (lib.macro_variable, lib.fixed, lib.grid[1][2], len(lib.dotted_length)) == (77, 42, 6, 3)
    assert ffi.offsetof("struct partial", "b") == 24
    assert ffi.typeof("struct dotted").fields[1][1].type is ffi.typeof("int[7]")
    assert ffi.sizeof("struct anonymous") == 8
    assert ffi.sizeof("id_type") == 8
    assert ffi.new("pointer_only").a == 0

    @ffi.def_extern()
    def python_plain(x, text, real):
        return x + 1

    @ffi.def_extern()
    def python_void():
        pass

    @ffi.def_extern()
    def python_record(point, real):
        return [point.y, point.x]

    @ffi.def_extern()
    def python_exported(x):
        return x * 100

    assert lib.uses_python(3) == 4 + 300 + 2


# The released package's own C is C++ as well, where no names of C are in it that C++ has not.
@pytest.mark.parametrize("limited", [False, True])
@pytest.mark.parametrize("language", ["c", "c++"])
@pytest.mark.ours("limited API without a macro of the user's; C++ of every declaration")
def test_it_works(tmp_path, language, limited):
    name = fresh_name("_rich")
    ffi = cffi.FFI()
    ffi.cdef(generated_source.CDEF)
    cpp = {"source_extension": ".cpp", "extra_compile_args": ["-std=c++17"]} if language == "c++" else {}
    ffi.set_source(name, generated_source.SOURCE, py_limited_api=limited and HAS_LIMITED_API, **cpp)
    path = ffi.compile(str(tmp_path))
    assert (".abi3" in path) == (limited and HAS_LIMITED_API)
    check(load(tmp_path, name))
