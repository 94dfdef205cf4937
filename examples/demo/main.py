"""Real libraries in every mode: in-line ABI mode, API mode, ABI mode out of line, verify(), embedding.

Run by `make demo`. Each step prints what it gave and is checked; the exit status tells whether all were right.
"""

from __future__ import annotations

import sys

import api_sqlite
import api_zlib
import cffi
import embedding
import libc
import libm
import out_of_line
import sqlite
import verify_libm
import zlib_stream

IN_LINE = (libc, libm, zlib_stream, sqlite)  # needs no compiler
COMPILED = (api_zlib, api_sqlite, out_of_line, verify_libm, embedding)


def main() -> int:
    print(f"cffi {cffi.__version__} on Python {sys.version.split()[0]}")
    for part in IN_LINE + COMPILED:
        part.main()
    print("\nAll steps gave what they must.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
