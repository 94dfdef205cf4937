"""What an entry is, and what entries ask of outcomes that differ."""

import re
import typing


class Difference(typing.NamedTuple):
    reason: str
    tests: str
    expression: str
    released: str
    ours: str
    also: typing.Callable[[str, str], bool] = lambda released, ours: True


def only_where(pattern):
    """The parts of the two values, between commas, are the same but where the pattern is in ours."""

    def check(released, ours):
        pairs = list(zip(released.split(", "), ours.split(", ")))
        different = [own for theirs, own in pairs if theirs != own]
        same_number = released.count(", ") == ours.count(", ")
        return same_number and all(re.search(pattern, own) for own in different)

    return check


def is_its_beginning(released, ours):
    return released.startswith(ours[:-1])


def is_its_beginning_but_for_what_is_printed(released, ours):
    return released.partition(" (printed: ")[0] == ours


def only_spelled(released, ours):
    """About a function type: all but its own name and its being variadic is the same."""
    theirs, own = (
        re.sub(r"\('ellipsis', (True|False)\)", "", text).partition("'function', ")[2] for text in (released, ours)
    )
    return theirs == own


# Objects of the package by the texts that show them: each pattern is what either package says of one of them.
SHOWN = [
    ("a function of verify()", r"<built-in function \w+>|<built-in method \w+ of _cffi_backend[.]Lib object at 0x[.\w]*>"),
    ("a library", r"'?<cffi[.]\w+[.][\w.<>]*FFILibrary object at 0x[.\w]*>'?|\"?<Lib object for '[^']*'>\"?|<_cffi_backend[.]Lib object at 0x[.\w]*>"),
    ("the class of the library", r"FFILibrary_[^ ,')]*|cffi[.]\w+[.][\w.<>]*FFILibrary|\bFFILibrary|_cffi_backend[.]Lib\b|(?<=')Lib(?=')"),
    ("a method", r"<bound method FFI[.]\w+ of <cffi[.]api[.]FFI object at 0x[.\w]*>>|<built-in method \w+ of FFI object at 0x[.\w]*>"),
    ("an allocator", r"<function FFI[.]new_allocator[.]<locals>[.]allocate at 0x[.\w]*>|<built-in method allocator of tuple object at 0x[.\w]*>"),
    ("the error", r"<class 'ffi[.]error'>|<class 'cffi[.]FFIError'>|\berror(?=[(])|\bFFIError(?=[(])"),
    ("a callable", r"builtin_function_or_method|\bfunction\b|\bmethod\b"),
]  # fmt: skip


def only_shown_otherwise(released, ours):
    def masked(text):
        for name, pattern in SHOWN:
            text = re.sub(pattern, name, text)
        return text

    return masked(released) == masked(ours)


def only_other_numbers(released, ours):
    """What lies where nothing of the program's own lies."""
    masked = [re.sub(r"\b[0-9]+\b|b'[^']*'", "N", text) for text in (released, ours)]
    return masked[0] == masked[1]


# Texts of what is given where a type or a cdata is wanted, from several functions of the released package.
NO_TYPE = r"^error TypeError: (<class '|.* argument [0-9] must be _cffi_backend[.]CType|expected a '(cdata' or ')?ctype' object)"
BACKEND = r"\bB[.]"
