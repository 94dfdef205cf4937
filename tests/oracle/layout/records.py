"""Random records, written down twice: as C for a compiler, and as lines for the driver of our layout.

Each renderer knows only its own syntax; the choices are all made here, from one seed, so that a failing seed
fails again.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Iterator

INTEGERS = [
    "char", "signed char", "unsigned char", "short", "unsigned short", "int", "unsigned int", "long",
    "unsigned long", "long long", "unsigned long long", "int8_t", "uint16_t", "int32_t", "uint64_t", "wchar_t",
    "size_t", "_Bool", "__int128", "char16_t", "int_fast16_t",
]  # fmt: skip
OTHERS = [
    "float", "double", "long double", "float _Complex", "double _Complex", "long double _Complex", "_Float16",
]  # fmt: skip
# C text of the enumerators, and the integer type that GCC gives such an enum.
ENUMS = [
    ("enum { %s0, %s1 = 3 }", "unsigned int"),
    ("enum { %s0 = -1, %s1 = 3 }", "int"),
    ("enum { %s0 = 1, %s1 = 0x100000000 }", "unsigned long"),
    ("enum { %s0 = -1, %s1 = 0x100000000 }", "long"),
    ("enum __attribute__((packed)) { %s0, %s1 = 3 }", "unsigned char"),
    ("enum __attribute__((packed)) { %s0 = -300, %s1 }", "short"),
]
BITS = {
    "char": 8, "signed char": 8, "unsigned char": 8, "short": 16, "unsigned short": 16, "int": 32,
    "unsigned int": 32, "int8_t": 8, "uint16_t": 16, "int32_t": 32, "wchar_t": 32, "_Bool": 1, "char16_t": 16,
}  # fmt: skip
OPEN = -1


@dataclass
class TypeUse:
    base: str  # a primitive, "ptr", "vec16", "eN" or "rN"
    alignment: int = 0  # of a typedef of the base
    dimensions: list[int] = field(default_factory=list)


@dataclass
class Member:
    name: str
    type: TypeUse | None = None
    width: int | None = None
    aligned: int = 0
    packed: bool = False
    inline: Record | None = None  # an anonymous struct or union, instead of a type


@dataclass
class Record:
    number: int
    kind: str
    packed: bool = False
    pack: int = 0
    aligned: int = 0
    ms: bool = False
    members: list[Member] = field(default_factory=list)


def leaves(record: Record) -> Iterator[Member]:
    """The named members, those of anonymous members in their place."""
    for member in record.members:
        if member.inline is not None:
            yield from leaves(member.inline)
        elif member.name:
            yield member


class Generator:
    def __init__(self, seed: int, ms: str = "never") -> None:
        self.random = random.Random(seed)
        self.ms = ms  # "never", "always" or "sometimes"
        self.count = 0
        self.usable: list[int] = []  # records that may be members of others

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def record(self) -> Record:
        record = self._record(depth=0, pack=self.random.choice([0] * 8 + [1, 2, 4, 8, 16]), prefix="f")
        if not any(m.type is not None and OPEN in m.type.dimensions for m in record.members) or self.chance(0.5):
            self.usable.append(record.number)
        return record

    def _record(self, depth: int, pack: int, prefix: str) -> Record:
        record = Record(self.count, "union" if self.chance(0.2) else "struct", pack=pack)
        self.count += 1
        record.packed = self.chance(0.12)
        record.aligned = self.random.choice([0] * 9 + [1, 2, 4, 8, 16, 32])
        record.ms = self.ms == "always" or (self.ms == "sometimes" and self.chance(0.5))
        bitfields = self.random.choice([0, 0.2, 0.6, 0.95])
        for index in range(self.random.choice([1, 1, 2, 3, 4, 5, 6, 8, 12])):
            member = self._member(f"{prefix}{index}", bitfields, depth, pack)
            # GCC does not align what follows an unaligned unit of ms_struct, even when told to.
            if record.ms and (record.packed or pack):
                member.aligned = 0
            record.members.append(member)
        named = any(True for _ in leaves(record))
        if record.kind == "struct" and named and depth == 0 and self.chance(0.1):
            use = self._array_item()
            use.dimensions.insert(0, OPEN)
            record.members.append(Member("tail", use))
        return record

    def _member(self, name: str, bitfields: float, depth: int, pack: int) -> Member:
        if depth < 3 and self.chance(0.07):
            return Member("", inline=self._record(depth + 1, pack, name + "_"))
        member = self._bitfield(name) if self.chance(bitfields) else Member(name, self._type())
        if self.chance(0.07):
            member.aligned = self.random.choice([1, 2, 4, 8, 16, 32])
        # Nor has it `packed` members.
        if self.chance(0.06) and (member.width is None or self.ms == "never"):
            member.packed = True
        return member

    def _bitfield(self, name: str) -> Member:
        base = f"e{self.random.randrange(len(ENUMS))}" if self.chance(0.15) else self.random.choice(INTEGERS)
        bits = self._bits(base)
        width = self.random.choice([self.random.randint(1, bits), min(bits, self.random.randint(1, 9)), bits])
        if bits >= 8 and self.chance(0.15):
            width = self.random.choice([w for w in (8, 16, 32, 64) if w <= bits])
        if self.chance(0.1):
            name, width = "", 0
        elif self.chance(0.1):
            name = ""
        # Above 16, the largest alignment a type has of its own, GCC places such fields at odd multiples of 16.
        # Under ms_struct it forgets such alignments in the middle of a unit: Microsoft's compiler has none of that.
        alignment = self.random.choice([1, 2, 4, 8, 16]) if self.ms == "never" and self.chance(0.08) else 0
        return Member(name, TypeUse(base, alignment), width)

    def _bits(self, base: str) -> int:
        if base.startswith("e") and base[1:].isdigit():
            base = ENUMS[int(base[1:])][1].replace("unsigned ", "")
        return BITS.get(base, 64)

    def _base(self) -> str:
        choice = self.random.random()
        if choice < 0.5:
            return self.random.choice(INTEGERS)
        if choice < 0.7:
            return self.random.choice(OTHERS)
        if choice < 0.8:
            return self.random.choice(["ptr", "vec16"])
        if choice < 0.87 or not self.usable:
            return f"e{self.random.randrange(len(ENUMS))}"
        return f"r{self.random.choice(self.usable[-50:])}"

    def _array_item(self) -> TypeUse:
        return TypeUse(self._base(), 1 if self.chance(0.05) else 0)

    def _type(self) -> TypeUse:
        if self.chance(0.2):
            use = self._array_item()
            use.dimensions = [self.random.choice([0, 1, 2, 3, 5]) for _ in range(self.random.choice([1, 1, 2]))]
            return use
        return TypeUse(self._base(), self.random.choice([1, 2, 4, 8, 16, 32]) if self.chance(0.12) else 0)
