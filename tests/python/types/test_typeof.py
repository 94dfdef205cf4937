"""ffi.typeof(): type strings, spellings, identity, and type expressions that are refused."""

import pytest

import cffi
from support.helpers import fails
from support.modes import build_python

SPELLINGS = {
    "int": ["int", "signed", "signed int", " int ", "int const", "const int", "volatile int", "\tint\n"],
    "unsigned int": ["unsigned", "unsigned int"],
    "long": ["long", "long int", "signed long"],
    "unsigned long": ["unsigned long", "long unsigned int", "unsigned long int"],
    "long long": ["long long", "long long int", "signed long long"],
    "unsigned long long": ["unsigned long long", "long long unsigned", "unsigned long long int"],
    "short": ["short", "short int", "signed short int"],
    "unsigned short": ["unsigned short", "short unsigned int"],
    "char": ["char", "const char"],
    "signed char": ["signed char"],
    "unsigned char": ["unsigned char"],
    "_Bool": ["_Bool", "bool"],
    "long double": ["long double"],
    "int *": ["int*", "int *", " int  * ", "int const *", "const int *", "int * const", "int *x"],
    "int[3]": ["int[3]", "int [3]", "int x[3]", "int[ 3 ]", "int[0x3]", "int[03]", "int[1+2]", "int[3u]"],
    "int(*)(int)": ["int(*)(int)", "int (*) (int)", "int(*f)(int x)", "int(*)(int const)"],
    "void(*)()": ["void(*)(void)", "void(*)()"],
    "char *(*)(char *)": ["char*(*)(const char*)", "char *(*)(char[])", "char *(*)(char x[10])"],
}


@pytest.mark.parametrize("cname", sorted(SPELLINGS))
def test_spellings(ffi, cname):
    for text in SPELLINGS[cname]:
        assert ffi.typeof(text).cname == cname, text
        assert ffi.typeof(text) is ffi.typeof(cname)


@pytest.mark.ours("specifiers in any order")
@pytest.mark.parametrize(
    "text, cname",
    [
        ("int signed", "int"),
        ("int unsigned", "unsigned int"),
        ("int long", "long"),
        ("long signed int", "long"),
        ("long int long", "long long"),
        ("long unsigned long", "unsigned long long"),
        ("char signed", "signed char"),
        ("char const unsigned", "unsigned char"),
        ("double long", "long double"),
        ("_Complex double", "double _Complex"),
        ("int short", "short"),
    ],
)
def test_specifiers_in_any_order(ffi, text, cname):
    assert ffi.typeof(text) is ffi.typeof(cname)


@pytest.mark.parametrize(
    "name",
    [
        "int8_t",
        "uint8_t",
        "int16_t",
        "uint16_t",
        "int32_t",
        "uint32_t",
        "int64_t",
        "uint64_t",
        "intptr_t",
        "uintptr_t",
        "size_t",
        "ssize_t",
        "ptrdiff_t",
        "intmax_t",
        "uintmax_t",
        "int_least8_t",
        "uint_least8_t",
        "int_least16_t",
        "uint_least16_t",
        "int_least32_t",
        "uint_least32_t",
        "int_least64_t",
        "uint_least64_t",
        "int_fast8_t",
        "uint_fast8_t",
        "int_fast16_t",
        "uint_fast16_t",
        "int_fast32_t",
        "uint_fast32_t",
        "int_fast64_t",
        "uint_fast64_t",
        "wchar_t",
        "char16_t",
        "char32_t",
        "float",
        "double",
    ],
)
def test_standard_names_are_types_of_their_own(ffi, name):
    assert ffi.typeof(name).cname == name
    assert ffi.typeof(name).kind == "primitive"


def test_file(ffi):
    assert ffi.typeof("FILE *").kind == "pointer"
    assert ffi.typeof("FILE *").item.kind == "struct"


def test_identity(ffi):
    assert ffi.typeof("int *") is ffi.typeof("int*")
    assert ffi.typeof("int *").item is ffi.typeof("int")
    assert ffi.typeof("int(*)(int *)").args[0] is ffi.typeof("int *")
    assert ffi.typeof(ffi.new("int[3]")) is ffi.typeof("int[3]")


def test_identity_between_ffis(ffi):
    other = cffi.FFI()
    for text in ("int", "int *", "char[5]", "int(*)(long, ...)"):
        assert other.typeof(text) is ffi.typeof(text)
        assert other.typeof(text) == ffi.typeof(text)


