"""From FFI._type_graph() to the objects of cffi.model, each made once."""

from __future__ import annotations

from typing import Any

from .. import commontypes, model

#: (kind, name, type, qualifiers, value, number of the cdef)
Entry = tuple[str, str, Any, int, Any, int]

_COMPLEX = {"float _Complex": "_cffi_float_complex_t", "double _Complex": "_cffi_double_complex_t"}


class Builder:
    """The types of one FFI, by the numbers that the graph gives them."""

    def __init__(self, ffi: Any) -> None:
        self._ffi = ffi
        self._types: dict[int, Any] = {}
        self._named_pointers: dict[int, str] = {}

    def declarations(self) -> list[Entry]:
        """Everything that the FFI declares itself, in order."""
        return self._entries(self._ffi._type_graph())

    def type_and_quals(self, cdecl: str) -> tuple[Any, int]:
        """Of a type string. Raises CDefError."""
        entry = self._entries(self._ffi._type_graph(cdecl))[0]
        return entry[2], entry[3]

    def _entries(self, graph: Any) -> list[Entry]:
        nodes, fields, entries = graph
        self._name_pointers(dict(nodes), entries)
        has_fields = {number for number, *_ in fields}
        for number, node in nodes:
            if number not in self._types:
                is_standard = node[1:3] == ("FILE", "") and number not in has_fields
                self._types[number] = commontypes.FILE if is_standard else self._make(number, *node)
            else:
                self._update(self._types[number], *node)
        for number, members, is_partial, packed in fields:
            self._fill(self._types[number], members, is_partial, packed)
        return [
            (kind, name, self._types.get(number), quals, value, cdef)
            for kind, name, number, quals, value, cdef in entries
        ]

    def _name_pointers(self, nodes: dict[int, Any], entries: list[Any]) -> None:
        """Pointers to records without a name go by the first typedef."""
        for kind, name, number, _quals, _value, _cdef in entries:
            node = nodes.get(number, ("",))
            if kind == "typedef" and name and node[0] == "pointer" and "$" in str(nodes.get(node[1], ("", ""))[1:2]):
                self._named_pointers.setdefault(number, name)

    def _make(self, number: int, kind: str, *details: Any) -> Any:
        make = getattr(self, "_make_" + kind)
        return make(number, *details)

    def _make_void(self, _number: int) -> Any:
        return model.void_type

    def _make_primitive(self, _number: int, name: str) -> Any:
        name = _COMPLEX.get(name, name)
        return (
            model.PrimitiveType(name) if name in model.PrimitiveType.ALL_PRIMITIVE_TYPES else self._make_other(0, name)
        )

    def _make_other(self, _number: int, name: str) -> Any:
        """A number of C that released versions do not have."""
        made = model.PrimitiveType.__new__(model.PrimitiveType)
        model.BasePrimitiveType.__init__(made, name)
        return made

    def _make_unknown(self, _number: int, name: str, is_float: bool) -> Any:
        return model.UnknownFloatType(name) if is_float else model.UnknownIntegerType(name)

    def _make_pointer(self, number: int, item: int, quals: int) -> Any:
        totype = self._types[item]
        if totype.is_raw_function:
            return totype.as_function_pointer()
        name = self._named_pointers.get(number)
        return model.PointerType(totype, quals) if name is None else model.NamedPointerType(totype, name, quals)

    def _make_array(self, _number: int, item: int, length: Any) -> Any:
        return model.ArrayType(self._types[item], length)

    def _make_function(self, _number: int, args: tuple[int, ...], result: int, ellipsis: bool, abi: str | None) -> Any:
        return model.RawFunctionType(tuple(self._types[arg] for arg in args), self._types[result], ellipsis, abi)

    def _make_struct(self, _number: int, shown: str, tag: str, is_opaque_typedef: bool) -> Any:
        return self._record(model.StructType, shown, tag, is_opaque_typedef)

    def _make_union(self, _number: int, shown: str, tag: str, is_opaque_typedef: bool) -> Any:
        return self._record(model.UnionType, shown, tag, is_opaque_typedef)

    def _record(self, cls: Any, shown: str, tag: str, is_opaque_typedef: bool) -> Any:
        made = cls(_name(shown, tag), None, None, None)
        made.forcename = None
        self._show(made, shown)
        if is_opaque_typedef and " " not in shown:
            made.origin = "unknown_type"
        return made

    def _make_enum(
        self, _number: int, shown: str, tag: str, names: tuple[str, ...], values: tuple[int, ...], is_partial: bool
    ) -> Any:
        made = model.EnumType(_name(shown, tag), names, values)
        made.partial = is_partial
        made.force_the_name(None if " " in shown else shown)
        return made

    def _update(self, type: Any, kind: str, *details: Any) -> None:
        """What was mentioned first, and defined or named by a typedef later on."""
        if kind == "enum":
            type.enumerators, type.enumvalues, type.partial = details[2:]
        if kind in ("struct", "union", "enum") and type is not commontypes.FILE:
            self._show(type, details[0])

    def _show(self, type: Any, shown: str) -> None:
        if " " not in shown and type.forcename != shown:
            type.force_the_name(shown)

    def _fill(self, record: Any, members: Any, is_partial: bool, packed: int | None) -> None:
        if record.fldnames is not None:
            return
        record.fldnames = tuple(member[0] for member in members)
        record.fldtypes = tuple(self._types[member[1]] for member in members)
        record.fldbitsize = tuple(member[2] for member in members)
        record.fldquals = tuple(member[3] for member in members)
        record.packed = packed or 0
        if is_partial:
            record.partial = True
        if packed is None:
            record._has_attributes = True  # they change the layout, and have no place here


def _name(shown: str, tag: str) -> str:
    if tag:
        return tag
    return shown.partition(" ")[2] if " " in shown else "$" + shown
