"""From an FFI to a module: recompile() writes its source and builds it. FFI.compile() is the usual way in."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from . import _source, _toolchain
from .error import VerificationError as VerificationError

if TYPE_CHECKING:
    from .api import FFI

__all__ = ["recompile", "make_c_source", "make_py_source", "VerificationError"]


def make_c_source(
    ffi: FFI, module_name: str, preamble: str, target_c_file: Any, verbose: bool = False, py_limited_api: Any = False
) -> bool:
    """Writes the C source to a file or a file object. Whether the file changed."""
    return _source.write(target_c_file, _source.c_text(ffi, module_name, preamble, py_limited_api), verbose)


def make_py_source(ffi: FFI, module_name: str, target_py_file: Any, verbose: bool = False) -> bool:
    """Writes the Python source of a module for ABI mode. Whether the file changed."""
    return _source.write(target_py_file, _source.python_text(ffi, module_name), verbose)


def emit(ffi: FFI, target: Any, is_c: bool) -> None:
    """FFI.emit_c_code() and FFI.emit_python_code()."""
    method = "emit_c_code" if is_c else "emit_python_code"
    source = _source.assigned(ffi, method)
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
    name, source, extension, keywords = _source.assigned(ffi, "compile")
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
    name, source, extension, keywords = _source.assigned(ffi, "distutils_extension")
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


def recompile(
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
    _source.check_module_name(module_name)
    tmpdir = os.fspath(tmpdir)
    extension = ".py" if preamble is None else source_extension
    relative = _source.module_file(module_name, extension)
    path = os.path.join(tmpdir, relative) if c_file is None else os.fspath(c_file)
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    if preamble is None:
        updated = make_py_source(ffi, module_name, path, verbose=bool(compiler_verbose))
        return path if call_c_compiler else (None, updated)
    kwds = _source.compiler_keywords(ffi, kwds)
    limited = kwds.get("py_limited_api")
    updated = make_c_source(ffi, module_name, preamble, path, bool(compiler_verbose), py_limited_api=limited)
    suffix = _toolchain.abi3_suffix() if limited else _toolchain.extension_suffix()
    if _source.init_code(ffi) is not None:
        from . import _embedding

        kwds = _embedding.keywords(kwds)
        suffix = _toolchain.shared_suffix()
    if call_c_compiler:
        output = _output_file(module_name, tmpdir, target, suffix)
        return _compile(
            ffi, module_name, preamble, os.path.realpath(tmpdir), path, output, compiler_verbose, debug, kwds
        )
    if not uses_ffiplatform:
        return None, updated
    from . import ffiplatform

    listed = os.fspath(c_file) if c_file is not None else os.path.join(os.fspath(extradir or ""), relative)
    return ffiplatform.get_extension(listed, module_name, **kwds), updated


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


def _compile(
    ffi: FFI,
    module_name: str,
    preamble: str,
    base: str,
    path: str,
    output: str,
    verbose: int,
    debug: bool | None,
    kwds: dict[str, Any],
) -> str:
    from . import _build, _diagnostics

    path = os.path.realpath(path)
    inside = path[len(base) + 1 :] if path.startswith(base + os.sep) else path
    extension = _build.extension_from(module_name, [inside], kwds)
    extension.is_library = _source.init_code(ffi) is not None
    try:
        _build.build(extension, output, base=base, verbose=verbose, debug=debug)
    except _build.BuildFailure as failure:
        with open(path, encoding="utf-8", newline="") as file:
            generated = file.read()
        cdefs = ffi._cdefsources
        raise _build.failed(failure, _diagnostics.explain(failure.output, inside, generated, preamble, cdefs)) from None
    return output


def _output_file(module_name: str, tmpdir: str, target: Any, suffix: str) -> str:
    folder, name = os.path.split(_source.module_file(module_name, ""))
    if target is not None:
        if not isinstance(target, (str, os.PathLike)):
            raise TypeError(f"'target' must be a file name, not {type(target).__name__}")
        name = str(os.fspath(target))
    else:
        name += suffix
    if name.endswith(".*"):
        name = name[:-2] + _toolchain.shared_suffix()
    return os.path.realpath(os.path.join(tmpdir, folder, name))
