"""Differences on purpose, each with its reason; where programs can meet one, COMPATIBILITY.md has its row."""

import re

# What the released package says in one mode and does not mean for another: (expressions, texts of the errors, modes).
# The error of a mode in `modes` is none of the other modes, and is not asked of them.
ELSEWHERE = [
    # Attributes of the package's own inside, and a method that in-line FFI objects do not have.
    (r".", r"has no attribute '(strip|line|__cffi_close__|integer_const|__name__)'", ("inline",)),
    (r"ffi\.addressof\(lib, ", r"^(?!.*(not found|absent|cffi library))", ("inline",)),
    # Only API mode has extern "Python" functions, functions that are no cdata, and not what a library lacks.
    (r"def_extern\(|\bfn\b|absent", r".", ("api",)),
    (r"def_extern\(\)|def_extern\((?!'python_twice')", r".", ("inline", "py")),
    (r"def_extern\((?!'|None)", r".", ("inline",)),
    # Compiled modules refuse what nobody declared before they look at what is asked.
    (r"\b(nope|union point)\b", r".", ("inline",)),
]


def means_nothing_elsewhere(expression, outcome, there, here):
    """Whether the error in the mode `there` need not be that of the mode `here`, too."""
    return there != here and any(
        re.search(pattern, expression) and re.search(text, outcome[2]) and (there in modes) != (here in modes)
        for pattern, text, modes in ELSEWHERE
    )


# (reason, expressions, what differs)
RULES = [
    ("hasattr() never raises", r"^hasattr\(", r"accepted"),
    ("typeof() takes a ctype", r"^ffi\.typeof\(", r"accepted"),
    ("override=True replaces structs and enums", r"override=True", r"accepted"),
    ("names may have any letter", r"cdef\('int \u1234", r"accepted"),
    ("unions can be passed by value", r"^lib\.sum\(1, un\)", r"accepted"),
    ("assigning to functions and constants", r"^setattr\((lib|closed), ", r"no (RecursionError|FFIError, ValueError)"),
    ("no errors of the package's own inside", r".", r"^no (AttributeError|SystemError|RecursionError)$"),
    ("the parser says which token is wrong", r"int\(void,int\)", r"no TypeError"),
    ("a call of a closed library's function crashes there", r"^of_closed", r"no LookupError"),
    ("slices of items of unknown size", r"^put\((null|opaquep|voidp), slice", r"no (TypeError|SystemError)"),
    ("what cannot be right is told by cdef()", r"cdef\(", r"refused"),
    ("items of unknown size have no neighbours", r"^opaquep\[-1\]$", r"refused"),
    ("storage classes in type strings", r"'static int'", r"no (FFIError|CDefError)"),
]
REASONS = {rule[0] for rule in RULES}


def reason_for(expression, what):
    for reason, pattern, kinds in RULES:
        if re.search(pattern, expression) and re.search(kinds, what):
            return reason
    return None
