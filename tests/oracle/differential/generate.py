"""Cases for the differential test: Python expressions over `ffi` and `_cffi_backend`, made from a seed, the same in every interpreter.

A case is (group, expression). Expressions only use the names of namespace.py. Groups take turns, so that any number of
cases has a share of each.
"""

import random

import initialisers
import low_level
import type_strings
import values


def conversions(rng):
    """A value stored to and read from C memory of each primitive type."""
    ctype = rng.choice(values.PRIMITIVES)
    return "stored(%r, %s)" % (ctype, values.value_for(rng, ctype))


def array_items(rng):
    ctype = rng.choice(values.PRIMITIVES)
    items = ", ".join(values.value_for(rng, ctype) for _ in range(rng.randint(0, 3)))
    length = rng.choice(["", "0", "1", "2", "3", "4"])
    return "dump(ffi.new('%s[%s]', [%s]))" % (ctype, length, items)


def without_addresses(text):
    """A number made from the address of an object would differ from process to process."""
    return "ffi.cast('int *', 0x1234)" if text.startswith("keep(") and not text.endswith("[0]") else text


def casts(rng):
    ctype = rng.choice(values.PRIMITIVES + values.CAST_TARGETS)
    return "ffi.cast(%r, %s)" % (ctype, without_addresses(values.value(rng)))


def cast_numbers(rng):
    ctype = rng.choice(values.PRIMITIVES)
    convert = rng.choice(["int", "float", "complex", "bool", "hash", "str"])
    if convert == "hash" and ctype in values.FLOATS + values.COMPLEX:
        convert = "repr"  # a NaN hashes by its address
    return "%s(ffi.cast(%r, %s))" % (convert, ctype, without_addresses(values.value_for(rng, ctype)))


def calls(rng):
    """Through a call and a callback: an argument in and out."""
    ctype = rng.choice(
        [t for t in values.PRIMITIVES if "_Complex" not in t]
        + ["int *", "char *", "void *", "struct pair", "enum color"]
    )
    return "echoed(%r, %s)" % (ctype, values.value_for(rng, ctype))


def callback_results(rng):
    ctype = rng.choice(
        [t for t in values.PRIMITIVES if "_Complex" not in t] + ["int *", "void", "struct pair", "enum color"]
    )
    given = values.value_for(rng, ctype)
    error = rng.choice(["None", "None", values.value_for(rng, ctype)])
    return "answered(%r, %s, %s)" % (ctype, given, error)


def types(rng):
    text = type_strings.type_string(rng)
    look = rng.choice(["ffi.typeof(%r)", "ffi.typeof(%r).kind", "ffi.sizeof(%r)", "ffi.alignof(%r)", "described(%r)"])
    return look % text


def getctypes(rng):
    extra = rng.choice(["", "x", " x ", "*", "*x", "**", "[3]", "x[5]", "&", "(*)(int)", "*[2]", "_long_name"])
    return "ffi.getctype(%r, %r)" % (type_strings.type_string(rng), extra)


def initialised(rng):
    cdecl, init = initialisers.case(rng)
    return "dump(ffi.new(%r, %s))" % (cdecl, init)


def assigned(rng):
    cdecl, init = initialisers.case(rng)
    return "assigned(%r, %s)" % (cdecl, init)


def indexes(rng):
    what = rng.choice(
        [
            "numbers()",
            "ffi.cast('int *', keep(numbers()))",
            "ffi.new('int *', 7)",
            "numbers()[1:4]",
            "letters()",
            "pairs()",
            "ffi.cast('int *', 0)",
            "ffi.NULL",
            "ffi.cast('int', 3)",
            "ffi.new('int[2][3]', [[1, 2], [3]])",
            "rows()",
        ]
    )
    index = rng.choice(
        [
            "0",
            "1",
            "2",
            "-1",
            "5",
            "6",
            "100",
            "True",
            "None",
            "'a'",
            "1.5",
            "2**70",
            "(1, 2)",
            "ffi.cast('int', 1)",
            "IndexOnly()",
        ]
    )
    if "cast('int *', keep" in what and index in ("5", "6", "100", "-1"):
        index = "3"
    return rng.choice(["dump(%s[%s])", "set_item(%s, %s, 1)"]) % (what, index)


