"""Random values for the types of model.py, as source text, mostly right ones."""

import model

BAD = [
    "None",
    "'x'",
    "b'x'",
    "1.5",
    "-1",
    "2**70",
    "[]",
    "{}",
    "()",
    "object()",
    "ffi.NULL",
    "ffi.cast('int', 3)",
    "True",
    "[1, 2, 3]",
    "{'nope': 1}",
]


class ValueWriter:
    def __init__(self, rng):
        self.rng = rng
        self.variables = []  # those of the program so far: a value may be one of them
        self.complete = False  # initialisers give every field and item a value

    def pick(self, wanted):
        found = [v for v in self.variables if wanted(v)]
        return self.rng.choice(found[-8:]) if found else None

    def value(self, of, depth=3):
        """The text of a value for the type, mostly a right one."""
        rng = self.rng
        if rng.random() < 0.025 or depth == 0:
            return rng.choice([bad for bad in BAD if bad != "'x'" or of.kind != "array"])  # it may not fill the array
        known = self.pick(lambda v: v.type is of and not of.is_open) if rng.random() < 0.15 else None
        if known is not None:
            return known.name
        if of.is_record:
            return self.record_value(of, depth)
        if of.kind == "array":
            return self.array_value(of, depth)
        if of.kind == "pointer":
            near = self.pick(lambda v: v.type.kind in ("pointer", "array") and v.type.item.text() == of.item.text())
            return (
                near.name
                if near is not None and rng.random() < 0.7
                else rng.choice(["ffi.NULL", "ffi.NULL", "ffi.cast('void *', 0)", "0"])
            )
        if of.kind == "enum":
            return rng.choice(["%d" % rng.randint(0, 5), repr(rng.choice(of.enumerators)), "-1", "2**32"])
        if of.kind == "int":
            limit = 2 ** (model.SIZES.get(of.name, 32) - 1)
            return str(
                rng.choice(
                    [
                        0,
                        1,
                        -1,
                        7,
                        8,
                        9,
                        -10,
                        100,
                        limit - 1,
                        -limit,
                        rng.randint(-limit, limit),
                        rng.randint(-limit, limit - 1),
                        limit,
                    ]
                )
            )
        if of.kind == "unsigned":
            limit = 2 ** model.SIZES.get(of.name, 32)
            return str(
                rng.choice(
                    [0, 1, 7, 8, 9, 10, 11, 100, limit - 1, rng.randint(0, limit), rng.randint(0, limit - 1), limit, -1]
                )
            )
        if of.kind == "float":
            return rng.choice(["0.0", "1.5", "-2.25", "3", "1e30", "float('inf')", "-0.0"])
        if of.kind == "char":
            return rng.choice(["b'a'", "b'\\0'", "b'\\xff'", "65"])
        if of.kind == "wide":
            return rng.choice(["'a'", "'\\u1234'", "'\\0'", "'\\U00012345'"])
        return rng.choice(["True", "False", "1", "0", "2"])

    def record_value(self, of, depth):
        rng = self.rng
        if of.kind == "union":
            name, inner, _ = rng.choice(of.fields)
            return (
                "{%r: %s}" % (name, self.value(inner, depth - 1))
                if rng.random() < 0.7
                else "[%s]" % self.value(of.fields[0][1], depth - 1)
            )
        least = len(of.fields) if self.complete else 0
        if rng.random() < 0.5:
            chosen = rng.sample(of.fields, rng.randint(least, len(of.fields)))
            return "{%s}" % ", ".join("%r: %s" % (name, self.value(inner, depth - 1)) for name, inner, _ in chosen)
        count = rng.randint(least, len(of.fields))
        return "[%s]" % ", ".join(self.value(inner, depth - 1) for _, inner, _ in of.fields[:count])

    def array_value(self, of, depth):
        rng = self.rng
        if self.complete:
            return "[%s]" % ", ".join(self.value(of.item, depth - 1) for _ in range(of.length))
        if of.item.kind == "char" and rng.random() < 0.6:
            return rng.choice(["b'ab'", "b''", "b'abcde'", "b'abcdefgh'", "bytearray(b'ab')"])
        if of.item.kind == "wide" and rng.random() < 0.6:
            return rng.choice(
                ["'ab'", "''", "'abcdefgh'"] if of.length is None else [repr("abcdefgh"[: of.length]), "'abcdefgh'"]
            )
        if of.length is None and rng.random() < 0.3:
            return str(rng.randint(0, 5))
        most = of.length if of.length is not None else 4
        items = [self.value(of.item, depth - 1) for _ in range(rng.randint(0, most))]
        return "[%s]" % ", ".join(items) if rng.random() < 0.8 else "(%s)" % "".join(item + ", " for item in items)
