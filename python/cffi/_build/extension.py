"""What is compiled: the keywords of set_source(), which are those of a distutils Extension, checked."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from .toolchain import CXX_SUFFIXES

#: Keywords of a distutils Extension that mean nothing to this driver.
_IGNORED = frozenset({"export_symbols", "swig_opts", "optional", "extra_f77_compile_args"})


@dataclass
class Extension:
    """What is to be built: the keywords of set_source(), checked."""

    name: str
    sources: list[str]
    include_dirs: list[str] = field(default_factory=list)
    define_macros: list[tuple[str, str | None]] = field(default_factory=list)
    undef_macros: list[str] = field(default_factory=list)
    library_dirs: list[str] = field(default_factory=list)
    libraries: list[str] = field(default_factory=list)
    runtime_library_dirs: list[str] = field(default_factory=list)
    extra_objects: list[str] = field(default_factory=list)
    extra_compile_args: list[str] = field(default_factory=list)
    extra_link_args: list[str] = field(default_factory=list)
    depends: list[str] = field(default_factory=list)
    language: str | None = None
    is_library: bool = False  # to link with, not only to open
    py_limited_api: bool = False

    def needs_cxx(self) -> bool:
        return self.language == "c++" or any(_is_cxx(source) for source in self.sources)


def extension_from(name: str, sources: Sequence[Any], keywords: Mapping[str, Any]) -> Extension:
    """An Extension of these sources and those that `keywords` names. Unknown keywords are warned about."""
    lists = {f.name for f in fields(Extension)} - {"name", "language", "define_macros", "sources", "is_library", "py_limited_api"}
    extension = Extension(name, _strings("sources", sources))
    for key, value in keywords.items():
        if key == "sources":
            extension.sources += _strings(key, value)
        elif key == "define_macros":
            extension.define_macros = [_macro(item) for item in _list(key, value)]
        elif key == "language":
            extension.language = value
        elif key == "py_limited_api":
            extension.py_limited_api = bool(value)
        elif key in lists:
            setattr(extension, key, _strings(key, value))
        elif key not in _IGNORED:
            warnings.warn(f"Unknown Extension options: {key!r}", stacklevel=2)
    return extension


def _is_cxx(path: str) -> bool:
    return os.path.splitext(path)[1] in CXX_SUFFIXES


def _list(key: str, value: Any) -> list[Any]:
    if value is None:
        return []
    if isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
        raise TypeError(f"'{key}' must be a list, not {type(value).__name__} ({value!r})")
    return list(value)


def _strings(key: str, value: Any) -> list[str]:
    found = []
    for item in _list(key, value):
        if not isinstance(item, (str, os.PathLike)):
            raise TypeError(f"'{key}' must be a list of strings, not of {type(item).__name__} ({item!r})")
        found.append(str(os.fspath(item)))
    return found


def _macro(item: Any) -> tuple[str, str | None]:
    if isinstance(item, str):
        return item, None
    if isinstance(item, (tuple, list)) and len(item) in (1, 2) and isinstance(item[0], str):
        value = item[1] if len(item) == 2 else None
        return item[0], None if value is None else str(value)
    raise TypeError(f"'define_macros' must be a list of (name, value), value being None or a string, not of {item!r}")
