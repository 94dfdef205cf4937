"""The same records as C, for a compiler, and as lines, for the driver."""

from __future__ import annotations

from typing import Iterable, Sequence

from records import ENUMS, OPEN, Member, Record, TypeUse, leaves

C_HEAD = r"""
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <uchar.h>
typedef int vec16 __attribute__((vector_size(16)));
typedef void *ptr;
struct row { const char *name; size_t offset; const void *ones; size_t size; };
static void show(const char *record, size_t size, size_t align, const struct row *rows, int count) {
  printf("R %s %zu %zu\n", record, size, align);
  for (int i = 0; i < count; i++) {
    long first = -1, last = -1, set = 0;
    for (size_t bit = 0; rows[i].ones && bit < rows[i].size * 8; bit++)
      if (((const unsigned char *)rows[i].ones)[bit / 8] >> (bit % 8) & 1) {
        if (first < 0) first = (long)bit;
        last = (long)bit;
        set++;
      }
    if (!rows[i].ones) printf("F %s %zu 0\n", rows[i].name, rows[i].offset * 8);
    else if (last - first + 1 == set) printf("F %s %ld %ld\n", rows[i].name, first, set);
    else printf("F %s scattered\n", rows[i].name);
  }
}
"""


class CText:
    def __init__(self) -> None:
        self.out: list[str] = [C_HEAD]
        self.typedefs: set[str] = set()
        self.kinds: dict[str, str] = {}
        self.shown: list[str] = []
        for number, (text, _) in enumerate(ENUMS):
            self.out.append(f"typedef {text.replace('%s', f'E{number}_')} e{number};")

    def base(self, use: TypeUse) -> str:
        name = self.kinds.get(use.base, use.base)
        if not use.alignment:
            return name
        alias = f"{use.base.replace(' ', '_')}_a{use.alignment}"
        if alias not in self.typedefs:
            self.typedefs.add(alias)
            self.out.append(f"typedef {name} {alias} __attribute__((aligned({use.alignment})));")
        return alias

    def member(self, member: Member) -> str:
        attributes = ["packed"] if member.packed else []
        if member.aligned:
            attributes.append(f"aligned({member.aligned})")
        suffix = f" __attribute__(({', '.join(attributes)}))" if attributes else ""
        if member.inline is not None:
            return f"{self.definition(member.inline, '')}{suffix};"
        assert member.type is not None
        dimensions = "".join("[]" if d == OPEN else f"[{d}]" for d in member.type.dimensions)
        width = "" if member.width is None else f" : {member.width}"
        return f"{self.base(member.type)} {member.name}{dimensions}{width}{suffix};"

    def definition(self, record: Record, tag: str) -> str:
        attributes = ["packed"] if record.packed else []
        if record.aligned:
            attributes.append(f"aligned({record.aligned})")
        if record.ms:
            attributes.append("ms_struct")
        suffix = f" __attribute__(({', '.join(attributes)}))" if attributes else ""
        body = " ".join(self.member(m) for m in record.members)
        return f"{record.kind} {tag} {{ {body} }}{suffix}"

    def add(self, record: Record) -> None:
        tag = f"r{record.number}"
        self.kinds[tag] = f"{record.kind} {tag}"
        text = self.definition(record, tag)
        if record.pack:
            text = f"#pragma pack(push, {record.pack})\n{text};\n#pragma pack(pop)"
        self.out.append(f"{text};")
        self.report(record, f"{record.kind} {tag}", tag)

    def report(self, record: Record, name: str, tag: str) -> None:
        rows = []
        for leaf in leaves(record):
            if leaf.width is None:
                rows.append(f'{{"{leaf.name}", offsetof({name}, {leaf.name}), 0, 0}}')
                continue
            value = "1" if leaf.type is not None and leaf.type.base == "_Bool" else "-1"
            ones = f"{tag}_{leaf.name}"
            self.out.append(f"static const {name} {ones} = {{ .{leaf.name} = {value} }};")
            rows.append(f'{{"{leaf.name}", 0, &{ones}, sizeof {ones}}}')
        self.out.append(f"static const struct row {tag}_rows[] = {{ {', '.join(rows) or '{0}'} }};")
        self.shown.append(f'  show("{tag}", sizeof({name}), _Alignof({name}), {tag}_rows, {len(rows)});')

    def text(self) -> str:
        return "\n".join([*self.out, "int main(void) {", *self.shown, "  return 0;", "}", ""])


def c_text(records: Iterable[Record]) -> str:
    text = CText()
    for record in records:
        text.add(record)
    return text.text()


def type_token(use: TypeUse) -> str:
    alignment = f"@{use.alignment}" if use.alignment else ""
    dimensions = "".join("[]" if d == OPEN else f"[{d}]" for d in use.dimensions)
    return use.base.replace(" ", "-") + alignment + dimensions


def record_lines(record: Record, out: list[str]) -> None:
    # Anonymous members first: a record can only name what stands above it.
    for member in record.members:
        if member.inline is not None:
            record_lines(member.inline, out)
    options = [f"pack={record.pack}"] if record.pack else []
    options += ["packed"] if record.packed else []
    options += ["ms"] if record.ms else []
    options += [f"aligned={record.aligned}"] if record.aligned else []
    out.append(" ".join(["record", str(record.number), record.kind, *options]))
    for member in record.members:
        if member.inline is not None:
            words = ["field", "-", f"r{member.inline.number}"]
        else:
            assert member.type is not None
            words = ["field", member.name or "-", type_token(member.type)]
        words += [f"width={member.width}"] if member.width is not None else []
        words += [f"aligned={member.aligned}"] if member.aligned else []
        words += ["packed"] if member.packed else []
        out.append(" ".join(words))
    out.append("end")


def driver_lines(records: Sequence[Record], target: str) -> str:
    """In the order given, which need not be one that C takes."""
    out = [f"target {target}"]
    out += [f"enum {number} {base.replace(' ', '-')}" for number, (_, base) in enumerate(ENUMS)]
    out += [f"named {record.number} {record.kind}" for record in records]
    for record in records:
        record_lines(record, out)
    return "\n".join(out) + "\n"
