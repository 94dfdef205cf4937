"""Cases over the functions of _cffi_backend: expressions that call `B` with the types of low_level_names.py, good and bad."""

INTEGERS = ["t.int", "t.short", "t.long", "t.uchar", "t.schar", "t.uint", "t.ulong", "t.bool", "t.enum"]
OTHERS = [
    "t.char",
    "t.wchar",
    "t.float",
    "t.double",
    "t.void",
    "t.pair",
    "t.choice",
    "t.nested",
    "t.flex",
    "t.opaque",
    "t.complex",
]
POINTERS = [
    "t.int_p",
    "t.char_p",
    "t.void_p",
    "t.pair_p",
    "t.choice_p",
    "t.opaque_p",
    "t.int_pp",
    "t.double_p",
    "t.wchar_p",
    "t.bool_p",
    "t.flex_p",
    "t.array3_p",
]
ARRAYS = ["t.ints", "t.chars", "t.array3", "t.pairs", "t.array23", "t.wchars", "t.array0"]
FUNCTIONS = ["t.fn", "t.fn_v", "t.fn_void", "t.fn_pair"]
TYPES = INTEGERS + OTHERS + POINTERS + ARRAYS + FUNCTIONS
CDATA = [
    "B.cast(t.int, 5)",
    "B.cast(t.char, 65)",
    "B.cast(t.wchar, 0x263a)",
    "B.cast(t.enum, 2)",
    "B.cast(t.enum, 9)",
    "B.cast(t.double, 1.5)",
    "B.cast(t.void_p, 0)",
    "B.cast(t.int_p, 16)",
    "keep(B.newp(t.int_p, 7))",
    "keep(B.newp(t.chars, b'hello'))",
    "keep(B.newp(t.array3, [1, 2, 3]))",
    "keep(B.newp(t.ints, 4))",
    "keep(B.newp(t.pair_p, [1, 2]))",
    "keep(B.newp(t.pair_p, [1, 2]))[0]",
    "keep(B.newp(t.pairs, [[1], [2, 3]]))",
    "keep(B.newp(t.choice_p, [5]))[0]",
    "keep(B.newp(t.wchars, 'wide'))",
    "keep(B.newp(t.flex_p, [1, [2, 3]]))",
    "keep(B.newp(t.array23))",
    "B.cast(t.fn, 32)",
    "B.cast(t.bool, 1)",
    "B.cast(t.opaque_p, 48)",
]
BAD = ["5", "None", "'int'", "b'int'", "1.5", "[]", "()", "object", "int", "B", "{}", "-1", "2**70"]
NUMBERS = ["0", "1", "2", "3", "4", "-1", "100", "2**31", "2**62", "2**70", "-2**70", "None", "'a'", "1.5", "True"]


def ctype(rng):
    return rng.choice(TYPES) if rng.random() < 0.93 else rng.choice(BAD)


def pointer(rng):
    return rng.choice(POINTERS) if rng.random() < 0.75 else ctype(rng)


def cdata(rng):
    return rng.choice(CDATA) if rng.random() < 0.9 else rng.choice(BAD + TYPES)


def number(rng):
    return rng.choice(NUMBERS[:4]) if rng.random() < 0.5 else rng.choice(NUMBERS)


