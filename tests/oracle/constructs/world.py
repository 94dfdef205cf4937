"""What the expressions look at: an `ffi` and a `lib` of each mode with the same declarations, and an object of every kind."""

import copy
import math
import operator
import os
import pickle
import sys
import weakref

import look
import modes

import cffi

CDEF = """
struct pair { int a, b; };
enum color { RED, GREEN = 7, BLUE = -2 };
struct mixed { char c; double d; int *p; char name[6]; wchar_t w; _Bool flag; struct pair in; int (*fn)(int); int bits : 3; enum color e; };
union number { int i; double d; char raw[6]; };
struct flex { int n; short data[]; };
struct opaque;
typedef struct { int z; } anon_t;
typedef int int_t;
typedef int (*fn_t)(int);
#define LIMIT 12
static const int CONSTANT;
extern int number; extern double real; extern char letter; extern wchar_t wide; extern _Bool truth; extern int *pointer; extern void *address; extern char *text; extern int numbers[3]; extern char name[8];
extern struct pair couple; extern struct pair couples[2]; extern union number either; extern enum color paint; extern int (*hook)(int); extern const int fixed; extern struct opaque *hidden; extern int unbounded[];
int f_int(int); unsigned char f_byte(unsigned char); double f_double(double); float f_float(float); char f_char(char); wchar_t f_wide(wchar_t); _Bool f_bool(_Bool); enum color f_enum(enum color);
int f_pointer(int *); int f_void(void *); int f_text(const char *); int f_pair(struct pair); int f_pair_pointer(struct pair *); int f_function(int (*)(int)); int f_file(FILE *); int f_variadic(int, ...);
int f_opaque(struct opaque *); long double f_longdouble(long double); unsigned long long f_large(unsigned long long); int f_wtext(wchar_t *); int f_two(int, char *); void f_nothing(void); struct pair f_makes(int); union number *at_either(void); void put_name(char *);
"""
SOURCE = """
struct pair { int a, b; };
enum color { RED, GREEN = 7, BLUE = -2 };
struct mixed { char c; double d; int *p; char name[6]; wchar_t w; _Bool flag; struct pair in; int (*fn)(int); int bits : 3; enum color e; };
union number { int i; double d; char raw[6]; };
struct flex { int n; short data[]; };
typedef struct { int z; } anon_t;
typedef int int_t;
typedef int (*fn_t)(int);
#define LIMIT 12
%sconst int CONSTANT = 5;
int number = 5; double real = 2.5; char letter = 'x'; wchar_t wide = L'w'; _Bool truth = 1; int *pointer = &number; void *address = &number; char *text = "text"; int numbers[3] = {1, 2, 3}; char name[8] = "name";
struct pair couple = {1, 2}; struct pair couples[2] = {{3, 4}, {5, 6}}; union number either = {7}; enum color paint = GREEN; int (*hook)(int) = 0; const int fixed = 9; struct opaque *hidden = 0; int unbounded[] = {1, 2};
int f_int(int x) { return x + 1; } unsigned char f_byte(unsigned char x) { return x; } double f_double(double x) { return x; } float f_float(float x) { return x; } char f_char(char x) { return x; }
wchar_t f_wide(wchar_t x) { return x; } _Bool f_bool(_Bool x) { return x; } enum color f_enum(enum color x) { return x; }
int f_pointer(int *x) { return !!x; } int f_void(void *x) { return !!x; } int f_text(const char *x) { return !!x; } int f_pair(struct pair x) { return 1; } int f_pair_pointer(struct pair *x) { return !!x; }
int f_function(int (*x)(int)) { return !!x; } int f_file(FILE *x) { return !!x; } int f_variadic(int x, ...) { return x; } int f_opaque(struct opaque *x) { return !!x; } long double f_longdouble(long double x) { return x; }
unsigned long long f_large(unsigned long long x) { return x; } int f_wtext(wchar_t *x) { return !!x; } int f_two(int x, char *y) { return x; } void f_nothing(void) { } struct pair f_makes(int x) { struct pair p = {x, x}; return p; }
union number *at_either(void) { return &either; } void put_name(char *x) { for (int i = 0; i < 8; i++) name[i] = i < 4 ? x[i] : 0; }
"""

