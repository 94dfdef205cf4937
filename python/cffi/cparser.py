"""What older programs take from here: a view of an FFI's declarations as cffi.model has them, and a lock.

The parser itself is in the extension. ffi._parser is a Parser, made when asked for; new programs have
ffi.declarations().
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import _cffi_backend as backend

from . import model
from ._model.builder import Builder
from .commontypes import COMMON_TYPES as COMMON_TYPES
from .commontypes import resolve_common_type as resolve_common_type
from .error import CDefError as CDefError
from .error import FFIError as FFIError
from .lock import allocate_lock

CDEF_SOURCE_STRING = "<cdef source string>"

#: Guards nothing here: for programs that hold it while they declare.
lock = allocate_lock()

#: `extern const int x;` counts as a constant.
_SCALARS = (model.BasePrimitiveType, model.PointerType, model.FunctionPtrType, model.EnumType)
_WORDS = re.compile(r"\w+|\S")


class Parser:
    """The declarations of an FFI; without one, of an FFI of its own, which parse() fills."""

    def __init__(self, ffi: Any = None) -> None:
        self._ffi = _OwnFFI(self) if ffi is None else ffi
        self._builder = Builder(self._ffi)
        self._shown: dict[str, tuple[Any, int]] = {}
        self._constants: dict[str, int] = {}
        self._included_declarations: set[Any] = set()
        self._seen: Any = None

    @property
    def _declarations(self) -> dict[str, tuple[Any, int]]:
        """{"function f": (type, qualifiers), "struct s": ..., "macro M": (value, 0), ...}

        Given another such dict, of a pickle for example, the FFI declares what is in it and not in this one.
        """
        self._refresh()
        return self._shown

    @_declarations.setter
    def _declarations(self, declarations: dict[str, tuple[Any, int]]) -> None:
        from ._model.text import declaration_text

        known = self._declarations
        wanted = {key: value for key, value in declarations.items() if key not in known or known[key] != value}
        self._ffi.cdef(declaration_text(wanted), override=True)

    @property
    def _int_constants(self) -> dict[str, int]:
        """The values of macros, constants and enumerators. Given others, the FFI declares them."""
        self._refresh()
        return self._constants

    @_int_constants.setter
    def _int_constants(self, constants: dict[str, int]) -> None:
        known = self._int_constants
        lines = [f"#define {name} {value}\n" for name, value in constants.items() if known.get(name) != value]
        if lines:
            self._ffi.cdef("".join(lines), override=True)

    def parse(
        self,
        csource: str,
        override: bool = False,
        packed: bool = False,
        pack: int | None = None,
        dllexport: bool = False,
    ) -> None:
        """cdef(), or with `dllexport` embedding_api()."""
        if dllexport:
            from ._build.spec import declare_exports

            declare_exports(self._ffi, csource, packed, pack)
        else:
            self._ffi.cdef(csource, override, packed, pack)

    def parse_type(self, cdecl: str) -> model.BaseTypeByIdentity:
        """The type that a string names. Raises CDefError."""
        return self.parse_type_and_quals(cdecl)[0]

    def parse_type_and_quals(self, cdecl: str) -> tuple[model.BaseTypeByIdentity, int]:
        return self._builder.type_and_quals(cdecl)

    def include(self, other: Parser) -> None:
        self._ffi.include(other._ffi)

    def _refresh(self) -> None:
        """Brings the two dicts, which stay the same objects, up to date."""
        state = (len(self._ffi._cdefsources), len(self._ffi._included_ffis))
        if state == self._seen:
            return
        self._shown.clear()
        self._constants.clear()
        entries = self._builder.declarations()
        self._shown.update(_declared(entries))
        self._constants.update(_constants(entries))
        self._take_included()
        self._seen = state

    def _take_included(self) -> None:
        """Types and constants of included FFIs, but for macros and what has a symbol of its own."""
        for other in self._ffi._included_ffis:
            parser = getattr(other, "_parser", None)
            if parser is None:
                continue  # of a compiled module
            for key, value in parser._declarations.items():
                if key.startswith(("struct ", "union ", "enum ", "anonymous ", "typedef ")):
                    self._shown.setdefault(key, value)
                    self._included_declarations.add(value[0])
            for name, number in parser._int_constants.items():
                self._constants.setdefault(name, number)


class _OwnFFI(backend._CdefFFI):
    """What a parser declares in that was made without an FFI."""

    def __init__(self, parser: Parser) -> None:
        super().__init__()
        self._parser = parser


def _declared(entries: list[Any]) -> Iterator[tuple[str, tuple[Any, int]]]:
    """Of each cdef() the macros come first."""
    for kind, name, type, quals, value, _cdef in sorted(entries, key=lambda entry: (entry[5], entry[0] != "macro")):
        if kind in ("function", "extern_python", "extern_python_plus_c", "dllexport_python"):
            yield f"{kind} {name}", (type.as_function_pointer(), 0)
        elif kind == "macro" or (kind == "constant" and value is not None):
            yield f"macro {name}", (value, 0)
        elif kind == "enumerator":
            if type is not None and type.name[:1] == "$" and type.name[1:].isdigit():
                yield f"anonymous {type.forcename}", (type, 0)
        else:
            if kind == "typedef" and _is_named_by(type, name):
                yield f"anonymous {name}", (type, 0)
            is_constant = kind == "variable" and quals & model.Q_CONST and isinstance(type, _SCALARS)
            yield f"{'constant' if is_constant else kind} {name}", (type, quals)


def _is_named_by(type: Any, name: str) -> bool:
    named = isinstance(type, model.StructOrUnionOrEnum) and type.name == "$" + name
    return named and getattr(type, "origin", None) is None


def _constants(entries: list[Any]) -> Iterator[tuple[str, int]]:
    for kind, name, type, _quals, value, _cdef in entries:
        if isinstance(value, int):
            yield name, value
        if isinstance(type, model.EnumType) and kind in ("enum", "typedef"):
            yield from zip(type.enumerators, type.enumvalues)


def _common_type_names(csource: str) -> set[str]:
    """Which names of COMMON_TYPES a text uses without declaring them as its own by a typedef."""
    found: set[str] = set()
    own: set[str] = set()
    is_typedef, last = False, ""
    for word in _WORDS.findall(csource):
        if word == ";":
            if is_typedef:
                own.add(last)
            is_typedef = False
        is_typedef = is_typedef or word == "typedef"
        if word in COMMON_TYPES:
            found.add(word)
        last = word
    return found - own
