"""Prints how many seconds pass, in a fresh process, until a first call into C has returned."""

import time

start = time.perf_counter()
from cffi import FFI  # noqa: E402

ffi = FFI()
ffi.cdef("int abs(int x);")
result = ffi.dlopen(None).abs(-7)
elapsed = time.perf_counter() - start
if result != 7:
    raise SystemExit(f"abs(-7) gave {result}")
print(elapsed)
