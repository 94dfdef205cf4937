"""C types as objects that remember how they were written: for programs that look at ffi._parser._declarations.

A view of declarations, made when it is asked for (_model/builder.py) and never used by this package, with the classes
and attributes that such programs and their pickles know. New programs have ffi.declarations() and CType objects.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from typing import Any, ClassVar

from .error import CDefError as CDefError
from .error import VerificationError as VerificationError
from .error import VerificationMissing as VerificationMissing
from .lock import allocate_lock as allocate_lock

Q_CONST = 0x01
Q_RESTRICT = 0x02
Q_VOLATILE = 0x04


def qualify(quals: int, replace_with: str) -> str:
    """`replace_with`, what follows a type in a declaration, with the qualifiers in front of it."""
    for flag, word in ((Q_CONST, "const"), (Q_VOLATILE, "volatile"), (Q_RESTRICT, "__restrict")):
        if quals & flag:
            replace_with = f" {word} {replace_with.lstrip()}"
    return replace_with


class BaseTypeByIdentity:
    """Any type. Its spelling, `c_name_with_marker`, has a "&" where a name goes."""

    is_array_type = False
    is_raw_function = False
    c_name_with_marker: str
    _attrs_: tuple[str, ...] = ()

    def get_c_name(self, replace_with: str = "", context: str = "a C file", quals: int = 0) -> str:
        """The C declaration of `replace_with` with this type."""
        name = self.c_name_with_marker
        replace_with = replace_with.strip()
        if replace_with.startswith("*") and "&[" in name:
            replace_with = f"({replace_with})"
        elif replace_with and replace_with[0] not in "[(":
            replace_with = " " + replace_with
        text = name.replace("&", qualify(quals, replace_with))
        if "$" in text:
            raise VerificationError(f"cannot generate {self._get_c_name()!r} in {context}: unknown type name")
        return text

    def _get_c_name(self) -> str:
        return self.c_name_with_marker.replace("&", "")

    def has_c_name(self) -> bool:
        return "$" not in self._get_c_name()

    def is_integer_type(self) -> bool:
        return False

    def get_cached_btype(self, ffi: Any, finishlist: Any = None, can_delay: bool = False) -> Any:
        """The CType in an FFI that declares what this type is made of."""
        return ffi._get_cached_btype(self)

    def build_backend_type(self, ffi: Any, finishlist: Any = None) -> Any:
        return self.get_cached_btype(ffi, finishlist)

    def _get_items(self) -> list[tuple[str, Any]]:
        return [(name, getattr(self, name)) for name in self._attrs_]

    def __repr__(self) -> str:
        return f"<{self._get_c_name()}>"


class BaseType(BaseTypeByIdentity):
    """A type that equals another one that is made of the same."""

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, BaseType)
            and self.__class__ is other.__class__
            and self._get_items() == other._get_items()
        )

    def __hash__(self) -> int:
        return hash((self.__class__, tuple(self._get_items())))


class VoidType(BaseType):
    def __init__(self) -> None:
        self.c_name_with_marker = "void&"


class BasePrimitiveType(BaseType):
    _attrs_ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name
        self.c_name_with_marker = name + "&"

    def is_complex_type(self) -> bool:
        return False


_FIXED_WIDTHS = [
    f"{sign}int{kind}{bits}_t" for kind in ("", "_least", "_fast") for bits in (8, 16, 32, 64) for sign in ("", "u")
]
_INTEGERS = [
    "short", "int", "long", "long long", "signed char", "unsigned char", "unsigned short", "unsigned int",
    "unsigned long", "unsigned long long", "_Bool", *_FIXED_WIDTHS, "intptr_t", "uintptr_t", "intmax_t", "uintmax_t",
    "ptrdiff_t", "size_t", "ssize_t",
]  # fmt: skip


class PrimitiveType(BasePrimitiveType):
    #: c: character, i: integer, f: floating point, j: complex
    ALL_PRIMITIVE_TYPES: ClassVar[dict[str, str]] = {
        **dict.fromkeys(["char", "wchar_t", "char16_t", "char32_t"], "c"),
        **dict.fromkeys(_INTEGERS, "i"),
        **dict.fromkeys(["float", "double", "long double"], "f"),
        **dict.fromkeys(["_cffi_float_complex_t", "_cffi_double_complex_t"], "j"),
    }

    def __init__(self, name: str) -> None:
        assert name in self.ALL_PRIMITIVE_TYPES
        super().__init__(name)

    def is_char_type(self) -> bool:
        return self.ALL_PRIMITIVE_TYPES.get(self.name) == "c"

    def is_integer_type(self) -> bool:
        return self.ALL_PRIMITIVE_TYPES.get(self.name) == "i"

    def is_float_type(self) -> bool:
        return self.ALL_PRIMITIVE_TYPES.get(self.name) == "f"

    def is_complex_type(self) -> bool:
        return self.ALL_PRIMITIVE_TYPES.get(self.name) == "j"


class UnknownIntegerType(BasePrimitiveType):
    """`typedef int... name;`"""

    def is_integer_type(self) -> bool:
        return True


class UnknownFloatType(BasePrimitiveType):
    """`typedef float... name;`"""


class BaseFunctionType(BaseType):
    _attrs_ = ("args", "result", "ellipsis", "abi")
    _base_pattern = ""

    def __init__(
        self, args: tuple[BaseTypeByIdentity, ...], result: BaseTypeByIdentity, ellipsis: bool, abi: str | None = None
    ) -> None:
        self.args = args
        self.result = result
        self.ellipsis = ellipsis
        self.abi = abi
        parameters = [arg._get_c_name() for arg in args] + ["..."] * bool(ellipsis)
        text = self._base_pattern % ", ".join(parameters or ["void"])
        if abi is not None:
            text = f"{text[:1]}{abi} {text[1:]}"
        self.c_name_with_marker = result.c_name_with_marker.replace("&", text)


class RawFunctionType(BaseFunctionType):
    """A function, as `typedef int fn(int);` has it."""

    _base_pattern = "(&)(%s)"
    is_raw_function = True

    def as_function_pointer(self) -> FunctionPtrType:
        return FunctionPtrType(self.args, self.result, self.ellipsis, self.abi)


class FunctionPtrType(BaseFunctionType):
    _base_pattern = "(*&)(%s)"

    def as_raw_function(self) -> RawFunctionType:
        return RawFunctionType(self.args, self.result, self.ellipsis, self.abi)


class PointerType(BaseType):
    """A pointer; `quals` are those of what it points to."""

    _attrs_ = ("totype", "quals")

    def __init__(self, totype: BaseTypeByIdentity, quals: int = 0) -> None:
        self.totype = totype
        self.quals = quals
        text = qualify(quals, " *&")
        if totype.is_array_type:
            text = f"({text.lstrip()})"
        self.c_name_with_marker = totype.c_name_with_marker.replace("&", text)


class NamedPointerType(PointerType):
    """A pointer that has no spelling but a typedef's name: `typedef struct { int x; } *name;`, `typedef ... *name;`."""

    _attrs_ = ("totype", "name")

    def __init__(self, totype: BaseTypeByIdentity, name: str, quals: int = 0) -> None:
        super().__init__(totype, quals)
        self.name = name
        self.c_name_with_marker = name + "&"


