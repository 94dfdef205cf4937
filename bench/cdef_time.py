"""Times ffi.cdef() of generated declarations, in the interpreter under test: cdef_time.py BYTES, prints seconds."""

from __future__ import annotations

import sys
import time

from declarations import declarations


def main() -> None:
    text = declarations(int(sys.argv[1]))
    import cffi

    ffi = cffi.FFI()
    start = time.perf_counter()
    ffi.cdef(text)
    print(time.perf_counter() - start)


if __name__ == "__main__":
    main()
