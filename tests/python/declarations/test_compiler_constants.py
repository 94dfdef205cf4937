"""Constants of modules in API mode: macros, enumerators, `static const`, with the value of the cdef or the compiler's."""

import pytest

from support.helpers import fails
from support.modes import build

CDEF = """
#define FIVE 5
#define MINUS_FIVE -5
#define HEXADECIMAL 0xFFFFFFFF
#define LARGEST 18446744073709551615
#define SMALLEST ...
#define DOTS ...
#define DOTS_NEGATIVE ...
#define DOTS_LARGEST ...
#define DOTS_LONG_LONG ...
#define DOTS_CHARACTER ...
#define DOTS_EXPRESSION ...
#define DOTS_BOOL ...
#define WRONG 5
#define WRONG_SIGN -1
#define WRONG_NEGATIVE 4

enum plain { ZERO, ONE, TWO };
enum dotted { A, B, C, ... };
enum assigned { D = ..., E = ..., F = 7, ... };
enum mixed { G, H = ... };
enum negative { LOW = -1, HIGH = ... };
enum wrong { WRONG_ENUMERATOR = 3 };
enum wrong_sign { WRONG_ENUMERATOR_SIGN };
typedef enum { TYPEDEF_A, TYPEDEF_B = ... } typedef_t;
enum { ANONYMOUS_A = ..., ANONYMOUS_B };
enum huge { HUGE_ONE = ... };
enum old { OLD_A, OLD_B, OLD_C };
enum { OLD_ANONYMOUS = 7 };
typedef enum { OLD_TYPEDEF } old_t;

static const int CONST_INT;
static const long long CONST_LONG_LONG;
static const unsigned char CONST_BYTE;
static const uint64_t CONST_U64;
static const char CONST_CHAR;
static const float CONST_FLOAT;
static const double CONST_DOUBLE;
static const long double CONST_LONG_DOUBLE;
static const double MACRO_DOUBLE;
static const char *const CONST_TEXT;
static char *const MACRO_TEXT;
static void *const CONST_POINTER;
static int *const CONST_INT_POINTER;
typedef struct { int x, y; } point_t;
static const point_t CONST_POINT;
static const enum plain CONST_ENUM;
static const int GIVEN = 42;
typedef int (*function_t)(int);
static const function_t CONST_FUNCTION;
static const _Bool CONST_BOOL;
static const int32_t MACRO_INT32;
extern const int plain_const;
enum wrong same_wrong(enum wrong);
"""

SOURCE = """
#include <stdint.h>
#include <limits.h>
#define FIVE 5
#define MINUS_FIVE (-5)
#define HEXADECIMAL 0xFFFFFFFFu
#define LARGEST 18446744073709551615ull
#define SMALLEST LLONG_MIN
#define DOTS (3 * 14)
#define DOTS_NEGATIVE (-42)
#define DOTS_LARGEST ULLONG_MAX
#define DOTS_LONG_LONG (1LL << 40)
#define DOTS_CHARACTER 'x'
#define DOTS_EXPRESSION (sizeof(int) + 1)
#define DOTS_BOOL (1 == 1)
#define WRONG 6
#define WRONG_SIGN 0xFFFFFFFFFFFFFFFFull
#define WRONG_NEGATIVE (-4)
enum plain { ZERO, ONE, TWO };
enum dotted { A = 10, C = 30, B = 20, Z = 99 };
enum assigned { D = 1, E = -2, F = 7, Y };
enum mixed { G, H = 55 };
enum negative { LOW = -1, HIGH = 100 };
enum wrong { WRONG_ENUMERATOR = 4 };
enum wrong_sign { WRONG_ENUMERATOR_SIGN = -1 };
typedef enum { TYPEDEF_A, TYPEDEF_B = 77 } typedef_t;
enum { ANONYMOUS_A = 5, ANONYMOUS_B };
enum huge { HUGE_ONE = 0x7fffffffffff };
enum old { OLD_A, INSERTED, OLD_B, OLD_C };
enum { OLD_ANONYMOUS = 8 };
typedef enum { OLD_TYPEDEF = 1LL << 33 } old_t;
static const int CONST_INT = 12;
static const long long CONST_LONG_LONG = -(1LL << 50);
static const unsigned char CONST_BYTE = 255;
static const uint64_t CONST_U64 = UINT64_MAX;
static const char CONST_CHAR = 'q';
static const float CONST_FLOAT = 1.5f;
static const double CONST_DOUBLE = 2.25;
static const long double CONST_LONG_DOUBLE = 3.5L;
#define MACRO_DOUBLE 0.125
static const char *const CONST_TEXT = "text";
#define MACRO_TEXT "macro"
static int variable = 9;
static void *const CONST_POINTER = &variable;
#define CONST_INT_POINTER (&variable)
typedef struct { int x, y; } point_t;
static const point_t CONST_POINT = {3, 4};
static const enum plain CONST_ENUM = TWO;
#define GIVEN 42
typedef int (*function_t)(int);
static int negated(int x) { return -x; }
static const function_t CONST_FUNCTION = negated;
static const _Bool CONST_BOOL = 1;
#define MACRO_INT32 ((int32_t)-7)
const int plain_const = 1234;
static enum wrong same_wrong(enum wrong x) { return x; }
"""


