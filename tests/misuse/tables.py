"""Tables of out-of-line modules, taken out of real modules, changed at random, and given to the backend.

Compiled modules: the structures of tests/unit/tables/format_test.cc, copied. Names, numbers and opcodes change; what
no reader can check stays: addresses of code and data, the number of entries (it may shrink), and what kind of address
an entry has.
"""

import copy

import _cffi_backend
import cffi

FORMAT = """
typedef struct { const char *name; void *address; intptr_t type_op; void *extra; } global_t;
typedef struct { const char *name; size_t offset, size; intptr_t type_op; } field_t;
typedef struct { const char *name; int type_index, flags; size_t size; int alignment, first_field, field_count; } record_t;
typedef struct { const char *name; int type_index, primitive; const char *enumerators; } enum_t;
typedef struct { const char *name; int type_index; } typename_t;
typedef struct {
  intptr_t *types; global_t *globals; field_t *fields; record_t *records; enum_t *enums; typename_t *typenames;
  int global_count, record_count, enum_count, typename_count; const char **includes; int type_count, flags;
} context_t;
typedef struct { const char *name; intptr_t tag; void **exports; context_t *context; } module_t;
"""
ffi = cffi.FFI()
ffi.cdef(FORMAT)

NUMBERS = [
    0,
    1,
    2,
    3,
    4,
    5,
    7,
    8,
    16,
    17,
    100,
    -1,
    -2,
    -3,
    -128,
    255,
    256,
    65535,
    2**31 - 1,
    -(2**31),
    2**40,
    2**62,
    2**63 - 1,
    -(2**63),
]
EXPORTS = 64
CONSTANT = 29  # its `address` stores a value of the type that the module has in mind


def fit(field_type, value):
    size = ffi.sizeof(field_type)
    value &= (1 << (8 * size)) - 1
    is_signed = int(ffi.cast(field_type, -1)) < 0
    return value - (1 << (8 * size)) if is_signed and value >> (8 * size - 1) else value


def module_at(address):
    """A copy: the module has this on its stack. What it leads to stays."""
    return ffi.new("module_t *", ffi.cast("module_t *", address)[0])


