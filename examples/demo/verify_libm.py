"""verify(): the module is compiled when the program runs, and kept for the next time."""

from __future__ import annotations

import math
import os
import tempfile

from cffi import FFI
from show import step, title

SOURCE = """
    #include <math.h>
    static double hypotenuse(double a, double b) { return sqrt(a * a + b * b); }
"""


def fresh_ffi() -> FFI:
    ffi = FFI()
    ffi.cdef("""
        static const double M_PI;
        double cbrt(double x);
        double hypotenuse(double a, double b);
    """)
    return ffi


def main() -> None:
    title('libm through verify("#include <math.h>")')
    with tempfile.TemporaryDirectory() as folder:
        lib = fresh_ffi().verify(SOURCE, libraries=["m"], tmpdir=folder)
        step("lib.cbrt(8.0)", lib.cbrt(8.0), 2.0)
        step("lib.hypotenuse(3, 4)  # defined in the source given", lib.hypotenuse(3, 4), 5.0)
        step("lib.M_PI == math.pi", lib.M_PI == math.pi, True)
        (module,) = [name for name in os.listdir(folder) if name.endswith(".so")]
        before = os.stat(os.path.join(folder, module)).st_mtime_ns
        fresh_ffi().verify(SOURCE, libraries=["m"], tmpdir=folder)
        after = os.stat(os.path.join(folder, module)).st_mtime_ns
        step("a second verify() compiles nothing", after == before, True)
