"""The opcodes in the tables of compiled modules, by name: for programs that read or write such tables.

The numbers are frozen: modules on people's disks have them. src/tables/format.h is what this package reads.
"""

from __future__ import annotations

from .error import VerificationError as VerificationError


class CffiOp:
    """One opcode: what it says, and an argument (an index, mostly)."""

    def __init__(self, op: int | None, arg: int | str) -> None:
        self.op = op
        self.arg = arg

    def as_c_expr(self) -> str:
        if self.op is None:
            return f"(_cffi_opcode_t)({self.arg})"
        return f"_CFFI_OP(_CFFI_OP_{CLASS_NAME[self.op]}, {self.arg})"

    def as_python_bytes(self) -> str:
        if self.op is None and str(self.arg).isdigit():
            if int(self.arg) >= 2**31:
                raise OverflowError(f"cannot emit {self.arg!r}: limited to 2**31-1")
            return format_four_bytes(int(self.arg))
        if self.op is None or isinstance(self.arg, str):
            raise VerificationError(f"cannot emit to Python: {self.arg!r}")
        return format_four_bytes((self.arg << 8) | self.op)

    def __str__(self) -> str:
        return f"({_shown(self.op)} {self.arg})"


def _shown(op: int | None) -> str:
    return str(op) if op is None else CLASS_NAME.get(op, str(op))


def format_four_bytes(num: int) -> str:
    """As it stands in a bytes literal of a `.py` module."""
    return "".join(f"\\x{byte:02X}" for byte in (num & 0xFFFFFFFF).to_bytes(4, "big"))


CLASS_NAME = dict(
    zip(
        range(1, 43, 2),
        (
            "PRIMITIVE POINTER ARRAY OPEN_ARRAY STRUCT_UNION ENUM FUNCTION FUNCTION_END NOOP BITFIELD TYPENAME "
            "CPYTHON_BLTN_V CPYTHON_BLTN_N CPYTHON_BLTN_O CONSTANT CONSTANT_INT GLOBAL_VAR DLOPEN_FUNC DLOPEN_CONST "
            "GLOBAL_VAR_F EXTERN_PYTHON"
        ).split(),
    )
)
for _number, _name in CLASS_NAME.items():
    globals()["OP_" + _name] = _number

_SIZED = [(f"{sign}int{kind}{bits}_t", f"{sign}INT{kind}{bits}".upper()) for kind in ("_least", "_fast")
          for bits in (8, 16, 32, 64) for sign in ("", "u")]  # fmt: skip
_PRIMITIVES = [
    ("void", "VOID"), ("_Bool", "BOOL"), ("char", "CHAR"), ("signed char", "SCHAR"), ("unsigned char", "UCHAR"),
    ("short", "SHORT"), ("unsigned short", "USHORT"), ("int", "INT"), ("unsigned int", "UINT"), ("long", "LONG"),
    ("unsigned long", "ULONG"), ("long long", "LONGLONG"), ("unsigned long long", "ULONGLONG"), ("float", "FLOAT"),
    ("double", "DOUBLE"), ("long double", "LONGDOUBLE"), ("wchar_t", "WCHAR"), ("int8_t", "INT8"), ("uint8_t", "UINT8"),
    ("int16_t", "INT16"), ("uint16_t", "UINT16"), ("int32_t", "INT32"), ("uint32_t", "UINT32"), ("int64_t", "INT64"),
    ("uint64_t", "UINT64"), ("intptr_t", "INTPTR"), ("uintptr_t", "UINTPTR"), ("ptrdiff_t", "PTRDIFF"),
    ("size_t", "SIZE"), ("ssize_t", "SSIZE"), *_SIZED, ("intmax_t", "INTMAX"), ("uintmax_t", "UINTMAX"),
    ("_cffi_float_complex_t", "FLOATCOMPLEX"), ("_cffi_double_complex_t", "DOUBLECOMPLEX"), ("char16_t", "CHAR16"),
    ("char32_t", "CHAR32"),
]  # fmt: skip
_NUM_PRIM = len(_PRIMITIVES)
PRIMITIVE_TO_INDEX = {name: index for index, (name, _) in enumerate(_PRIMITIVES) if index > 0}
for _number, (_, _name) in enumerate(_PRIMITIVES):
    globals()["PRIM_" + _name] = _number

_UNKNOWN_PRIM, _UNKNOWN_FLOAT_PRIM, _UNKNOWN_LONG_DOUBLE = -1, -2, -3
_IO_FILE_STRUCT = -1

F_UNION, F_CHECK_FIELDS, F_PACKED, F_EXTERNAL, F_OPAQUE = 1, 2, 4, 8, 16
G_FLAGS = {
    "_CFFI_F_UNION": F_UNION,
    "_CFFI_F_CHECK_FIELDS": F_CHECK_FIELDS,
    "_CFFI_F_PACKED": F_PACKED,
    "_CFFI_F_EXTERNAL": F_EXTERNAL,
    "_CFFI_F_OPAQUE": F_OPAQUE,
}
