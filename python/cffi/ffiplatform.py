"""What build scripts call directly: distutils extension objects, and building them."""

from __future__ import annotations

import os
from os.path import samefile as samefile
from typing import Any

from .error import VerificationError as VerificationError

__all__ = [
    "LIST_OF_FILE_NAMES",
    "VerificationError",
    "compile",
    "flatten",
    "get_extension",
    "maybe_relative_path",
    "samefile",
]

#: The keywords that are lists of file or folder names.
LIST_OF_FILE_NAMES = ["sources", "include_dirs", "library_dirs", "extra_objects", "depends"]


def get_extension(srcfilename: Any, modname: str, sources: Any = (), **kwds: Any) -> Any:
    """A setuptools (or distutils) Extension of these sources. It needs one of the two to be installed."""
    from ._build import toolchain

    if toolchain.is_free_threaded():
        kwds.pop("py_limited_api", None)
    names = [os.fspath(source) for source in (srcfilename, *sources)]
    return _extension_class()(name=modname, sources=names, **kwds)


def compile(tmpdir: Any, ext: Any, compiler_verbose: int = 0, debug: bool | None = None) -> str:
    """Builds a distutils Extension below `tmpdir`. The path of the module."""
    from ._build import driver, toolchain
    from ._build.extension import extension_from
    from ._build.sources import module_file

    keywords = {
        key: value for key, value in vars(ext).items() if key not in ("name", "sources") and not key.startswith("_")
    }
    suffix = toolchain.abi3_suffix() if keywords.get("py_limited_api") else toolchain.extension_suffix()
    output = os.path.realpath(os.path.join(os.fspath(tmpdir), module_file(ext.name, suffix)))
    extension = extension_from(ext.name, ext.sources, keywords)
    try:
        driver.build(extension, output, object_dir=os.fspath(tmpdir), verbose=compiler_verbose, debug=debug)
    except driver.BuildFailure as failure:
        raise driver.failed(failure) from None
    return output


def maybe_relative_path(path: str) -> str:
    """Relative to the working directory when it lies below it; else as it is."""
    if not os.path.isabs(path):
        return path
    folder, names = path, []
    while True:
        parent, name = os.path.split(folder)
        if parent == folder or not name:
            return path
        names.append(name)
        folder = parent
        try:
            if samefile(folder, os.curdir):
                return os.path.join(*reversed(names))
        except OSError:
            pass


def flatten(x: Any) -> str:
    """Any nesting of dicts, lists, tuples, strings, ints and None as one string; different ones give different
    strings."""
    if isinstance(x, str):
        return f"{len(x)}s{x}"
    if isinstance(x, dict):
        return f"{len(x)}d" + "".join(flatten(key) + flatten(x[key]) for key in sorted(x))
    if isinstance(x, (list, tuple)):
        return f"{len(x)}l" + "".join(map(flatten, x))
    if isinstance(x, int):
        return f"{int(x)}i"
    if x is None:
        return "n"
    raise TypeError(f"the keywords to verify() contains unsupported object {x!r}")


def _extension_class() -> Any:
    try:
        from setuptools import Extension
    except ImportError:
        try:
            from distutils.core import Extension
        except ImportError:
            raise ImportError(
                "an Extension object is a thing of setuptools, which is not installed: pip install setuptools "
                "(ffi.compile() builds modules without it)"
            ) from None
    return Extension