@pytest.fixture(scope="module")
def module(tmp_path_factory):
    return build(tmp_path_factory.mktemp("constants"), CDEF, SOURCE, "_api_constants")


@pytest.fixture
def ffi(module):
    return module.ffi


@pytest.fixture
def lib(module):
    return module.lib


INTEGERS = {
    "FIVE": 5,
    "MINUS_FIVE": -5,
    "HEXADECIMAL": 0xFFFFFFFF,
    "LARGEST": 2**64 - 1,
    "SMALLEST": -(2**63),
    "DOTS": 42,
    "DOTS_NEGATIVE": -42,
    "DOTS_LARGEST": 2**64 - 1,
    "DOTS_LONG_LONG": 1 << 40,
    "DOTS_CHARACTER": ord("x"),
    "DOTS_EXPRESSION": 5,
    "DOTS_BOOL": 1,
    "ZERO": 0,
    "TWO": 2,
    "A": 10,
    "B": 20,
    "C": 30,
    "D": 1,
    "E": -2,
    "F": 7,
    "G": 0,
    "H": 55,
    "LOW": -1,
    "HIGH": 100,
    "TYPEDEF_A": 0,
    "TYPEDEF_B": 77,
    "ANONYMOUS_A": 5,
    "ANONYMOUS_B": 6,
    "HUGE_ONE": 0x7FFFFFFFFFFF,
    "CONST_INT": 12,
    "CONST_LONG_LONG": -(1 << 50),
    "CONST_BYTE": 255,
    "CONST_U64": 2**64 - 1,
    "MACRO_INT32": -7,
    "GIVEN": 42,
}


@pytest.mark.parametrize("name", INTEGERS)
def test_integers(ffi, lib, name):
    value = getattr(lib, name)
    assert value == INTEGERS[name]
    assert type(value) is int
    assert ffi.integer_const(name) == INTEGERS[name]
    with pytest.raises(AttributeError):
        setattr(lib, name, 5)


def test_values_that_the_compiler_has_otherwise(ffi, lib):
    for name, found, told in [
        ("WRONG", "6", "5"),
        ("WRONG_NEGATIVE", "-4", "4"),
        ("WRONG_SIGN", "18446744073709551615", "-1"),
    ]:
        assert told in CDEF
        for _ in range(2):
            with fails(ffi.error, "the C compiler says '%s' is equal to %s" % (name, found), "but the cdef disagrees"):
                getattr(lib, name)
        with pytest.raises(ffi.error):
            ffi.integer_const(name)


def test_enumerators_are_those_of_the_compiler(ffi, lib):
    """Libraries insert values into their enums: the numbers that the cdef implies grow old."""
    assert (lib.WRONG_ENUMERATOR, lib.WRONG_ENUMERATOR_SIGN) == (4, -1)
    assert (lib.OLD_A, lib.OLD_B, lib.OLD_C) == (0, 2, 3)
    assert hasattr(lib, "OLD_C")
    assert ffi.integer_const("OLD_B") == 2
    assert ffi.typeof("enum old").relements == {"OLD_A": 0, "OLD_B": 2, "OLD_C": 3}
    assert ffi.string(ffi.cast("enum old", 1)) == "1"
    assert (lib.OLD_ANONYMOUS, lib.OLD_TYPEDEF) == (8, 1 << 33)
    assert ffi.sizeof("old_t") == 8


