"""From declarations as cffi.model has them back to C: how an unpickled ffi._parser._declarations is declared again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .. import model
from ..commontypes import FILE
from ..error import FFIError

_COMPLEX = {"_cffi_float_complex_t": "float _Complex", "_cffi_double_complex_t": "double _Complex"}
_EXTERN_PYTHON = {"extern_python": "Python", "extern_python_plus_c": "Python+C", "dllexport_python": "Python+C"}


def declaration_text(declarations: dict[str, tuple[Any, int]]) -> str:
    """C that declares all of them. Raises FFIError for a struct that cffi.model describes in part only."""
    writer = _Writer()
    for type, _quals in declarations.values():
        if isinstance(type, model.BaseTypeByIdentity):
            writer.mention(type)
    for key, (type, quals) in declarations.items():
        kind, _, name = key.partition(" ")
        writer.declare(kind, name, type, quals)
    return "".join(writer.lines)


class _Writer:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self._reached: set[int] = set()  # id() of types
        self._defined: set[int] = set()
        self._names: set[str] = set()  # of typedefs

    def mention(self, type: Any) -> None:
        """Declares the records and enums that `type` is made of: first their names, then their insides."""
        reached = list(_reachable(type, self._reached))
        for named in reached:
            self._forward(named)
        for named in reached:
            for needed in _in_order(named, self._defined):
                self._define(needed)

    def _forward(self, type: Any) -> None:
        if isinstance(type, model.EnumType):
            if not _is_nameless(type):
                self._define_enum(type)
        elif isinstance(type, (model.UnknownIntegerType, model.UnknownFloatType)):
            number = "float" if isinstance(type, model.UnknownFloatType) else "int"
            self._typedef(type.name, f"typedef {number}... {type.name};")
        elif isinstance(type, model.NamedPointerType):
            if type.totype.name == "$$" + type.name:  # type: ignore[attr-defined]
                self._typedef(type.name, f"typedef ... *{type.name};")
        elif type.name.startswith("$"):
            if type.fldnames is None and type.forcename:
                self._typedef(type.forcename, f"typedef ... {type.forcename};")
        else:
            self._line(f"{type.kind} {type.name};")
            if type.forcename:
                self._typedef(type.forcename, f"typedef {type.kind} {type.name} {type.forcename};")

    def _define_enum(self, type: model.EnumType) -> None:
        text = _enum_body(type)
        name = type.forcename if type.forcename and "$" not in type.forcename else None
        self._typedef(name, f"typedef {text} {name};") if name else self._line(text + ";")

    def _define(self, type: Any) -> None:
        if isinstance(type, model.NamedPointerType):
            self._typedef(type.name, f"typedef {_declarator(type.totype, '*' + type.name, type.quals)};")
        elif not isinstance(type, model.StructOrUnion) or type.fldnames is None or _is_nameless(type):
            return
        elif type.name.startswith("$"):
            self._typedef(str(type.forcename), self._packed(type, f"typedef {_body(type)} {type.forcename};"))
        else:
            self._line(self._packed(type, f"{_body(type)};"))

    def _packed(self, type: Any, text: str) -> str:
        return f"#pragma pack(push, {type.packed})\n{text}\n#pragma pack(pop)" if type.packed else text

    def declare(self, kind: str, name: str, type: Any, quals: int) -> None:
        if kind == "anonymous" and isinstance(type, model.EnumType) and _is_nameless(type):
            self._define_enum(type)
        elif kind == "typedef":
            self._typedef(name, f"typedef {_declarator(type, name, quals)};")
        elif kind == "macro":
            self._line(f"#define {name} {type}")
        elif kind == "function":
            self._line(_declarator(type.as_raw_function(), name) + ";")
        elif kind in _EXTERN_PYTHON:
            self._line(f'extern "{_EXTERN_PYTHON[kind]}" {_declarator(type.as_raw_function(), name)};')
        elif kind == "variable":
            self._line(f"extern {_declarator(type, name, quals)};")
        elif kind == "constant":
            self._line(f"static {_declarator(type, name, quals | model.Q_CONST)};")

    def _typedef(self, name: str, text: str) -> None:
        if name not in self._names:
            self._names.add(name)
            self._line(text)

    def _line(self, text: str) -> None:
        self.lines.append(text + "\n")


def _is_nameless(type: Any) -> bool:
    """It is written in braces where it is used, or is what a named pointer points to."""
    return bool(type.name.startswith("$") and (not type.forcename or "$" in type.forcename))


def _is_named(type: Any) -> bool:
    return isinstance(
        type, (model.StructOrUnionOrEnum, model.NamedPointerType, model.UnknownIntegerType, model.UnknownFloatType)
    )


def _reachable(type: Any, done: set[int]) -> Iterator[Any]:
    """What has a name in a type, or is named by a typedef. Types that were reached before are left out."""
    stack = [type]
    while stack:
        found = stack.pop()
        if id(found) not in done and found is not FILE and not _is_common_file(found):
            done.add(id(found))
            stack.extend(_parts(found))
            if _is_named(found):
                yield found


def _in_order(type: Any, done: set[int]) -> Iterator[Any]:
    """It and what must be defined before it. Of records with a tag, pointers need no more than the name."""
    stack = [(type, False, False)]
    while stack:
        found, is_behind, is_last = stack.pop()
        if is_last:
            yield found
            continue
        is_tagged = isinstance(found, model.StructOrUnion) and not found.name.startswith("$")
        if is_tagged and is_behind:
            continue
        if _is_named(found):
            if id(found) in done:
                continue
            done.add(id(found))
            stack.append((found, False, True))
            is_behind = False
        is_behind = is_behind or isinstance(found, (model.PointerType, model.BaseFunctionType))
        stack.extend((part, is_behind, False) for part in _parts(found))


def _is_common_file(type: Any) -> bool:
    """That of a pickle."""
    return isinstance(type, model.StructType) and type.name == FILE.name and type.forcename == FILE.forcename


def _parts(type: Any) -> Iterable[Any]:
    if isinstance(type, model.PointerType):
        return (type.totype,)
    if isinstance(type, model.ArrayType):
        return (type.item,)
    if isinstance(type, model.BaseFunctionType):
        return (type.result, *type.args)
    return getattr(type, "fldtypes", None) or ()


def _name_of(type: Any) -> str:
    if isinstance(type, model.StructOrUnionOrEnum) and _is_nameless(type):
        return _enum_body(type) if isinstance(type, model.EnumType) else _body(type)
    if isinstance(type, model.StructOrUnionOrEnum):
        return type.forcename if type.forcename and "$" not in type.forcename else f"{type.kind} {type.name}"
    text: str = type._get_c_name()
    return _COMPLEX.get(text, text)


def _enum_body(type: model.EnumType) -> str:
    items = [f"{name} = {value}" for name, value in zip(type.enumerators, type.enumvalues)]
    if type.partial:
        items = [*type.enumerators, "..."]
    tag = "" if type.name.startswith("$") else " " + type.name
    return f"enum{tag} {{ {', '.join(items)} }}" if items else f"enum{tag}"


def _body(type: Any) -> str:
    """`struct s { ... }`"""
    if getattr(type, "_has_attributes", False):
        raise FFIError(f"{type!r} was declared with attributes that change its layout, which cffi.model cannot tell")
    tag = "" if type.name.startswith("$") else type.name + " "
    if type.fldnames is None:
        return f"{type.kind} {tag}"
    fields = [_field(*field) for field in type.enumfields(expand_anonymous_struct_union=False)]
    return f"{type.kind} {tag}{{ {' '.join(fields)}{' ...;' if type.partial else ''} }}"


def _field(name: str, type: Any, width: int, quals: int) -> str:
    return _declarator(type, name, quals) + (f" : {width};" if width >= 0 else ";")


def _declarator(type: Any, inner: str, quals: int = 0) -> str:
    """The C declaration of `inner` with this type."""
    while True:
        if isinstance(type, model.ArrayType):
            length = "" if type.length is None else type.length
            inner = f"({inner})[{length}]" if inner.startswith("*") else f"{inner}[{length}]"
            type = type.item
        elif isinstance(type, model.BaseFunctionType):
            inner = _function(type, inner, quals)
            type, quals = type.result, 0
        elif isinstance(type, model.PointerType) and not isinstance(type, model.NamedPointerType):
            inner = "*" + model.qualify(quals, inner)
            type, quals = type.totype, type.quals
        else:
            return f"{_name_of(type)} {model.qualify(quals, inner)}"


def _function(type: model.BaseFunctionType, inner: str, quals: int) -> str:
    parameters = [_declarator(arg, "") for arg in type.args] + ["..."] * bool(type.ellipsis)
    convention = f"{type.abi} " if type.abi else ""
    if isinstance(type, model.FunctionPtrType):
        inner = f"({convention}*{model.qualify(quals, inner)})"
    elif inner.startswith("*"):
        inner = f"({convention}{inner})"
    else:
        inner = convention + inner
    return f"{inner}({', '.join(parameters) or 'void'})"