def test_structs_of_two_ffis_differ(ffi):
    other = cffi.FFI()
    ffi.cdef("struct s { int a; };")
    other.cdef("struct s { int a; };")
    assert ffi.typeof("struct s") is not other.typeof("struct s")
    assert ffi.typeof("struct s") != other.typeof("struct s")
    with fails(TypeError):
        ffi.new("struct s *", other.new("struct s *")[0])


def test_typedefs(ffi):
    ffi.cdef("typedef int my_int; typedef my_int *my_pointer; typedef int five_t[5]; typedef int (*fn_t)(my_int);")
    assert ffi.typeof("my_int") is ffi.typeof("int")
    assert ffi.typeof("my_pointer") is ffi.typeof("int *")
    assert ffi.typeof("five_t *") is ffi.typeof("int(*)[5]")
    assert ffi.typeof("fn_t") is ffi.typeof("int(*)(int)")
    assert ffi.typeof("fn_t[2]").cname == "int(*[2])(int)"


def test_anonymous_records_take_the_name_of_their_typedef(ffi):
    ffi.cdef(
        "typedef struct { int a; } s_t; typedef union { int a; } u_t; typedef enum { A } e_t; typedef struct { int a; } first, *second;"
    )
    assert ffi.typeof("s_t").cname == "s_t"
    assert ffi.typeof("u_t *").cname == "u_t *"
    assert ffi.typeof("e_t").cname == "e_t"
    assert ffi.typeof("second").cname == "first *"


def test_constants_in_lengths(ffi):
    ffi.cdef("enum { LEN = 7 }; #define SIZE 5\n".replace("; #", ";\n#"))
    assert ffi.typeof("int[LEN]").length == 7
    assert ffi.typeof("int[2 + 3 * 4]").length == 14
    assert ffi.typeof("int[SIZE]").length == 5
    assert ffi.typeof("int[LEN][2]").cname == "int[7][2]"


@pytest.mark.ours("sizeof in constant expressions")
def test_sizeof_in_lengths(ffi):
    ffi.cdef("struct s { int a, b; };")
    assert ffi.typeof("int[sizeof(int)]").length == 4
    assert ffi.typeof("char[sizeof(struct s) * 2]").length == 16


def test_of_cdata(ffi):
    ffi.cdef("struct s { int a; char tail[]; }; enum e { A };")
    assert ffi.typeof(ffi.new("int *")) is ffi.typeof("int *")
    assert ffi.typeof(ffi.new("int[]", 3)) is ffi.typeof("int[]")
    assert ffi.typeof(ffi.new("int[4]")[1:2]) is ffi.typeof("int[]")
    assert ffi.typeof(ffi.new("struct s *")[0]) is ffi.typeof("struct s")
    assert ffi.typeof(ffi.cast("enum e", 0)) is ffi.typeof("enum e")
    assert ffi.typeof(ffi.NULL) is ffi.typeof("void *")
    assert ffi.typeof(ffi.from_buffer(b"a")) is ffi.typeof("char[]")
    assert ffi.typeof(ffi.new_handle(1)) is ffi.typeof("void *")


def test_undeclared_tags(ffi):
    t = ffi.typeof("struct never_seen *")
    assert t.cname == "struct never_seen *" and t.item.fields is None


@pytest.mark.parametrize("wrong", [5, None, b"int", len, [1]], ids=repr)
def test_not_a_type(ffi, wrong):
    with pytest.raises(TypeError):
        ffi.typeof(wrong)


@pytest.mark.ours("a ctype is its own type; every other method takes one as well")
def test_of_ctype(ffi):
    t = ffi.typeof("int *")
    assert ffi.typeof(t) is t


@pytest.mark.parametrize(
    "text",
    [
        "notype",
        "notype *",
        "int;",
        "int*)",
        "int[",
        "int[foo]",
        "int(",
        "int x y",
        "struct",
        "int[3",
        "*",
        "struct {",
        "int[...]",
        "@",
        '"int"',
        "1",
        "int[1.5]",
        "unsigned float",
        "short double",
        "int[]][",
        "int[2](3)",
    ],
)
def test_refused(ffi, text):
    with pytest.raises((cffi.CDefError, cffi.FFIError, ValueError)):
        ffi.typeof(text)


@pytest.mark.ours("rubbish after a type is an error")
@pytest.mark.parametrize("text", ["int,int", "int # 5", "int x, y", "int x = 5", "int x : 3"])
def test_rubbish_refused(ffi, text):
    with pytest.raises((cffi.CDefError, cffi.FFIError)):
        ffi.typeof(text)


