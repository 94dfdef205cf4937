"""The differences that are on purpose, each with its reason. Everything else that differs is a failure.

An entry matches a case when its patterns match the expression, what the released package did, and what ours did (each
pattern is searched in the text; outcomes are written `value REPR`, `error TYPE: TEXT` or `crash`), and what `also` says
of the two outcomes is true. Its tests, of tests/python, pin what ours does; tools/check_compatibility.py sees to it that
COMPATIBILITY.md tells about each.
"""

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

ENTRIES = [
    # --- declarations and types ---
    Difference(
        "text that is no C at all",
        "test_typeof.py::test_empty",
        "",
        "^error AttributeError: 'NoneType' object has no attribute 'params'",
        "^error [a-zA-Z./]*CDefError[a-zA-Z./]*: cannot parse",
    ),
    Difference(
        "the parser says where a function would return an array",
        "test_typeof.py::test_functions_returning_arrays",
        "",
        r"^error TypeError: invalid result type: '.*\]'",
        "^error CDefError: a function cannot return an array",
    ),
    Difference(
        "a function type may name a struct that is opaque",
        "test_typeof.py::test_functions_of_opaque_structs",
        "",
        "^error TypeError: (result type '.*' is not yet initialized|ctype '.*' has incomplete type)",
        r"^value .*[(]|^value ([0-9]+|'(function|pointer|array)')$",
    ),
    Difference(
        "a function of a library may name a struct that is opaque",
        "test_typeof.py::test_functions_of_opaque_structs",
        r"\blib\b",
        "^error TypeError: (result type '.*' is (not yet initialized|opaque)|ctype '.*' has incomplete type)",
        "^(value|error (TypeError|AttributeError|NotImplementedError))",
    ),
    Difference(
        "a function type is variadic only when it says so",
        "test_typeof.py::test_ellipsis_is_not_made_up",
        "",
        r"^value .*\('ellipsis', True\)",
        r"^value .*\('ellipsis', False\)",
        only_spelled,
    ),
    Difference(
        "what is neither a type nor a cdata is refused in one text",
        "test_typeof.py::test_wording_for_what_is_no_type",
        "",
        NO_TYPE,
        "^error TypeError: expected a string or ctype object( or cdata object)?, got '",
    ),
    # --- memory ---
    Difference(
        "a flexible array is not written past its memory",
        "test_flexible_arrays.py::test_assignment_is_bounded",
        "assigned.'struct flex|^set_(item|attribute)|^ffi.new",
        "",
        r"^error IndexError: (too many initializers for|initializer .* too long for) '.*\[\]'",
    ),
    Difference(
        "a struct with a flexible array may be made of another one",
        "test_flexible_arrays.py::test_from_another_struct",
        "^ffi.new",
        "^error SystemError: initializer for ctype '.*' is correct, but we get an internal mismatch",
        "^value",
    ),
    Difference(
        "a buffer is not larger than memory that is known",
        "test_buffer.py::test_size_of_owned_memory",
        "ffi.buffer",
        "",
        "^error ValueError: cdata '.*' has only [0-9]+ bytes, cannot make a buffer",
    ),
    Difference(
        "there is no buffer at address 0",
        "test_buffer.py::test_null",
        "ffi.buffer[(]",
        "",
        "^error RuntimeError: cannot dereference null pointer from cdata",
    ),
    Difference(
        "there is no item at address 0",
        "test_pointers.py::test_null_array test_pointers.py::test_items_at_address_zero",
        r"^(set_item[(])?(ffi.cast[(]|v[0-9]+\[)",
        "^(crash|error (TypeError|OverflowError|ValueError|KeyError)|value <cdata '.* &' (NULL|0x[0-9a-f]+)>$)",
        "^error RuntimeError: cannot dereference null pointer from cdata",
    ),
    Difference(
        "nothing is copied from or to address 0",
        "test_memmove.py::test_null",
        "^(moved|ffi.memmove)[(]",
        "^crash",
        "^error RuntimeError: cannot dereference null pointer from cdata",
    ),
    Difference(
        "what never was a handle is refused",
        "test_handles.py::test_foreign_handle",
        "from_handle",
        "^crash",
        "^error SystemError: ffi.from_handle",
    ),
    Difference(
        "what was released is not read or written",
        "test_gc_release.py::test_after_release",
        "",
        "^(value|error)",
        "^error RuntimeError: cannot use cdata '.*' after its memory was released",
    ),
    Difference(
        "string() stays inside a slice, whatever maxlen says",
        "test_string_unpack.py::test_maxlen_stays_inside",
        "^ffi.string[(].*, ",
        r"^value b?(['\"])",
        r"^value b?(['\"])",
        is_its_beginning,
    ),
    Difference(
        "an array with a destructor keeps its length",
        "test_gc_release.py::test_length_of_open_arrays",
        r"\bgcp?[(]",
        "^value .* sliced length (0|[0-9]{6,})>",
        "^value .* sliced length [1-9]",
    ),
    # --- values ---
    Difference(
        "a bit-field names its range for numbers of any size",
        "test_bitfields.py::test_numbers_beyond_64_bits",
        "",
        "^error OverflowError: int too big to convert",
        "^error OverflowError: value -?[0-9]+ outside the range allowed by the bit field width",
    ),
    Difference(
        "what a struct initialiser leaves out is zero in arguments and results, too",
        "test_structs.py::test_by_value_with_a_short_initialiser",
        r"^(echoed|answered)\('struct pair', [\[({]",
        "^value .*owning 8 bytes",
        "^value .*owning 8 bytes.*': 0",
        only_where(": 0"),
    ),
    Difference(
        "a long double may be cast to complex",
        "test_floats.py::test_cast_of_long_double_to_complex",
        "^ffi.cast.*_Complex', ffi.cast[(]'long double'",
        "^error TypeError: complex[(][)] not supported on cdata 'long double'",
        "^value",
    ),
    Difference(
        "a code that is no character shows its number",
        "test_chars.py::test_codes_beyond_unicode_are_clear",
        "",
        "^error SystemError: invalid maximum character",
        "^value .*<cdata '(wchar|char(16|32))_t' [0-9]+>",
    ),
    Difference(
        "a code that is no character is no str",
        "test_chars.py::test_codes_beyond_unicode_are_clear",
        "",
        r"^(error SystemError: invalid maximum character|value .*\\U(?!000[0-9a-f]|0010))",
        "^error ValueError: .*_t out of range for conversion to unicode: 0x",
    ),
    Difference(
        "a str that is shorter than its array is ended there",
        "test_chars.py::test_shorter_text_is_ended",
        "''|'ab'|'x'",
        "^value .*(wchar_t|char16_t|char32_t)",
        r"^value .*(wchar_t|char16_t|char32_t).*'\\x00'",
        only_where(r"'\\x00'"),
    ),
    Difference(
        "no path goes through a pointer member",
        "test_addressof_offsetof.py::test_no_path_through_a_pointer_member",
        "'pp', |typeoffsetof.*_p+, ",
        "^(value|error (KeyError|OverflowError|TypeError: field name))",
        "^error TypeError: with an integer argument, expected an array ctype or a pointer to non-opaque",
    ),
    Difference(
        "assigning to a slice of void says what reading says",
        "test_slices.py::test_assigned_items_of_unknown_size",
        r"^set_item[(]ffi.cast\('void \*', 16\), slice[(]",
        r"^(value \['void \*', True\]|error (SystemError: convert_from_object: 'void'|ValueError: (got more|need)|TypeError: .* is not iterable))",
        "^error ValueError: array item of unknown size: 'void'",
    ),
    Difference(
        "an allocator is a built-in function",
        "test_allocator.py::test_class",
        "new_allocator",
        "^value <function FFI.new_allocator",
        "^value <built-in method allocator",
    ),
    # --- calls, callbacks, libraries ---
    Difference(
        "callbacks take and return every struct",
        "test_structs.py::test_by_value_union test_structs.py::test_by_value_bitfields",
        "ffi.callback",
        "^error NotImplementedError: .*callback with unsupported argument or return type",
        "^value",
    ),
    Difference(
        "dlopen() lists every place tried",
        "test_dlopen.py::test_places_tried",
        "dlopen",
        "^error OSError: cannot load library",
        "^error OSError: cannot load library",
    ),
    Difference(
        "a library's function is not written, whatever its library",
        "test_lib.py::test_assignment_refused",
        r"^set_attribute\(C, ",
        "^error RecursionError",
        "^error AttributeError: cannot write to function",
    ),
    Difference(
        "the same may be declared again",
        "test_cdef.py::test_more_identical_redeclarations",
        r"^\[.*\] (step |module$)",
        "^error .*: (.*duplicate declaration of|multiple declarations of|enum .*: the '{}' declaration should appear on the first time)",
        "^value None",
    ),
    Difference(
        "override=True replaces everything",
        "test_cdef.py::test_override_struct",
        r"^\[.*override\] (step |module$)",
        "^error (FFIError: multiple declarations|NotImplementedError: internal inconsistency)",
        "^value None",
    ),
    Difference(
        "constant expressions are C's",
        "test_cdef.py::test_define_expressions test_cdef.py::test_more_enum_expressions",
        r"^\[.*\] step ",
        "^error (CDefError: only supports one of the following syntax|FFIError: .*unsupported expression: expected a simple numeric constant)",
        "^value None",
    ),
    Difference(
        "specifiers stand in any order",
        "test_typeof.py::test_specifiers_in_any_order",
        r"^\[.*: orders of specifiers\] step ",
        "^error FFIError: Unsupported type",
        "^value None",
    ),
    Difference(
        "spellings of headers",
        "test_cdef.py::test_header_spellings test_cdef.py::test_layout_attributes",
        r"^\[.*: grammar: (restrict and inline|comments and continuations|extern \"C\"|functions with bodies|static assertions|attributes|calling conventions)\] (step |built$)",
        "^error ",
        "^value None",
    ),
    Difference(
        "verify() takes what set_source() takes",
        "test_verify.py::test_takes_what_modules_take",
        r"^\[verify: grammar: (bit-fields|variables without extern|(integer|float) types with dots|arrays of arrays of unknown length|empty structs|arrays of incomplete types)\] (module|built)$",
        "^error ",
        "^value None",
    ),
    # --- arguments that are none, and constructs (the expression begins with `[mode: group] `) ---
    Difference(
        "in-line FFI objects have an error of their own",
        "test_ffi_class.py::test_more_class_attributes",
        r"ffi[.]error|operations on the error",
        "AttributeError: 'FFI' object has no attribute 'error'",
        "^(value|error)",
    ),
    Difference(
        "integer_const() in line",
        "test_constants.py::test_integer_const",
        r"ffi[.]integer_const",
        "^error AttributeError: 'FFI' object has no attribute 'integer_const'",
        "^(value|error)",
    ),
    Difference(
        "flags are any objects",
        "test_wrong_arguments.py::test_flags_are_any_objects",
        "require_writable=|should_clear_after_alloc=",
        "^error (TypeError: .*(cannot be interpreted as an integer|int.. not supported)|OverflowError)",
        "^(value|error BufferError)",
    ),
    Difference(
        "what is no library is not closed",
        "test_wrong_arguments.py::test_dlclose_of_what_is_no_library",
        "dlclose",
        "^error AttributeError",
        r"^error TypeError: dlclose\(\) takes a library",
    ),
    Difference(
        "the type of a callback is looked at at once",
        "test_wrong_arguments.py::test_type_of_a_callback_decorator",
        "ffi.callback",
        "^value <function FFI.callback.<locals>",
        "^error ",
    ),
    Difference(
        "a decorator shows itself otherwise",
        "test_wrong_arguments.py::test_type_of_a_callback_decorator",
        "ffi.callback",
        "^value <function FFI.callback.<locals>",
        "^value <built-in method callback_decorator",
    ),
    Difference(
        "what getctype() puts into a type is a str",
        "test_wrong_arguments.py::test_getctype_of_what_is_no_str",
        "ffi.getctype",
        "^error AttributeError",
        "^error TypeError: FFI.getctype.. argument 'replace_with' must be str",
    ),
    Difference(
        "the name for addressof() is a str",
        "test_wrong_arguments.py::test_addressof_a_name_that_is_none",
        "ffi.addressof",
        "^error",
        r"^error TypeError: addressof\(lib, name\) takes the name",
    ),
    Difference(
        "sources and their kind are strings",
        "test_build_source.py::test_source_is_a_string_or_none",
        "set_source",
        "^value None",
        "^error TypeError",
    ),
    Difference(
        "keywords of one class are known to the other",
        "test_wrong_arguments.py::test_keywords",
        "name=|cdecl=|python_buffer=|cdata=|dest=|destructor=|func=|alloc=|replace_with=|backend=",
        "^error TypeError: .*(keyword|missing)",
        "^value",
    ),
    Difference(
        "alignof() takes a cdata",
        "test_wrong_arguments.py::test_alignment_of_cdata",
        "ffi.alignof",
        "^error TypeError",
        "^value [0-9]+$",
    ),
    Difference(
        "typeof() takes a ctype", "test_typeof.py::test_of_ctype", "ffi.typeof", "^error TypeError", "^value <ctype"
    ),
    Difference(
        "nothing is moved beyond the memory of a cdata",
        "test_wrong_arguments.py::test_memmove_into_less_memory",
        "ffi.memmove",
        "^(value None|crash)",
        "^error ValueError: memmove.*has only",
    ),
    Difference(
        "calls and callbacks take every struct",
        "test_structs.py::test_by_value_union test_structs.py::test_by_value_bitfields",
        "",
        "^error NotImplementedError: .*(not supported as (argument|return value)|callback with unsupported argument or return type)",
        "^value",
    ),
    Difference(
        "in-line variables of enum types",
        "test_wrong_arguments.py::test_inline_variables_of_enum_types",
        r"\blib\b",
        r"^(error AttributeError: (var[0-9]+|paint|g[0-9]+ve?)$|value (\[|False$|None$))",
        "^(value|error)",
        lambda released, ours: (
            not released.startswith("value") or bool(re.search("'var[0-9]+'|^value (True|[0-9]+)$", ours))
        ),
    ),
    Difference(
        "what a function type is, is told of a ctype, too",
        "test_typeof.py::test_of_ctype",
        "described.ffi.typeof",
        "^error TypeError: (<class|expected a string or cdata object, got '_cffi_backend.CType')",
        "^value",
    ),
    Difference(
        "array variables of verify() are written as C's",
        "test_verify_attributes.py::test_array_variables_stay_those_of_c",
        r"verify: .*lib[.](numbers|name|couples|unbounded|[go][0-9_]+[a-z])\b|verify: .*setattr.lib, '(numbers|name|couples|unbounded)'",
        r"^(value|crash|error (TypeError: type 'FFILibrary' is not subscriptable|RuntimeError: cannot use unpack))",
        r"^(error|value ([(]None, None, )?[(]'((int|char|double|struct pair)\[|int \*', 1[)]$))",
    ),
    Difference(
        "functions of verify() are function pointers",
        "test_verify_attributes.py::test_functions_are_function_pointers",
        r"verify: .*lib[.]f_",
        "^error TypeError|must be a cdata pointer, not builtin_function_or_method[)]$",
        "^value",
    ),
    Difference(
        "functions of verify() are those of other modules",
        "test_verify_attributes.py::test_functions_are_function_pointers",
        "verify: ",
        "built-in function [a-z]",
        "built-in method [a-z_0-9]+ of _cffi_backend.Lib object",
        only_shown_otherwise,
    ),
    Difference(
        "the source given to verify() is a string",
        "test_build_source.py::test_source_is_a_string_or_none",
        "[.]verify[(]",
        "^error",
        "^error TypeError",
    ),
    Difference(
        "there is one backend",
        "test_ffi_class.py::test_more_class_attributes",
        r"type[(]ffi[)][(]",
        "^error",
        "^error TypeError: FFI[(]backend=",
    ),
    Difference(
        "slices of opaque items are not written",
        "test_slices.py::test_assigned_items_of_unknown_size",
        "set_item.*slice",
        "^error TypeError",
        "^error ValueError: array item of unknown size",
    ),
    Difference(
        "a flexible struct is made of another one",
        "test_flexible_arrays.py::test_from_another_struct",
        "shown.ffi.new",
        "^error SystemError",
        "^value",
    ),
    Difference(
        "a long double is cast to complex",
        "test_floats.py::test_cast_of_long_double_to_complex",
        "_Complex.*long double",
        "^error TypeError",
        "^value",
    ),
    Difference(
        "an empty name opens no library",
        "test_backend_functions.py::test_load_library_by_other_names",
        "ffi.dlopen",
        "^value <Lib object for ''>",
        "^error OSError",
    ),
    Difference(
        "items of opaque types are looked at as in line",
        "test_wrong_arguments.py::test_items_of_opaque_types",
        "opaque",
        "^error TypeError: cdata 'struct opaque' is opaque",
        "^value",
    ),
    Difference(
        "addresses of functions of a verify()'d library",
        "test_verify_attributes.py::test_addresses",
        r"verify: .*(a function \*|the address of a function|addressof.*lib|closed|dlclose)",
        "expected a 'cdata' object|^error AttributeError",
        "^(value|error)",
    ),
    Difference(
        "functions and constants of a dlopen()'d library are not written",
        "test_lib.py::test_assignment_refused",
        "inline: .*(setattr|set_attribute|lib[.].* = |del lib)",
        "^error (RecursionError|NotImplementedError|AttributeError: [a-z]+$)",
        "^(error|value)",
    ),
    Difference(
        "functions and constants of a dlopen()'d library are not deleted",
        "test_lib.py::test_assignment_refused",
        "^del lib",
        "^value None",
        "^error AttributeError: cannot write to (function|constant)",
    ),
    Difference(
        "a view keeps the object that its memory goes with",
        "test_lifetimes.py::test_views_keep_gc_objects",
        "noted",
        r"^value .*printed: noted",
        "^value (?!.*printed)",
    ),
    Difference(
        "a null struct pointer has no fields",
        "test_structs.py::test_null_struct_pointer",
        "",
        "^crash",
        "^error RuntimeError: cannot dereference null pointer",
    ),
    Difference(
        "what never was a handle is not looked at",
        "test_handles.py::test_foreign_handle",
        "from_handle",
        "^crash",
        "^error",
    ),
    Difference(
        "objects of the package are shown by other names",
        "test_lib.py::test_repr test_allocator.py::test_class test_ffi_class.py::test_more_class_attributes",
        "",
        "^(value|error)",
        "^(value|error)",
        only_shown_otherwise,
    ),
    Difference(
        "libraries are not copied, pickled or made",
        "test_lib.py::test_no_copies",
        r"operations on the (class of the )?library.*(deepcopy|pickle|__reduce_ex__|[)][(](5)?[)]$|type[(]'sub')",
        "^(value|error)",
        "^error ",
    ),
    Difference(
        "a module's library is copied as itself",
        "test_variables.py::test_copy",
        r"operations on the library\] .*copy[.]copy",
        "^error ",
        "^value",
    ),
    Difference(
        "private parts of the classes around cdata",
        "test_ffi_class.py::test_more_class_attributes",
        r"operations on (the error|an allocator|a method|the class of [a-z ]+|the ffi|the library)\] .*(vars[(]|attributes[(]|__init__|__mro__|__reduce_ex__|__module__|weakref|pickle|deepcopy|copy|(set|del)attr[(]|__eq__|__lt__|__hash__|__sizeof__|type[(]'sub'|dir[(]|print[(])",
        "^(value|error)",
        "^(value|error)",
    ),
    Difference(
        "nothing of Python's lies at a handle",
        "test_handles.py::test_nothing_lies_at_a_handle",
        "new_handle[(]'object'[)]",
        "^value",
        "^value",
        only_other_numbers,
    ),
    Difference(
        "a buffer over a handle is made without a warning",
        "test_handles.py::test_nothing_lies_at_a_handle",
        "ffi.buffer.*new_handle[(]'object'[)]",
        "^value .*creating a buffer of 1 bytes over a cdata that owns only",
        "^value <_cffi_backend.buffer",
    ),
    Difference(
        "what an opaque ctype has as fields",
        "test_compiled_modules.py::test_fields_of_opaque_records",
        r"opaque|hidden|described[(]|[(][.]{3}[)]",
        "^crash",
        "^value",
    ),
    Difference(
        "unions and flexible structs as variadic arguments",
        "test_structs.py::test_by_value_union",
        "f_variadic",
        "^error NotImplementedError",
        "^value",
    ),
    Difference(
        "unpack() stays inside memory that is known",
        "test_string_unpack.py::test_maxlen_stays_inside",
        "ffi.unpack",
        "^(value|error MemoryError|crash)",
        "^error ValueError: 'length' is",
    ),
    Difference(
        "a number that is none for packing",
        "test_cdef.py::test_layout_attributes",
        "pack=",
        "^value None",
        "^error (TypeError|.*OverflowError)",
    ),
    Difference(
        "bytes name a library, in every class",
        "test_backend_functions.py::test_load_library_by_other_names",
        "ffi.dlopen",
        "^error TypeError",
        "^error OSError",
    ),
    Difference(
        "arguments are counted first",
        "test_backend_functions.py::test_wording_of_argument_lists",
        "ffi.offsetof",
        "^error",
        "^error TypeError: FFI.offsetof.. missing",
    ),
    Difference(
        "the number of a module is no signed int",
        "test_wrong_arguments.py::test_flags_are_any_objects",
        "require_writable",
        "^error .*OverflowError",
        "^error BufferError",
    ),
    Difference(
        "nothing is written to void",
        "test_backend_functions.py::test_arguments_that_cannot_be",
        "",
        "^error (SystemError|RuntimeError/SystemError|TypeError)",
        "^error (TypeError: cannot write to ctype 'void'|ValueError: array item of unknown size: 'void')",
    ),
    # --- histories of declarations, graphs of modules that include each other (programs/history_writer.py, graph_writer.py) ---
    Difference(
        "what was declared before is declared again, or included",
        "test_cdef.py::test_more_identical_redeclarations test_include.py::test_declared_on_both_sides",
        r"^\[f[0-2]: histories\] F[.](cdef|include)",
        "^error (FFIError: multiple declarations of|CDefError: .*duplicate declaration of)",
        "^value None",
    ),
    Difference(
        "an enum may be mentioned first",
        "test_enums.py::test_forward_reference",
        r"^\[f[0-2]: histories\] F[.]cdef",
        "^error NotImplementedError: enum .*should appear on the first time",
        "^value None",
    ),
    Difference(
        "types declared with dots exist without a compiler",
        "test_verify_types.py::test_ctypes_of_open_types_are_completed",
        r"^\[[fm][0-9]: histories\] ",
        "^error VerificationMissing: ",
        "^(value|error (AttributeError|TypeError|NotImplementedError|CDefError|KeyError|: name))",
    ),
    Difference(
        "what only a compiler knows is not asked for",
        "test_compiler_only.py::test_records_of_python_modules test_verify_types.py::test_ctypes_of_open_types_are_completed",
        r"^\[[fm][0-9]: histories\] ",
        "^error (CDefError: cannot render the type|NotImplementedError: (integer type|non-integer constant)|VerificationError: cannot emit to Python: '_cffi_array_len)",
        "^(value|error (AttributeError|TypeError|CDefError|: name 'm))",
    ),
    Difference(
        "a struct that waits for a field's type is opaque",
        "test_any_order.py::test_pointers_while_it_waits",
        r"^\[[fm][0-9]: histories\] ",
        "^error TypeError: field '.*' has ctype '.*' of unknown size",
        "^(value|error (AttributeError|TypeError|CDefError|: name 'm))",
    ),
    Difference(
        "constants of a dlopen()'d library are not written",
        "test_lib.py::test_assignment_refused",
        r"^\[f[0-2]: histories\] setattr[(]L, ",
        "^error RecursionError",
        "^error AttributeError: cannot write to",
    ),
    Difference(
        "lengths in type strings are expressions",
        "test_abi_modules.py::test_constants_in_lengths",
        r": (histories|graphs)\] .*\[[A-Z][0-9]( \+ 2)?\]",
        "^error .*(expected '\\]'|unsupported expression|expected a positive integer constant)",
        "^(value|error (TypeError: (initializer|expected a function ctype|with a field name|an integer is required)|AttributeError: [a-z]+$|: name 'm[0-9]'))",
    ),
    Difference(
        "addresses of variables of a verify()'d library",
        "test_verify_attributes.py::test_addresses",
        r"^\[verify.[0-9]: graphs\] ffi[.]addressof",
        "^error TypeError: expected a 'cdata' object",
        "^(value|error AttributeError)",
    ),
    Difference(
        "enums of an included module are its types",
        "test_abi_modules.py::test_enums_of_the_included",
        r": (graphs|histories)\] .*enum e[0-9]",
        "^value False",
        "^value True",
    ),
    Difference(
        "array parameters of modules are spelled as the pointers that they are",
        "test_backend_functions.py::test_array_parameters_are_spelled_as_pointers",
        r"^\[m[0-9]: histories\] ",
        r"^value .*[(*]\(.*\[2\]\)",
        r"^value .* \*\)",
    ),
    Difference(
        "an opaque struct of an included module has no fields",
        "test_compiled_modules.py::test_fields_of_opaque_records",
        r": graphs\] described[(]ffi, 'struct o|^\[m[0-9]: histories\] (described|dict.F[.]typeof)",
        "^crash",
        "^(value|error TypeError: 'NoneType')",
    ),
    Difference(
        "an array variable of verify() is a view, made when it is read",
        "test_verify_attributes.py::test_array_variables_stay_those_of_c",
        r"^\[verify: mixed\] lib[.]var",
        r"\(True, \(True, False\)",
        r"\(False, \(True, False\)",
        only_where(r"\(False$"),
    ),
    Difference(
        "structs that calls and callbacks take are looked at before they are refused",
        "test_structs.py::test_by_value_union test_structs.py::test_by_value_bitfields",
        r"^\[(inline|python|verify): mixed\] (v[0-9]+ = )?(lib[.]echo|ffi[.]callback)",
        "^error NotImplementedError: .*(not supported as (argument|return value)|callback with unsupported argument or return type)",
        "^error (TypeError: initializer for ctype|KeyError: |OverflowError: |ValueError: |IndexError: )",
    ),
    Difference(
        "hasattr() of what an included library has",
        "test_abi_modules.py::test_functions_of_the_included",
        r"^\[(python[.][0-9]: graphs|m[0-9]: histories)\] hasattr",
        "^error .*must be fetched from its original",
        "^value False",
    ),
    Difference(
        "modules for ABI mode say which fields they miss",
        "test_compiler_only.py::test_records_of_python_modules",
        r"^\[f[0-2]: histories\] emitted",
        "^value None",
        "^value None printed UserWarning: '.*' is declared with dots",
    ),
    Difference(
        "of several mistakes in one FFI another one is told",
        "test_cdef.py::test_error_caret test_abi_modules.py::test_what_is_told_first",
        r"^\[f[0-2]: histories\] (F[.]cdef|emitted)",
        "^error (CDefError|VerificationError|VerificationMissing|TypeError|NotImplementedError): ",
        "^error ((Verification|Type)Error: |ImportError: No module named|.*FFIError.*(multiple declarations|unsupported expression))",
    ),
    Difference(
        "a library sees what its FFI includes later",
        "test_include_order.py::test_what_is_included_after_a_look",
        r"^\[[fm][0-9]: histories\] .*(L|[.]lib)\b",
        r"^(value (\[|False|True|None)|error AttributeError: )",
        "^(value|error CDefError.*unknown identifier 't5')",
    ),
    # --- declarations in each mode (the expression begins with `[mode: case] `) ---
    Difference(
        "hasattr() and getattr() with a default give an answer",
        "test_exceptions.py::test_hasattr test_abi_modules.py::test_missing_symbols",
        r"^(hasattr|getattr)[(]lib, ",
        "^error (NotImplementedError: non-integer constant|: )",
        "^value (False|None)$",
    ),
    Difference(
        "names and pointers of what has dots need no compiler",
        "test_verify_types.py::test_ctypes_of_open_types_are_completed",
        r"^\[(inline|verify): ",
        "^error (VerificationMissing: (?!enum)|NotImplementedError: (integer|float) type '.*' can only be used after|CDefError: cannot render the type <.*>: unknown length)",
        "^(value|error)",
    ),
    Difference(
        "an enum with dots has a name without a compiler",
        "test_verify_types.py::test_ctypes_of_open_types_are_completed",
        r"^ffi[.](typeof|getctype)[(]'enum ",
        "^error VerificationMissing: enum",
        "^value",
    ),
    Difference(
        "variables declared const are read in line",
        "test_lib.py::test_const_variables",
        r"^\[inline: .*lib\b",
        "^error NotImplementedError: non-integer constant '.*' cannot be accessed from a dlopen",
        "^(value|error (TypeError|AttributeError))",
    ),
    Difference(
        "a struct that waits for a field's type",
        "test_any_order.py::test_pointers_while_it_waits",
        "^ffi.new",
        "^error NotImplementedError: recursive structure declaration",
        "^error TypeError: field '.*' has ctype '.*' of unknown size",
    ),
    Difference(
        "an empty struct has the compiler's size",
        "test_structs.py::test_empty_struct_size",
        r"^ffi[.](sizeof|new)",
        "^value (1$|.*owning 1 bytes)",
        "^value (0$|.*owning 0 bytes)",
    ),
    Difference(
        "an empty struct is no wrong one in API mode",
        "test_structs.py::test_empty_struct_size",
        r"^\[api: grammar: empty structs\] ",
        "^(error : .*wrong total size .cdef says 1, but C compiler says 0|value [(]'struct .*\\[2\\]', \\[\\][)])",
        "^value",
    ),
    Difference(
        "const structs behind typedefs",
        "test_api_records.py::test_typedef_of_a_const_struct",
        r"^\[(api|verify): grammar: const structs behind typedefs\] built",
        "^error VerificationError",
        "^value None",
    ),
    Difference(
        "enumerators that only a compiler knows are not deleted, either",
        "test_lib.py::test_assignment_refused",
        r"^\[inline: grammar: enums with dots\] del lib",
        "^error AttributeError",
        "^error VerificationMissing",
    ),
    Difference(
        "an open array of verify() takes values as in other modules",
        "test_verify_attributes.py::test_array_variables_stay_those_of_c",
        r"^\[verify: .*setattr[(]lib, 'unbounded', .*, ffi[.]unpack",
        "^error TypeError: an integer is required",
        "^value",
    ),
    Difference(
        "functions of verify() are not pickled",
        "test_verify_attributes.py::test_functions_are_not_pickled",
        r"^\[verify: operations on a function .*(pickle[.]dumps|__reduce_ex__)",
        r"^value (b['\"].*_cffi_|'f_[a-z]+'$)",
        "^(error TypeError: cannot pickle|value [(]<built-in function getattr>)",
    ),
    Difference(
        "what a field of an enum with dots misses is said, whatever was asked before",
        "test_any_order.py::test_the_innermost_field_is_named",
        r"^\[inline: order: enum with dots: .*ffi.new",
        "^error (TypeError: cannot instantiate ctype '.*' of unknown size|NotImplementedError: recursive structure declaration)",
        "^error VerificationMissing: 'struct .*' is declared with dots",
    ),
    Difference(
        "the size of a struct that waits for a field's type",
        "test_any_order.py::test_the_innermost_field_is_named",
        r"^\[inline: grammar: fields of opaque structs\] ffi[.](size|align)of",
        "^error ValueError: ctype '.*' is of unknown (size|alignment)",
        "^error TypeError: field '.*' has ctype '.*' of unknown size",
    ),
    Difference(
        "variables of type void are not written",
        "test_lib.py::test_void_is_not_written",
        r"grammar: void where there is none\] lib[.]\w+ = ",
        "^error SystemError: convert_from_object: 'void'",
        "^error TypeError: (variable '.*' has ctype 'void' of unknown size|cannot write to ctype 'void')",
    ),
    Difference(
        "variables of no possible type are refused where they are declared",
        "test_arrays.py::test_variables_of_impossible_types",
        r"grammar: (negative array lengths|arrays of void and functions)\] (step 0: cdef$|module$|built$)",
        "^(value None|error (VerificationError|ValueError): )",
        "^(error FFIError/ValueError/ffi.error: .*(negative array length|array item of unknown size)|value None|nothing)",
    ),
    Difference(
        "a function is no variable",
        "test_macros.py::test_a_function_and_a_variable_of_one_name",
        r"grammar: a function and a variable of one name\] (step 0: cdef$|built$)",
        "^(value None|error VerificationError: )",
        "^(error FFIError/ffi.error: .*multiple declarations of function|nothing)",
    ),
    Difference(
        "variables of a struct without a name",
        "test_api_records.py::test_variables_of_nameless_structs",
        r"^\[api: grammar: variables without extern\] module",
        "^error VerificationError: .*cannot generate 'struct [$]1' in a C file",
        "^value None",
    ),
    Difference(
        "an array of what has no size is not deleted, either",
        "test_lib.py::test_assignment_refused",
        r"^\[inline: grammar: arrays of incomplete types\] del lib",
        "^error AttributeError",
        "^error FFIError/ValueError/ffi.error: array item of unknown size",
    ),
    Difference(
        "vars(lib) leaves out what cannot be read",
        "test_abi_modules.py::test_missing_symbols",
        r"^\[python: .*vars[(]lib",
        "^error ValueError: array item of unknown size",
        "^value",
    ),
    Difference(
        "an enum that was never defined is warned of once",
        "test_undefined_enums.py::test_defined_after_it_was_used",
        r"^\[verify: grammar: enums that are never defined\] described",
        "printed: UserWarning: .* has no values explicitly defined",
        "^value",
        is_its_beginning_but_for_what_is_printed,
    ),
    Difference(
        "what has dots is said, whatever was asked before",
        "test_any_order.py::test_the_innermost_field_is_named",
        r"^\[inline: order: partial struct: after.*ffi.new",
        "^error (TypeError: cannot instantiate|NotImplementedError: recursive)",
        "^error VerificationMissing",
    ),
    Difference(
        "vars(lib) lists what the library has",
        "test_abi_modules.py::test_missing_symbols",
        r"^\[python: .*vars[(]lib",
        "^error : symbol '.*' not found",
        "^value",
    ),
    Difference(
        "vars(lib) with an array of opaque structs",
        "test_variables.py::test_vars_with_an_array_of_opaque_structs",
        r"^vars[(]lib",
        "^value",
        "^error .*: array item of unknown size: 'struct g[0-9]+o'$",
    ),
    Difference(
        "a .py module with an open array that is not last",
        "test_compiled_python_tables.py::test_malformed_types",
        r"^\[python: grammar: open arrays that are not last\] ",
        "^error TypeError: field '.*' has ctype '.*\\[\\]' of unknown size",
        "^(value|error (ImportError|.*ValueError))",
    ),
    Difference(
        "array variables of verify() are views, made when they are read",
        "test_verify_attributes.py::test_array_variables_stay_those_of_c",
        r"^lib[.](\w+) is lib[.]\1$",
        "^value True",
        "^value False",
    ),
    Difference(
        "libraries of verify() have the enumerators of included FFIs",
        "test_verify.py::test_enumerators_of_an_included_ffi",
        r"^\[verify: order: (enum|enumerator|enum with dots|macro|constant): .*lib\b",
        "^(value (None|False)|error AttributeError: 'FFILibrary' object has no attribute)",
        "^(value|error TypeError)",
    ),
    Difference(
        "an enum that an included FFI declares later has its values",
        "test_enums.py::test_forward_reference",
        r"^\[.*: order: enum\b.*described",
        r"^value .*'elements': \[\]",
        r"^value .*'elements': \[\(",
    ),
    Difference(
        "modules in ABI mode warn of what they leave out",
        "test_compiler_only.py::test_python_modules_warn_of_dots",
        r"^\[python: .* module$",
        "^(value None|error (VerificationError|TypeError|ValueError))",
        "printed: UserWarning: '.*' is declared with dots",
    ),
    # --- _cffi_backend ---
    Difference(
        "argument lists that do not fit: one wording for all functions",
        "test_backend_functions.py::test_wording_of_argument_lists",
        BACKEND,
        "^error TypeError: .*(takes (no|exactly|at (least|most))|missing required argument|argument [0-9]+ must be|as an integer)",
        "^error TypeError: .*( missing 1 required | positional argument| unexpected keyword | argument [0-9]+ must be )",
    ),
    Difference(
        "a parameter that is incomplete is refused in variadic functions, too",
        "test_backend_functions.py::test_incomplete_parameters",
        "new_function_type",
        "^(value .*'ellipsis', True|error TypeError: expected a tuple of ctypes)",
        "^error TypeError: ctype '.*' has incomplete type",
    ),
    Difference(
        "parameters of array type are spelled as the pointers that they are",
        "test_backend_functions.py::test_array_parameters_are_spelled_as_pointers",
        "new_function_type",
        r"^value .*[(*].*\[",
        "^value",
        only_spelled,
    ),
    Difference(
        "every spelling of a primitive is known",
        "test_backend_functions.py::test_spellings_of_complex",
        "new_primitive_type",
        "^error KeyError",
        "^value .*_Complex|^value .*_complex",
    ),
    Difference(
        "a field that is no tuple says what it should be",
        "test_backend_layout.py::test_wording_of_fields",
        "complete_struct_or_union",
        "^error (SystemError|TypeError)",
        "^error TypeError: complete_struct_or_union.*: a field must be a tuple",
    ),
    Difference(
        "a field without a name is called that",
        "test_backend_layout.py::test_wording_of_fields",
        "^completed",
        r"^error TypeError: .*[.]'",
        r"^error TypeError: .*[(]unnamed[)]'",
    ),
    Difference(
        "what cannot be a bit-field is named before what has no size",
        "test_backend_layout.py::test_several_mistakes",
        "^completed",
        "has ctype '(struct opaque|void|.*\\[\\])' of unknown size",
        "declared as '(struct opaque|void|.*\\[\\])' cannot be a bit field",
    ),
    Difference(
        "of several mistakes in one struct another one is named",
        "test_backend_layout.py::test_several_mistakes",
        "^completed",
        "^error (TypeError: (bit )?field|error: (struct|union) s: wrong)",
        "^error KeyError: .duplicate field name",
    ),
    Difference(
        "an array without length may stand anywhere in a union",
        "test_backend_layout.py::test_open_array_in_a_union",
        r"^completed\('union'",
        r"has ctype '.*\[\]' of unknown size",
        "^(value|error)",
    ),
    Difference(
        "a missing function has one text everywhere",
        "test_backend_functions.py::test_wording_of_libraries",
        "load_library",
        "^error AttributeError: function/symbol '.*' not found in library '<None>'",
        "^error AttributeError: function/symbol '.*' not found in library '<None>': undefined symbol: ",
    ),
    Difference(
        "a missing variable has one text everywhere",
        "test_backend_functions.py::test_wording_of_libraries",
        "load_library",
        "^error KeyError: .variable '.*' not found in library '<None>'",
        "^error KeyError: .variable '.*' not found in library '<None>': undefined symbol: ",
    ),
    Difference(
        "the text of what is no library name",
        "test_backend_functions.py::test_wording_of_libraries",
        "load_library",
        "^error TypeError",
        "^error TypeError: dlopen.name.: name must be",
    ),
    Difference(
        "an empty name is no library",
        "test_backend_functions.py::test_load_library_by_other_names",
        r"load_library\(''\)",
        "^value",
        "^error OSError: cannot load library ''",
    ),
    Difference(
        "bytes name a library, too",
        "test_backend_functions.py::test_load_library_by_other_names",
        r"load_library\(b",
        "^error TypeError",
        "^value",
    ),
    Difference(
        "what is no dict is refused as such",
        "test_backend_functions.py::test_arguments_that_cannot_be",
        "_get_common_types",
        "^error SystemError",
        "^error TypeError: _get_common_types.* must be dict",
    ),
    Difference(
        "nothing writes void",
        "test_backend_functions.py::test_arguments_that_cannot_be",
        "write_variable",
        "^error SystemError: convert_from_object: 'void'",
        "^error TypeError: cdata 'void' is opaque",
    ),
]


def reason_for(expression, released, ours):
    """The reason of the first entry that fits, or None: no crash of ours is on purpose."""
    if ours.startswith("crash"):
        return None
    for entry in ENTRIES:
        texts = ((entry.expression, expression), (entry.released, released), (entry.ours, ours))
        if all(re.search(pattern, text) for pattern, text in texts) and entry.also(released, ours):
            return entry.reason
    return None