def low_types(rng):
    kind = rng.randrange(7)
    if kind == 0:
        return "about(B.new_pointer_type(%s))" % ctype(rng)
    if kind == 1:
        return "about(B.new_array_type(%s, %s))" % (pointer(rng), rng.choice([number(rng), "None"]))
    if kind in (2, 3):
        arguments = "(%s)" % "".join(ctype(rng) + ", " for _ in range(rng.randint(0, 3)))
        rest = rng.choice(
            ["", "", ", True", ", False, B.FFI_DEFAULT_ABI", ", ellipsis=True", ", 'x'", ", 0, 'x'", ", None"]
        )
        return "about(B.new_function_type(%s, %s%s))" % (
            arguments if rng.random() < 0.95 else rng.choice(BAD),
            ctype(rng),
            rest,
        )
    if kind == 4:
        names = rng.choice(["('A', 'B')", "('A', 'A')", "()", "('A',)", "['A', 'B']", "('A', 5)", "None"])
        values = rng.choice(
            [
                "(1, 2)",
                "(0, -1)",
                "(3, 3)",
                "()",
                "(1,)",
                "(2**31, 0)",
                "(2**63, 0)",
                "(2**64, 0)",
                "('x', 1)",
                "(1.5, 2)",
                "[1, 2]",
            ]
        )
        return "about(B.new_enum_type(%s, %s, %s, %s))" % (
            rng.choice(["'enum e'", "'e'", "''", "5", "b'e'"]),
            names,
            values,
            rng.choice([ctype(rng), "t.int", "t.uint", "t.long"]),
        )
    if kind == 5:
        return "about(B.%s(%s))" % (
            rng.choice(["new_struct_type", "new_union_type"]),
            rng.choice(["'struct s'", "'s'", "''", "'struct \\xe9'", "5", "None", "b's'"]),
        )
    return "about(B.new_primitive_type(%s))" % rng.choice(
        [
            "'int'",
            "'unsigned'",
            "'void'",
            "'nope'",
            "''",
            "'int '",
            "'char16_t'",
            "'_Bool'",
            "'bool'",
            "'size_t'",
            "5",
            "None",
            "'float _Complex'",
            "'_cffi_double_complex_t'",
            "'long double'",
            "'unsigned long long'",
            "'int32_t'",
            "b'int'",
        ]
    )


WIDTHS = [1, 2, 3, 5, 7, 8, 12, 16, 17, 31, 32, 40, 64, 0]


def low_layouts(rng):
    """Structs and unions by hand. Packing and bit-fields are not mixed: there ours follows the compiler."""
    bits, pack = rng.random() < 0.5, rng.choice([0, 0, 1, 2, 4, 8, 16])
    fixed = not bits and rng.random() < 0.4
    flags = rng.choice(
        [0, 0, 0x10, 0x20, 0x40, 0x70] + ([0x01, 0x02, 0x04, 0x06, 0x05] if bits else [0x08, 0x80, 0x88, 0xFF])
    )
    kind = "struct" if flags & 1 else rng.choice(["struct", "struct", "union"])
    fields = []
    for i in range(rng.randint(0, 5)):
        if bits and rng.random() < 0.8:
            name = "" if rng.random() < 0.1 else "f%d" % i
            width = rng.choice(WIDTHS) if name or flags & 1 else rng.choice(WIDTHS[:-1])
            fields.append(
                "(%r, %s, %d)" % (name, rng.choice(INTEGERS + ["t.char"] if rng.random() < 0.97 else TYPES), width)
            )
        else:
            offset = (
                ", -1, %d" % rng.choice([-1, 0, 1, 2, 4, 8, 12, 16, 24])
                if fixed and rng.random() < 0.6
                else rng.choice(["", "", ", -1", ", -1, -1"])
            )
            name = rng.choice(["f%d" % i] * 9 + ["f0"])
            fields.append("(%r, %s%s)" % (name, rng.choice(TYPES), offset))
    size, alignment = rng.choice([-1, -1, -1, 0, 4, 8, 12, 16, 24, 32]), rng.choice([-1, -1, -1, 1, 2, 4, 8, 16])
    rest = "None, %d, %d, %d%s" % (size, alignment, flags, "" if bits or not pack else ", %d" % pack)
    return "completed(%r, [%s], %s)" % (kind, ", ".join(fields), rest)


def low_bad_layouts(rng):
    field = rng.choice(
        [
            "('a',)",
            "('a', t.int, 'x')",
            "('a', t.int, -1, 'x')",
            "('a', 5)",
            "(5, t.int)",
            "5",
            "['a', t.int]",
            "('a', t.int, -1, -1, -1)",
            "('a', t.int, 3, 0)",
            "('a', t.int, 2**40)",
            "('a', t.int, -1, 2**70)",
            "('a', t.int, None)",
            "('a', t.int)",
        ]
    )
    target = rng.choice(["B.new_struct_type('struct s')", "B.new_union_type('union u')", "5", "None"])
    rest = rng.choice(
        [
            "",
            ", None, 'x'",
            ", None, -1, 'x'",
            ", None, -1, -1, 'x'",
            ", None, -1, -1, 0, 'x'",
            ", 5, -1",
            ", None, 2**70",
        ]
    )
    return "B.complete_struct_or_union(%s, %s%s)" % (
        target,
        rng.choice(["[%s]" % field, "(%s,)" % field, "[('x', t.int), %s]" % field, "None"]),
        rest,
    )


