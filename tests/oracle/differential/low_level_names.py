"""The types that the cases of low_level.py use, and helpers that make their results comparable."""

import types

import _cffi_backend as B


def basic_types():
    t = types.SimpleNamespace(void=B.new_void_type())
    for name, spelling in dict(
        int="int",
        short="short",
        long="long",
        uchar="unsigned char",
        schar="signed char",
        uint="unsigned int",
        ulong="unsigned long",
        bool="_Bool",
        char="char",
        wchar="wchar_t",
        float="float",
        double="double",
        complex="_cffi_double_complex_t",
    ).items():
        setattr(t, name, B.new_primitive_type(spelling))
    return t


def record(make, name, *fields):
    ctype = make(name)
    B.complete_struct_or_union(ctype, list(fields))
    return ctype


def all_types():
    t = basic_types()
    t.int_p, t.char_p, t.void_p, t.double_p, t.wchar_p, t.bool_p = map(
        B.new_pointer_type, [t.int, t.char, t.void, t.double, t.wchar, t.bool]
    )
    t.int_pp = B.new_pointer_type(t.int_p)
    t.ints, t.chars, t.wchars = [B.new_array_type(p, None) for p in (t.int_p, t.char_p, t.wchar_p)]
    t.array3, t.array0 = B.new_array_type(t.int_p, 3), B.new_array_type(t.int_p, 0)
    t.array3_p = B.new_pointer_type(t.array3)
    t.array23 = B.new_array_type(t.array3_p, 2)
    t.enum = B.new_enum_type("enum e", ("ZERO", "ONE", "TWO"), (0, 1, 2), t.uint)
    t.pair = record(B.new_struct_type, "struct pair", ("a", t.int), ("b", t.short))
    t.choice = record(B.new_union_type, "union choice", ("n", t.int), ("d", t.double))
    t.nested = record(B.new_struct_type, "struct nested", ("in", t.pair), ("b", t.char))
    t.flex = record(B.new_struct_type, "struct flex", ("n", t.int), ("data", t.ints))
    t.opaque = B.new_struct_type("struct opaque")
    t.pair_p, t.choice_p, t.flex_p, t.opaque_p = map(B.new_pointer_type, [t.pair, t.choice, t.flex, t.opaque])
    t.pairs = B.new_array_type(t.pair_p, None)
    t.fn, t.fn_v = B.new_function_type((t.int,), t.int), B.new_function_type((t.int,), t.int, True)
    t.fn_void, t.fn_pair = B.new_function_type((), t.void), B.new_function_type((t.pair_p,), t.pair)
    return t


def about(ctype):
    """Everything that a ctype says of itself."""
    told = [repr(ctype), ctype.kind]
    for name in ("item", "length", "args", "result", "ellipsis", "abi", "elements", "relements"):
        if hasattr(ctype, name):
            value = getattr(ctype, name)
            told.append((name, sorted(value.items()) if isinstance(value, dict) else value))
    for ask in (B.sizeof, B.alignof):
        try:
            told.append(ask(ctype))
        except ValueError as error:
            told.append(str(error))
    return told


def completed(kind, fields, *rest):
    ctype = (B.new_struct_type if kind == "struct" else B.new_union_type)(kind + " s")
    B.complete_struct_or_union(ctype, fields, *rest)
    return (
        [(name, field.type, field.offset, field.bitshift, field.bitsize) for name, field in ctype.fields],
        B.sizeof(ctype),
        B.alignof(ctype),
    )


def offset_of_raw(ctype, cdata, offset):
    made = B.rawaddressof(ctype, cdata, offset)
    long = B.new_primitive_type("long")
    origin = B.rawaddressof(B.new_pointer_type(B.new_primitive_type("char")), cdata, 0)
    return B.typeof(made), int(B.cast(long, made)) - int(B.cast(long, origin))


def build():
    return {"B": B, "t": all_types(), "about": about, "completed": completed, "offset_of_raw": offset_of_raw}
