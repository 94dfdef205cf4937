"""What an FFI object and its library say about a name: plain values that JSON holds, the same in both packages."""

import re

#: An error is described by those of these that catch it.
CLASSES = (
    "ArithmeticError",
    "AttributeError",
    "IndexError",
    "KeyError",
    "MemoryError",
    "NotImplementedError",
    "OSError",
    "OverflowError",
    "RuntimeError",
    "TypeError",
    "ValueError",
)
KEYWORDS = frozenset(
    "auto break case char const continue default do double else enum extern float for goto if inline int long register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while".split()
)


def identifiers(texts):
    """Whatever could be a name, sorted: of declarations, and much else."""
    plain = re.sub(r"/\*.*?\*/|//[^\n]*", " ", "\n".join(texts), flags=re.S)
    return sorted(set(re.findall(r"[A-Za-z_]\w*", plain)) - KEYWORDS)


def outcome(ffi, function, *arguments):
    """What it gives, described; or which `except` clauses catch what it raises."""
    import cffi

    try:
        return function(*arguments)
    except Exception as error:
        builtins = [c.__name__ for c in type(error).__mro__ if c.__name__ in CLASSES]
        own = [
            name
            for name in ("CDefError", "FFIError", "VerificationError", "VerificationMissing")
            if isinstance(error, getattr(cffi, name))
        ]
        return {
            "error": sorted(builtins + own + (["ffi.error"] if isinstance(error, getattr(ffi, "error", ())) else [])),
            "text": str(error)[:300],
        }


def of_type(ffi, text):
    return outcome(ffi, lambda: ctype(ffi, ffi.typeof(text)))


def ctype(ffi, of):
    told = {
        "kind": of.kind,
        "cname": of.cname,
        "size": outcome(ffi, ffi.sizeof, of),
        "align": outcome(ffi, ffi.alignof, of),
    }
    if of.kind in ("struct", "union") and isinstance(told["size"], dict):
        pass  # asked for the fields of an opaque struct of a module, released versions with assertions abort
    elif of.kind in ("struct", "union"):
        told["fields"] = outcome(
            ffi,
            lambda: (
                None
                if of.fields is None
                else [[n, f.type.cname, f.offset, f.bitshift, f.bitsize, f.flags] for n, f in of.fields]
            ),
        )
    elif of.kind == "enum":
        told["elements"] = outcome(ffi, lambda: sorted(of.elements.items()))
    elif of.kind == "function":
        told.update(args=[a.cname for a in of.args], result=of.result.cname, ellipsis=of.ellipsis)
    elif of.kind == "array":
        told.update(item=of.item.cname, length=of.length)
    return told


def of_attribute(ffi, lib, name):
    """A function, a constant or a variable of a library. None: it has none of this name."""

    def described():
        if not hasattr(lib, name):
            return None
        value = getattr(lib, name)
        if isinstance(value, (int, float)):
            return value
        return ctype(ffi, ffi.typeof(value))

    return outcome(ffi, described)


def type_names(texts):
    """Each identifier, and each tag with its keyword."""
    tags = {"%s %s" % found for found in re.findall(r"\b(struct|union|enum)\s+([A-Za-z_]\w*)", "\n".join(texts))}
    return identifiers(texts) + sorted(tags)


def everything(ffi, lib, texts):
    """{what was asked: what was said}, without the types that do not exist."""
    names = identifiers(texts)
    told = {"types": outcome(ffi, lambda: [sorted(part) for part in ffi.list_types()])}
    for text in type_names(texts):
        said = of_type(ffi, text)
        if "error" not in said:
            told["typeof " + text] = said
    for name in names if lib is not None else ():
        attribute = of_attribute(ffi, lib, name)
        if attribute is not None:
            told["lib." + name] = attribute
    if lib is not None:
        told["dir"] = sorted(set(dir(lib)) & set(names))
    return told