def low_queries(rng):
    look = rng.choice(["B.sizeof(%s)", "B.alignof(%s)", "B.typeof(%s)"])
    if rng.random() < 0.5:
        return look % (cdata(rng) if rng.random() < 0.5 else ctype(rng))
    if rng.random() < 0.5:
        return "B.getcname(%s, %s)" % (
            ctype(rng),
            rng.choice(["''", "'x'", "'[3]'", "'*'", "' x'", "'&'", "'(*)'", "5", "None", "b'x'"]),
        )
    step = rng.choice(
        [
            "'a'",
            "'b'",
            "'n'",
            "'data'",
            "'in'",
            "'nope'",
            "''",
            "0",
            "1",
            "2",
            "7",
            "-1",
            "2**62",
            "2**70",
            "None",
            "1.5",
            "b'a'",
        ]
    )
    return "B.typeoffsetof(%s, %s%s)" % (
        ctype(rng),
        step,
        rng.choice(["", "", ", 0", ", 1", ", True", ", 'x'", ", following=1"]),
    )


def low_addresses(rng):
    made = rng.choice([c for c in CDATA if c.startswith("keep(")] + ["5", "B.cast(t.int, 5)", "t.int"])
    return "offset_of_raw(%s, %s, %s)" % (
        pointer(rng),
        made,
        rng.choice(["0", "1", "4", "-4", "8", "2**62", "2**70", "'a'", "None", "1.5"]),
    )


INITS = [
    "None",
    "5",
    "-1",
    "2**40",
    "1.5",
    "b'x'",
    "'x'",
    "b'hello'",
    "'hello'",
    "[1, 2]",
    "[]",
    "(1,)",
    "{'a': 1}",
    "{'b': 2, 'a': 1}",
    "{'nope': 1}",
    "[[1, 2], [3]]",
    "[1, [2, 3, 4]]",
    "True",
    "1j",
    "object",
]


def low_new(rng):
    init = rng.choice(INITS + CDATA) if rng.random() < 0.85 else ""
    return "dump(B.newp(%s%s))" % (
        pointer(rng) if rng.random() < 0.5 else rng.choice(ARRAYS),
        ", " + init if init else "",
    )


def low_casts(rng):
    value = rng.choice(INITS + [c for c in CDATA if not c.startswith("keep(") or c.endswith("[0]")])
    return "B.cast(%s, %s)" % (ctype(rng), value)


def low_text(rng):
    made = rng.choice([c for c in CDATA if "cast(t.int_p" not in c and "cast(t.fn" not in c] + BAD)
    if "newp(t.int_p" in made:
        made = "keep(B.newp(t.chars, b'text'))"
    if rng.random() < 0.5:
        return "B.string(%s%s)" % (
            made,
            rng.choice(["", ", 0", ", 1", ", 2", ", -1", ", 'x'", ", 2**70", ", None", ", maxlen=2"]),
        )
    return "dump(B.unpack(%s, %s))" % (made, rng.choice(["0", "1", "-1", "'x'", "2**70", "None", "1.5"]))


def low_buffers(rng):
    made = rng.choice([c for c in CDATA if "cast" not in c] + ["B.cast(t.int, 5)", "5", "t.int", "None"])
    if rng.random() < 0.4:
        return "bytes(B.buffer(%s%s))" % (
            made,
            rng.choice(["", ", 0", ", 1", ", 2", ", 'x'", ", 2**70", ", None", ", size=1"]),
        )
    source = rng.choice(
        [
            "b'abcdefgh'",
            "bytearray(b'abcdefgh')",
            "'abcdefgh'",
            "memoryview(b'abcdefgh')",
            "5",
            "None",
            "keep(B.buffer(B.newp(t.chars, b'abc')))",
        ]
    )
    return "B.from_buffer(%s, %s%s)" % (
        rng.choice(ARRAYS + POINTERS + ["t.int", "5"]),
        source,
        rng.choice(["", "", ", True", ", 0", ", require_writable=True", ", 'x'"]),
    )


