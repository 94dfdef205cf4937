"""In-line ABI mode on real libraries: declarations pasted, a library opened, its functions called. No compiler.

Run by `make demo`. Each step prints what it gave and is checked; the exit status tells whether all were right.
"""

from __future__ import annotations

import sys

import cffi

import libc
import libm
import sqlite
import zlib_stream


def main() -> int:
    print(f"cffi {cffi.__version__} on Python {sys.version.split()[0]}")
    for part in (libc, libm, zlib_stream, sqlite):
        part.main()
    print("\nAll steps gave what they must.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
