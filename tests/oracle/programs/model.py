"""C types as the writer of programs knows them, and random declarations of some.

A type is a tuple-like object with `kind`, its parts, and `text(inner)`: its C spelling around a declarator.
"""

PRIMITIVES = {
    "int": ["int", "short", "long long", "signed char", "int8_t", "int64_t", "long"],
    "unsigned": ["unsigned int", "unsigned char", "uint16_t", "uint64_t", "size_t", "unsigned long"],
    "float": ["float", "double"],
    "char": ["char"],
    "wide": ["wchar_t", "char16_t", "char32_t"],
    "bool": ["_Bool"],
}
SIZES = {
    "int": 32,
    "short": 16,
    "long long": 64,
    "signed char": 8,
    "int8_t": 8,
    "int64_t": 64,
    "long": 64,
    "unsigned int": 32,
    "unsigned char": 8,
    "uint16_t": 16,
    "uint64_t": 64,
    "size_t": 64,
    "unsigned long": 64,
}


class Type:
    """kind: one of PRIMITIVES, enum, struct, union, pointer, array, void."""

    def __init__(self, kind, name="", item=None, length=None, fields=(), enumerators=()):
        self.kind, self.name, self.item, self.length = kind, name, item, length
        self.fields = list(fields)  # of records: (name, Type, bits or None); the name "" is that of an anonymous record
        self.enumerators = list(enumerators)

    def text(self, inner=""):
        if self.kind == "pointer":
            grouped = self.item.kind == "array"
            return self.item.text("(*%s)" % inner if grouped else "*" + inner)
        if self.kind == "array":
            return self.item.text("%s[%s]" % (inner, "" if self.length is None else self.length))
        return (self.name + " " + inner).rstrip() if not inner.startswith("[") else self.name + inner

    @property
    def is_record(self):
        return self.kind in ("struct", "union")

    @property
    def is_number(self):
        return self.kind in ("int", "unsigned", "float", "bool", "enum")

    @property
    def holds_pointers(self):
        """Its bytes are addresses, or some of them: not the same in every process."""
        return (
            self.kind == "pointer"
            or (self.kind == "array" and self.item.holds_pointers)
            or any(inner.holds_pointers for _, inner, _ in self.fields)
        )

    @property
    def is_open(self):
        """Ends in an array without a length."""
        return (self.kind == "array" and self.length is None) or (
            self.is_record and bool(self.fields) and self.fields[-1][1].is_open
        )


VOID = Type("void", "void")


def pointer(item):
    return Type("pointer", item=item)


def array(item, length):
    return Type("array", item=item, length=length)


def primitive(rng):
    kind = rng.choice(["int", "int", "int", "unsigned", "unsigned", "float", "float", "char", "char", "wide", "bool"])
    return Type(kind, rng.choice(PRIMITIVES[kind]))


class Declarations:
    """Random declarations: `source` is what cdef() gets, `types` what it names."""

    with_bits = True

    def __init__(self, rng):
        self.rng, self.types, lines = rng, [], []
        for number in range(rng.randint(2, 6)):
            make = rng.choice([self._record, self._record, self._record, self._enum, self._typedef])
            lines.append(make(number))
        self.source = "\n".join(lines)

    def any(self, depth=2):
        """A complete type of known size."""
        rng, kind = self.rng, self.rng.random()
        if self.types and kind < 0.35:
            chosen = rng.choice(self.types)
            return chosen if not chosen.is_open else primitive(rng)
        if depth > 0 and kind < 0.5:
            return pointer(rng.choice([VOID, self.any(depth - 1), Type("char", "char")]))
        if depth > 0 and kind < 0.7:
            return array(self.any(depth - 1), rng.choice([1, 2, 3, 5]))
        return primitive(rng)

    def records(self):
        return [t for t in self.types if t.is_record]

    def _enum(self, number):
        rng, value, lines, enumerators = self.rng, -1, [], []
        for i in range(rng.randint(1, 4)):
            name = "E%d_%d" % (number, i)
            value = rng.choice([value + 1, value + 1, rng.randint(-5, 100), 2**31 - 2])
            lines.append("%s = %d" % (name, value) if rng.random() < 0.9 else name)
            enumerators.append(name)
        made = Type("enum", "enum e%d" % number, enumerators=enumerators)
        self.types.append(made)
        return "%s { %s };" % (made.name, ", ".join(lines))

    def _typedef(self, number):
        of = self.any()
        made = Type(of.kind, "t%d" % number, of.item, of.length, of.fields, of.enumerators)
        made.text = lambda inner="", name=made.name: (
            (name + " " + inner).rstrip() if not inner.startswith("[") else name + inner
        )
        line = "typedef %s;" % of.text("t%d" % number)
        self.types.append(made)
        return line

    def _record(self, number):
        rng = self.rng
        kind = rng.choice(["struct", "struct", "struct", "union"])
        name = "%s r%d" % (kind, number)
        fields, lines = self._fields("f", rng.randint(1, 5), kind, may_nest=True)
        if kind == "struct" and rng.random() < 0.15:
            of = primitive(rng)
            fields.append(("tail", array(of, None), None))
            lines.append("%s;" % of.text("tail[]"))
        if kind == "struct" and rng.random() < 0.2:
            inner = Type(kind, name)  # a pointer to itself
            fields.insert(0, ("self", pointer(inner), None))
            lines.insert(0, "%s *self;" % name)
        made = Type(kind, name, fields=fields)
        if fields[0][0] == "self":
            fields[0][1].item.fields = made.fields = fields
        self.types.append(made)
        return "%s { %s };" % (name, " ".join(lines))

    def _fields(self, prefix, count, kind, may_nest):
        """In a union no pointers: its other members would show addresses."""
        rng, fields, lines = self.rng, [], []
        for i in range(count):
            name, choice = "%s%d" % (prefix, i), rng.random()
            if choice < 0.15 and self.with_bits:
                of = Type(
                    *rng.choice(
                        [
                            ("int", "int"),
                            ("unsigned", "unsigned int"),
                            ("int", "long long"),
                            ("unsigned", "unsigned char"),
                        ]
                    )
                )
                bits = rng.randint(
                    1, SIZES[of.name] - (of.name == "long long")
                )  # all 64 signed ones: the released package reads and writes garbage
                fields.append((name, of, bits))
                lines.append("%s : %d;" % (of.text(name), bits))
            elif choice < 0.22 and may_nest:
                inner = rng.choice(["struct", "union"])
                nested, text = self._fields(
                    name + "_", rng.randint(1, 3), "union" if kind == "union" else inner, may_nest=False
                )
                fields.extend(nested)
                lines.append("%s { %s };" % (inner, " ".join(text)))
            else:
                of = self.any()
                if kind == "union" and of.holds_pointers:
                    of = primitive(rng)
                fields.append((name, of, None))
                lines.append("%s;" % of.text(name))
        return fields, lines
