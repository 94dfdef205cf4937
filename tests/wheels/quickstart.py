"""The first steps of the README with an installed wheel: a call, memory, a callback. Prints where the package lies."""

import sys

import _cffi_backend
import cffi

ffi = cffi.FFI()
ffi.cdef("""
    size_t strlen(const char *s);
    int snprintf(char *to, size_t size, const char *format, ...);
    void qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *));
""")
C = ffi.dlopen(None)
assert C.strlen(b"hello, cffi") == 11

text = ffi.new("char[]", 40)
assert C.snprintf(text, 40, b"%d %.2f", ffi.cast("int", 42), ffi.cast("double", 0.5)) == 7
assert ffi.string(text) == b"42 0.50"


@ffi.callback("int(const void *, const void *)")
def compare(left, right):
    a, b = ffi.cast("int *", left)[0], ffi.cast("int *", right)[0]
    return (a > b) - (a < b)


numbers = ffi.new("int[]", [3, 1, 2])
C.qsort(numbers, len(numbers), ffi.sizeof("int"), compare)
assert list(numbers) == [1, 2, 3]

# Free-threaded builds: importing must not have switched the GIL on.
assert "t" not in sys.abiflags or not sys._is_gil_enabled()
print("quickstart: cffi %s in %s, %s" % (cffi.__version__, cffi.__path__[0], _cffi_backend.__file__))
