"""Random programs over the public API, made from a seed: (declarations, [(name to assign to or None, expression)]).

A program never makes C look at memory that is not there: a pointer is followed only where `extent` says how many items
follow it. Nor does it leave memory that the released package does not write: what a callback returns is complete,
and a str of wide characters fills its array. Mistakes of every other kind are welcome.
"""

import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "differential"))

import model
from value_writer import BAD, ValueWriter

LIBC = """
int abs(int); long labs(long); long long llabs(long long); size_t strlen(const char *); int memcmp(const void *, const void *, size_t);
int atoi(const char *); long strtol(const char *, char **, int); typedef struct { int quot, rem; } div_t; div_t div(int, int);
int toupper(int); double atof(const char *); int snprintf(char *, size_t, const char *, ...); char *strchr(const char *, int);
void qsort(void *, size_t, size_t, int (*)(const void *, const void *)); void *memset(void *, int, size_t); int strcmp(const char *, const char *);
char *strncpy(char *, const char *, size_t); size_t wcslen(const wchar_t *);
"""


class Variable:
    def __init__(self, name, type, extent=0, bytes_behind=0, collected=False, loose=False):
        self.name, self.type = name, type
        self.extent = extent  # of pointers: how many items may be read
        self.bytes_behind = bytes_behind  # a lower bound
        self.collected = collected  # by ffi.gc(): not to be used after its release
        self.loose = (
            loose or collected
        )  # how much memory there is, is not known: no place for items of a flexible array

    @property
    def is_bounded(self):
        return not self.loose or not (self.type if self.type.is_record else self.type.item).is_open


