"""All that an `ffi` and a `lib` tell about some names: [(what was asked, a function that asks it)]."""


def described(ctype, depth=2):
    """Every attribute of a ctype, those of the types in it as well."""
    told = {}
    for name in (
        "cname",
        "kind",
        "item",
        "length",
        "fields",
        "args",
        "result",
        "ellipsis",
        "abi",
        "elements",
        "relements",
    ):
        if not hasattr(ctype, name):
            continue
        value = getattr(ctype, name)
        if name == "fields" and value is not None:
            value = [(n, repr(f.type), f.offset, f.bitshift, f.bitsize, f.flags) for n, f in value]
            if depth > 0:
                told["of fields"] = [described(f.type, depth - 1) for _, f in ctype.fields if f.type is not ctype]
        elif name in ("elements", "relements"):
            value = sorted(value.items(), key=str)
        elif name in ("item", "result") and depth > 0:
            value = described(value, depth - 1)
        told[name] = value
    return told


def shown(ffi, value, depth=2):
    """What a value holds, without addresses."""
    if not isinstance(value, ffi.CData):
        return value
    ctype = ffi.typeof(value)
    if depth == 0 or (
        ctype.kind == "pointer"
        and (
            not value
            or ctype.item.kind in ("void", "function")
            or ctype.item.kind == "struct"
            and ctype.item.fields is None
        )
    ):
        return ctype.cname, bool(value) if ctype.kind == "pointer" else None
    if ctype.kind == "pointer":
        return ctype.cname, shown(ffi, value[0], depth - 1)
    if ctype.kind == "array":
        return ctype.cname, [shown(ffi, item, depth - 1) for item in value]
    if ctype.kind in ("struct", "union"):
        return ctype.cname, [(name, shown(ffi, getattr(value, name), depth - 1)) for name, _ in ctype.fields or ()]
    return repr(value)


def canned_arguments(ffi, function):
    """One for each parameter; records whole, as what an initialiser leaves out may be anything."""
    ctype = ffi.typeof(function)
    ctype = ctype.item if ctype.kind == "pointer" else ctype
    return [canned(ffi, of) for of in ctype.args]


def canned(ffi, ctype):
    if ctype.kind in ("pointer", "array"):
        return ffi.NULL
    if ctype.kind in ("struct", "union"):
        return ffi.new(ffi.getctype(ctype, "*"))[0]
    if ctype.cname == "char":
        return b"a"
    return "a" if ctype.cname in ("wchar_t", "char16_t", "char32_t") else 1


def of_types(ffi, prefix, enums):
    """About each type that the FFI lists, or that is named here."""
    kinds = ("", "struct ", "union ")
    try:
        listed = [
            kind + name for kind, names in zip(kinds, ffi.list_types()) for name in names if name.startswith(prefix)
        ]
    except Exception:
        listed = []
    yield "list_types()", lambda: [[name for name in names if name.startswith(prefix)] for names in ffi.list_types()]
    for name in listed + [enum for enum in enums if enum not in listed]:
        yield "described(%r)" % name, lambda name=name: described(ffi.typeof(name))
        yield "ffi.typeof(%r)" % name, lambda name=name: ffi.typeof(name)
        yield "ffi.sizeof(%r)" % name, lambda name=name: ffi.sizeof(name)
        yield "ffi.alignof(%r)" % name, lambda name=name: ffi.alignof(name)
        yield "ffi.getctype(%r)" % name, lambda name=name: ffi.getctype(name, "*x")
        yield "ffi.new(%r)" % (name + " *"), lambda name=name: shown(ffi, ffi.new(name + " *"))
        yield "ffi.new(%r)[0]" % (name + " *"), lambda name=name: ffi.new(name + " *")[0]
        yield "ffi.new(%r, [])" % (name + "[2]"), lambda name=name: shown(ffi, ffi.new(name + "[2]"))
        yield "ffi.cast(%r, 1)" % name, lambda name=name: ffi.cast(name, 1)
        yield (
            "ffi.typeof(%r) is itself" % name,
            lambda name=name: (
                ffi.typeof(name) is ffi.typeof(name + " ") and ffi.typeof(name + "*").item is ffi.typeof(name)
            ),
        )


def of_library(ffi, lib, prefix, names):
    yield "dir(lib)", lambda: [name for name in dir(lib) if name.startswith(prefix)]
    yield "vars(lib)", lambda: sorted(name for name in vars(lib) if name.startswith(prefix))
    for name in names:
        yield "hasattr(lib, %r)" % name, lambda name=name: hasattr(lib, name)
        yield "getattr(lib, %r, None)" % name, lambda name=name: shown(ffi, getattr(lib, name, None))
        yield "lib.%s" % name, lambda name=name: getattr(lib, name)
        yield "lib.%s is lib.%s" % (name, name), lambda name=name: getattr(lib, name) is getattr(lib, name)
        yield "lib.%s == lib.%s" % (name, name), lambda name=name: getattr(lib, name) == getattr(lib, name)
        yield "described(typeof(lib.%s))" % name, lambda name=name: described(ffi.typeof(getattr(lib, name)))
        yield "shown(lib.%s)" % name, lambda name=name: shown(ffi, getattr(lib, name))
        yield "ffi.addressof(lib, %r)" % name, lambda name=name: ffi.addressof(lib, name)
        yield "typeof(ffi.addressof(lib, %r))" % name, lambda name=name: ffi.typeof(ffi.addressof(lib, name))
        yield "lib.%s()" % name, lambda name=name: getattr(lib, name)()
        yield (
            "lib.%s(...)" % name,
            lambda name=name: shown(ffi, getattr(lib, name)(*canned_arguments(ffi, getattr(lib, name)))),
        )
        yield "lib.%s(None)" % name, lambda name=name: getattr(lib, name)(None)
        yield "lib.%s = itself" % name, lambda name=name: setattr(lib, name, getattr(lib, name))
        yield "lib.%s = None" % name, lambda name=name: setattr(lib, name, None)
        yield "lib.%s = [1]" % name, lambda name=name: (setattr(lib, name, [1]), shown(ffi, getattr(lib, name)))[1]
        yield "lib.%s = 1" % name, lambda name=name: (setattr(lib, name, 1), shown(ffi, getattr(lib, name)))[1]
        yield "del lib.%s" % name, lambda name=name: delattr(lib, name)


def questions(ffi, lib, case):
    """All of them for a production of the grammar; for each order of the same declarations those that may depend on it."""
    if case.title.startswith("grammar"):
        yield from of_types(ffi, case.prefix, case.enums)
        yield from of_library(ffi, lib, case.prefix, case.names)
        return
    for label, function in of_types(ffi, case.prefix, case.enums):
        if label.startswith(("list_types", "described", "ffi.new")):
            yield label, function
    for label, function in of_library(ffi, lib, case.prefix, case.names):
        if label.startswith(("dir", "vars", "hasattr", "getattr", "shown")) or label.endswith("(...)"):
            yield label, function