class CompiledTables:
    """Copies of what `original` leads to; kept alive by this object."""

    def __init__(self, original):
        old = original.context
        self._kept = []
        self.tag = original.tag
        # The number of slots is told on entry; afterwards it has been overwritten.
        self.exports = ffi.new("void *[]", EXPORTS)
        self.exports[0] = ffi.cast("void *", EXPORTS)
        field_count = sum(max(old.records[i].field_count, 0) for i in range(old.record_count))
        self.types = self._copy("intptr_t[]", old.types, old.type_count)
        self.globals = self._copy("global_t[]", old.globals, old.global_count)
        self.fields = self._copy("field_t[]", old.fields, field_count)
        self.records = self._copy("record_t[]", old.records, old.record_count)
        self.enums = self._copy("enum_t[]", old.enums, old.enum_count)
        self.typenames = self._copy("typename_t[]", old.typenames, old.typename_count)
        self.context = ffi.new("context_t *", old[0])
        for name in ("types", "globals", "fields", "records", "enums", "typenames"):
            setattr(self.context, name, getattr(self, name))
        self.module = ffi.new("module_t *", [ffi.NULL, original.tag, self.exports, self.context])
        self.name = self._text(ffi.string(original.name))
        self.module.name = self.name

    def _text(self, text):
        copied = ffi.new("char[]", text)
        self._kept.append(copied)
        return copied

    def _copy(self, kind, items, count):
        copied = ffi.new(kind, max(count, 0) + 1)
        if count > 0:
            ffi.memmove(copied, items, count * ffi.sizeof(ffi.typeof(kind).item))
        for item in copied if kind != "intptr_t[]" else ():
            for field in ("name", "enumerators"):
                if hasattr(item, field) and getattr(item, field) != ffi.NULL:
                    setattr(item, field, self._text(ffi.string(getattr(item, field))))
        return copied

    def address(self):
        return int(ffi.cast("intptr_t", self.module))

    # ---- changes

    def change(self, rng):
        change = rng.choice(
            [self._types] * 4 + [self._entry] * 8 + [self._name] * 4 + [self._counts, self._swap, self._tag]
        )
        change(rng)

    def _types(self, rng):
        index = rng.randrange(max(self.context.type_count, 1))
        word = self.types[index]
        self.types[index] = rng.choice(
            [
                word ^ 1 << rng.randrange(16),
                (word & ~0xFF) | rng.randrange(1, 45, 2),
                (word & 0xFF) | (rng.randrange(-3, self.context.type_count + 3) << 8),
                rng.choice(NUMBERS),
                self.types[rng.randrange(max(self.context.type_count, 1))],
            ]
        )

    def _entry(self, rng):
        """A number of an entry."""
        entries = rng.choice([self.fields, self.records, self.records, self.enums, self.typenames, self.globals])
        if len(entries) < 2:
            return
        entry = entries[rng.randrange(len(entries) - 1)]
        fields = [(name, f.type) for name, f in ffi.typeof(entry).fields if f.type.kind == "primitive"]
        name, kind = rng.choice(fields)
        value = getattr(entry, name)
        if entries is self.globals:
            if value & 0xFF == CONSTANT:
                return
            new = (value & 0xFF) | (rng.randrange(-3, self.context.type_count + 3) << 8)
        else:
            new = rng.choice(
                [
                    value ^ 1 << rng.randrange(8 * ffi.sizeof(kind)),
                    value + 1,
                    value - 1,
                    value * 2,
                    rng.choice(NUMBERS),
                    0,
                ]
            )
        if name == "field_count":
            new = min(new, value)
        setattr(entry, name, fit(kind, new))

    def _name(self, rng):
        entries = rng.choice([self.fields, self.records, self.enums, self.typenames, self.globals])
        if len(entries) < 2:
            return
        entry = entries[rng.randrange(len(entries) - 1)]
        field = rng.choice(["name", "enumerators"]) if hasattr(entry, "enumerators") else "name"
        text = getattr(entry, field)
        if text == ffi.NULL:
            return
        if rng.random() < 0.1:
            setattr(entry, field, ffi.NULL)
            return
        length = len(ffi.string(text))
        if length:
            text[rng.randrange(length)] = bytes(
                [rng.choice([0, 0xFF, 0x80, ord("$"), ord("a"), ord(","), ord(" "), rng.randrange(256)])]
            )

    def _counts(self, rng):
        name = rng.choice(["global_count", "record_count", "enum_count", "typename_count", "type_count", "flags"])
        value = getattr(self.context, name)
        new = rng.choice([value - 1, 0, -1, value // 2, -(2**31)])
        setattr(self.context, name, rng.randrange(64) if name == "flags" else new)

    def _swap(self, rng):
        entries = rng.choice([self.fields, self.records, self.enums, self.typenames, self.globals])
        if len(entries) < 3:
            return
        first, second = rng.randrange(len(entries) - 1), rng.randrange(len(entries) - 1)
        kept = ffi.new(ffi.getctype(ffi.typeof(entries).item, "*"), entries[first])
        entries[first] = entries[second]
        entries[second] = kept[0]

    def _tag(self, rng):
        """Not one of another interface that is known: nobody can check whether functions are what it says they are."""
        unknown = _cffi_backend._interfaces[-1][1] + 1
        self.module.tag = rng.choice([self.tag, self.tag, self.tag + 0x100, 0, -1, 0x2500, unknown, 0x4000])


class PythonTables:
    """The keywords of FFI(name, ...) in a `.py` module."""

    def __init__(self, source):
        self.keywords = {}
        captured = self.keywords

        class Capture:
            @staticmethod
            def FFI(name, **keywords):
                captured.update(keywords)

        code = "\n".join(line for line in source.splitlines() if not line.startswith(("import ", "from ")))
        exec(code, {"_cffi_backend": Capture})
        assert self.keywords.get("_types"), "no tables in that module"

    def mutant(self, rng):
        keywords = copy.deepcopy(self.keywords)
        for _ in range(rng.choice([1, 1, 1, 2, 3, 8])):
            name = rng.choice(
                [
                    "_types",
                    "_types",
                    "_globals",
                    "_globals",
                    "_struct_unions",
                    "_struct_unions",
                    "_enums",
                    "_typenames",
                    "_version",
                ]
            )
            if name in keywords:
                keywords[name] = changed(rng, keywords[name])
        return lambda: _cffi_backend.FFI("mutant", **keywords)


def changed(rng, thing):
    """The same with something else inside."""
    if rng.random() < 0.03:
        return rng.choice([None, 5, b"", (), "text", [], -1, 2**64])
    if isinstance(thing, bytes) and thing:
        position = rng.randrange(len(thing))
        new = bytes([rng.choice([0, 1, 255, thing[position] ^ 1 << rng.randrange(8), rng.randrange(256)])])
        return rng.choice(
            [thing[:position] + new + thing[position + 1 :]] * 5
            + [thing[:position], thing[:position] + new + thing[position:]]
        )
    if isinstance(thing, tuple) and thing:
        position = rng.randrange(len(thing))
        other = thing[rng.randrange(len(thing))]
        inside = (changed(rng, thing[position]),)
        return rng.choice(
            [thing[:position] + inside + thing[position + 1 :]] * 6
            + [thing[:position] + thing[position + 1 :], thing + (other,), thing[::-1]]
        )
    if isinstance(thing, int):
        return rng.choice([thing + 1, thing - 1, -thing, 2**63, 2**64 - 1, -(2**63), 0])
    return thing
