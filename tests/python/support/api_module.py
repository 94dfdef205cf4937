"""Modules in API mode for the tests test_api_*.py: generated, compiled by the real compiler, imported, once each."""

import importlib
import itertools
import sys

import cffi
from support.building import builder

_numbers = itertools.count()


def fresh_name(stem="_api"):
    """A module name that no other test has, in this process."""
    return "%s_%d" % (stem, next(_numbers))


def load(path, name):
    """Imports `name` from the folder `path`, which stays no place to import from. Other modules are left as they are."""
    sys.path.insert(0, str(path))
    try:
        importlib.invalidate_caches()
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(path))


def build(folder, cdef, source, name=None, includes=(), **keywords):
    """The module of a cdef and its C source, compiled into `folder` and imported."""
    name = name or fresh_name()
    ffi = cffi.FFI()
    for other in includes:
        ffi.include(other)
    ffi.cdef(cdef)
    ffi.set_source(name, source, **keywords)
    ffi.compile(str(folder))
    return load(folder, name)


def build_python(folder, cdef, name=None, includes=()):
    """The same in ABI mode: a .py module."""
    return build(folder, cdef, None, name, includes)


__all__ = ["build", "build_python", "builder", "fresh_name", "load"]