class Writer(ValueWriter):
    def __init__(self, seed):
        super().__init__(random.Random(seed))
        self.declarations = model.Declarations(self.rng)
        self.statements, self.count = [], 0

    # --- pieces ---------------------------------------------------------------------------------------------------

    def emit(self, expression):
        self.statements.append((None, expression))

    def assign(self, expression, type, *about):
        name = "v%d" % self.count
        self.count += 1
        self.statements.append((name, expression))
        self.variables.append(Variable(name, type, *about))
        return name

    # --- statements -----------------------------------------------------------------------------------------------

    def new_pointer(self):
        of = (
            self.declarations.any()
            if self.rng.random() < 0.5 or not self.declarations.records()
            else self.rng.choice(self.declarations.records())
        )
        init = ", " + self.value(of) if self.rng.random() < 0.7 else ""
        self.assign("ffi.new(%r%s)" % (model.pointer(of).text(), init), model.pointer(of), 1, 1)

    def new_array(self):
        of = model.array(self.declarations.any(1), self.rng.choice([None, None, 1, 2, 4]))
        init = ", " + self.value(of) if self.rng.random() < 0.7 or of.length is None else ""
        self.assign("ffi.new(%r%s)" % (of.text(), init), of)

    def record(self):
        return self.pick(
            lambda v: v.type.is_record or (v.type.kind == "pointer" and v.type.item.is_record and v.extent > 0)
        )

    def read_field(self):
        v = self.record()
        if v is None:
            return self.new_pointer()
        of = v.type if v.type.is_record else v.type.item
        name, inner, _ = self.rng.choice(of.fields)
        if inner.is_open and v.loose:
            return self.emit("%s.%s" % (v.name, name))
        self.assign("%s.%s" % (v.name, name), inner)

    def write_field(self):
        v = self.record()
        if v is None or not v.is_bounded:
            return self.new_pointer()
        of = v.type if v.type.is_record else v.type.item
        name, inner, bits = self.rng.choice(of.fields)
        value = (
            str(self.rng.choice([0, 1, -1, 2**bits - 1, 2 ** (bits - 1), -(2 ** (bits - 1)), 2**bits]))
            if bits
            else self.value(inner)
        )
        self.emit("set_attribute(%s, %r, %s)" % (v.name, name if self.rng.random() < 0.95 else "nope", value))

    def sequence(self):
        return self.pick(
            lambda v: (
                v.type.kind == "array" or (v.type.kind == "pointer" and v.extent > 0 and v.type.item.kind != "void")
            )
        )

    def index_for(self, v):
        if v.type.kind == "pointer":
            return str(self.rng.randrange(v.extent))
        return self.rng.choice(["0"] * 8 + ["1"] * 4 + ["2", "-1", "5", "'a'", "None", "2**64", "True"])

    def read_item(self):
        v = self.sequence()
        if v is not None:
            self.assign("%s[%s]" % (v.name, self.index_for(v)), v.type.item, 0, 0, False, v.loose)

    def write_item(self):
        v = self.sequence()
        if v is not None and v.is_bounded:
            self.emit("set_item(%s, %s, %s)" % (v.name, self.index_for(v), self.value(v.type.item)))

    def slices(self):
        v = self.sequence()
        if v is None:
            return self.new_array()
        start, stop = sorted([self.rng.randint(0, 2), self.rng.randint(0, 3)])
        if v.type.kind == "pointer":
            start, stop = 0, self.rng.randint(0, v.extent)
        if self.rng.random() < 0.5:
            return self.assign(
                "%s[%d:%d]" % (v.name, start, stop), model.array(v.type.item, None), 0, 0, False, v.loose
            )
        if not v.is_bounded:
            return self.look()
        source = self.array_value(model.array(v.type.item, stop - start), 2)
        other = self.pick(lambda w: w.type.kind == "array")
        if other is not None and self.rng.random() < 0.3:
            source = other.name
        self.emit("set_item(%s, slice(%d, %d), %s)" % (v.name, start, stop, source))

    def look(self):
        v = self.pick(lambda v: True)
        if v is None:
            return self.new_array()
        shapes = [
            "%s",
            "dump(%s)",
            "ffi.typeof(%s)",
            "ffi.sizeof(%s)",
            "bool(%s)",
            "len(%s)",
            "list(%s)",
            "dir(%s)",
            "described(ffi.getctype(ffi.typeof(%s)))",
            "isinstance(%s, ffi.CData)",
            "%s == %s",
            "%s != %s",
            "hash(%s) == hash(%s)",
            "ffi.getctype(ffi.typeof(%s), 'x')",
            "[dump(i) for i in %s]",
            "%s is %s",
        ]
        if v.type.is_number or v.type.kind in ("char", "wide"):
            shapes += ["int(%s)", "float(%s)", "complex(%s)", "str(%s)", "%s + 1", "%s < 5"]
        shape = self.rng.choice(shapes)
        self.emit(shape % ((v.name,) * shape.count("%s")))

    def arithmetic(self):
        v = self.pick(lambda v: v.type.kind in ("pointer", "array"))
        if v is None:
            return self.new_array()
        n = self.rng.choice(["1", "0", "2", "-1", "'a'", "1.5", "None"])
        if self.rng.random() < 0.4:
            item = v.type.item
            return self.assign("%s + %s" % (v.name, n), model.pointer(item), 0)
        self.emit(
            self.rng.choice(["(%s + %s) - %s", "%s - %s == %s", "%s + %s > %s", "%s[0:1] + %s == %s + 0"])
            % (v.name, n, v.name)
            if v.type.kind == "array"
            else "(%s + %s) - %s" % (v.name, n, v.name)
        )

    def casts(self):
        v = self.pick(lambda v: v.type.kind != "function")
        if v is None or self.rng.random() < 0.4:
            of = self.rng.choice([model.primitive(self.rng), self.declarations.any(1)])
            number = self.rng.choice(
                [
                    "0",
                    "1",
                    "-1",
                    "255",
                    "256",
                    "2**33 + 5",
                    "1.75",
                    "-0.5",
                    "b'z'",
                    "'z'",
                    "True",
                    "None",
                    "10**30",
                    "'\\u1234'",
                ]
            )
            cast = "ffi.cast(%r, %s)" % (of.text(), number)
            return self.made_up_array(cast, of) if of.kind == "array" else self.assign(cast, of)
        if v.type.kind in ("pointer", "array") and self.rng.random() < 0.6:
            behind = v.type.kind == "pointer" and v.bytes_behind > 0 and not v.type.item.holds_pointers
            name = self.rng.choice(["char", "unsigned char"])
            of = model.pointer(model.Type("char" if name == "char" else "unsigned", name))
            return self.assign("ffi.cast(%r, %s)" % (of.text(), v.name), of, 1 if behind else 0, 1 if behind else 0)
        of = self.declarations.any(1)
        if of.kind == "array" or (v.type.kind in ("pointer", "array") and of.kind != "pointer"):
            return self.look()  # more memory than there is; an address
        self.assign("ffi.cast(%r, %s)" % (of.text(), v.name), of)

    def made_up_array(self, array, of):
        """What may be done where there is no memory."""
        shape = self.rng.choice(
            [
                "%s",
                "len(%s)",
                "ffi.sizeof(%s)",
                "bool(%s)",
                "%s[0:1]",
                "list(%s[0:0])",
                "%s[7]",
                "%s == %s",
                "%s + 1",
                "ffi.addressof(%s, 0)",
                "ffi.string(%s, 0)",
                "ffi.unpack(%s, 0)",
                "ffi.buffer(%s) == b''",
                "len(ffi.buffer(%s))",
                "ffi.buffer(%s)[0:0]",
                "%s.__setitem__(slice(0, 0), [])",
                "%s.__setitem__(0, BAD)",
                "ffi.memmove(%s, b'', 0)",
            ]
        )
        self.emit(shape.replace("BAD", self.rng.choice(BAD)).replace("%s", array))

    def address(self):
        v = self.record()
        if v is None:
            return self.new_pointer()
        of = v.type if v.type.is_record else v.type.item
        name, inner, bits = self.rng.choice(of.fields)
        if v.type.is_record and self.rng.random() < 0.3:
            return self.assign("ffi.addressof(%s)" % v.name, model.pointer(of), 1, 1, False, True)
        self.assign(
            "ffi.addressof(%s, %r)" % (v.name, name),
            model.pointer(inner),
            0 if inner.is_open else 1,
            0 if inner.is_open else 1,
        )

    def offsets(self):
        records = self.declarations.records()
        if not records:
            return self.look()
        of = self.rng.choice(records)
        name, inner, _ = self.rng.choice(of.fields)
        path = [repr(name)]
        if inner.kind == "array":
            path.append(self.rng.choice(["0", "1", "-1", "7", "'a'"]))
        elif inner.is_record:
            path.append(repr(self.rng.choice(inner.fields)[0]))
        self.emit("ffi.offsetof(%r, %s)" % (of.text(), ", ".join(path)))

    def buffers(self):
        v = self.pick(lambda v: (v.type.kind == "array" or v.extent > 0) and not v.type.item.holds_pointers)
        if v is None:
            return self.new_array()
        size = "1" if v.type.kind == "pointer" else "min(1, ffi.sizeof(%s))" % v.name
        b = "ffi.buffer(%s, %s)" % (v.name, size) if self.rng.random() < 0.3 else "ffi.buffer(%s)" % v.name
        self.emit(
            self.rng.choice(
                [
                    "%s[:]",
                    "len(%s)",
                    "bytes(%s)",
                    "%s[0]",
                    "%s[100]",
                    "%s[-1]",
                    "%s == b'\\0'",
                    "set_item(%s, 0, b'\\1')",
                    "list(%s)[:3]",
                    "memoryview(%s).nbytes",
                    "set_item(%s, slice(0, 1), b'A')",
                    "set_item(%s, slice(0, 1), b'AB')",
                    "bytes(%s[0:2])",
                ]
            )
            % b
        )

    def strings(self):
        v = self.pick(
            lambda v: (
                v.type.kind == "array" and v.type.item.kind in ("char", "wide", "int", "unsigned", "bool", "float")
            )
        )
        if v is None:
            of = model.array(
                model.Type(*self.rng.choice([("char", "char"), ("wide", "wchar_t"), ("unsigned", "uint8_t")])), None
            )
            return self.assign("ffi.new(%r, %s)" % (of.text(), self.value(of)), of)
        n = self.rng.choice(["0", "1", "'a'", "-1"])
        call = self.rng.choice(
            [
                "ffi.string(%s)",
                "ffi.string(%s, " + n + ")",
                "ffi.unpack(%s, min(1, len(%s)))",
                "ffi.string(%s, maxlen=2)",
                "ffi.unpack(%s, " + ("0" if n == "1" else n) + ")",
            ]
        )
        if v.type.length == 1:
            call = call.replace("maxlen=2", "maxlen=1")  # the array may be the end of its memory
        self.emit(call % ((v.name,) * call.count("%s")))

    def moves(self):
        v, w = (self.pick(lambda v: v.type.kind == "array" and not v.type.item.holds_pointers) for _ in range(2))
        if v is None:
            return self.new_array()
        source = self.rng.choice([w.name, "b'abcdef'", "bytearray(b'xyz')", "memoryview(b'12345678')[0:4]"])
        size = (
            "min(ffi.sizeof(%s), ffi.sizeof(%s), 3)" % (v.name, w.name)
            if source == w.name
            else "min(ffi.sizeof(%s), 3)" % v.name
        )
        self.emit("moved(%s, %s, %s)" % (v.name, source, self.rng.choice([size, size, size, "0", "-1", "'a'"])))

    def callbacks(self):
        """A function pointer made of a Python function, called with values of its types."""
        usable = [
            of
            for of in [self.declarations.any(1) for _ in range(4)]
            if of.kind not in ("array",) and not of.is_open and not self.has_bits(of)
        ]
        if not usable:
            return self.look()
        result, parameters = self.rng.choice(usable), usable[: self.rng.randint(0, 3)]
        of = result.text("(*)(%s)" % (", ".join(p.text() for p in parameters) or "void"))
        self.complete = True  # what is left out is whatever lies there
        error = ", error=%s" % self.value(result, 2) if self.rng.random() < 0.2 else ""
        name = self.assign(
            "ffi.callback(%r, lambda *a: (noted(a), %s)[1]%s)" % (of, self.value(result, 2), error),
            model.Type("function", of),
        )
        self.complete = False
        arguments = [self.value(p, 2) for p in parameters]
        if self.rng.random() < 0.1:
            arguments.append("1")
        self.assign("%s(%s)" % (name, ", ".join(arguments)), result)
        self.emit("notes()")

    def has_bits(self, of):
        return (
            any(bits is not None or self.has_bits(inner) for _, inner, bits in of.fields if inner.kind != "pointer")
            or of.kind == "union"
            or (of.kind == "array" and self.has_bits(of.item))
        )

    def libc(self):
        chars = self.pick(lambda v: v.type.kind == "array" and v.type.item.kind == "char")
        text = self.rng.choice(["b'-42x'", "b'hello'", "b''", "'text'", "None", "5"])
        number = self.rng.choice(["-5", "7", "2**31", "'a'", "1.5", "None", "ffi.cast('short', -3)", "True"])
        self.emit(
            self.rng.choice(
                [
                    "C.abs(%s)" % number,
                    "C.labs(%s)" % number,
                    "C.llabs(%s)" % number,
                    "C.strlen(%s)" % text,
                    "C.atoi(%s)" % text,
                    "C.atof(%s)" % text,
                    "dump(C.div(17, 5))",
                    "C.div(%s, 3)" % number,
                    "C.toupper(97)",
                    "C.memcmp(%s, b'hel', 0)" % text,
                    "C.abs()",
                    "C.abs(1, 2)",
                    "C.abs(x=1)",
                    "C.nope",
                    "set_attribute(C, 'abs', 1)",
                    "sorted_by_c([3, 1, 2])",
                    "formatted(b'%%d %%s', ffi.cast('int', %s), b'x')" % self.rng.choice(["1", "-1"]),
                    "formatted(b'%d', 5)",
                    "formatted(b'%s', None)",
                    "C.strtol(%s, ffi.NULL, 10)" % text,
                    "bool(C.strchr(b'hello', 108))",
                    "C.strcmp(b'a', %s)" % text,
                    "C.wcslen('abc')",
                    "C.strlen(ffi.new('char[]', %s))" % text,
                    "dir(C)[:3]",
                    "ffi.typeof(C.abs)",
                    "C.strlen",
                    "ffi.addressof(C, 'abs') == C.abs",
                ]
                + (["dump(C.memset(%s, 0, min(1, len(%s))))" % (chars.name, chars.name)] if chars else [])
            )
        )

    def ownership(self):
        v = self.pick(lambda v: v.type.kind == "pointer" and v.extent > 0)
        kind = self.rng.random()
        if kind < 0.25:
            return self.emit(
                self.rng.choice(
                    [
                        "ffi.from_handle(keep(ffi.new_handle('object')))",
                        "keep(ffi.new_handle(5))",
                        "ffi.from_handle(ffi.NULL)",
                        "ffi.from_handle(5)",
                        "ffi.from_handle(ffi.cast('void *', keep(ffi.new_handle([1, 2]))))",
                    ]
                )
            )
        if kind < 0.5:
            of = model.array(model.primitive(self.rng), None)
            return self.assign("ffi.from_buffer(%r, keep(bytearray(b'abcdefghijklmnopqrst')))" % of.text(), of)
        if v is None:
            return self.new_pointer()
        if kind < 0.75:
            self.assign("ffi.gc(%s, noted)" % v.name, v.type, v.extent, v.bytes_behind, True)
            return self.ended(self.variables[-1]) if self.rng.random() < 0.5 else None
        if kind < 0.85:
            return self.ended(v)
        self.emit(self.rng.choice(["ffi.gc(%s, None)", "ffi.gc(%s, 5)", "ffi.gc(%s, lambda x: x, 'a')"]) % v.name)

    def ended(self, v):
        self.emit(self.rng.choice(["entered(%s)", "ffi.release(%s)"]) % v.name)
        if v.collected:
            self.variables.remove(v)
            self.emit("notes()")

    def types(self):
        of = self.rng.choice(
            [
                self.declarations.any(),
                model.pointer(self.declarations.any()),
                model.array(self.declarations.any(1), self.rng.choice([None, 2])),
            ]
        )
        text = of.text()
        self.emit(
            self.rng.choice(
                [
                    "described(%r)",
                    "ffi.sizeof(%r)",
                    "ffi.alignof(%r)",
                    "ffi.typeof(%r)",
                    "ffi.getctype(%r, '*x')",
                    "ffi.typeof(%r) is ffi.typeof(%r)",
                    "ffi.new(%r)",
                ]
            ).replace("%r", repr(text))
        )

    def misuse(self):
        v = self.pick(lambda v: True)
        name = v.name if v is not None else "ffi.NULL"
        bad = self.rng.choice(BAD)
        if v is not None and v.type.kind == "pointer" and v.extent == 0:
            bad = "None"
        self.emit(
            self.rng.choice(
                [
                    "ffi.new(%s)" % bad,
                    "ffi.cast(%s, 1)" % bad,
                    "ffi.typeof(%s)" % bad,
                    "ffi.sizeof(%s)" % bad,
                    "ffi.new('int', %s)" % name,
                    "ffi.cast('struct nope *', 0)",
                    "ffi.new('struct nope')",
                    "ffi.new('int[')",
                    "ffi.typeof('int int')",
                    "%s.nope" % name,
                    "set_attribute(%s, 'nope', 1)" % name,
                    "%s()" % name,
                    "del_item(%s, 0)" % name,
                    "ffi.getctype(%s)" % bad,
                    "ffi.string(%s)" % bad,
                    "ffi.buffer(%s)" % bad,
                    "ffi.memmove(%s, %s, 1)" % (bad, bad),
                    "ffi.addressof(%s)" % bad,
                    "ffi.offsetof(%s, 'a')" % bad,
                    "ffi.callback('int(int)', %s)" % bad.replace("None", "5"),
                    "ffi.gc(%s, len)" % bad,
                    "ffi.cdef(%s)" % bad,
                    "ffi.cdef('int f(;')",
                    "ffi.dlopen('libnope_nope.so')",
                    "ffi.new_allocator(%s)" % bad,
                    "ffi.init_once(lambda: 5, 'tag')",
                    "ffi.errno",
                    "ffi.list_types()",
                    "ffi.unpack(%s, 1)" % bad,
                ]
            )
        )

    WEIGHTS = [
        (new_pointer, 8),
        (new_array, 8),
        (read_field, 10),
        (write_field, 10),
        (read_item, 8),
        (write_item, 8),
        (slices, 7),
        (look, 12),
        (arithmetic, 3),
        (casts, 7),
        (address, 5),
        (offsets, 3),
        (buffers, 4),
        (strings, 5),
        (moves, 3),
        (callbacks, 4),
        (libc, 6),
        (ownership, 4),
        (types, 4),
        (misuse, 4),
    ]

    def program(self):
        makers, weights = zip(*self.WEIGHTS)
        self.new_pointer()
        self.new_array()
        while len(self.statements) < self.length:
            self.rng.choices(makers, weights)[0](self)
        return self.declarations.source, self.statements

    length = 18


def program(seed):
    return Writer(seed).program()
