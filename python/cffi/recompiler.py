"""From an FFI to a module: recompile() writes its source and builds it. FFI.compile() is the usual way in."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from ._build import sources
from ._build.spec import check_module_name, spec_of
from .error import VerificationError as VerificationError

if TYPE_CHECKING:
    from _cffi_backend import _CdefFFI as FFI

__all__ = ["recompile", "make_c_source", "make_py_source", "VerificationError"]


def make_c_source(
    ffi: FFI, module_name: str, preamble: str, target_c_file: Any, verbose: bool = False, py_limited_api: Any = False
) -> bool:
    """Writes the C source to a file or a file object. Whether the file changed."""
    return sources.write(target_c_file, sources.c_text(ffi, module_name, preamble, py_limited_api), verbose)


def make_py_source(ffi: FFI, module_name: str, target_py_file: Any, verbose: bool = False) -> bool:
    """Writes the Python source of a module for ABI mode. Whether the file changed."""
    return sources.write(target_py_file, sources.python_text(ffi, module_name), verbose)


def emit(ffi: FFI, target: Any, is_c: bool) -> None:
    """FFI.emit_c_code() and FFI.emit_python_code()."""
    method = "emit_c_code" if is_c else "emit_python_code"
    source = spec_of(ffi).source_for(method)
    if is_c != (source.source is not None):
        kinds = ["dlopen()-style pure Python modules", "C extension modules"]
        raise TypeError(f"{method}() is only for {kinds[is_c]}, not for {kinds[not is_c]}")
    if source.source is None:
        make_py_source(ffi, source.module_name, target, verbose=True)
    else:
        limited = source.keywords.get("py_limited_api")
        make_c_source(ffi, source.module_name, source.source, target, verbose=True, py_limited_api=limited)


def compile_assigned(ffi: FFI, tmpdir: Any, verbose: int, target: Any, debug: bool | None) -> str:
    """FFI.compile()."""
    name, source, extension, keywords = spec_of(ffi).source_for("compile")
    path: str = recompile(
        ffi,
        name,
        source,
        tmpdir=tmpdir,
        source_extension=extension,
        compiler_verbose=verbose,
        target=target,
        debug=debug,
        **keywords,
    )
    return path


def extension_of_assigned(ffi: FFI, tmpdir: Any, verbose: bool) -> Any:
    """FFI.distutils_extension()."""
    name, source, extension, keywords = spec_of(ffi).source_for("distutils_extension")
    if source is None:
        raise TypeError(
            "distutils_extension() is only for C extension modules, not for dlopen()-style pure Python modules"
        )
    made, updated = recompile(
        ffi, name, source, tmpdir=tmpdir, extradir=tmpdir, source_extension=extension, call_c_compiler=False,
        compiler_verbose=verbose, **keywords,
    )  # fmt: skip
    if verbose:
        print(f"{'regenerated' if updated else 'not modified'}: {made.sources[0]!r}", file=sys.stderr)
    return made


def recompile(  # noqa: PLR0913 - as released versions have it
    ffi: FFI,
    module_name: str,
    preamble: str | None,
    tmpdir: Any = ".",
    call_c_compiler: bool = True,
    c_file: Any = None,
    source_extension: str = ".c",
    extradir: Any = None,
    compiler_verbose: int = 1,
    target: Any = None,
    debug: bool | None = None,
    uses_ffiplatform: bool = True,
    **kwds: Any,
) -> Any:
    """Writes the module's source below `tmpdir` (or to `c_file`) and, with call_c_compiler, builds it.

    Returns the path of the module then; else a pair: a setuptools Extension (None without uses_ffiplatform, and for a
    .py module), whose sources begin with `extradir`, and whether the source file changed.
    """
    from ._build.module import Module
    from .ffiplatform import get_extension

    check_module_name(module_name)
    folder = os.fspath(tmpdir)
    relative = sources.module_file(module_name, ".py" if preamble is None else source_extension)
    path = os.path.join(folder, relative) if c_file is None else os.fspath(c_file)
    module = Module(ffi, module_name, preamble, folder, path, kwds, compiler_verbose)
    updated = module.write_source()
    if preamble is None:
        return path if call_c_compiler else (None, updated)
    if call_c_compiler:
        return module.compile(target, debug)
    if not uses_ffiplatform:
        return None, updated
    listed = os.fspath(c_file) if c_file is not None else os.path.join(os.fspath(extradir or ""), relative)
    return get_extension(listed, module_name, **module.compiler_keywords()), updated


class Recompiler:
    """The source of one module, for programs that want the text and no file. Its tables are made when it is written."""

    def __init__(self, ffi: FFI, module_name: str, target_is_python: bool = False) -> None:
        self.ffi = ffi
        self.module_name = module_name
        self.target_is_python = target_is_python

    def collect_type_table(self) -> None: ...
    def collect_step_tables(self) -> None: ...

    def write_source_to_f(self, f: Any, preamble: str | None) -> None:
        if self.target_is_python:
            assert preamble is None
            self.write_py_source_to_f(f)
        else:
            assert preamble is not None
            self.write_c_source_to_f(f, preamble)

    def write_c_source_to_f(self, f: Any, preamble: str) -> None:
        make_c_source(self.ffi, self.module_name, preamble, f)

    def write_py_source_to_f(self, f: Any) -> None:
        make_py_source(self.ffi, self.module_name, f)