@pytest.mark.ours("an empty type string is a CDefError")
@pytest.mark.parametrize("text", ["", "   ", "/* */", "const"])
def test_empty(ffi, text):
    with pytest.raises(cffi.CDefError):
        ffi.typeof(text)


@pytest.mark.parametrize("text", ["int(int)", "int(void)", "void()"])
def test_function_types(ffi, text):
    with pytest.raises(cffi.CDefError) as caught:
        ffi.typeof(text)
    assert "is a function type, not a pointer-to-function type" in str(caught.value)


def test_unknown_identifier_is_named(ffi):
    with pytest.raises(cffi.CDefError) as caught:
        ffi.typeof("notype")
    assert "notype" in str(caught.value)


def test_failed_type_string_changes_nothing(ffi):
    with pytest.raises(cffi.CDefError):
        ffi.typeof("struct fresh { int a; } x y")
    assert ffi.typeof("struct fresh").fields is None


@pytest.mark.ours("hostile type strings are errors")
@pytest.mark.parametrize(
    "text",
    ["int" + "*" * 100000, "(" * 100000, "int" + "[2]" * 10000, "int\0*", "int(*" * 5000, "a" * 1000000, "int /* open"],
)
def test_hostile(ffi, text):
    try:
        ffi.typeof(text)
    except (cffi.CDefError, cffi.FFIError, ValueError, OverflowError):
        pass


@pytest.mark.ours("a function that returns an array is an error of the declaration")
@pytest.mark.parametrize("text", ["arr_t(*)(int)", "arr_t(*[2])()"])
def test_functions_returning_arrays(ffi, text):
    ffi.cdef("typedef int arr_t[5];")
    with fails(cffi.CDefError, "a function cannot return an array"):
        ffi.typeof(text)


@pytest.mark.ours("a function type may name a struct that is opaque; only a call or a callback needs to know it")
def test_functions_of_opaque_structs(ffi):
    ffi.cdef("struct opaque;")
    opaque = ffi.typeof("struct opaque")
    assert ffi.typeof("struct opaque(*)(int)").result is opaque
    assert ffi.typeof("int(*)(struct opaque)").args == (opaque,)
    assert ffi.sizeof("struct opaque(*)()") == ffi.sizeof("void *")
    with fails(TypeError, "ctype 'struct opaque' has incomplete type"):
        ffi.cast("int(*)(struct opaque)", 16)(5)
    with fails(TypeError, "result type 'struct opaque' is not yet initialized"):
        ffi.callback("struct opaque(int)", abs)


@pytest.mark.ours("a function type is variadic only when it says so")
def test_ellipsis_is_not_made_up(ffi):
    ffi.cdef("struct bits { int a : 3; }; union number { int i; double d; }; struct flex { int n; short data[]; };")
    for cdecl in (
        "struct bits(*)(int)",
        "int(*)(struct bits)",
        "union number(*)(int)",
        "int(*)(struct flex)",
        "double _Complex(*)(int)",
    ):
        assert ffi.typeof(cdecl).ellipsis is False
    assert ffi.typeof("int(*)(struct bits, ...)").ellipsis is True


@pytest.mark.ours("one text for what is neither a type nor a cdata")
def test_wording_for_what_is_no_type(ffi):
    for wrong in (5, None, b"int", [], object):
        got = "got '%s'" % type(wrong).__name__
        for function in (ffi.typeof, ffi.sizeof, ffi.alignof):
            with fails(TypeError, "expected a string or ctype object or cdata object, " + got):
                function(wrong)
        for function in (ffi.new, ffi.getctype, ffi.callback):
            with fails(TypeError, "expected a string or ctype object, " + got):
                function(wrong)
        with fails(TypeError, "expected a string or ctype object, " + got):
            ffi.cast(wrong, 1)
        with fails(TypeError, "expected a string or ctype object, " + got):
            ffi.offsetof(wrong, "a")


def test_undefined_structs_of_modules(tmp_path):
    """What a compiled module does not know is an ffi.error, as an item of an array, too."""
    ffi = build_python(tmp_path, "int abs(int);").ffi
    for text in [
        "struct nope",
        "struct nope *",
        "struct nope[3]",
        "struct nope(*)[2]",
        "union nope[]",
        "struct nope *[2]",
    ]:
        with pytest.raises(ffi.error):
            ffi.typeof(text)
    with pytest.raises(ffi.error):
        ffi.getctype("struct nope[3]", "x")
