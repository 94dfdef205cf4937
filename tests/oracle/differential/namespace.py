"""What the expressions of the cases may use: an FFI with declarations, and helpers that make results comparable."""

import array
import sys

import low_level_names

import cffi

CDEF = """
struct pair { int a, b; };
struct mixed { char c; double d; short s; int *p; char name[6]; wchar_t w; _Bool flag; };
struct bits { int a : 3; unsigned b : 5; long long c : 40; unsigned d : 7; };
enum color { RED, GREEN = 7, BLUE = -2 };
enum positive { P0, P1 };
struct nest { struct pair in; int arr[3]; struct pair pairs[2]; enum color e; };
union number { int i; double d; char raw[6]; };
struct flex { int n; short data[]; };
struct outer { struct { int i1; int i2; }; union { int u1; float u2; } un; int arr[2][3]; struct pair pairs[4]; struct pair *pp; int bit : 3; };
struct opaque;
typedef struct { int z; uint8_t u; } anon_t;
typedef int int_t;
typedef int (*fn_t)(int);
typedef int arr_t[5];
typedef struct pair *ptr_t;
enum { SIX = 6 };
"""


class IntOnly:
    def __int__(self):
        return 42


class IndexOnly:
    def __index__(self):
        return 1


class FloatOnly:
    def __float__(self):
        return 4.5


class ComplexOnly:
    def __complex__(self):
        return 1.5 - 2j


class Failing:
    """Every conversion of it raises."""

    def __int__(self):
        raise LookupError("from a hook")

    __index__ = __float__ = __complex__ = __len__ = __int__


def helpers(ffi):
    """What the expressions call, by name."""
    kept = []

    def keep(cdata):
        kept.append(cdata)
        return cdata

    def numbers():
        return ffi.new("int[5]", [1, 2, 3, 4, 5])

    def letters():
        return ffi.new("char[]", b"hello")

    def pairs():
        return ffi.new("struct pair[3]", [[1, 2], [3, 4], [5, 6]])

    def rows():
        return ffi.new("int[2][3]", [[1, 2, 3], [4, 5, 6]])

    def dump(x, depth=0):
        """A cdata as nested Python values, with its repr at the top."""
        if not isinstance(x, ffi.CData):
            return x
        t = ffi.typeof(x)
        head = [repr(x)] if depth == 0 else []
        if depth > 4:
            return "deep"
        if t.kind == "pointer":
            if repr(x).startswith("<cdata '%s' owning" % t.cname) and t.item.kind in ("struct", "union"):
                return head + [dump(x[0], depth + 1), ffi.sizeof(x[0])]
            if " owning " in repr(x):
                return head + [dump(x[0], depth + 1)]
            return [t.cname, bool(x)]
        if t.kind == "array":
            return head + [t.cname, [dump(item, depth + 1) for item in x]]
        if t.kind in ("struct", "union"):
            return head + [{name: dump(getattr(x, name), depth + 1) for name, field in t.fields}]
        return repr(x)

    def stored(ctype, value):
        p = ffi.new(ctype + " *", value)
        used = 10 if ctype == "long double" and ffi.sizeof(ctype) == 16 else ffi.sizeof(ctype)
        return p[0], type(p[0]).__name__, bytes(ffi.buffer(p))[:used]

    def assigned(cdecl, value):
        t = ffi.typeof(cdecl)
        if t.kind == "pointer":
            p = ffi.new(t)
            p[0] = value
        else:
            p = ffi.new(ffi.getctype(t, "*") if t.length is not None else ffi.getctype(t.item, "[4]"))
            p[0] = value
        return dump(p)

    def echoed(ctype, value):
        return dump(ffi.callback(ffi.getctype(ctype, "(*)(%s)" % ctype), lambda x: x)(value))

    def answered(ctype, value, error):
        return dump(ffi.callback(ffi.getctype(ctype, "(*)(void)"), lambda: value, error)())

    def described(text):
        t = ffi.typeof(text)
        about = [t.cname, t.kind]
        for name in ("item", "length", "args", "result", "ellipsis", "elements"):
            if hasattr(t, name):
                value = getattr(t, name)
                about.append((name, sorted(value.items()) if isinstance(value, dict) else value))
        if t.kind in ("struct", "union") and t.fields is not None:
            about.append([(n, f.type, f.offset, f.bitshift, f.bitsize) for n, f in t.fields])
        return about

    def set_item(x, index, value):
        x[index] = value
        return dump(x) if isinstance(x, ffi.CData) else bytes(x)

    def del_item(x, index):
        del x[index]

    def set_attribute(x, name, value):
        setattr(x, name, value)

    def offset_from(x, *path):
        p = ffi.addressof(x, *path)
        origin = ffi.addressof(x) if ffi.typeof(x).kind != "pointer" else x
        return ffi.typeof(p).cname, int(ffi.cast("intptr_t", p)) - int(ffi.cast("intptr_t", origin))

    def moved(target, source, size):
        ffi.memmove(target, source, size)
        return bytes(target) if isinstance(target, bytearray) else dump(target)

    return dict(locals())


def build():
    ffi = cffi.FFI()
    ffi.cdef(CDEF)
    names = dict(helpers(ffi), **low_level_names.build())
    names.update(
        array=array.array,
        IntOnly=IntOnly,
        IndexOnly=IndexOnly,
        FloatOnly=FloatOnly,
        ComplexOnly=ComplexOnly,
        Failing=Failing,
    )
    sys.unraisablehook = lambda event: None
    return names