# Every kind of cdata, and the objects around them: {name: how it is made}. Whatever is a pointer points to memory that is there.
CDATA = {
    "an int": "ffi.cast('int', 5)", "a negative int": "ffi.cast('long', -1)", "an unsigned": "ffi.cast('uint64_t', -1)", "a char": "ffi.cast('char', 65)", "a wide char": "ffi.cast('wchar_t', 65)",
    "a char16_t": "ffi.cast('char16_t', 66)", "a bool": "ffi.cast('_Bool', 1)", "a float": "ffi.cast('float', 1.5)", "a double": "ffi.cast('double', -2.5)", "a long double": "ffi.cast('long double', 3.25)",
    "a complex": "ffi.cast('double _Complex', 1 + 2j)", "an enum": "ffi.cast('enum color', 7)", "an enum without a name": "ffi.cast('enum color', 3)",
    "an owned int *": "ffi.new('int *', 3)", "NULL": "ffi.NULL", "a null int *": "ffi.cast('int *', 0)", "a null struct *": "ffi.cast('struct pair *', 0)", "an int *": "ffi.cast('int *', kept('int[3]', [1, 2, 3]))",
    "a char *": "ffi.cast('char *', kept('char[]', b'abc'))", "a void *": "ffi.cast('void *', kept('int[3]'))", "an owned struct *": "ffi.new('struct pair *', [1, 2])", "an owned struct": "ffi.new('struct pair *', [1, 2])[0]",
    "a struct *": "ffi.cast('struct pair *', kept('struct pair[2]'))", "a struct": "kept('struct pair[2]', [[1, 2]])[0]", "a union": "ffi.new('union number *', [1])[0]", "an opaque *": "ffi.cast('struct opaque *', kept('int[3]'))",
    "an owned array": "ffi.new('int[3]', [1, 2, 3])", "an open array": "ffi.new('int[]', 4)", "a text": "ffi.new('char[]', b'hello')", "a wide text": "ffi.new('wchar_t[]', 'hello')", "an array of structs": "ffi.new('struct pair[2]')",
    "a slice": "kept('int[5]', [1, 2, 3, 4, 5])[1:4]", "an array in a struct": "kept('struct mixed *', {'name': b'ab'}).name", "a struct in a struct": "getattr(kept('struct mixed *'), 'in')", "rows": "ffi.new('int[2][3]', [[1, 2, 3], [4, 5, 6]])",
    "an empty array": "kept('int[1]')[0:0]", "an owned flexible struct *": "ffi.new('struct flex *', [2, [5, 6]])", "a flexible struct": "ffi.new('struct flex *', [2, [5, 6]])[0]", "a struct with everything": "ffi.new('struct mixed *', {'c': b'x', 'e': 7})[0]",
    "a callback": "ffi.callback('int(int)', lambda x: x + 1)", "a function *": "ffi.cast('int(*)(int)', ffi.addressof(lib, 'f_int'))", "a null function *": "ffi.cast('int(*)(int)', 0)", "a handle": "ffi.new_handle('object')",
    "a buffer's": "ffi.from_buffer(lasting)", "a buffer's int[]": "ffi.from_buffer('int[]', lasting)", "a buffer's int *": "ffi.from_buffer('int *', lasting)", "with a destructor": "ffi.gc(ffi.new('int *', 4), noted)", "a struct with a destructor": "ffi.gc(ffi.new('struct pair *'), noted)",
    "of an allocator": "ffi.new_allocator(allocated, noted)('int *', 6)", "of an allocator without clearing": "ffi.new_allocator(should_clear_after_alloc=False)('struct pair *', [1, 2])",
    "a function of the library": "lib.f_int", "the address of a function": "ffi.addressof(lib, 'f_int')", "a variable's address": "ffi.addressof(lib, 'number')", "a struct variable": "lib.couple", "an array variable": "lib.numbers", "an open array variable": "lib.unbounded", "a struct variable's address": "ffi.addressof(lib, 'couple')",
    "a pointer variable": "lib.pointer", "a text variable": "lib.text", "an item of a variable": "lib.couples[1]", "a field's address": "ffi.addressof(lib.couple, 'b')", "a union variable": "lib.either", "a variadic function": "lib.f_variadic", "a function that gives a struct": "lib.f_makes", "a struct as a result": "lib.f_makes(3)",
}  # fmt: skip
OBJECTS = {
    "the ffi": "ffi", "the library": "lib", "a ctype": "ffi.typeof('int')", "a struct's ctype": "ffi.typeof('struct pair')", "a pointer's ctype": "ffi.typeof('int *')", "an array's ctype": "ffi.typeof('int[3]')", "an open array's ctype": "ffi.typeof('int[]')",
    "a function's ctype": "ffi.typeof('int(*)(int)')", "an enum's ctype": "ffi.typeof('enum color')", "a field": "ffi.typeof('struct pair').fields[0][1]", "void": "ffi.typeof('void')", "an opaque ctype": "ffi.typeof('struct opaque')", "an union's ctype": "ffi.typeof('union number')",
    "a buffer": "ffi.buffer(kept('char[]', b'hello'))", "an allocator": "ffi.new_allocator()", "the class of cdata": "ffi.CData", "the class of ctypes": "ffi.CType", "the class of buffers": "ffi.buffer", "the error": "ffi.error", "a method": "ffi.new", "the class of the ffi": "type(ffi)", "the class of the library": "type(lib)",
}  # fmt: skip
VALUES = {
    "None": "None", "True": "True", "an integer": "3", "zero": "0", "a negative number": "-1", "a large number": "2**40", "a huge number": "2**70", "a number": "1.5", "a complex number": "1j", "a str": "'a'", "a type": "'int'", "a pointer type": "'int *'", "an array type": "'int[2]'",
    "an open array type": "'int[]'", "a struct type": "'struct pair'", "a struct pointer type": "'struct pair *'", "a function type": "'int(int)'", "an unknown type": "'struct nope'", "no type": "'int int'", "a long str": "'hello'", "an empty str": "''", "bytes": "b'a'", "more bytes": "b'hello'", "no bytes": "b''",
    "a bytearray": "bytearray(b'abcdefgh')", "a memoryview": "memoryview(b'abcdefgh')", "a list": "[1, 2]", "an empty list": "[]", "a tuple": "(1, 2)", "a dict": "{'a': 1}", "an empty dict": "{}", "a wrong dict": "{'nope': 1}", "a list of lists": "[[1, 2], [3, 4]]", "a list of str": "['a']", "a set": "{1}",
    "a range": "range(2)", "an iterator": "iter([1])", "a generator": "(x for x in [1])", "a function": "len", "a lambda": "(lambda *a: 5)", "an object": "object()", "a class": "int", "a file": "opened", "an Ellipsis": "...",
}  # fmt: skip


