"""What set_source() said, and the files that are written from it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from . import _toolchain
from .error import FFIError, VerificationError

if TYPE_CHECKING:
    from .api import FFI


class Source(NamedTuple):
    module_name: str
    source: str | None  # None: a .py module for ABI mode
    source_extension: str
    keywords: dict[str, Any]


def assign(ffi: FFI, module_name: Any, source: Any, source_extension: Any, keywords: dict[str, Any]) -> None:
    """Checks and remembers the arguments of set_source()."""
    if getattr(ffi, "_assigned_source", None) is not None:
        raise ValueError("set_source() cannot be called several times per ffi object")
    check_module_name(module_name)
    if source is not None and not isinstance(source, str):
        raise TypeError(f"'source' must be a string, or None for ABI mode, not {type(source).__name__}")
    if not isinstance(source_extension, str):
        raise TypeError(f"'source_extension' must be a string, not {type(source_extension).__name__}")
    oldest = keywords.pop("min_cffi", None)
    ffi.__dict__["_for_released"] = oldest is None or _major_version(oldest) < 3
    ffi.__dict__["_assigned_source"] = Source(module_name, source, source_extension, keywords)


def compiler_keywords(ffi: FFI, given: dict[str, Any]) -> dict[str, Any]:
    """The keywords of an Extension, with those that follow from what the FFI object was told."""
    if not ffi.__dict__.get("_unicode"):
        return given
    return {**given, "define_macros": [*(given.get("define_macros") or ()), ("UNICODE", "1"), ("_UNICODE", "1")]}


def _major_version(text: Any) -> int:
    if not isinstance(text, str):
        raise TypeError(f"'min_cffi' must be a version like '3.0', not {type(text).__name__}")
    parts = text.split(".")
    if not all(part.isdecimal() for part in parts):
        raise ValueError(f"'min_cffi' must be a version like '3.0', not {text!r}")
    return int(parts[0])


def check_module_name(module_name: Any) -> None:
    if not isinstance(module_name, str):
        raise TypeError("'module_name' must be a string")
    if os.sep in module_name or (os.altsep and os.altsep in module_name):
        raise ValueError(
            f"'module_name' must not contain '{os.sep}': use a dotted name to make a 'package.module' location"
        )


def assigned(ffi: FFI, method: str) -> Source:
    source = getattr(ffi, "_assigned_source", None)
    if source is None:
        raise ValueError(f"set_source() must be called before {method}()")
    return Source(*source)


def module_file(module_name: str, extension: str) -> str:
    """Relative path: "a.b" and ".c" make "a/b.c"."""
    return os.path.join(*module_name.split(".")) + extension


def c_text(ffi: FFI, module_name: str, preamble: str, limited_api: Any = False, for_verify: bool = False) -> str:
    """The C source of the module. `limited_api`: True (that of the oldest Python there is support for), or a version.
    `for_verify`: the module is one that verify() makes, and is not passed on."""
    names = [] if for_verify else _included(ffi, is_c=True)
    embedding = init_code(ffi)
    if embedding is not None:
        limited_api = False  # it belongs to one Python: that which it starts
    try:
        return ffi._emit_c(
            module_name,
            preamble,
            includes=names,
            py_limited_api=_toolchain.limited_api_version(limited_api),
            embedding=embedding,
            for_verify=for_verify,
            for_released=not for_verify and ffi.__dict__.get("_for_released", True),
        )
    except FFIError as error:
        raise VerificationError(str(error)) from None


def init_code(ffi: FFI) -> str | None:
    """What an embedded library starts with; None: the module is none."""
    found: str | None = ffi.__dict__.get("_embedding")
    return found


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
        source = getattr(other, "_assigned_source", None)
        if source is None:
            raise VerificationError(
                f"ffi object {ffi!r} includes {other!r}, but the latter has not been prepared with set_source()"
            )
        if (source[1] is not None) != is_c:
            kinds = ["a Python-based ffi", "a C-based ffi"]
            raise VerificationError(f"not implemented yet: ffi.include() of {kinds[not is_c]} inside {kinds[is_c]}")
        names.append(source[0])
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
