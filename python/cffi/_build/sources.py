"""The source of a module, in C or in Python, and how it is written to its file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from ..error import FFIError, VerificationError

from .spec import source_of, spec_of

if TYPE_CHECKING:
    from _cffi_backend import _CdefFFI as FFI


def module_file(module_name: str, extension: str) -> str:
    """Relative path: "a.b" and ".c" make "a/b.c"."""
    return os.path.join(*module_name.split(".")) + extension


def c_text(ffi: FFI, module_name: str, preamble: str, limited_api: Any = False, for_verify: bool = False) -> str:
    """The C source of the module. `limited_api`: True (that of the oldest Python there is support for), or a version.
    `for_verify`: the module is one that verify() makes, and is not passed on."""
    names = [] if for_verify else _included(ffi, is_c=True)
    spec = spec_of(ffi)
    if spec.is_embedded:
        limited_api = False  # it belongs to one Python: that which it starts
    try:
        return ffi._emit_c(
            module_name,
            preamble,
            includes=names,
            py_limited_api=_limited_api_version(limited_api),
            embedding=spec.init_code,
            for_verify=for_verify,
            for_released=not for_verify and spec.for_released,
        )
    except FFIError as error:
        raise VerificationError(str(error)) from None


def _limited_api_version(asked: Any) -> bool | int:
    if asked is None or asked is False:
        return False
    from . import toolchain  # imports much

    return toolchain.limited_api_version(asked)


def python_text(ffi: FFI, module_name: str) -> str:
    """The Python source of a module for ABI mode."""
    names = _included(ffi, is_c=False)
    try:
        return ffi._emit_python(module_name, includes=names)
    except FFIError as error:
        raise VerificationError(str(error)) from None


def _included(ffi: FFI, is_c: bool) -> list[str]:
    """The names of the modules of the FFIs that this one includes: it imports them."""
    names = []
    for other in ffi._included_ffis:
        source = source_of(other)
        if source is None:
            raise VerificationError(
                f"ffi object {ffi!r} includes {other!r}, but the latter has not been prepared with set_source()"
            )
        if (source.source is not None) != is_c:
            kinds = ["a Python-based ffi", "a C-based ffi"]
            raise VerificationError(f"not implemented yet: ffi.include() of {kinds[not is_c]} inside {kinds[is_c]}")
        names.append(source.module_name)
    return names


def write(target: Any, text: str, verbose: int = 0) -> bool:
    """Writes a file, or to anything with write(). A file that has this content already is left as it is: False.

    Others never see half of it: it appears under its name when it is whole.
    """
    if hasattr(target, "write"):
        target.write(text)
        return True
    path = os.fspath(target)
    if verbose:
        print(f"generating {os.fsdecode(path)}")
    data = text.encode("utf-8")
    if _read(path) == data:
        if verbose:
            print("(already up-to-date)")
        return False
    temporary = f"{os.fsdecode(path)}.~{os.getpid()}"
    try:
        with open(temporary, "wb") as file:
            file.write(data)
        os.replace(temporary, path)
    except BaseException:
        if os.path.exists(temporary):
            os.unlink(temporary)
        raise
    return True


def _read(path: str | bytes) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None
