"""A cdef in each mode: in line, as a `.py` module for ABI mode, as a compiled module, through verify().

MODES are the modes by name; each opens a cdef as (ffi, lib). For those with a compiler `source` is the C; for the others
`library` is a path, or None for the program itself.
"""

import importlib
import itertools
import os
import sys

import cffi
from cffi import verifier
from support.building import compile_shared
from support.declarations import DECLARATIONS, INCLUDES, compiled_declarations
from support.helpers import RELEASED, WINDOWS

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


def declared(cdef, *included):
    ffi = cffi.FFI()
    for other in included:
        ffi.include(other)
    ffi.cdef(cdef)
    return ffi


def build(folder, cdef, source, name=None, includes=(), **keywords):
    """The module of a cdef and its C source, compiled into `folder` and imported."""
    name = name or fresh_name()
    ffi = declared(cdef, *includes)
    ffi.set_source(name, source, **keywords)
    ffi.compile(str(folder))
    return load(folder, name)


def build_python(folder, cdef, name=None, includes=()):
    """The same in ABI mode: a .py module."""
    return build(folder, cdef, None, name, includes)


def in_line(folder, cdef, source=None, library=None, **keywords):
    ffi = declared(cdef)
    return ffi, ffi.dlopen(library)


def python_module(folder, cdef, source=None, library=None, **keywords):
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


MODES = {"line": in_line, "py": python_module, "api": api_module, "verify": verified}
ABI = ("line", "py")
COMPILED = ("api", "verify")
# For what the released verify() has not: functions that are pointers to functions, for one.
BUT_FOR_RELEASED_VERIFY = tuple(mode for mode in MODES if mode != "verify" or not RELEASED)


def open_all(mode, folder, source, *ffis):
    """[(ffi, lib)] of FFI objects that include one another, all declared before the first of them is opened."""
    if mode == "line":
        return [(ffi, ffi.dlopen(None)) for ffi in ffis]
    if mode == "verify":
        verifier.set_tmpdir(str(folder))
        try:
            return [(ffi, ffi.verify(source)) for ffi in ffis]
        finally:
            verifier.set_tmpdir(None)
    names = [fresh_name("_all") for _ in ffis]
    for name, ffi in zip(names, ffis):
        ffi.set_source(name, source if mode == "api" else None)
        ffi.compile(str(folder))
    found = [load(folder, name) for name in names]
    return [(module.ffi, module.lib if mode == "api" else module.ffi.dlopen(None)) for module in found]


class Builds:
    """Modules and libraries, each built once for all that ask for the same text."""

    def __init__(self, folder):
        self.folder = folder
        self._made = {}

    def once(self, make, *key):
        """What `make` makes of a folder of its own, the first time that `key` is asked for."""
        if key not in self._made:
            folder = self.folder / str(next(_numbers))
            folder.mkdir()
            self._made[key] = make(folder)
        return self._made[key]

    def library(self, mode, source, libraries=()):
        """The path of a shared library, with variables of its own in each mode; None without a source: the program itself."""

        def make(folder):
            (folder / "library.c").write_text(source)
            return compile_shared([folder / "library.c"], folder / "library.so", *["-l" + name for name in libraries])

        return None if source is None else self.once(make, "library", mode, source, tuple(libraries))

    def open(self, mode, cdef, source=None, **keywords):
        """(ffi, lib). In ABI mode the C is a library, so what the cdef declares is not `static`; in line both are fresh."""
        library = self.library(mode, source, keywords.get("libraries", ())) if mode in ABI else None
        if mode == "line":
            return in_line(None, cdef, library=library)
        key = (mode, cdef, source, repr(sorted(keywords.items())))
        if mode == "py":
            ffi = self.once(lambda folder: build_python(folder, cdef), *key).ffi
            return ffi, ffi.dlopen(library)
        return self.once(lambda folder: MODES[mode](folder, cdef, source or "", **keywords), *key)

    def open_library(self, mode, path):
        """(ffi, lib) of the library that support/declarations.py declares."""
        if mode == "line":
            return in_line(None, DECLARATIONS, library=path)
        if mode == "py":
            ffi = self.once(lambda folder: build_python(folder, DECLARATIONS), mode, path).ffi
            return ffi, ffi.dlopen(path)
        if WINDOWS:
            os.add_dll_directory(os.path.dirname(path))
            linked = {"extra_link_args": [path]}
        else:
            linked = {"extra_link_args": [path, "-Wl,-rpath," + os.path.dirname(path)]}
        cdef = compiled_declarations(mode)
        return self.once(lambda folder: MODES[mode](folder, cdef, INCLUDES + cdef, **linked), mode, path)
