"""Python values as source text: boundaries of every width, wrong types, and objects with conversion hooks."""

SIGNED = [
    "signed char",
    "short",
    "int",
    "long",
    "long long",
    "int8_t",
    "int16_t",
    "int32_t",
    "int64_t",
    "intptr_t",
    "ssize_t",
    "ptrdiff_t",
    "intmax_t",
    "int_least16_t",
    "int_fast32_t",
]
UNSIGNED = [
    "unsigned char",
    "unsigned short",
    "unsigned int",
    "unsigned long",
    "unsigned long long",
    "uint8_t",
    "uint16_t",
    "uint32_t",
    "uint64_t",
    "uintptr_t",
    "size_t",
    "uintmax_t",
    "uint_least8_t",
    "uint_fast64_t",
]
FLOATS = ["float", "double", "long double"]
COMPLEX = ["float _Complex", "double _Complex"]
CHARS = ["char", "wchar_t", "char16_t", "char32_t"]
PRIMITIVES = SIGNED + UNSIGNED + FLOATS + COMPLEX + CHARS + ["_Bool"]
CAST_TARGETS = [
    "int *",
    "char *",
    "void *",
    "int[3]",
    "int[]",
    "int(*)(int)",
    "struct pair",
    "struct pair *",
    "struct opaque *",
    "enum color",
    "enum positive",
    "void",
]

WIDTHS = [7, 8, 15, 16, 31, 32, 63, 64]
FLOAT_TEXTS = [
    "0.0",
    "-0.0",
    "1.5",
    "-1.5",
    "1e10",
    "-1e10",
    "1e100",
    "1e300",
    "-1e300",
    "1e-310",
    "5e-324",
    "0.1",
    "3.4028234663852886e38",
    "3.5e38",
    "float('inf')",
    "float('-inf')",
    "float('nan')",
    "2.0**53",
    "2.0**63",
    "255.5",
    "-0.5",
]
TEXTS = [
    "'a'",
    "'A'",
    "''",
    "'ab'",
    "'\\0'",
    "'\\xe9'",
    "'\\u1234'",
    "'\\ud800'",
    "'\\U00012345'",
    "b'a'",
    "b''",
    "b'ab'",
    "b'\\0'",
    "b'\\xff'",
    "b'\\x80'",
]
OBJECTS = [
    "None",
    "True",
    "False",
    "[]",
    "[1]",
    "(1, 2)",
    "{}",
    "{'a': 1}",
    "{1, 2}",
    "1j",
    "1.5 - 2j",
    "bytearray(b'a')",
    "object",
    "range(3)",
    "iter([1])",
    "IntOnly()",
    "FloatOnly()",
    "ComplexOnly()",
    "Failing()",
    "len",
]
CDATA = [
    "ffi.cast('int', 5)",
    "ffi.cast('int', -1)",
    "ffi.cast('long long', 2**40)",
    "ffi.cast('uint64_t', -1)",
    "ffi.cast('short', 300)",
    "ffi.cast('char', 65)",
    "ffi.cast('signed char', -5)",
    "ffi.cast('wchar_t', 0x1234)",
    "ffi.cast('char16_t', 66)",
    "ffi.cast('char32_t', 0x12345)",
    "ffi.cast('_Bool', 1)",
    "ffi.cast('float', 1.5)",
    "ffi.cast('double', -2.5)",
    "ffi.cast('double', 1e300)",
    "ffi.cast('long double', 3.25)",
    "ffi.cast('double _Complex', 1 + 2j)",
    "ffi.cast('enum color', 7)",
    "ffi.cast('enum color', -2)",
    "ffi.NULL",
    "ffi.cast('int *', 0x1234)",
    "ffi.cast('char *', 0x41)",
    "keep(ffi.new('int *', 3))",
    "keep(ffi.new('int[3]'))",
    "keep(ffi.new('char[]', b'abc'))",
    "ffi.cast('int(*)(int)', 0x1240)",
    "keep(ffi.new('struct pair *', [1, 2]))",
    "keep(ffi.new('struct pair *', [1, 2]))[0]",
    "keep(ffi.new('union number *', [1]))[0]",
    "ffi.cast('void *', 0)",
]


def integer(rng):
    kind = rng.random()
    if kind < 0.3:
        return str(rng.randint(-10, 300))
    if kind < 0.8:
        sign = rng.choice(["", "-"])
        return "%s2**%d%+d" % (sign, rng.choice(WIDTHS), rng.randint(-2, 2))
    return str(rng.randint(-(2 ** rng.randint(1, 130)), 2 ** rng.randint(1, 130)))


def value(rng):
    kind = rng.random()
    if kind < 0.4:
        return integer(rng)
    if kind < 0.55:
        return rng.choice(FLOAT_TEXTS)
    if kind < 0.7:
        return rng.choice(TEXTS)
    if kind < 0.82:
        return rng.choice(OBJECTS)
    return rng.choice(CDATA)


def value_for(rng, ctype):
    """Mostly a value that the type may take, so that not all cases are refusals."""
    if rng.random() < 0.45:
        return value(rng)
    if ctype in SIGNED or ctype in UNSIGNED or ctype.startswith("enum"):
        return integer(rng)
    if ctype in FLOATS:
        return rng.choice(FLOAT_TEXTS + ["FloatOnly()", "7", "-3", "2**60 + 1"])
    if ctype in COMPLEX:
        return rng.choice(FLOAT_TEXTS + ["1j", "1.5 - 2j", "7", "ComplexOnly()"])
    if ctype in CHARS:
        return rng.choice(TEXTS)
    if ctype == "_Bool":
        return rng.choice(["True", "False", "0", "1", "2", "-1", "256"])
    if ctype.startswith("struct"):
        return rng.choice(
            ["[1, 2]", "(3,)", "{'a': 5}", "{'b': -1, 'a': 2}", "[]", "[1, 2, 3]", "{'c': 1}", "['x']", "[2**40]", "5"]
        )
    return rng.choice(CDATA)
