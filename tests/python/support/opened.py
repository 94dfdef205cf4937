"""A cdef opened in each mode, as (ffi, lib). For the modes with a compiler `source` is the C; for the others `library` is a
path, or None for the program itself."""

import cffi
from support.api_module import build, build_python
from cffi import verifier


def declared(cdef, *included):
    ffi = cffi.FFI()
    for other in included:
        ffi.include(other)
    ffi.cdef(cdef)
    return ffi


def in_line(folder, cdef, source=None, library=None):
    ffi = declared(cdef)
    return ffi, ffi.dlopen(library)


def python_module(folder, cdef, source=None, library=None):
    ffi = build_python(folder, cdef).ffi
    return ffi, ffi.dlopen(library)


def api_module(folder, cdef, source, library=None, **keywords):
    module = build(folder, cdef, source, **keywords)
    return module.ffi, module.lib


def verified(folder, cdef, source, library=None, **keywords):
    verifier.set_tmpdir(str(folder))
    try:
        ffi = declared(cdef)
        return ffi, ffi.verify(source, **keywords)
    finally:
        verifier.set_tmpdir(None)