class ArrayType(BaseType):
    """`length` is None for T[], "..." for T[...]."""

    _attrs_ = ("item", "length")
    is_array_type = True

    def __init__(self, item: BaseTypeByIdentity, length: int | str | None) -> None:
        self.item = item
        self.length = length
        shown = "" if length is None else "/*...*/" if length == "..." else length
        self.c_name_with_marker = item.c_name_with_marker.replace("&", f"&[{shown}]")

    def length_is_unknown(self) -> bool:
        return isinstance(self.length, str)

    def resolve_length(self, newlength: int) -> ArrayType:
        return ArrayType(self.item, newlength)


class StructOrUnionOrEnum(BaseTypeByIdentity):
    _attrs_ = ("name",)
    kind = ""
    name: str
    forcename: str | None = None

    def build_c_name_with_marker(self) -> None:
        self.c_name_with_marker = self.get_official_name() + "&"

    def force_the_name(self, forcename: str | None) -> None:
        """A typedef names it from now on."""
        self.forcename = forcename
        self.build_c_name_with_marker()

    def get_official_name(self) -> str:
        return self.forcename or f"{self.kind} {self.name}"

    def check_not_partial(self) -> None:
        if getattr(self, "partial", False):
            raise VerificationMissing(self._get_c_name())


class StructOrUnion(StructOrUnionOrEnum):
    """The four `fld` tuples are None while it is opaque. Width -1: no bit-field; name "": an anonymous member."""

    fixedlayout: Any = None
    completed = 0
    partial = False
    packed: int = 0

    def __init__(
        self,
        name: str,
        fldnames: tuple[str, ...] | None,
        fldtypes: tuple[BaseTypeByIdentity, ...] | None,
        fldbitsize: tuple[int, ...] | None,
        fldquals: tuple[int, ...] | None = None,
    ) -> None:
        self.name = name
        self.fldnames = fldnames
        self.fldtypes = fldtypes
        self.fldbitsize = fldbitsize
        self.fldquals = fldquals
        self.build_c_name_with_marker()

    def anonymous_struct_fields(self) -> Iterator[StructOrUnion]:
        for name, type in zip(self.fldnames or (), self.fldtypes or ()):
            if name == "" and isinstance(type, StructOrUnion):
                yield type

    def enumfields(
        self, expand_anonymous_struct_union: bool = True
    ) -> Iterator[tuple[str, BaseTypeByIdentity, int, int]]:
        """(name, type, width, qualifiers) of each field, by default those of anonymous members, too."""
        if self.fldnames is None or self.fldtypes is None or self.fldbitsize is None:
            raise TypeError(f"{self!r} has no fields: it is opaque")
        quals = self.fldquals or (0,) * len(self.fldnames)
        for name, type, width, qualifiers in zip(self.fldnames, self.fldtypes, self.fldbitsize, quals):
            if expand_anonymous_struct_union and name == "" and isinstance(type, StructOrUnion):
                yield from type.enumfields()
            else:
                yield name, type, width, qualifiers

    def force_flatten(self) -> None:
        """Puts the fields of anonymous members among its own."""
        fields = list(self.enumfields())
        self.fldnames = tuple(field[0] for field in fields)
        self.fldtypes = tuple(field[1] for field in fields)
        self.fldbitsize = tuple(field[2] for field in fields)
        self.fldquals = tuple(field[3] for field in fields)