def test_enum_types(ffi, lib):
    plain = ffi.typeof("enum plain")
    assert plain.elements == {0: "ZERO", 1: "ONE", 2: "TWO"}
    assert ffi.typeof("enum dotted").relements == {"A": 10, "B": 20, "C": 30}
    assert ffi.typeof("enum assigned").relements == {"D": 1, "E": -2, "F": 7}
    assert ffi.typeof("typedef_t").relements == {"TYPEDEF_A": 0, "TYPEDEF_B": 77}
    assert ffi.string(ffi.cast("enum dotted", 20)) == "B"
    assert ffi.string(ffi.cast("enum dotted", 21)) == "21"
    assert repr(ffi.cast("enum assigned", -2)) == "<cdata 'enum assigned' -2: E>"
    assert int(ffi.cast("enum assigned", -2)) == -2
    assert ffi.sizeof("enum plain") == 4
    assert ffi.sizeof("enum huge") == 8
    assert int(ffi.cast("enum huge", lib.HUGE_ONE)) == lib.HUGE_ONE


def test_an_enum_has_the_values_of_the_compiler(ffi, lib):
    assert ffi.typeof("enum wrong").elements == {4: "WRONG_ENUMERATOR"}
    assert ffi.string(ffi.cast("enum wrong", 4)) == "WRONG_ENUMERATOR"
    assert lib.same_wrong(4) == 4


def test_typed_constants(ffi, lib):
    assert lib.CONST_CHAR == b"q"
    assert lib.CONST_FLOAT == 1.5
    assert lib.CONST_DOUBLE == 2.25
    assert float(lib.CONST_LONG_DOUBLE) == 3.5
    assert ffi.typeof(lib.CONST_LONG_DOUBLE) is ffi.typeof("long double")
    assert lib.MACRO_DOUBLE == 0.125
    assert ffi.string(lib.CONST_TEXT) == b"text"
    assert ffi.string(lib.MACRO_TEXT) == b"macro"
    assert lib.CONST_POINTER == lib.CONST_INT_POINTER
    assert ffi.typeof(lib.CONST_POINTER) is ffi.typeof("void *")
    assert lib.CONST_INT_POINTER[0] == 9
    assert (lib.CONST_POINT.x, lib.CONST_POINT.y) == (3, 4)
    assert lib.CONST_ENUM == 2
    assert lib.CONST_FUNCTION(5) == -5
    assert lib.CONST_BOOL == 1
    assert lib.plain_const == 1234


def test_constants_are_made_once(lib):
    assert lib.CONST_TEXT is lib.CONST_TEXT
    assert lib.CONST_POINT is lib.CONST_POINT


def test_constants_are_not_assigned(lib):
    for name in ("CONST_DOUBLE", "CONST_POINT", "CONST_TEXT", "FIVE", "ONE"):
        with fails(AttributeError, name):
            setattr(lib, name, 1)
        with pytest.raises(AttributeError):
            delattr(lib, name)


def test_integer_const(ffi):
    for name in ("CONST_DOUBLE", "CONST_TEXT", "nothing", "point_t"):
        with pytest.raises((AttributeError, ffi.error)):
            ffi.integer_const(name)
    with pytest.raises(TypeError):
        ffi.integer_const()
    assert ffi.integer_const(name="FIVE") == 5


def test_constants_in_types(ffi):
    assert ffi.sizeof("int[FIVE]") == 20
    assert ffi.sizeof("char[DOTS]") == 42
    assert ffi.sizeof("char[TWO]") == 2
    assert ffi.typeof("int[H]").length == 55
    for name in ("DOTS_NEGATIVE", "CONST_DOUBLE", "nothing"):
        with pytest.raises((ffi.error, ValueError)):
            ffi.typeof("int[%s]" % name)


def test_names(lib):
    names = set(INTEGERS) | {"CONST_DOUBLE", "CONST_POINT", "WRONG", "WRONG_ENUMERATOR"}
    assert names <= set(dir(lib))
    with fails(AttributeError, "missing"):
        lib.missing


def test_numbers_behind_variables(tmp_path):
    """`int X = 5;` is the constant X, which the compiler may know as a macro; its value is checked."""
    source = "#define FOUR 4\nenum { FIVE_MORE = 5 };\n#define BIG 0xFFFFFFFFu\nstatic const short SIX = 6;"
    cdef = "int FOUR = 4; extern long FIVE_MORE = (5); int BIG = 0xFFFFFFFF; static unsigned SIX = 7;"
    lib = build(tmp_path, cdef, source).lib
    assert (lib.FOUR, lib.FIVE_MORE, lib.BIG) == (4, 5, 0xFFFFFFFF)
    with pytest.raises(Exception, match="the C compiler says 'SIX' is equal to 6"):
        lib.SIX
