"""Random C type names: specifiers in their usual order, and declarators of pointers, arrays and functions."""

BASES = [
    "int",
    "unsigned",
    "unsigned int",
    "signed",
    "long",
    "unsigned long",
    "long int",
    "long long",
    "unsigned long long int",
    "short",
    "short int",
    "unsigned short",
    "char",
    "signed char",
    "unsigned char",
    "float",
    "double",
    "long double",
    "_Bool",
    "bool",
    "wchar_t",
    "char16_t",
    "int8_t",
    "uint64_t",
    "size_t",
    "intptr_t",
    "int_fast16_t",
    "float _Complex",
    "double _Complex",
    "struct pair",
    "union number",
    "enum color",
    "struct outer",
    "anon_t",
    "int_t",
    "fn_t",
    "arr_t",
    "FILE",
    "struct opaque",
    "ptr_t",
]
LENGTHS = ["0", "1", "3", "7", "0x10", "010", "2+3", "2*3", "SIX", "SIX+1", "100", "(4)", "8/2", "1<<3"]


def base(rng):
    text = rng.choice(BASES)
    if rng.random() < 0.15:
        text = rng.choice(["const ", "volatile "]) + text
    return text


def declarator(rng, depth, function_ok=True):
    """An abstract declarator; `function_ok` says whether it may make a function type here (as what a pointer points to)."""
    if depth == 0:
        return ""
    kind = rng.random()
    if kind < 0.45:
        space = rng.choice(["", " "])
        qualifier = rng.choice([""] * 6 + [" const"])
        return space + "*" + qualifier + declarator(rng, depth - 1)
    if kind < 0.7:
        inner = declarator(rng, depth - 1)
        array = "".join("[%s]" % rng.choice(LENGTHS) for _ in range(rng.randint(1, 2)))
        return "(*%s)%s" % (inner, array) if rng.random() < 0.4 else array
    if kind < 0.8:
        return "[]"
    return "(*%s)(%s)" % (declarator(rng, depth - 1) if rng.random() < 0.4 else "", parameters(rng, depth - 1))


def parameters(rng, depth):
    kind = rng.random()
    if kind < 0.1:
        return "void"
    if kind < 0.15:
        return ""
    names = ["", "", " x", " name"]
    made = []
    for _ in range(rng.randint(1, 3)):
        text = rng.choice(["int", "char", "double", "unsigned long", "struct pair", "int_t", "long long"])
        made.append(
            text + rng.choice(["", "", " *", " **", "[3]", "[]", " (*)(int)"])
            if rng.random() < 0.7
            else text + rng.choice(names)
        )
    if rng.random() < 0.15:
        made.append("...")
    return rng.choice([", ", ","]).join(made)


def type_string(rng):
    return (base(rng) + declarator(rng, rng.randint(0, 3))).strip()
