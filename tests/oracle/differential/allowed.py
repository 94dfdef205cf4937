"""The differences that are on purpose, each with its reason. Everything else that differs is a failure.

An entry matches a case when its patterns match the expression, what the released package did, and what ours did (each
pattern is searched in the text; outcomes are written `value REPR`, `error TYPE: TEXT` or `crash`).
"""

import re

ENTRIES = [
    # (reason, expression, released, ours)
    ("the number of initialisers is checked before the items", "", "^error (TypeError|OverflowError|KeyError|LookupError|IndexError|ValueError)",
     "^error ValueError: too many initializers"),
    ("a bit-field names its range for numbers of any size", "", "^error OverflowError: int too big to convert",
     "^error OverflowError: value -?[0-9]+ outside the range allowed by the bit field width"),
    ("a size or length that is too large has one text everywhere", r"2\*\*", "^error OverflowError: Python int too large to convert to C ssize_t",
     "^error OverflowError: cannot fit 'int' into an index-sized integer"),
    ("the arguments of memmove are checked from left to right", r"^moved\(", "^error (TypeError|BufferError|OverflowError|ValueError)",
     "^error (TypeError|BufferError|OverflowError|ValueError)"),
    ("the parser says where a function would return an array", "", "^error TypeError: invalid result type: '.*\\]'", "^error CDefError: a function cannot return an array"),
    ("a function type may be spelled before its result is complete", "", "^error TypeError: result type '.*' is not yet initialized", "^value"),
    ("one text for every struct that gets a wrong initialiser", "", "must be a list or tuple or dict, not", "must be a list or tuple or dict or struct-cdata, not"),
    ("a flexible array that is there is assigned like any other array", "struct flex", "^error TypeError: expected new array length or list/tuple/str, not",
     r"^error TypeError: initializer for ctype 'short\[\]' must be a list or tuple, not"),
    ("a flexible array is not written past its memory", "assigned.'struct flex|^set_(item|attribute)", "",
     r"^error IndexError: (too many initializers for|initializer .* too long for) '.*\[\]'"),
    ("what a struct initialiser leaves out is zero in arguments and results, too", r"^(echoed|answered)\('struct pair', [\[({]", "^value .*owning 8 bytes", "^value .*owning 8 bytes.*': 0"),
    ("a function type is variadic only when it says so", "", r"^value .*\('ellipsis', True\)", r"^value .*\('ellipsis', False\)"),
    ("long double converts to complex", "long double", r"^error TypeError: complex\(\) not supported on cdata 'long double'", "^(value|error TypeError: int)"),
    ("an unknown field is found when its turn comes", "struct flex.*'nope'", "^error KeyError: 'nope'", "^error"),
    ("addressof says what a pointer needs", r"^ffi.addressof\(ffi.cast\('int\(\*\)", "^error TypeError: expected a cdata struct", r"^error TypeError: addressof\(pointer\)"),
    ("a code that is no character shows its number", "", "^error SystemError: invalid maximum character", "^(value|error ValueError)"),
    ("arguments that do not fit a function's parameters: one wording for all functions", "B[.]", "^error TypeError: .*(takes (no|exactly|at (least|most))|missing required argument|argument [0-9]+ must be|as an integer)",
     "^error TypeError: .*( missing 1 required | positional argument| unexpected keyword | argument [0-9]+ must be )"),
    ("keywords are names of parameters everywhere", "B[.].*(size|destructor|ellipsis|require_writable|following|error|onerror|maxlen)=", "takes no keyword arguments|unexpected keyword", ""),
    ("a number that is too large has one text everywhere", "B[.]|completed", "^error (OverflowError|TypeError: field name or array index)", "^error OverflowError"),
    ("a field that is no tuple says what it should be", "complete_struct_or_union", "^error (SystemError|TypeError)", "^error TypeError: complete_struct_or_union.*: a field must be a tuple"),
    ("a field without a name is called that", "^completed", r"^error TypeError: .*[.]'", r"^error TypeError: .*[(]unnamed[)]'"),
    ("what cannot be a bit-field is named before what has no size", "^completed", "has ctype '(struct opaque|void|.*\\[\\])' of unknown size", "declared as '(struct opaque|void|.*\\[\\])' cannot be a bit field"),
    ("an array without length may stand anywhere in a union", r"^completed\('union'", r"has ctype '.*\[\]' of unknown size", ""),
    ("of several mistakes in one struct another one is named", "^completed", "^error", "^error KeyError: .duplicate field name"),
    ("a missing symbol has one text everywhere", "load_library", "not found in library '<None>'", "not found in library '<None>'"),
    ("the text of what is no library name", "load_library", "^error TypeError", "^error TypeError: dlopen.name.: name must be"),
    ("an empty name is no library", r"load_library\(''\)", "^value", "^error OSError: cannot load library ''"),
    ("bytes name a library, too", r"load_library\(b", "^error TypeError", "^value"),
    ("what is no dict is refused as such", "_get_common_types", "^error SystemError", "^error TypeError: _get_common_types.* must be dict"),
    ("nothing writes void", "write_variable", "^error SystemError: convert_from_object: 'void'", "^error TypeError: cdata 'void' is opaque"),
    ("an array with a destructor keeps its length", "gcp", "sliced length 0", "sliced length [1-9]"),
    ("gcp() calls itself so", "gcp", r"^error TypeError: gc\(\) ", r"^error TypeError: gcp\(\) "),
    ("a parameter that is incomplete is refused in variadic functions, too", "new_function_type", "^(value .*'ellipsis', True|error TypeError: expected a tuple of ctypes)", "^error TypeError: ctype '.*' has incomplete type"),
    ("parameters of array type are spelled as the pointers that they are", "new_function_type", r"^value .*[(*].*\[", "^value"),
    ("every spelling of a primitive is known", "new_primitive_type", "^error KeyError", "^value .*_Complex|^value .*_complex"),
    ("what is neither a type nor a cdata is refused in one text", "", "^error TypeError: (<class '|.* argument [0-9] must be _cffi_backend[.]CType|expected a 'cdata' or 'ctype' object)",
     "^error TypeError: expected a (string|string or ctype object|string or ctype object or cdata object), got '|^error TypeError: expected a string or ctype"),
    ("callbacks take and return every struct", "ffi.callback", "^error NotImplementedError: .*callback with unsupported argument or return type", "^value"),
    ("a struct that a callback gets is a copy that may be kept", "", r"<cdata '.* &' 0x", r"<cdata '.*' owning [0-9]+ bytes>"),
    ("dlopen() lists every place tried", "dlopen", "^error OSError: cannot load library", "^error OSError: cannot load library"),
    ("a library's function is not written, whatever its library", r"^set_attribute\(C, ", "^error RecursionError", "^error AttributeError: cannot write to function"),
    ("an allocator is an object of its own", "new_allocator", "^value <function", "^value <_cffi_backend.__FFIAllocator"),
    ("a buffer is not larger than memory that is known", "ffi.buffer", "", "^error ValueError: cdata '.*' has only [0-9]+ bytes, cannot make a buffer"),
    ("string() stays inside an array, whatever maxlen says", "^ffi.string", "^value", "^value"),
    ("a signed bit-field that takes up all 64 bits is read right", "", "-9223372036854775808", "^value"),
    ("an empty string ends an array of wide characters, too", "''", "^value .*(wchar_t|char16_t|char32_t)", "^value .*(wchar_t|char16_t|char32_t)"),
    ("the released package crashes", "", "^crash", "^(value|error)"),
    ("a slice of void names the reason", r"cast\('void \*', 16\)", "^error (SystemError: convert_from_object: 'void'|ValueError: (got more|need)|TypeError: .* is not iterable)", "^error ValueError: array item of unknown size: 'void'"),
    ("no path goes through a pointer member", "'pp', |typeoffsetof.*_p+, ", "^(value|error (KeyError|OverflowError|TypeError: field name))", "^error TypeError: with an integer argument, expected an array ctype or a pointer to non-opaque"),
]


def reason_for(expression, released, ours):
    """The reason of the first entry that fits, or None."""
    for reason, expression_pattern, released_pattern, ours_pattern in ENTRIES:
        if re.search(expression_pattern, expression) and re.search(released_pattern, released) and re.search(ours_pattern, ours):
            return reason
    return None
