"""ffi.verify(): compiles C source at run time, keeps the module by a hash of everything it was made from, and loads it.

The modules lie in the folder set by set_tmpdir(), else in the one that the environment's CFFI_TMPDIR names, else in
__pycache__ beside the file that calls verify().
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.machinery
import importlib.util
import os
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import TYPE_CHECKING, Any

from ._build import sources, toolchain
from ._build.spec import spec_of
from .error import VerificationError as VerificationError
from .ffiplatform import LIST_OF_FILE_NAMES, flatten, get_extension, maybe_relative_path

if TYPE_CHECKING:
    from _cffi_backend import _CdefFFI as FFI

__all__ = ["VerificationError", "Verifier", "cleanup_tmpdir", "set_tmpdir"]

_tmpdir: str | None = None
_PREFIX = "_cffi_"


class Verifier:
    """One C source and its module: the object that ffi.verifier is after ffi.verify()."""

    def __init__(  # noqa: PLR0913 - as released versions have it
        self,
        ffi: FFI,
        preamble: str,
        tmpdir: Any = None,
        modulename: str | None = None,
        ext_package: str | None = None,
        tag: str = "",
        force_generic_engine: bool = False,
        source_extension: str = ".c",
        flags: int | None = None,
        relative_to: Any = None,
        **kwds: Any,
    ) -> None:
        if modulename and tag:
            raise TypeError("can't specify both 'modulename' and 'tag'")
        if not isinstance(preamble, str):
            raise TypeError(f"the source given to verify() must be a string, not {type(preamble).__name__}")
        if spec_of(ffi).is_embedded:
            raise VerificationError("verify() makes no embedded libraries: use set_source() and compile()")
        self.ffi = ffi
        self.preamble = preamble
        self.kwds = spec_of(ffi).compiler_keywords(self.make_relative_to(kwds, relative_to))
        self.flags = flags  # for dlopen(); None: Python's own
        self.ext_package = ext_package
        self.tmpdir = os.fspath(tmpdir) if tmpdir else _tmpdir or os.environ.get("CFFI_TMPDIR") or _caller_pycache()
        name = modulename or f"{_PREFIX}{tag}_{self._hash(force_generic_engine)}"
        self.sourcefilename = os.path.join(self.tmpdir, name + source_extension)
        self.modulefilename = os.path.join(self.tmpdir, name + toolchain.extension_suffix())
        self._module_name = name
        self._has_source = False
        self._has_module = os.path.isfile(self.modulefilename)

    def write_source(self, file: Any = None) -> None:
        """Writes the C source to its file, once; or to `file`."""
        if file is None and self._has_source:
            raise VerificationError("source code already written")
        if file is None:
            os.makedirs(self.tmpdir, exist_ok=True)
            self._has_source = True
        sources.write(self.sourcefilename if file is None else file, self._text(self._module_name))

    def compile_module(self) -> None:
        """Writes the source if need be, and builds the module, once."""
        if self._has_module:
            raise VerificationError("module already compiled")
        self._write_if_needed()
        from ._build import diagnostics, driver
        from ._build.extension import extension_from

        extension = extension_from(self._module_name, [self.sourcefilename], self.kwds)
        try:
            driver.build(extension, self.modulefilename, object_dir=os.path.join(self.tmpdir, _PREFIX + "objects"))
        except driver.BuildFailure as failure:
            notes = diagnostics.explain(
                failure.output, self.sourcefilename, self._text(self._module_name), self.preamble, self.ffi._cdefsources
            )
            raise driver.failed(failure, notes) from None
        self._has_module = True

    def load_library(self) -> Any:
        """The library object, built if need be. The module is the one that was installed, if there is one."""
        if not self._has_module and not self._find_installed():
            self.compile_module()
        module = self._import()
        try:
            return self.ffi._verified(module.ffi)
        except (self.ffi.error, ImportError) as error:
            raise VerificationError(str(error)) from error

    def get_module_name(self) -> str:
        return self._module_name

    def get_extension(self) -> Any:
        """A setuptools Extension, for setup(ext_modules=[ffi.verifier.get_extension()], ext_package=...)."""
        self._write_if_needed()
        return get_extension(maybe_relative_path(self.sourcefilename), self._module_name, **self.kwds)

    def generates_python_module(self) -> bool:
        return True

    def make_relative_to(self, kwds: dict[str, Any], relative_to: Any) -> dict[str, Any]:
        """The keywords with file names taken as relative to the folder of the file `relative_to`."""
        folder = os.path.dirname(os.fspath(relative_to)) if relative_to else ""
        if not folder:
            return kwds
        changed = dict(kwds)
        for key in LIST_OF_FILE_NAMES:
            if key in changed:
                changed[key] = [os.path.join(folder, os.fspath(name)) for name in changed[key]]
        return changed

    def _write_if_needed(self) -> None:
        if not self._has_source:
            self.write_source()

    def _text(self, name: str) -> str:
        return sources.c_text(self.ffi, name, self.preamble, for_verify=True)

    def _hash(self, force_generic_engine: bool) -> str:
        parts = [sys.version, toolchain.extension_suffix(), self._text("_cffi_module"), flatten(self.kwds)]
        digest = hashlib.sha256(flatten(parts).encode("utf-8", "surrogatepass")).hexdigest()
        return f"{'g' if force_generic_engine else 'x'}{digest[:8]}x{digest[8:16]}"

    def _find_installed(self) -> bool:
        for folder in self._installed_folders():
            for suffix in importlib.machinery.EXTENSION_SUFFIXES:
                path = os.path.join(folder, self._module_name + suffix)
                if os.path.isfile(path):
                    self.modulefilename = path
                    self._has_module = True
                    return True
        return False

    def _installed_folders(self) -> Iterator[str]:
        if self.ext_package is None:
            yield from filter(None, sys.path)
            return
        try:
            yield from importlib.import_module(self.ext_package).__path__
        except (ImportError, AttributeError):
            return

    def _import(self) -> Any:
        loader = importlib.machinery.ExtensionFileLoader(self._module_name, self.modulefilename)
        spec = importlib.util.spec_from_loader(self._module_name, loader, origin=self.modulefilename)
        assert spec is not None
        old_flags = sys.getdlopenflags() if self.flags is not None else None
        try:
            if self.flags is not None:
                sys.setdlopenflags(self.flags)
            module: ModuleType = importlib.util.module_from_spec(spec)
            sys.modules[self._module_name] = module
            loader.exec_module(module)
        except ImportError as error:
            raise VerificationError(f"importing {self.modulefilename!r}: {error}") from error
        finally:
            if old_flags is not None:
                sys.setdlopenflags(old_flags)
        return module


def set_tmpdir(dirname: Any) -> None:
    """Where modules are kept from now on; None: where they are without this."""
    global _tmpdir
    _tmpdir = None if dirname is None else os.fspath(dirname)


def cleanup_tmpdir(tmpdir: Any = None, keep_so: bool = False) -> None:
    """Removes what verify() left in a folder; with keep_so, all but the modules."""
    folder = os.fspath(tmpdir) if tmpdir else _tmpdir or os.environ.get("CFFI_TMPDIR") or _caller_pycache()
    try:
        names = os.listdir(folder)
    except OSError:
        return
    for name in names:
        if name == _PREFIX + "objects":
            import shutil

            shutil.rmtree(os.path.join(folder, name), ignore_errors=True)
        elif name.startswith(_PREFIX) and not (
            keep_so and name.endswith(tuple(importlib.machinery.EXTENSION_SUFFIXES))
        ):
            try:
                os.unlink(os.path.join(folder, name))
            except OSError:
                pass


def _caller_pycache() -> str:
    """__pycache__ beside the first file on the stack that is not part of this package."""
    own = os.path.dirname(os.path.abspath(__file__)) + os.sep
    frame = sys._getframe(1)
    while frame.f_back is not None and os.path.abspath(frame.f_code.co_filename).startswith(own):
        frame = frame.f_back
    return os.path.abspath(os.path.join(os.path.dirname(frame.f_code.co_filename), "__pycache__"))