class StructType(StructOrUnion):
    kind = "struct"


class UnionType(StructOrUnion):
    kind = "union"


class EnumType(StructOrUnionOrEnum):
    kind = "enum"
    partial = False
    partial_resolved = False

    def __init__(
        self,
        name: str,
        enumerators: tuple[str, ...],
        enumvalues: tuple[int, ...],
        baseinttype: BaseTypeByIdentity | None = None,
    ) -> None:
        self.name = name
        self.enumerators = enumerators
        self.enumvalues = enumvalues
        self.baseinttype = baseinttype
        self.build_c_name_with_marker()

    def force_the_name(self, forcename: str | None) -> None:
        super().force_the_name(forcename)
        if self.forcename is None:
            self.forcename = "$" + self.get_official_name().replace(" ", "_")


def unknown_type(name: str, structname: str | None = None) -> StructType:
    """`typedef ... name;`"""
    made = StructType(structname or "$" + name, None, None, None)
    made.force_the_name(name)
    made.__dict__["origin"] = "unknown_type"
    return made


def unknown_ptr_type(name: str, structname: str | None = None) -> NamedPointerType:
    """`typedef ... *name;`"""
    return NamedPointerType(StructType(structname or "$$" + name, None, None, None), name)


def ConstPointerType(totype: BaseTypeByIdentity) -> PointerType:
    return PointerType(totype, Q_CONST)


void_type = VoidType()
voidp_type = PointerType(void_type)
const_voidp_type = ConstPointerType(void_type)
char_array_type = ArrayType(PrimitiveType("char"), None)

global_lock = allocate_lock()


def get_typecache(backend: Any) -> Any:
    """An empty cache: the extension keeps types unique itself."""
    return weakref.WeakValueDictionary()


def global_cache(srctype: Any, ffi: Any, funcname: str, *args: Any, **kwds: Any) -> Any:
    """Calls a function of the extension, which keeps types unique itself."""
    kwds.pop("key", None)
    return getattr(ffi._backend, funcname)(*args)


def pointer_cache(ffi: Any, BType: Any) -> Any:
    return ffi._backend.new_pointer_type(BType)
