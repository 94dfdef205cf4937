"""Attributes of the released FFI class that are no part of its interface, and that programs read all the same.

Made when they are asked for (api.FFI has their names). This package itself uses none of them.
"""

from __future__ import annotations

import gc
import types
import weakref
from collections.abc import Callable
from typing import Any

import _cffi_backend as backend

from . import model
from .cparser import Parser
from .error import CDefError
from .lock import allocate_lock


def _cached_btypes(ffi: Any) -> dict[model.BaseTypeByIdentity, Any]:
    first = (model.void_type, model.voidp_type, model.PrimitiveType("char"), model.char_array_type)
    return {type: _get_cached_btype(ffi, type) for type in first}


def _libraries(ffi: Any) -> list[Any]:
    """The libraries that dlopen() gave, as far as they are still in use."""
    return [lib for lib in gc.get_referrers(ffi) if type(lib) is backend.Lib]


def _get_cached_btype(ffi: Any, type: Any) -> Any:
    if type.is_raw_function:
        raise CDefError(f"cannot render the type {type!r}: it is a function type, not a pointer-to-function type")
    if isinstance(type, model.ArrayType) and type.length_is_unknown():
        raise CDefError(f"cannot render the type {type!r}: unknown length")
    if isinstance(type, (model.UnknownIntegerType, model.UnknownFloatType)):
        number = "integer" if type.is_integer_type() else "float"
        raise NotImplementedError(f"{number} type {type.name!r} can only be used after compilation")
    return ffi.typeof(type._get_c_name())


def _typeof(ffi: Any, cdecl: str, consider_function_as_funcptr: bool = False) -> Any:
    if consider_function_as_funcptr:
        parsed = ffi._parser.parse_type(cdecl)
        if parsed.is_raw_function:
            return _get_cached_btype(ffi, parsed.as_function_pointer())
    return ffi.typeof(cdecl)


def _typeoffsetof(ffi: Any, ctype: Any, field_or_index: Any, *fields_or_indexes: Any) -> tuple[Any, int]:
    found, offset = backend.typeoffsetof(ctype, field_or_index, 0)
    for step in fields_or_indexes:
        found, further = backend.typeoffsetof(found, step, 1)
        offset += further
    return found, offset


_VALUES: dict[str, Callable[[Any], Any]] = {
    "_backend": lambda ffi: backend,
    "_cached_btypes": _cached_btypes,
    "_function_caches": lambda ffi: [],
    "_lock": lambda ffi: allocate_lock(),
    "_new_types": lambda ffi: types.ModuleType("new_types"),
    "_parsed_types": lambda ffi: types.ModuleType("parsed_types"),
    "_parser": Parser,
    "_typecache": lambda ffi: weakref.WeakValueDictionary(),
    "BCharA": lambda ffi: ffi.typeof("char[]"),
    "BVoidP": lambda ffi: ffi.typeof("void *"),
}

_METHODS: dict[str, Callable[..., Any]] = {
    "_get_cached_btype": _get_cached_btype,
    "_get_errno": lambda ffi: ffi.errno,
    "_pointer_to": lambda ffi, ctype: backend.new_pointer_type(ctype),
    "_set_errno": lambda ffi, errno: setattr(ffi, "errno", errno),
    "_typeof": _typeof,
    "_typeoffsetof": _typeoffsetof,
}


def attribute(ffi: Any, name: str) -> Any:
    """The same object each time, but for the list of libraries."""
    if name in _METHODS:
        return types.MethodType(_METHODS[name], ffi)
    if name == "_libraries":
        return _libraries(ffi)
    return ffi.__dict__.setdefault(name, _VALUES[name](ffi))
