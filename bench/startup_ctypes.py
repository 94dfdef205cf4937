"""The same as startup_cffi.py, for ctypes."""

import time

start = time.perf_counter()
import ctypes  # noqa: E402

absolute = ctypes.CDLL(None).abs
absolute.argtypes, absolute.restype = [ctypes.c_int], ctypes.c_int
result = absolute(-7)
elapsed = time.perf_counter() - start
if result != 7:
    raise SystemExit(f"abs(-7) gave {result}")
print(elapsed)
