"""Builds a module for the demo in a folder that is gone afterwards, and imports it."""

from __future__ import annotations

import importlib
import os
import sys
import tempfile
from types import ModuleType

from cffi import FFI


def build_and_import(ffi: FFI, name: str) -> ModuleType:
    with tempfile.TemporaryDirectory() as folder:
        path = ffi.compile(tmpdir=folder)
        print(f"  ffi.compile() made {os.path.basename(path)}, {os.path.getsize(path)} bytes")
        sys.path.insert(0, folder)
        try:
            return importlib.import_module(name)
        finally:
            sys.path.remove(folder)
