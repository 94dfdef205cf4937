"""Pairs of a pointer or array type and an initialiser for it, right and wrong."""

import re

import values

RECORDS = {
    "struct pair": [("a", "int"), ("b", "int")],
    "struct mixed": [
        ("c", "char"),
        ("d", "double"),
        ("s", "short"),
        ("p", "int *"),
        ("name", "char[6]"),
        ("w", "wchar_t"),
        ("flag", "_Bool"),
    ],
    "struct bits": [("a", "bits3"), ("b", "bits5u"), ("c", "bits40"), ("d", "bits7u")],
    "struct nest": [("in", "struct pair"), ("arr", "int[3]"), ("pairs", "struct pair[2]"), ("e", "enum color")],
    "union number": [("i", "int"), ("d", "double"), ("raw", "char[6]")],
    "struct flex": [("n", "int"), ("data", "short[]")],
    "anon_t": [("z", "int"), ("u", "uint8_t")],
}


def of_modest_size(text):
    """A number that as the length of an array would take all memory becomes a small one; beyond every memory it stays."""
    number = eval(text) if re.fullmatch("[-+*0-9]+", text) else 0
    return text if number < 1000 or number > 2**59 else "3"


def initialiser(rng, ctype, depth=3):
    if rng.random() < 0.12 or depth == 0:
        return of_modest_size(values.value(rng)) if ctype.endswith("[]") else values.value(rng)
    if ctype.startswith("bits"):
        return str(
            rng.choice([0, 1, -1, 3, 4, -4, -5, 31, 32, 127, 128, 2**39, 2**39 - 1, -(2**39), -(2**39) - 1, 2**64])
        )
    if ctype in RECORDS:
        return record(rng, ctype, depth)
    if "[" in ctype:
        return array(rng, ctype, depth)
    if "*" in ctype:
        return rng.choice(
            [
                "ffi.NULL",
                "keep(ffi.new('int *', 3))",
                "ffi.cast('void *', 16)",
                "keep(ffi.new('short *'))",
                "5",
                "None",
                "keep(numbers())",
            ]
        )
    return values.value_for(rng, ctype)


def record(rng, ctype, depth):
    fields = RECORDS[ctype]
    if rng.random() < 0.4:
        chosen = rng.sample(fields, 1 if ctype.startswith("union") else rng.randint(0, len(fields)))
        items = ["%r: %s" % (name, initialiser(rng, t, depth - 1)) for name, t in chosen]
        if rng.random() < 0.08:
            items.append("'nope': 1")
        return "{%s}" % ", ".join(items)
    count = rng.randint(0, 1) if ctype.startswith("union") else rng.randint(0, len(fields))
    items = [initialiser(rng, t, depth - 1) for name, t in fields[:count]]
    if rng.random() < 0.06:
        items = [initialiser(rng, t, depth - 1) for name, t in fields] + ["1"]
    return "[%s]" % ", ".join(items) if rng.random() < 0.8 else "(%s)" % "".join(i + ", " for i in items)


def array(rng, ctype, depth):
    item, length = ctype.rstrip("]").rsplit("[", 1)
    kind = rng.random()
    if item in ("char", "unsigned char", "uint8_t", "signed char") and kind < 0.6:
        return rng.choice(["b'abc'", "b''", "b'123456'", "b'1234567'", "b'a\\0b'", "'abc'", "bytearray(b'ab')"])
    if item in ("wchar_t", "char16_t", "char32_t") and kind < 0.6:
        return rng.choice(["'abc'", "''", "'\\U00012345'", "'1234567'", "b'abc'"])
    if not length and kind < 0.25:
        return rng.choice(["0", "1", "5", "-1", "2**62", "2**64", "True"])
    count = rng.randint(0, int(length) + (1 if rng.random() < 0.15 else 0)) if length else rng.randint(0, 4)
    return "[%s]" % ", ".join(initialiser(rng, item, depth - 1) for _ in range(count))


SIMPLE = values.PRIMITIVES + ["int *", "char *", "void *", "enum color"]


def case(rng):
    """(type for ffi.new, initialiser text)"""
    kind = rng.random()
    if kind < 0.5:
        record_type = rng.choice(sorted(RECORDS))
        return record_type + " *", initialiser(rng, record_type)
    if kind < 0.6:
        record_type = rng.choice(["struct pair", "struct nest", "union number", "anon_t"])
        array_type = "%s[%s]" % (record_type, rng.choice(["", "2", "3"]))
        return array_type, initialiser(rng, array_type)
    item = rng.choice(SIMPLE)
    if kind < 0.9:
        array_type = "%s[%s]" % (item, rng.choice(["", "0", "2", "3", "6"]))
        return array_type, initialiser(rng, array_type)
    return item + " *", initialiser(rng, item)
