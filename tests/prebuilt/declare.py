"""Run by the Python of one released version: writes the sources of its modules, and what it could not do.

    python declare.py FOLDER

FOLDER gets NAME.c or NAME.py for each module, and manifest.json: {"version", "modules": {name: "c" | "py" | error}}.
Written for every Python that a released version runs on (3.7 up).
"""

import json
import os
import sys

import cffi

HERE = os.path.dirname(os.path.abspath(__file__))


def read(name):
    with open(os.path.join(HERE, "sources", name)) as file:
        return file.read()


def module(folder, name, *parts, **options):
    """Declares and writes one module. parts: texts of cdef, or (text, options of cdef)."""
    ffi = cffi.FFI()
    for included in options.get("include", ()):
        ffi.include(included)
    for part in parts:
        text, keywords = part if isinstance(part, tuple) else (part, {})
        ffi.cdef(text, **keywords)
    preamble = options.get("preamble")
    ffi.set_source(name, preamble)
    path = os.path.join(folder, name.replace(".", os.sep))
    if not os.path.isdir(os.path.dirname(path)):
        os.makedirs(os.path.dirname(path))
    if preamble is None:
        ffi.emit_python_code(path + ".py")
    else:
        ffi.emit_c_code(path + ".c")
    return ffi


PACKED = ("struct packed { char c; int i; };", {"packed": True})


def everything(folder):
    module(folder, "everything", read("everything.cdef"), PACKED, preamble=read("everything.h"))


def unsized_int(folder):
    module(
        folder,
        "unsized_int",
        "typedef int... code_t; code_t next_code(code_t c);",
        preamble="typedef unsigned short code_t;\nstatic code_t next_code(code_t c) { return (code_t)(c + 1); }",
    )


def unsized_float(folder):
    module(
        folder,
        "unsized_float",
        "typedef float... ratio_t; ratio_t half_ratio(ratio_t r);",
        preamble="typedef float ratio_t;\nstatic ratio_t half_ratio(ratio_t r) { return r / 2; }",
    )


def macro_variable(folder):
    """A variable that is no symbol: its address is asked for at each access."""
    module(
        folder,
        "macro_variable",
        "extern int HIDDEN; extern int asked;",
        preamble="static int asked;\nstatic int *hidden(void) { static int value = 99; asked++; return &value; }\n#define HIDDEN (*hidden())",
    )


def callbacks(folder):
    module(
        folder,
        "callbacks",
        read("callbacks.cdef"),
        preamble=read("callbacks.h")
        + """
        static int transform(int); static double many(int, double, char, short, const char *, long long);
        static long double long_one(long double); static pair_t swap(pair_t); static void notify(int);
        static int undisturbed(void); static char *name_of(int); static int never_defined(int);
        """
        + read("callbacks.c"),
    )


def visible(folder):
    """extern "Python+C": the function is visible to other C files."""
    module(
        folder,
        "visible",
        'extern "Python+C" int seen(int); int call_seen(int);',
        preamble="int seen(int);\nstatic int call_seen(int x) { return seen(x); }",
    )


def wide(folder):
    """char16_t and char32_t: version tag 0x2801."""
    module(
        folder,
        "wide",
        "char16_t next16(char16_t); char32_t next32(char32_t); size_t length16(const char16_t *);",
        preamble="""
#include <uchar.h>
static char16_t next16(char16_t c) { return (char16_t)(c + 1); }
static char32_t next32(char32_t c) { return c + 1; }
static size_t length16(const char16_t *s) { size_t n = 0; while (s[n]) n++; return n; }
""",
    )


def complex_numbers(folder):
    module(
        folder,
        "complex_numbers",
        "float _Complex conjugate_f(float _Complex); double _Complex conjugate_d(double _Complex);",
        preamble="""
#include <complex.h>
static float _Complex conjugate_f(float _Complex z) { return conjf(z); }
static double _Complex conjugate_d(double _Complex z) { return conj(z); }
""",
    )


BASE = """
struct shared { int a; double b; };
typedef struct shared shared_t;
enum unit { METRE = 1, FOOT };
#define SHARED_LIMIT 12
int base_double(struct shared *s);
extern int base_variable;
"""
BASE_C = """
struct shared { int a; double b; };
typedef struct shared shared_t;
enum unit { METRE = 1, FOOT };
#define SHARED_LIMIT 12
static int base_double(struct shared *s) { return s->a * 2; }
static int base_variable = 31;
"""


def includes(folder):
    """A module that includes another; the second one in a package."""
    base = module(folder, "base", BASE, preamble=BASE_C)
    module(
        folder,
        "packaged.derived",
        "struct holder { struct shared inner; int extra; }; int derived_sum(struct holder *); shared_t derived_make(int);",
        include=[base],
        preamble=BASE_C
        + """
struct holder { struct shared inner; int extra; };
static int derived_sum(struct holder *h) { return h->inner.a + h->extra; }
static shared_t derived_make(int a) { shared_t s = { a, a / 2.0 }; return s; }
""",
    )


ABI = """
size_t strlen(const char *);
int abs(int);
extern char **environ;
int snprintf(char *, size_t, const char *, ...);
void qsort(void *, size_t, size_t, int (*)(const void *, const void *));
struct abi_point { int x; double y; };
struct abi_bits { unsigned a : 3; int b : 5; };
union abi_union { int i; char c[8]; };
struct abi_nested { struct abi_point p[2]; union abi_union u; struct { int in; } anonymous; struct abi_nested *next; };
struct abi_opaque;
enum abi_color { ABI_RED, ABI_GREEN = 5, ABI_BLUE = -1 };
typedef struct { int id; } abi_entry;
typedef int (*abi_binary)(int, int);
typedef unsigned char abi_bytes[16];
#define ABI_LIMIT 77
#define ABI_NEGATIVE -77
static const int ABI_CONST = 1234567;
"""


def abi(folder):
    base = module(folder, "abi_base", ABI, ("struct abi_packed { char c; int i; };", {"packed": True}))
    module(
        folder,
        "abi_derived",
        "struct abi_more { struct abi_point p; enum abi_color c; }; long labs(long);",
        include=[base],
    )


def embedded(folder):
    """A library with Python inside: version tag 0x2701."""
    ffi = cffi.FFI()
    ffi.embedding_api("int embedded_add(int, int);")
    ffi.cdef("extern int embedded_offset;")
    ffi.embedding_init_code("""
        from embedded import ffi, lib
        @ffi.def_extern()
        def embedded_add(x, y):
            return x + y + lib.embedded_offset
    """)
    ffi.set_source("embedded", "static int embedded_offset = 1000;")
    ffi.emit_c_code(os.path.join(folder, "embedded.c"))


GROUPS = [
    everything,
    unsized_int,
    unsized_float,
    macro_variable,
    callbacks,
    visible,
    wide,
    complex_numbers,
    includes,
    abi,
    embedded,
]


def main(folder):
    faults = {}
    for group in GROUPS:
        try:
            group(folder)
        except Exception as error:  # an older version does not know the feature: that is what the manifest tells
            faults[group.__name__] = "%s: %s" % (type(error).__name__, str(error).split("\n")[0])
    with open(os.path.join(folder, "manifest.json"), "w") as file:
        json.dump({"version": cffi.__version__, "missing": faults}, file, indent=1)


if __name__ == "__main__":
    main(sys.argv[1])