def slices(rng):
    what = rng.choice(
        [
            "numbers()",
            "ffi.cast('int *', keep(numbers()))",
            "letters()",
            "pairs()",
            "numbers()[1:4]",
            "ffi.cast('int', 3)",
            "ffi.cast('void *', 16)",
            "ffi.new('wchar_t[]', 'abcd')",
        ]
    )
    ends = ["0", "1", "2", "3", "4", "5"]
    if "cast('int *'" not in what:
        ends += ["6", "-1", "2**70", "''", "1.5"]
    start, stop = rng.choice(ends + ["None"]), rng.choice(ends + ["None"])
    step = rng.choice(["None"] * 8 + ["1", "2"])
    if rng.random() < 0.5:
        return "dump(%s[slice(%s, %s, %s)])" % (what, start, stop, step)
    source = rng.choice(
        [
            "[1, 2]",
            "(7, 8, 9)",
            "b'xy'",
            "b'xyz'",
            "'ab'",
            "[]",
            "iter([4, 5])",
            "numbers()[0:2]",
            "5",
            "None",
            "[b'a', b'b']",
            "bytearray(b'pq')",
            "[[1, 2], {'b': 3}]",
            "ffi.new('char[2]', b'zz')",
            "ffi.new('short[2]', [1, 2])",
        ]
    )
    return "set_item(%s, slice(%s, %s, %s), %s)" % (what, start, stop, step, source)


KINDS = [
    "ffi.cast('int', 5)",
    "ffi.cast('char', 65)",
    "ffi.cast('wchar_t', 65)",
    "ffi.cast('double', 1.5)",
    "ffi.cast('_Bool', 1)",
    "ffi.cast('enum color', 7)",
    "ffi.cast('double _Complex', 1 + 2j)",
    "keep(ffi.new('int *', 7))",
    "keep(numbers())",
    "keep(pairs())[0]",
    "keep(pairs())",
    "ffi.cast('void *', 16)",
    "ffi.NULL",
    "ffi.cast('int *', 16)",
    "ffi.cast('int *', 32)",
    "ffi.cast('char *', 24)",
    "ffi.cast('int(*)(int)', 16)",
    "ffi.cast('struct opaque *', 16)",
    "ffi.cast('float', -0.0)",
    "keep(ffi.new('union number *', [5]))[0]",
    "ffi.cast('uint64_t', -1)",
]
OTHERS = ["5", "1.5", "'A'", "b'A'", "None", "True", "1 + 2j", "[1]", "7", "65"]


def operators(rng):
    left, right = rng.choice(KINDS), rng.choice(KINDS + OTHERS)
    if rng.random() < 0.2:
        left, right = right, left
    op = rng.choice(["==", "!=", "<", "<=", ">", ">=", "+", "-", "-", "*", "//", "|"])
    if op in ("<", "<=", ">", ">=") and ("keep" in left and "keep" in right):
        op = "!="
    if op == "-" and "keep" in left + right:
        right = "2"
    return "%s %s %s" % (left, op, right)


def inspections(rng):
    kind = rng.choice(KINDS)
    look = rng.choice(
        [
            "%s",
            "len(%s)",
            "iter(%s)",
            "int(%s)",
            "float(%s)",
            "complex(%s)",
            "bool(%s)",
            "dir(%s)",
            "%s()",
            "%s.foo",
            "-%s",
            "abs(%s)",
            "ffi.typeof(%s)",
            "ffi.sizeof(%s)",
            "ffi.string(%s)",
            "ffi.unpack(%s, 1)",
            "ffi.buffer(%s)",
            "ffi.release(%s)",
            "ffi.addressof(%s)",
            "ffi.from_handle(%s)",
            "set_attribute(%s, 'foo', 1)",
            "%s[0:1]",
            "format(%s, '')",
            "bytes(%s)",
            "ffi.gc(%s, None)",
            "ffi.memmove(%s, b'', 0)",
            "del_item(%s, 0)",
            "isinstance(%s, ffi.CData)",
        ]
    )
    made_up = "cast('" in kind and "*'" in kind or "(*)" in kind
    if made_up and ("unpack" in look or "string" in look or look.startswith("bytes")):
        look = "%s"
    return look % kind


def strings(rng):
    ctype = rng.choice(
        [
            "char",
            "signed char",
            "unsigned char",
            "uint8_t",
            "wchar_t",
            "char16_t",
            "char32_t",
            "_Bool",
            "int",
            "short",
            "float",
            "double",
        ]
    )
    if "char" in ctype and ctype[0] in "wc" and ctype != "char":
        init = rng.choice(["'hello'", "''", "'a\\0b'", "'\\u1234x'", "'\\U00012345'"])
    elif "char" in ctype or ctype == "uint8_t":
        init = rng.choice(["b'hello'", "b''", "b'a\\0b'", "b'\\xff\\x80'"])
    else:
        init = rng.choice(["[1, 0, 1]", "[1]", "[0, 1]"])
    n = rng.choice(["0", "1", "2", "-1", "'a'", "None", "2**70", "1.5"])
    call = rng.choice(
        [
            "ffi.string(%s)",
            "ffi.string(%s, " + n + ")",
            "ffi.unpack(%s, " + n + ")",
            "dump(%s)",
            "ffi.buffer(%s)[:]",
            "len(%s)",
        ]
    )
    if call.startswith("ffi.unpack") and n == "2":
        call = "ffi.unpack(%s, 1)"
    return call % ("ffi.new('%s[]', %s)" % (ctype, init))


