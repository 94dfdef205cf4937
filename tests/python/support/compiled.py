"""Compiled modules of tests/prebuilt: what the package under test generates, and what released versions generated.

They are compiled for this Python and imported, once each. What is said of one is said of all.
"""

import atexit
import contextlib
import functools
import importlib
import os
import shutil
import sys
import tempfile

import pytest

from support.paths import ROOT

sys.path.insert(0, os.path.join(ROOT, "tests", "prebuilt"))

import prebuilt

NAMES = [
    "everything", "unsized_int", "unsized_float", "macro_variable", "callbacks", "visible", "wide", "complex_numbers",
    "base", "packaged.derived", "abi_base", "abi_derived",
]  # fmt: skip

SOURCES = prebuilt.available()
HERE = "here"
VERSIONS = [HERE, *SOURCES]


@functools.lru_cache(maxsize=None)
def folder(version):
    """Where the modules of this version lie, for sys.path."""
    if version != HERE:
        return prebuilt.build(SOURCES[version])
    made = tempfile.mkdtemp(prefix="modules-made-here-")
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    sources = os.path.join(made, "sources")
    prebuilt.generate(sys.executable, sources)
    return prebuilt.build(sources, os.path.join(made, "compiled"))


@contextlib.contextmanager
def importable(path):
    """Inside, `import everything` takes the module in that folder; afterwards nothing of it is in sys.modules."""
    before = dict(sys.modules)
    sys.path.insert(0, path)
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path.remove(path)
        for name in set(sys.modules) - set(before):
            if name.split(".")[0] in {known.split(".")[0] for known in NAMES}:
                del sys.modules[name]


class Modules:
    """The modules of one version as attributes; the test is skipped where the version has none of that name."""

    def __init__(self, version):
        self.version = version
        path = folder(version)
        self._missing = prebuilt.read_manifest(path)["missing"]
        self._modules = {}
        with importable(path):
            for name in NAMES:
                if name.split(".")[-1] not in self._missing:
                    self._modules[name.split(".")[-1]] = importlib.import_module(name)

    def __getattr__(self, name):
        if name not in self._modules:
            pytest.skip("cffi %s has no %s" % (self.version, name))
        return self._modules[name]


def need(version, name):
    """For tests that import it in other processes: skips where this Python has no such module."""
    getattr(modules(version), name)


_loaded = {}


def modules(version):
    if version not in _loaded:
        _loaded[version] = Modules(version)
    return _loaded[version]
