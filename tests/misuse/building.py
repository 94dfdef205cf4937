"""Builds what the worlds are made of: four copies of the library, a module in API mode, one in ABI mode."""

import importlib
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig

import cffi
import declarations
from world import Tools


def build(folder):
    compiler = shlex.split(os.environ.get("CC", "cc"))
    library = os.path.join(folder, "libtarget.so")
    subprocess.run(compiler + ["-shared", "-fPIC", "-O1", "-o", library, declarations.TARGET], check=True)
    libraries = []
    for number in range(4):
        libraries.append(os.path.join(folder, "libtarget%d.so" % number))
        shutil.copy(library, libraries[-1])
    with open(declarations.TARGET) as source:
        text = source.read()
    compiled = _make(folder, "_misused", text + declarations.EXTERN_SOURCE, declarations.EXTERN)
    tables = _make(folder, "_misused_tables", None, "")
    return Tools(libraries, compiled, tables)


def _make(folder, name, source, more):
    ffi = cffi.FFI()
    ffi.cdef(declarations.TYPES + declarations.SYMBOLS + more)
    ffi.set_source(name, source)
    ffi.compile(folder)
    return load(name, folder)


def load(name, folder):
    if folder not in sys.path:
        sys.path.insert(0, folder)
    importlib.invalidate_caches()
    return importlib.import_module(name)


EMIT = """
import cffi, sys
ffi = cffi.FFI()
ffi.cdef(sys.argv[1])
ffi.set_source("_misused_frozen", sys.argv[2])
ffi.emit_c_code(sys.argv[3])
"""


def build_frozen(folder):
    """A module that the released package generated; False where there is none."""
    released = os.environ.get("CFFI_ORACLE_PYTHON", "")
    if not os.path.exists(released):
        return False
    with open(declarations.TARGET) as source:
        text = source.read() + declarations.EXTERN_SOURCE
    declared = declarations.TYPES + declarations.SYMBOLS + declarations.EXTERN
    # Complex numbers as arguments are more than it can do.
    declared = declared.replace("double _Complex conjugate(double _Complex);", "")
    path = os.path.join(folder, "_misused_frozen")
    clean = {name: value for name, value in os.environ.items() if name not in ("LD_PRELOAD", "PYTHONPATH")}
    subprocess.run([released, "-c", EMIT, declared, text, path + ".c"], check=True, env=clean)
    include = "-I" + sysconfig.get_path("include")
    suffix = sysconfig.get_config_var("EXT_SUFFIX")
    compiler = shlex.split(os.environ.get("CC", "cc"))
    subprocess.run(compiler + ["-shared", "-fPIC", "-O1", "-w", include, path + ".c", "-o", path + suffix], check=True)
    return True
