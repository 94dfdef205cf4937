"""A module that uses much of C, and a script that prints what it finds in it: the same lines from every backend."""

import subprocess

import cffi
from support.building import environment

BASE = """
typedef struct { int x, y; } point_t;
enum color { RED, GREEN = 5, BLUE = ... };
typedef int... id_t_;
struct partial { int b; ...; };
#define LIMIT 12
"""
CDEF = """
int add(int, int);
int negated(int);
int nothing(void);
void add_to(long *, long);
unsigned char low_byte(unsigned long long);
short wide(signed char, unsigned short);
int64_t large(int64_t);
_Bool invert(_Bool);
char next_char(char);
wchar_t next_wide(wchar_t);
char16_t next_16(char16_t);
char32_t next_32(char32_t);
float half_f(float);
double half(double);
long double half_ld(long double);
size_t length(const char *);
char *shout(char *);
long sum(long *, int);
point_t mirrored(point_t);
enum color next_color(enum color);
int apply(int (*)(int, int), int, int);
int (*pick(int))(int, int);
int joined(char *, size_t, const char *, ...);
int errno_was(int);
struct partial *partial(int);
id_t_ next_id(id_t_);
int nine(int, long, char, double, float, short, unsigned, void *, signed char);
extern int variable;
extern point_t where;
static const double RATIO;
extern "Python" int heard(int, const char *);
int ask(int);
"""
BASE_C = """
typedef struct { int x, y; } point_t;
enum color { RED, GREEN = 5, BLUE };
typedef short id_t_;
struct partial { long a; int b; };
#define LIMIT 12
"""
SOURCE = (
    BASE_C
    + """
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <uchar.h>
#include <wchar.h>
static int add(int a, int b) { return a + b; }
static int negated(int a) { return -a; }
static int nothing(void) { return 7; }
static void add_to(long *p, long n) { *p += n; }
static unsigned char low_byte(unsigned long long n) { return (unsigned char)n; }
static short wide(signed char a, unsigned short b) { return (short)(a + b); }
static int64_t large(int64_t n) { return n / 2; }
static _Bool invert(_Bool b) { return !b; }
static char next_char(char c) { return (char)(c + 1); }
static wchar_t next_wide(wchar_t c) { return c + 1; }
static char16_t next_16(char16_t c) { return (char16_t)(c + 1); }
static char32_t next_32(char32_t c) { return c + 1; }
static float half_f(float x) { return x / 2; }
static double half(double x) { return x / 2; }
static long double half_ld(long double x) { return x / 2; }
static size_t length(const char *s) { return strlen(s); }
static char *shout(char *s) { char *p; for (p = s; *p; p++) *p = (char)toupper(*p); return s; }
static long sum(long *p, int n) { long s = 0; while (n-- > 0) s += p[n]; return s; }
static point_t mirrored(point_t p) { point_t q = {p.y, p.x}; return q; }
static enum color next_color(enum color c) { return c == RED ? GREEN : BLUE; }
static int apply(int (*f)(int, int), int a, int b) { return f == NULL ? -1 : f(a, b); }
static int (*pick(int n))(int, int) { return n ? add : NULL; }
static int joined(char *to, size_t size, const char *format, ...) {
  va_list args; int n;
  va_start(args, format); n = vsnprintf(to, size, format, args); va_end(args);
  return n;
}
static int errno_was(int n) { int was = errno; errno = n; return was; }
static struct partial *partial(int b) { static struct partial p; p.b = b; return &p; }
static id_t_ next_id(id_t_ n) { return (id_t_)(n + 1); }
static int nine(int a, long b, char c, double d, float e, short f, unsigned g, void *h, signed char i) {
  return a + (int)b + c + (int)d + (int)e + f + (int)g + (h != NULL) + i;
}
static int variable = 10;
static point_t where = {1, 2};
#define RATIO 1.5
static int heard(int, const char *);
static int ask(int n) { return heard(n, "from C") + 1; }
"""
)

