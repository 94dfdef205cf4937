"""The mathematics library: doubles in and out, and a result through a pointer."""

from __future__ import annotations

from cffi import FFI
from show import step, title

ffi = FFI()
ffi.cdef("""
    double pow(double x, double y);
    double frexp(double x, int *exponent);
""")


def main() -> None:
    title('libm: ffi.dlopen("m")')
    m = ffi.dlopen("m")
    step("m.pow(2, 0.5)", round(m.pow(2, 0.5), 12), 1.414213562373)
    exponent = ffi.new("int *")
    step("m.frexp(48.0, exponent)", m.frexp(48.0, exponent), 0.75)
    step("exponent[0]", exponent[0], 6)
