"""`build_modules.py FOLDER KIND...`: writes the modules of those kinds ("py", "api"), two of each, with this
interpreter's cffi."""

import os
import sys

from error_declarations import ABSENT, CDEF, EXTERN_PYTHON, SOURCE

import cffi


def build(folder, kind):
    for suffix in ("", "_other"):
        ffi = cffi.FFI()
        ffi.cdef(CDEF + (ABSENT if kind == "py" else EXTERN_PYTHON))
        ffi.set_source("_errors_%s%s" % (kind, suffix), None if kind == "py" else SOURCE)
        ffi.compile(folder)


if __name__ == "__main__":
    os.makedirs(sys.argv[1], exist_ok=True)
    for kind in sys.argv[2:]:
        build(sys.argv[1], kind)