# Prints what it finds, one line each: the same lines from every backend. Errors by their classes: words differ.
SCRIPT = r"""
import importlib, sys
name = sys.argv[1]
module = importlib.import_module(name)
ffi, lib = module.ffi, module.lib

def show(*values):
    print(*values)

def fails(function, *args):
    try:
        show("no error:", function(*args))
    except Exception as error:
        show(type(error).__name__)

show(sorted(set(dir(lib)) - {"__all__"}))
show(ffi.list_types())
show(lib.add(3, 4), lib.negated(5), lib.nothing(), lib.low_byte(2**64 - 1), lib.wide(-100, 40000), lib.large(-2**63))
total = ffi.new("long *", 40)
show(lib.add_to(total, 2), total[0])
show(lib.invert(True), lib.invert(0), lib.next_char(b"a"), lib.next_wide("x"), lib.next_16("\u1234"), lib.next_32("\U00012345"))
show(lib.half_f(3), lib.half(5.0), float(lib.half_ld(7)), ffi.typeof(lib.half_ld(7)))
text = ffi.new("char[]", b"loud")
show(lib.length(b"four"), ffi.string(lib.shout(text)), lib.sum([1, 2, 3], 3), lib.sum(ffi.new("long[]", [4, 5]), 2))
point = lib.mirrored([1, 2])
show(point.x, point.y, lib.mirrored(point).x, lib.mirrored({"x": 9}).y)
show(lib.next_color(lib.RED), sorted(ffi.typeof("enum color").elements.items()), ffi.string(ffi.cast("enum color", lib.BLUE)), lib.LIMIT, ffi.integer_const("LIMIT"))
show(lib.apply(ffi.NULL, 3, 4), lib.apply(ffi.addressof(lib, "add"), 5, 6), lib.pick(1)(7, 8), lib.pick(0) == ffi.NULL)
buffer = ffi.new("char[]", 20)
show(lib.joined(buffer, 20, b"%d-%s", ffi.cast("int", 42), ffi.new("char[]", b"x")), ffi.string(buffer))
ffi.errno = 11
show(lib.errno_was(22), ffi.errno)
show(lib.partial(8).b, ffi.offsetof("struct partial", "b"), lib.next_id(5), ffi.sizeof("id_t_"))
show(lib.nine(1, 2, b"\x03", 4, 5, 6, 7, ffi.NULL, 8))
show(lib.variable, lib.where.y, lib.RATIO)
lib.variable = 20
show(lib.variable, ffi.addressof(lib, "variable")[0])
show(ffi.typeof(lib.add), ffi.typeof(lib.nine), ffi.typeof(ffi.addressof(lib, "mirrored")))

@ffi.def_extern()
def heard(number, text):
    show(number, ffi.string(text))
    return number * 2

show(lib.ask(21))
for bad in [(lib.add, 1), (lib.add, 1, 2, 3), (lib.add, "x", 1), (lib.add, 2**31, 1), (lib.add, 1.5, 1), (lib.negated,),
            (lib.negated, 1, 2), (lib.nothing, 1), (lib.low_byte, -1), (lib.low_byte, 2**64), (lib.wide, 128, 0),
            (lib.wide, 0, -1), (lib.large, 2**63), (lib.invert, 2), (lib.next_char, "a"), (lib.next_wide, b"a"),
            (lib.half, "x"), (lib.length, 5), (lib.length, "text"), (lib.sum, ["x"], 1), (lib.mirrored, [1, 2, 3]),
            (lib.next_color, "RED"), (lib.apply, 5, 1, 2), (lib.nine, 1), (lib.add_to, ffi.new("int *"), 1)]:
    fails(*bad)
"""


def compile_into(folder, **keywords):
    """The paths of the modules _travel_base and _travelling; `keywords` are for set_source()."""
    base, ffi = cffi.FFI(), cffi.FFI()
    base.cdef(BASE)
    base.set_source("_travel_base", BASE_C, **keywords)
    ffi.include(base)
    ffi.cdef(CDEF)
    ffi.set_source("_travelling", SOURCE, **keywords)
    return [each.compile(str(folder)) for each in (base, ffi)]


def run_in(python, folder, *args):
    env = environment(PYTHONPATH=str(folder), PYTHONDONTWRITEBYTECODE="1")
    done = subprocess.run(
        [python, "-c"] + list(args), env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True
    )
    assert done.returncode == 0, done.stdout
    return done.stdout