def low_lifetimes(rng):
    made = cdata(rng)
    return rng.choice(
        [
            "B.gcp(%s, id, %s)" % (made, rng.choice(["0", "10", "'x'", "-5"])),
            "B.gcp(%s, 5)" % made,
            "B.gcp(%s, None)" % made,
            "B.gcp(%s, id)" % made,
            "B.gcp(%s, destructor=id)" % made,
            "B.release(%s)" % made,
            "B.newp_handle(%s, 'object')" % ctype(rng),
            "B.from_handle(%s)" % made,
            "B.from_handle(keep(B.newp_handle(t.void_p, 'object')))",
            "B.set_errno(%s)" % number(rng),
        ]
    )


def low_callbacks(rng):
    function = rng.choice(FUNCTIONS) if rng.random() < 0.8 else ctype(rng)
    what = rng.choice(
        ["lambda *a: 5", "lambda *a: None", "lambda *a: 'x'", "lambda *a: a[0]", "max", "5", "None", "'x'"]
    )
    rest = rng.choice(
        ["", "", ", 7", ", None, lambda *a: 8", ", error=7", ", onerror=5", ", 'x'", ", -1, None", ", [1, 2]"]
    )
    call = rng.choice(["", "(3)", "(3)", "(3, 4)", "()", "('x')"])
    return "dump(B.callback(%s, %s%s)%s)" % (function, what, rest, call)


def low_calls(rng):
    """Argument lists that fit no function: too few, too many, keywords."""
    function = rng.choice(
        [
            "new_primitive_type",
            "new_pointer_type",
            "new_array_type",
            "new_void_type",
            "new_struct_type",
            "new_union_type",
            "new_enum_type",
            "new_function_type",
            "complete_struct_or_union",
            "cast",
            "newp",
            "newp_handle",
            "from_handle",
            "callback",
            "alignof",
            "sizeof",
            "typeof",
            "typeoffsetof",
            "rawaddressof",
            "getcname",
            "string",
            "unpack",
            "from_buffer",
            "memmove",
            "gcp",
            "release",
            "get_errno",
            "set_errno",
            "_get_types",
            "_get_common_types",
            "_testbuff",
        ]
    )
    given = [rng.choice(["t.int", "t.int_p", "5", "'x'", "None", "[]"]) for _ in range(rng.choice([0, 0, 1, 2, 5, 8]))]
    return "B.%s(%s)" % (function, ", ".join(given + (["nope=1"] if rng.random() < 0.3 else [])))


def low_libraries(rng):
    if rng.random() < 0.25:
        return "type(B.load_library(%s)).__name__" % rng.choice(
            [
                "",
                "None",
                "None, 0",
                "None, B.RTLD_NOW",
                "'nosuch.so'",
                "5",
                "b'libm.so.6'",
                "'libm.so.6'",
                "'libm.so.6', 'x'",
                "None, 'x'",
                "''",
                "'libm.so.6', 2**70",
            ]
        )
    name = rng.choice(["'getenv'", "'nosuch'", "'optind'", "5", "None", "''", "b'getenv'"])
    method = rng.choice(
        [
            "load_function(%s, %s)" % (ctype(rng), name),
            "read_variable(%s, %s)"
            % (
                rng.choice(["t.int", "t.array3", "t.pair", "t.opaque", "t.void", "5", "t.fn"]),
                "'optind'" if rng.random() < 0.6 else name,
            ),
            "write_variable(t.int, %s, 1)" % name,
            "write_variable(%s, 'optind', %s)"
            % (rng.choice(["t.int", "t.void", "t.opaque", "5"]), rng.choice(["1", "'x'", "None"])),
            "close_lib()",
            "close_lib(5)",
            "nope",
        ]
    )
    return "B.load_library(None).%s" % method


GROUPS = [
    low_types,
    low_types,
    low_layouts,
    low_layouts,
    low_bad_layouts,
    low_queries,
    low_queries,
    low_addresses,
    low_new,
    low_new,
    low_casts,
    low_text,
    low_buffers,
    low_lifetimes,
    low_callbacks,
    low_calls,
    low_libraries,
]
