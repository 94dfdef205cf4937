"""The table: what is given bad arguments, as expressions over the names of try_bad_arguments.py."""

import itertools

# Arguments of every kind.
VALUES = """
None | 0 | -1 | 3 | 2**70 | 1.5 | 'a' | b'abcdef' | object() | [] | [1, 2, 3, 4] | ['a'] | {'x': 1} | {'nope': 1} | (1, 2, 3) | True
bytearray(3) | memoryview(b'abc') | ffi | lib | other | int | len | (lambda *a: 1) | null | intp | cint | cchar | cld | point | pointp
opaquep | arr | iarr | openarr | cb | en | fnull | cbool | un | flexp | other_point | other_en | T('int') | T('int[]')
T('struct opaque') | T('struct point *') | T('void') | T('int(*)(int)') | otherT('struct point *')
"""
# Types, good and bad, as text.
TYPES = """
int | int( | int x | x | struct | struct point | struct nope | struct nope * | union nope | int[3 | int[] | int[][] | int[-1] | int[foo]
int[1.5] | int() | int(int)(int) | int(int)[3] | (int) | * int | int & | unsigned float | long float | void[3] | void | void(void)
struct opaque | struct opaque * | struct opaque[2] | int(struct opaque) | int(struct nope) | int[LIMIT] | int[NEGATIVE] | int[number]
int[...] | ... | anonymous_t | hidden_t | struct hidden_s | union point | RED | twice | static int | int[99999999999999999999]
int[18446744073709551615] | char[9223372036854775807] | int(void,int) | int(,) | ; | 5 | enum color | int(*)(int) | int(int) | char[]
"""
TEMPLATES = """
ffi.sizeof(@) | ffi.alignof(@) | ffi.typeof(@) | ffi.getctype(@) | ffi.addressof(@) | ffi.string(@) | ffi.buffer(@) | ffi.new(@)
ffi.from_buffer(@) | ffi.gc(@) | ffi.cast(@) | ffi.unpack(@) | ffi.memmove(@) | ffi.init_once(@) | ffi.integer_const(@)
ffi.getctype('int', @) | ffi.offsetof(@, 'x') | ffi.offsetof('struct point', @) | ffi.offsetof('int[3]', @) | ffi.offsetof('struct opaque', @)
ffi.addressof(@, 'x') | ffi.addressof(@, 0) | ffi.addressof(point, @) | ffi.addressof(iarr, @) | ffi.addressof(lib, @)
ffi.new('int', @) | ffi.new('int *', @) | ffi.new('int[]', @) | ffi.new('int[3]', @) | ffi.new('struct point *', @) | ffi.new('char *', @)
ffi.new('struct opaque *', @) | ffi.new('char[]', @) | ffi.new('char[3]', @) | ffi.new('wchar_t[2]', @) | ffi.new('void *', @)
ffi.new('unary_t *', @) | ffi.new('enum color *', @) | ffi.new('union either *', @) | ffi.new('struct flex *', @) | ffi.new('double *', @)
ffi.new('struct nested *', @) | ffi.new('_Bool *', @) | ffi.new('long double *', @) | ffi.new('struct point[2]', @)
ffi.new('struct point **', @) | ffi.new('char *[2]', @) | ffi.new('struct bits *', @) | ffi.new('unsigned char *', @)
ffi.cast('int', @) | ffi.cast('char', @) | ffi.cast('double', @) | ffi.cast('void *', @) | ffi.cast('struct point', @) | ffi.cast('void', @)
ffi.cast('enum color', @) | ffi.cast('int(*)(int)', @) | ffi.cast('int[3]', @) | ffi.cast('union either', @)
ffi.from_buffer('int[]', @) | ffi.from_buffer('char[10]', @) | ffi.from_buffer('struct point *', @) | ffi.from_buffer('struct opaque *', @)
ffi.from_buffer('int', @) | ffi.from_buffer('char[]', @, True)
ffi.string(@, 1) | ffi.string(arr, @) | ffi.unpack(openarr, @) | ffi.buffer(openarr, @) | ffi.memmove(ba, ba, @) | ffi.memmove(@, ba, 0)
ffi.gc(@, len) | ffi.gc(pointp, @) | ffi.gc(pointp, len, @) | ffi.release(@ if @ not in (iarr, pointp) else 1)
ffi.callback(@, len) | ffi.callback('int(int)', @) | ffi.callback('int(int)', len, @) | ffi.callback('int(int)', len, 0, @)
ffi.callback('void(void)', len, @) | ffi.callback('struct point(int)', len, @) | ffi.callback('char *(int)', len, @)
ffi.new_allocator(@) | ffi.new_allocator(len, @) | ffi.new_allocator(lambda n: @)('int *') | ffi.new_allocator(lambda n: keep('char[]', n))(@)
ffi.init_once(@, 'tag') | ffi.init_once(lambda: 1, @) | ffi.dlopen(None, @) | ffi_c().cdef(@) | ffi_c().include(@)
ffi.def_extern(@)(len) | ffi.def_extern('python_twice')(@) | ffi.def_extern('python_twice', @)(len) | ffi.def_extern('python_twice', 0, @)(len)
getattr(lib, @) | setattr(lib, @, 1) | setattr(lib, 'number', @) | setattr(lib, 'origin', @) | setattr(lib, 'table', @)
setattr(lib, 'message', @) | setattr(lib, 'twice', @) | setattr(lib, 'LIMIT', @) | setattr(lib, 'nope', @)
setattr(point, 'x', @) | getattr(point, @) | setattr(point, @, 1) | setattr(bits, 'a', @) | setattr(nested, 'next', @) | setattr(nested, 'p', @)
iarr[@] | iarr[0:@] | put(iarr, 0, @) | put(iarr, @, 1) | put(iarr, slice(0, 2), @) | put(arr, slice(0, 2), @) | put(points, 0, @)
put(points, slice(0, 2), @) | put(ptrs, 0, @) | put(opaques, 0, @) | put(fns, 0, @) | put(chars, 0, @) | put(enums, 0, @)
iarr + @ | iarr - @ | @ - iarr | intp - @ | iarr < @ | cint < @ | view[@] | put(view, 0, @)
fn(@) | cb(@) | lib.twice(@) | lib.half(@) | lib.take_point(@) | lib.take_point([@]) | lib.by_value(@) | lib.take_opaque(@)
lib.sum(@) | lib.sum(1, @) | lib.nothing(@) | lib.small(@) | lib.truth(@) | lib.letter(@) | lib.colour(@) | lib.real(@) | lib.longreal(@)
ffi.callback('int(int)', lambda x: @)(1) | ffi.callback('char *(int)', lambda x: @)(1) | ffi.callback('struct point(int)', lambda x: @)(1)
"""
TYPE_TEMPLATES = """
ffi.typeof(@) | ffi.sizeof(@) | ffi.alignof(@) | ffi.getctype(@) | ffi.new(@) | ffi.cast(@, 0) | ffi.callback(@, len)
ffi.from_buffer(@, b'abcdefgh') | ffi.offsetof(@, 'x') | ffi.new_allocator(lambda n: keep('char[]', n))(@)
"""
# Everything that has attributes, items and operators.
OBJECTS = "null intp cint cchar voidp point opaquep arr iarr fn cb en fnull cbool un cld flexp ctype view ffi".split()
OPERATIONS = """
len(@) | iter(@) | int(@) | float(@) | complex(@) | bool(@) | @ + 1 | @ - 1 | 1 - @ | @ < 1 | @() | @(1, 2) | @['a'] | @[None] | @[1.5]
@[2**70] | @[-1] | @[0:2:1] | @[:] | @[1:] | @[2:1] | @['a':1] | remove(@, 0) | put(@, slice(0, 1), [1, 2]) | put(@, slice(0, 1), 1)
put(@, 'a', 1) | enter(@) | format(@, 'x') | '%d' % (@,) | index(@) | -@ | @ * 2 | @.nope | hasattr(@, 'nope') | setattr(@, 'nope', 1)
delattr(@, 'nope') | @.length | @.fields | @.cname | next(@)
"""
NAMES = "twice number origin table open_table message constant LIMIT RED nope absent absent_variable".split()
OF_NAMES = """
lib.@ | hasattr(lib, '@') | getattr(lib, '@', 'default') == 'default' | ffi.addressof(lib, '@') | ffi.integer_const('@') | hasattr(closed, '@')
closed.@ | setattr(closed, '@', 1) | ffi.addressof(closed, '@')
"""
DECLARATIONS = """
int(; | int f( | foo bar; | struct point { int x; }; | extern long number; | typedef int point_ptr; | #define X | #define Y foo | #if 1
struct s { int a : 40; }; | struct s { float a : 3; }; | struct s { struct opaque o; }; | struct s { struct s s; }; | struct s { int a; int a; };
struct s { void v; }; | struct s { int f(int); }; | extern int a[-1]; | int f(int)(int); | int f(int)[3]; | extern void v; | enum e { A = x };
enum e { RED }; | extern "Python" { int z; } | extern "Foo" int z; | /* unclosed | ' | @ | int int x; | unsigned float f; | enum color { A };
typedef int... t; struct s { t x; }; | struct s { ...; int a; }; | static const int k = foo; | extern int a[1/0]; | enum e { A = 1/0 };
int f(unknown_t); | struct s { unknown_t v; }; | struct s { int a } | int f(int | _Static_assert(0, "no"); | int f2(int); int f2(long);
struct s5 { int a[]; int b; }; | struct s6 { int a : -1; }; | int \u1234; | extern int x[99999999999999999999999];
"""
SINGLES = """
ffi.sizeof() | ffi.sizeof(1, 2, 3) | ffi.sizeof(bogus=1) | ffi.new() | ffi.cast() | ffi.typeof() | ffi.callback() | ffi.gc() | ffi.unpack()
ffi.offsetof() | ffi.getctype() | ffi.dlopen('/nonexistent.so') | ffi.dlopen('nonexistent') | ffi.dlopen('/') | ffi.dlopen(null)
ffi.dlopen('a\\0b') | ffi.dlopen(1) | ffi.dlopen([]) | ffi.dlclose(None) | ffi.dlclose(1) | close_twice() | closed.twice(1) | of_closed(1)
ffi.def_extern(bogus=1) | ffi.def_extern('twice')(len) | ffi.from_handle(null) | ffi.from_handle(intp) | ffi.from_handle(1) | ffi.from_handle()
ffi.init_once(fails, 'tag') | ffi.string(null) | ffi.string(fnull) | ffi.unpack(null, 1) | ffi.unpack(arr, -1) | ffi.memmove(ba, arr, -1)
ffi.buffer(arr, -1) | ffi.buffer(opaquep) | ffi.new_allocator(None, len) | ffi.new_allocator(lambda n: null)('int *') | null[0] | opaquep[0]
ffi.new_allocator(fails)('int *') | intp.x | null.x | fnull(1) | cb(fails) | ffi.callback('int(int)') | ffi.callback('int(int)', len)(1, 2)
ffi.callback('struct opaque(int)', len) | ffi.callback('int(struct opaque)', len) | ffi.callback('int(*)(int, ...)', len)
ffi_c().cdef('', pack=3) | ffi_c().cdef('', pack=4, packed=True) | ffi_c().cdef('', bogus=1) | ffi_c().cdef() | cffi.FFI(backend=1)
ffi_c().set_source() | ffi_c().set_source(1, None) | ffi_c().compile() | ffi_c().emit_c_code('x') | ffi_c().emit_python_code('x')
ffi_c().set_source_pkgconfig('_m', ['no-such-package'], '') | ffi_c().set_source_pkgconfig('_m', 'text', '') | ffi_c().embedding_api('(')
ffi_c().verify('this is no C', tmpdir=folder) | twice_set_source() | ffi_c().embedding_init_code(1) | ffi_c().include(ffi_c)
lib.take_point(other_pointp) | lib.by_value(other_point) | lib.take_opaque(other_opaquep) | ffi.new('struct point **', other_pointp)
ffi.new('struct point[2]', other_points) | put(points, slice(0, 1), other_points) | other_pointp - pointp | lib.call(lib.half, 1)
setattr(ffi, 'errno', 'a') | setattr(ffi, 'errno', 2**70) | setattr(ffi, 'NULL', 1) | ffi.nope | hasattr(ffi, 'nope') | lib.twice() | lib.twice(1, 2)
lib.twice(x=1) | lib.nothing(1) | lib.sum()
"""


def entries(text):
    return [entry.strip() for line in text.strip().splitlines() for entry in line.split(" | ")]


def is_for(expression, mode):
    """Declarations are in-line FFI objects' alone; compiled modules have nothing to close."""
    if "ffi_c(" in expression or "twice_set" in expression:
        return mode == "inline"
    return mode != "api" or "close" not in expression


def filled(templates, values):
    return [template.replace("@", value) for template, value in itertools.product(entries(templates), values)]


def table():
    """All expressions, in an order that is the same everywhere."""
    found = filled(TEMPLATES, entries(VALUES)) + filled(TYPE_TEMPLATES, [repr(text) for text in entries(TYPES)])
    found += filled(OPERATIONS, OBJECTS) + filled(OF_NAMES, NAMES) + entries(SINGLES)
    for text in entries(DECLARATIONS):
        found += ["ffi_c().cdef(%r)" % text, "ffi_c().cdef(%r, override=True)" % text]
    return list(dict.fromkeys(found))