class Nothing:
    """What C cannot make anything of."""


def built(mode):
    """The names that expressions may use."""
    ffi = cffi.FFI()
    ffi.cdef(CDEF)
    source = SOURCE % ("" if mode in ("inline", "python") else "static ")
    if mode == "verify":
        lib = modes.verified(ffi, source)
    elif mode == "api":
        module = modes.api_module("_world_api", modes.generated(ffi, "_world_api", source))
        ffi, lib = module.ffi, module.lib
    else:
        ffi = (
            ffi
            if mode == "inline"
            else modes.python_module("_world_python", modes.generated(ffi, "_world_python", None)).ffi
        )
        lib = ffi.dlopen(modes.library(source))
    return names(ffi, lib, mode)


def names(ffi, lib, mode):
    held, lasting = [], bytearray(b"abcdefgh")

    def kept(*arguments):
        held.append(ffi.new(*arguments))
        return held[-1]

    def allocated(size):
        return kept("char[]", size)

    def noted(*seen):
        if sys.stdout is not sys.__stdout__:  # told to whoever listens
            print("noted", [look.shown(ffi, one) for one in seen])

    def set_item(x, index, value):
        x[index] = value

    def del_item(x, index):
        del x[index]

    def entered(x):
        with x as same:
            return same is x

    def fresh():
        """An FFI that may be changed."""
        return cffi.FFI() if mode in ("inline", "verify") else ffi

    def attributes(x):
        return sorted(
            (name, type(getattr(x, name)).__name__) for name in dir(x) if not name.startswith("__") and hasattr(x, name)
        )

    arrays = {name: getattr(lib, name) for name in ("numbers", "name", "couples", "unbounded")}

    def restored():
        """The variables that other questions may have changed, or that a library of verify() may have lost to an attribute."""
        for name, array in arrays.items() if mode == "verify" and modes.RELEASED else ():
            setattr(lib, name, array)
        for name, values in (("numbers", [1, 2, 3]), ("couples", [[3, 4], [5, 6]])):
            ffi.memmove(arrays[name], ffi.new(ffi.typeof(arrays[name]), values), ffi.sizeof(arrays[name]))
        ffi.memmove(ffi.cast("char *", lib.at_either()), ffi.new("union number *", [7]), ffi.sizeof("union number"))
        lib.put_name(b"name")

    def steady(result, x):
        """The number that an address became is another one in each process."""
        made_of_an_address = not isinstance(x, ffi.CData) or ffi.typeof(x).kind not in ("primitive", "enum")
        return (
            type(result) if made_of_an_address and isinstance(x, (ffi.CData, type(getattr(lib, "f_int")))) else result
        )

    def shown(x):
        return look.shown(ffi, x)

    return dict(
        locals(),
        copy=copy,
        math=math,
        operator=operator,
        pickle=pickle,
        weakref=weakref,
        sys=sys,
        opened=open(os.devnull, "w"),
        Nothing=Nothing,
        described=look.described,
    )
