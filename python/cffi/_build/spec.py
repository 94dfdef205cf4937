"""What a build script has said to an FFI about the module to build."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import _cffi_backend
    from _cffi_backend import _CdefFFI as FFI

_KEY = "_module_spec"


class Source(NamedTuple):
    """The arguments of set_source()."""

    module_name: str
    source: str | None  # None: a .py module for ABI mode
    source_extension: str
    keywords: dict[str, Any]


class ModuleSpec(NamedTuple):
    """All of it. A value: a copy of an FFI has that of the original until it is told more."""

    source: Source | None = None
    for_released: bool = True  # the module is to run with released versions, too
    unicode: bool | None = None  # as set_unicode() says, if it was called
    init_code: str | None = None  # of an embedded library: "" until it is given; None: the module is none

    def source_for(self, method: str) -> Source:
        """Raises ValueError when set_source() was not called."""
        if self.source is None:
            raise ValueError(f"set_source() must be called before {method}()")
        return self.source

    @property
    def is_embedded(self) -> bool:
        """Is the module a library for C programs?"""
        return self.init_code is not None

    def compiler_keywords(self, given: dict[str, Any]) -> dict[str, Any]:
        """The keywords of an Extension, with those that follow from what else was said."""
        if not self.unicode:
            return given
        return {**given, "define_macros": [*(given.get("define_macros") or ()), ("UNICODE", "1"), ("_UNICODE", "1")]}


_NOTHING_SAID = ModuleSpec()


def spec_of(ffi: FFI) -> ModuleSpec:
    spec: ModuleSpec = ffi.__dict__.get(_KEY, _NOTHING_SAID)
    return spec


def _change(ffi: FFI, **parts: Any) -> None:
    ffi.__dict__[_KEY] = spec_of(ffi)._replace(**parts)


def source_of(ffi: _cffi_backend.FFI) -> Source | None:
    """What was given to set_source(), if anything was. `ffi` may be that of a compiled module, which has no spec."""
    spec: ModuleSpec | None = getattr(ffi, "__dict__", {}).get(_KEY)
    return None if spec is None else spec.source


#: The attributes of released FFI objects that show parts of it.
_ATTRIBUTES = {"_assigned_source": "source", "_windows_unicode": "unicode", "_embedding": "init_code"}


def attribute(ffi: FFI, name: str) -> Any:
    value = getattr(spec_of(ffi), _ATTRIBUTES[name])
    if value is None and name == "_assigned_source":
        raise AttributeError(f"{type(ffi).__name__!r} object has no attribute {name!r}")
    return value


def set_attribute(ffi: FFI, name: str, value: Any) -> None:
    if value is not None and name == "_assigned_source":
        value = Source(*value)
    _change(ffi, **{_ATTRIBUTES[name]: value})


def set_source(ffi: FFI, module_name: Any, source: Any, source_extension: Any, keywords: dict[str, Any]) -> None:
    """FFI.set_source(): checks and remembers its arguments."""
    if spec_of(ffi).source is not None:
        raise ValueError("set_source() cannot be called several times per ffi object")
    check_module_name(module_name)
    if source is not None and not isinstance(source, str):
        raise TypeError(f"'source' must be a string, or None for ABI mode, not {type(source).__name__}")
    if not isinstance(source_extension, str):
        raise TypeError(f"'source_extension' must be a string, not {type(source_extension).__name__}")
    oldest = keywords.pop("min_cffi", None)
    for_released = oldest is None or _major_version(oldest) < 3
    _change(ffi, source=Source(module_name, source, source_extension, keywords), for_released=for_released)


def set_unicode(ffi: FFI, enabled: bool) -> None:
    """FFI.set_unicode()."""
    if spec_of(ffi).unicode is not None:
        raise ValueError("set_unicode() can only be called once")
    character = "wchar_t" if enabled else "char"
    ffi.cdef(
        f"typedef {character} TBYTE, TCHAR, *LPTSTR, *PTSTR; typedef const {character} *LPCTSTR, *PCTSTR;"
        "typedef TBYTE *PTBYTE; typedef TCHAR *PTCHAR;"
    )
    _change(ffi, unicode=bool(enabled))


def declare_exports(ffi: FFI, csource: str, packed: bool = False, pack: int | None = None) -> None:
    """FFI.embedding_api()."""
    ffi._embedding_cdef(csource, packed, pack)
    if not spec_of(ffi).is_embedded:
        _change(ffi, init_code="")


def set_init_code(ffi: FFI, text: Any) -> None:
    """FFI.embedding_init_code(): checks and remembers its argument."""
    if spec_of(ffi).init_code:
        raise ValueError("embedding_init_code() can only be called once")
    if not isinstance(text, str):
        raise TypeError(f"embedding_init_code() argument must be a string, not {type(text).__name__}")
    code = dedented(text)
    compile(code, "<embedding_init_code>", "exec", dont_inherit=True)
    _change(ffi, init_code=code)


def check_module_name(module_name: Any) -> None:
    if not isinstance(module_name, str):
        raise TypeError("'module_name' must be a string")
    if os.sep in module_name or (os.altsep and os.altsep in module_name):
        raise ValueError(
            f"'module_name' must not contain '{os.sep}': use a dotted name to make a 'package.module' location"
        )


def dedented(text: str) -> str:
    """Without the indentation that all lines share; ends with a line end. The number of each line stays what it was."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip(" \t\n").split("\n")
    starts = [line[: len(line) - len(line.lstrip(" \t"))] for line in lines if line.strip(" \t")]
    # What the first and the last in alphabetical order share, all share.
    first, last = min(starts, default=""), max(starts, default="")
    margin = next((i for i, pair in enumerate(zip(first, last)) if pair[0] != pair[1]), min(len(first), len(last)))
    return "\n".join(line[margin:] for line in lines) + "\n"


def _major_version(text: Any) -> int:
    if not isinstance(text, str):
        raise TypeError(f"'min_cffi' must be a version like '3.0', not {type(text).__name__}")
    parts = text.split(".")
    if not all(part.isdecimal() for part in parts):
        raise ValueError(f"'min_cffi' must be a version like '3.0', not {text!r}")
    return int(parts[0])