def paths(rng):
    names = [
        "'i1'",
        "'i2'",
        "'un'",
        "'u1'",
        "'u2'",
        "'arr'",
        "'pairs'",
        "'a'",
        "'b'",
        "'pp'",
        "'bit'",
        "'nope'",
        "0",
        "1",
        "2",
        "-1",
        "7",
        "2**62",
        "None",
        "b'a'",
        "1.5",
    ]
    path = ", ".join(rng.choice(names) for _ in range(rng.randint(1, 3)))
    base = rng.choice(
        [
            "struct outer",
            "struct outer *",
            "struct pair",
            "struct pair[3]",
            "union number",
            "int[5]",
            "int *",
            "int",
            "struct opaque",
            "void *",
        ]
    )
    if rng.random() < 0.6:
        return "ffi.offsetof(%r, %s)" % (base, path)
    made = rng.choice(
        ["ffi.new('struct outer *')[0]", "ffi.new('struct pair[3]')", "ffi.new('int[5]')", "ffi.new('struct outer *')"]
    )
    return "offset_from(%s, %s)" % (made, path)


def buffers(rng):
    source = rng.choice(
        [
            "b'abcdefgh'",
            "bytearray(b'abcdefgh')",
            "'abcdefgh'",
            "memoryview(b'abcdefgh')",
            "memoryview(b'abcdefgh')[::2]",
            "5",
            "None",
            "[1]",
            "array('i', [1, 2, 3])",
            "ffi.buffer(letters())",
        ]
    )
    cdecl = rng.choice(
        [
            "char[]",
            "int[]",
            "int[2]",
            "int[9]",
            "short *",
            "void *",
            "struct pair[]",
            "struct pair *",
            "int",
            "double[]",
            "int[][2]",
            "char[0]",
        ]
    )
    writable = rng.choice(["", ", True", ", False", ", require_writable=True"])
    if rng.random() < 0.5:
        return "ffi.from_buffer(%r, %s%s)" % (cdecl, source, writable)
    size = rng.choice(["0", "1", "2", "4", "-1", "'a'", "1.5", "2**70"])
    target = rng.choice(
        [
            "letters()",
            "bytearray(b'12345678')",
            "b'12345678'",
            "numbers()",
            "5",
            "ffi.cast('int', 5)",
            "pairs()",
            "pairs()[0]",
        ]
    )
    return "moved(%s, %s, %s)" % (target, source, size)


def buffer_objects(rng):
    size = rng.choice(["", ", 2", ", 0", ", -1"])
    b = "ffi.buffer(letters()%s)" % size
    look = rng.choice(
        [
            "len(%s)",
            "%s[:]",
            "%s[0]",
            "%s[-1]",
            "%s[1:3]",
            "%s[::2]",
            "%s['a']",
            "%s[100]",
            "%s == b'he'",
            "%s < b'zz'",
            "%s == 'he'",
            "list(%s)",
            "bytes(%s)",
            "memoryview(%s).format",
            "set_item(%s, 0, b'X')",
            "set_item(%s, 0, b'XY')",
            "set_item(%s, 0, 65)",
            "set_item(%s, slice(0, 2), b'XY')",
            "set_item(%s, slice(0, 2), b'XYZ')",
            "set_item(%s, slice(0, 1), 'X')",
            "hash(%s)",
            "bool(%s)",
        ]
    )
    return look % b


GROUPS = [
    conversions,
    conversions,
    array_items,
    casts,
    casts,
    cast_numbers,
    calls,
    callback_results,
    types,
    types,
    getctypes,
    initialised,
    initialised,
    assigned,
    indexes,
    slices,
    operators,
    inspections,
    strings,
    paths,
    buffers,
    buffer_objects,
] + low_level.GROUPS


def cases(seed, count):
    """`count` different cases; a group that has no more new ones is passed over."""
    rng = random.Random(seed)
    seen, made, misses = set(), [], 0
    while len(made) < count and misses < 20 * len(GROUPS):
        for group in GROUPS:
            expression = group(rng)
            if expression in seen:
                misses += 1
                continue
            misses = 0
            seen.add(expression)
            made.append((group.__name__, expression))
    return made[:count]
