"""What a build script has said to an FFI about the module to build."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import _cffi_backend

_KEY = "_module_spec"


class Source(NamedTuple):
    """The arguments of set_source()."""

    module_name: str
    source: str | None  # None: a .py module for ABI mode
    source_extension: str
    keywords: dict[str, Any]


class ModuleSpec:
    """All of it. What has not been said is None."""

    def __init__(self) -> None:
        self.source: Source | None = None
        self.for_released = True  # the module is to run with released versions, too
        self.unicode: bool | None = None
        self.init_code: str | None = None  # of an embedded library; "" until it is given

    def set_source(self, module_name: Any, source: Any, source_extension: Any, keywords: dict[str, Any]) -> None:
        """Checks and remembers the arguments of FFI.set_source()."""
        if self.source is not None:
            raise ValueError("set_source() cannot be called several times per ffi object")
        check_module_name(module_name)
        if source is not None and not isinstance(source, str):
            raise TypeError(f"'source' must be a string, or None for ABI mode, not {type(source).__name__}")
        if not isinstance(source_extension, str):
            raise TypeError(f"'source_extension' must be a string, not {type(source_extension).__name__}")
        oldest = keywords.pop("min_cffi", None)
        self.for_released = oldest is None or _major_version(oldest) < 3
        self.source = Source(module_name, source, source_extension, keywords)

    def source_for(self, method: str) -> Source:
        """Raises ValueError when set_source() was not called."""
        if self.source is None:
            raise ValueError(f"set_source() must be called before {method}()")
        return self.source

    def set_init_code(self, text: Any) -> None:
        """Checks and remembers the argument of FFI.embedding_init_code()."""
        if self.init_code:
            raise ValueError("embedding_init_code() can only be called once")
        if not isinstance(text, str):
            raise TypeError(f"embedding_init_code() argument must be a string, not {type(text).__name__}")
        code = dedented(text)
        compile(code, "<embedding_init_code>", "exec", dont_inherit=True)
        self.init_code = code

    @property
    def is_embedded(self) -> bool:
        """Is the module a library for C programs?"""
        return self.init_code is not None

    def compiler_keywords(self, given: dict[str, Any]) -> dict[str, Any]:
        """The keywords of an Extension, with those that follow from what else was said."""
        if not self.unicode:
            return given
        return {**given, "define_macros": [*(given.get("define_macros") or ()), ("UNICODE", "1"), ("_UNICODE", "1")]}


def spec_of(ffi: _cffi_backend._CdefFFI) -> ModuleSpec:
    """The one of this FFI; made when it is first asked for."""
    spec: ModuleSpec = ffi.__dict__.setdefault(_KEY, ModuleSpec())
    return spec


def source_of(ffi: _cffi_backend.FFI) -> Source | None:
    """What was given to set_source(), if anything was. `ffi` may be that of a compiled module, which has no spec."""
    spec: ModuleSpec | None = getattr(ffi, "__dict__", {}).get(_KEY)
    return None if spec is None else spec.source


#: The attributes of released FFI objects that show parts of it.
_ATTRIBUTES = {"_assigned_source": "source", "_windows_unicode": "unicode", "_embedding": "init_code"}


def attribute(ffi: _cffi_backend._CdefFFI, name: str) -> Any:
    value = getattr(spec_of(ffi), _ATTRIBUTES[name])
    if value is None and name == "_assigned_source":
        raise AttributeError(f"{type(ffi).__name__!r} object has no attribute {name!r}")
    return value


def set_attribute(ffi: _cffi_backend._CdefFFI, name: str, value: Any) -> None:
    if value is not None and name == "_assigned_source":
        value = Source(*value)
    setattr(spec_of(ffi), _ATTRIBUTES[name], value)


def declare_exports(ffi: _cffi_backend._CdefFFI, csource: str, packed: bool = False, pack: int | None = None) -> None:
    """FFI.embedding_api()."""
    ffi._embedding_cdef(csource, packed, pack)
    spec = spec_of(ffi)
    if spec.init_code is None:
        spec.init_code = ""


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
