"""The names of types that every cdef() knows, for programs that look them up. Changing the table changes no parser."""

from __future__ import annotations

from typing import Any

from . import model
from .error import FFIError as FFIError

#: `FILE`, as cffi.model has it.
FILE = model.unknown_type("FILE", "_IO_FILE")

COMMON_TYPES: dict[str, Any] = {
    "FILE": FILE,
    "bool": "_Bool",
    "float _Complex": "_cffi_float_complex_t",
    "double _Complex": "_cffi_double_complex_t",
    **{
        name: name
        for name in model.PrimitiveType.ALL_PRIMITIVE_TYPES
        if name.endswith("_t") or name.startswith("_cffi_")
    },
}


def resolve_common_type(parser: Any, commontype: str) -> tuple[model.BaseTypeByIdentity, int]:
    """The type and the qualifiers that one of the names stands for. Raises FFIError for any other."""
    known = COMMON_TYPES.get(commontype, commontype)
    if isinstance(known, model.BaseTypeByIdentity):
        return known, 0
    if known in model.PrimitiveType.ALL_PRIMITIVE_TYPES:
        return model.PrimitiveType(known), 0
    if known == commontype:
        raise FFIError(f"Unsupported type: {commontype!r}: cdef() knows it only when it declares it")
    found: tuple[model.BaseTypeByIdentity, int] = parser.parse_type_and_quals(known)
    return found


def win_common_types() -> dict[str, Any]:
    """The names of Windows' own types that are no plain numbers or pointers: declared by programs elsewhere."""
    unicode_string = model.StructType(
        "_UNICODE_STRING",
        ("Length", "MaximumLength", "Buffer"),
        (model.PrimitiveType("unsigned short"),) * 2 + (model.PointerType(model.PrimitiveType("wchar_t")),),
        (-1, -1, -1),
    )
    texts = ("TBYTE", "TCHAR", "LPCTSTR", "PCTSTR", "LPTSTR", "PTSTR", "PTBYTE", "PTCHAR")
    return {
        "UNICODE_STRING": unicode_string,
        "PUNICODE_STRING": "UNICODE_STRING *",
        "PCUNICODE_STRING": "const UNICODE_STRING *",
        **dict.fromkeys(texts, "set-unicode-needed"),
    }
