"""target.c in C and in types: what the operations draw names and type strings from."""

import os

TARGET = os.path.join(os.path.dirname(os.path.abspath(__file__)), "target.c")

TYPES = """
enum color { RED, GREEN = 5, BLUE = -3 };
struct pair { int a; long b; };
union number { int i; double d; char raw[8]; };
struct opaque;
typedef int (*unary)(int);
struct all { char c; signed char sc; unsigned char uc; short s; unsigned long long ull; _Bool b; float f; double d;
             long double ld; wchar_t w; char16_t w16; double _Complex z; enum color e; int bits : 5; unsigned ubits : 7;
             int *p; char *text; int items[3]; char bytes[8]; wchar_t wide[4]; struct pair inner;
             union { int i; float g; }; unary function; void *v; struct pair pairs[2][2]; };
struct flex { int n; struct pair items[]; };
struct bytes_flex { short n; char items[]; };
#define LIMIT 99
"""

SYMBOLS = """
extern int g_int; extern unsigned char g_byte; extern double g_double; extern long double g_long_double;
extern _Bool g_bool; extern char g_text[16]; extern wchar_t g_wide[4]; extern int g_items[5];
extern struct pair g_pair; extern struct pair g_pairs[3]; extern struct pair *g_pointer; extern struct all g_all;
extern unary g_function; extern void *g_void; extern enum color g_color; extern const int g_const;
int add(int, int);
double mix(char, signed char, unsigned short, long long, float, double, _Bool, wchar_t, int, unsigned long);
long double twice(long double); double _Complex conjugate(double _Complex);
struct pair swap(struct pair); struct all same(struct all, int); union number same_number(union number);
enum color next_color(enum color);
void *echo(void *); char *echo_text(char *); const unsigned char *echo_bytes(const unsigned char *);
wchar_t *echo_wide(wchar_t *); int *echo_ints(int *); int **echo_lists(int **); struct pair *echo_pair(struct pair *);
_Bool *echo_bools(_Bool *); struct opaque *echo_opaque(struct opaque *);
int is_file(FILE *); int ignore(int, ...); void nothing(void); int set_errno_to(int);
int call(unary, int); int call_two(unary, int, int); int touch(const void *, int); unary choose(int);
"""

MISSING = "int no_such_function(int); extern int no_such_variable;"

EXTERN = """
extern "Python" int hook(int);
extern "Python" struct pair hook_pair(struct pair, double, char *);
extern "Python+C" int hook_visible(int);
int run_hook(int); long run_hook_pair(struct pair);
"""

EXTERN_SOURCE = """
int hook_visible(int);
static int hook(int);
static struct pair hook_pair(struct pair, double, char *);
static int run_hook(int x) { return hook(x) + hook_visible(x); }
static long run_hook_pair(struct pair p) { char text[] = "text"; return hook_pair(p, 0.5, text).b; }
#define LIMIT 99
"""

VARIABLES = [
    "g_int",
    "g_byte",
    "g_double",
    "g_long_double",
    "g_bool",
    "g_text",
    "g_wide",
    "g_items",
    "g_pair",
    "g_pairs",
    "g_pointer",
    "g_all",
    "g_function",
    "g_void",
    "g_color",
    "g_const",
]
# Their pointer arguments are never dereferenced. touch() reads a byte, call() and call_two() call what they are given.
FUNCTIONS = [
    "add",
    "mix",
    "twice",
    "conjugate",
    "swap",
    "same",
    "same_number",
    "next_color",
    "echo",
    "echo_text",
    "echo_bytes",
    "echo_wide",
    "echo_ints",
    "echo_lists",
    "echo_pair",
    "echo_bools",
    "echo_opaque",
    "is_file",
    "ignore",
    "nothing",
    "set_errno_to",
    "choose",
]
FIELDS = [
    "a",
    "b",
    "c",
    "sc",
    "uc",
    "s",
    "ull",
    "f",
    "d",
    "ld",
    "w",
    "w16",
    "z",
    "e",
    "bits",
    "ubits",
    "p",
    "text",
    "items",
    "bytes",
    "wide",
    "inner",
    "i",
    "g",
    "function",
    "v",
    "pairs",
    "n",
    "raw",
]

BASES = [
    "int",
    "char",
    "signed char",
    "unsigned char",
    "short",
    "unsigned short",
    "long",
    "unsigned long long",
    "float",
    "double",
    "long double",
    "double _Complex",
    "float _Complex",
    "_Bool",
    "wchar_t",
    "char16_t",
    "char32_t",
    "void",
    "struct pair",
    "struct all",
    "struct flex",
    "struct bytes_flex",
    "union number",
    "struct opaque",
    "enum color",
    "unary",
    "FILE",
    "size_t",
    "uint8_t",
    "int64_t",
    "struct nosuch",
    "nosuch_t",
    "__int128",
]
DECLARATORS = [
    "",
    " *",
    " **",
    "[]",
    "[3]",
    "[0]",
    "[2][3]",
    " *[4]",
    "(*)(int)",
    "(int, ...)",
    "(*)[2]",
    " const *",
    "[][2]",
    "(*)(void)",
    " *(*)(char *, struct pair)",
    "[LIMIT]",
    "[-1]",
    "[99999999999]",
    "(",
    "*x",
]

CDEFS = [
    "struct extra%d { int a; struct pair b; };",
    "typedef struct extra%d { char c; } extra%d_t;",
    "enum extra%d { A%d, B%d = 7 };",
    "int add(int, int);",
    "int add(int);",
    "#define EXTRA%d %d",
    "struct pair { int a; };",
    "struct opaque { int now; };",
    "struct opaque;",
    "union u%d { int a[%d]; };",
    "struct s%d { struct s%d *next; int x : 3; char tail[]; };",
    "typedef int t%d[%d];",
    "struct s%d { struct later%d inside; };",
    "struct later%d { int a; };",
    "int f%d(struct extra%d, ...);",
    "extern int g_int;",
    "struct {",
    "}",
    "int \udc80;",
    "\0",
    "int x\0y;",
    "struct s { int a; } __attribute__((packed));",
    "#pragma pack(1)\nstruct p%d { int a; };",
    "static const int C%d = %d;",
    "typedef ... T%d;",
    "struct d%d { int a; ...; };",
    "#define DOTS%d ...",
    'extern "Python" int p%d(int);',
]
