"""The C source of one rich module, for any compiler: run by a Python that has the package, it writes the source of a
limited API or of the full one, or what verify() compiles. tests/python/building/test_api_warnings.py and tools/compile_matrix.py compile it."""

import sys

CDEF = """
typedef struct { long x, y; } point_t;
struct partial { int b; double d; ...; };
struct anonymous { int tag; union { int i; float f; struct { short low, high; }; }; };
struct bits { unsigned a : 3, b : 5; int c : 20; unsigned char d; };
struct dotted { int first; int items[...]; char rows[...][4]; ...; };
struct many { int8_t a; uint16_t b; int32_t c; uint64_t d; float e; double f; long double g; _Bool h; char i; wchar_t j; };
struct const_fields { const int a; const char *const text; int (*call)(int, const char *); };
union variant { int i; double d; char bytes[16]; };
struct incomplete;
enum plain { ZERO, ONE, TWO };
enum spotted { A, B = ..., C = 30, ... };
typedef enum { TYPEDEF_A, TYPEDEF_B } named_enum;
enum without_sign { LARGE_A = 0xFFFFFFFF, LARGE_B = ..., ... };
enum with_sign { BELOW = -1, ABOVE, ... };
enum all_dots { DOTS_A = ..., DOTS_B = ... };
typedef enum { DOTTED_A = ..., ... } dotted_enum;
typedef ... opaque_t;
typedef ... *handle_t;
typedef int... id_type;
typedef unsigned int... uid_type;
typedef float... real_type;
typedef int (*binary_t)(int, int);
typedef struct tagged { int value; ...; } tagged_t, *tagged_p;
typedef struct { int a; } *pointer_only;

#define FIVE 5
#define NEGATIVE -5
#define LARGE 0xFFFFFFFFFFFFFFFF
#define DOTS ...
static const int CONST_INT;
static const double CONST_DOUBLE;
static const char *const CONST_TEXT;
static char *const MACRO_TEXT;
static const point_t CONST_POINT;
static void *const CONST_POINTER;

extern int variable;
extern const int fixed;
extern point_t point;
extern int numbers[4];
extern int unknown_length[];
extern int dotted_length[...];
extern int grid[2][3];
extern char *texts[];
extern const char *const const_texts[2];
extern int (*operation)(int);
extern int macro_variable;
extern opaque_t opaque_object;

int add(int, int);
void nop(void);
long long widest(long long, unsigned long long);
unsigned char bytes(signed char, unsigned char, short, unsigned short);
float half_f(float);
double half_d(double);
long double half_ld(long double);
_Bool invert(_Bool);
char next_char(char);
wchar_t next_wide(wchar_t);
char *same_text(char *);
const char *const_text(const char *);
void *same_address(const void *);
point_t mirrored(point_t);
struct partial *partial_of(struct partial *);
union variant variant_of(int);
enum plain next_plain(enum plain);
named_enum next_named(named_enum);
opaque_t *make_opaque(void);
handle_t same_handle(handle_t);
struct incomplete *same_incomplete(struct incomplete *);
id_type next_id(id_type);
real_type half_real(real_type);
int apply(binary_t, int, int);
binary_t pick(int);
int (*pick_plain(const char *))(int);
int sum_rows(int rows[][3], int);
int sum_const(const int *, int);
char **same_texts(char **);
const char *const *const_texts_of(void);
int at_macro(int, int);
int variadic(const char *, ...);
int with_volatile(volatile int *, const volatile char *);
int with_restrict(char *restrict, const char *restrict);
long twelve(int, long, char, double, float, short, unsigned, void *, signed char, const char *, point_t, enum plain);

int uses_python(int);
extern "Python" int python_plain(int, const char *, double);
extern "Python" void python_void(void);
extern "Python" point_t python_record(point_t, long double);
extern "Python+C" int python_exported(int);
"""

SOURCE = """
#include <stddef.h>
#include <stdint.h>
#include <wchar.h>
#ifdef __cplusplus
typedef bool truth;
#else
typedef _Bool truth;
#endif
typedef struct { long x, y; } point_t;
struct partial { char a; double d; char pad[7]; int b; long last; };
struct anonymous { int tag; __extension__ union { int i; float f; __extension__ struct { short low, high; }; }; };
struct bits { unsigned a : 3, b : 5; int c : 20; unsigned char d; };
struct dotted { long before; int items[7]; int first; char rows[5][4]; };
struct many { int8_t a; uint16_t b; int32_t c; uint64_t d; float e; double f; long double g; truth h; char i; wchar_t j; };
struct const_fields { const int a; const char *const text; int (*call)(int, const char *); };
union variant { int i; double d; char bytes[16]; };
struct incomplete { int x; };
enum plain { ZERO, ONE, TWO };
enum spotted { A = 10, B = 20, C = 30, Z };
typedef enum { TYPEDEF_A, TYPEDEF_B } named_enum;
enum without_sign { LARGE_A = 0xFFFFFFFF, LARGE_B = 0x80000000 };
enum with_sign { BELOW = -1, ABOVE };
enum all_dots { DOTS_A, DOTS_B = 7 };
typedef enum { DOTTED_A = 3 } dotted_enum;
#ifndef _CFFI_
#error "_CFFI_ tells the source that it is part of a generated module"
#endif
typedef struct { int value; } opaque_t;
typedef struct handle { int value; } *handle_t;
typedef long id_type;
typedef unsigned short uid_type;
typedef double real_type;
typedef int (*binary_t)(int, int);
typedef struct tagged { double before; int value; } tagged_t, *tagged_p;
typedef struct { int a; } *pointer_only;
#define FIVE 5
#define NEGATIVE (-5)
#define LARGE 0xFFFFFFFFFFFFFFFFu
#define DOTS (3 * 14)
static const int CONST_INT = 12;
static const double CONST_DOUBLE = 2.25;
static const char *const CONST_TEXT = "text";
static char text_buffer[] = "buffer";
#define MACRO_TEXT text_buffer
static const point_t CONST_POINT = {3, 4};
#define CONST_POINTER ((void *)&variable)
static int variable = 10;
static const int fixed = 42;
static point_t point = {1, 2};
static int numbers[4] = {1, 2, 3, 4};
static int unknown_length[] = {5, 6};
static int dotted_length[] = {7, 8, 9};
static int grid[2][3] = {{1, 2, 3}, {4, 5, 6}};
static char *texts[] = {text_buffer, NULL};
static const char *const const_texts[2] = {"a", "b"};
static int negated(int x) { return -x; }
static int (*operation)(int) = negated;
static struct { int inside; } holder = {77};
#define macro_variable holder.inside
static opaque_t opaque_object = {3};
static int add(int a, int b) { return a + b; }
static void nop(void) {}
static long long widest(long long a, unsigned long long b) { return a + (long long)b; }
static unsigned char bytes(signed char a, unsigned char b, short c, unsigned short d) { return (unsigned char)(a + b + c + d); }
static float half_f(float x) { return x / 2; }
static double half_d(double x) { return x / 2; }
static long double half_ld(long double x) { return x / 2; }
static truth invert(truth x) { return !x; }
static char next_char(char c) { return (char)(c + 1); }
static wchar_t next_wide(wchar_t c) { return c + 1; }
static char *same_text(char *s) { return s; }
static const char *const_text(const char *s) { return s; }
static void *same_address(const void *p) { return (void *)(uintptr_t)p; }
static point_t mirrored(point_t p) { point_t q = {p.y, p.x}; return q; }
static struct partial *partial_of(struct partial *p) { return p; }
static union variant variant_of(int i) { union variant v; v.d = 0; v.i = i; return v; }
static enum plain next_plain(enum plain x) { return x == ZERO ? ONE : TWO; }
static named_enum next_named(named_enum x) { return x == TYPEDEF_A ? TYPEDEF_B : TYPEDEF_A; }
static opaque_t *make_opaque(void) { return &opaque_object; }
static handle_t same_handle(handle_t h) { return h; }
static struct incomplete *same_incomplete(struct incomplete *p) { return p; }
static id_type next_id(id_type x) { return x + 1; }
static real_type half_real(real_type x) { return x / 2; }
static int apply(binary_t f, int a, int b) { return f(a, b); }
static binary_t pick(int which) { return which ? add : (binary_t)NULL; }
static int (*pick_plain(const char *s))(int) { return s ? negated : NULL; }
static int sum_rows(int rows[][3], int n) { int s = 0, i; for (i = 0; i < n; i++) s += rows[i][0] + rows[i][1] + rows[i][2]; return s; }
static int sum_const(const int *a, int n) { int s = 0; while (n-- > 0) s += *a++; return s; }
static char **same_texts(char **p) { return p; }
static const char *const *const_texts_of(void) { return const_texts; }
#define at_macro(a, b) ((a) * 10 + (b))
static int variadic(const char *format, ...) { return format != NULL; }
static int with_volatile(volatile int *p, const volatile char *q) { return *p + *q; }
static int with_restrict(char *p, const char *q) { return p != q; }
static long twelve(int a, long b, char c, double d, float e, short f, unsigned g, void *h, signed char i, const char *j, point_t k, enum plain l) {
  return a + b + c + (long)d + (long)e + f + (long)g + (h != NULL) + i + (j != NULL) + k.x + (long)l;
}
static int python_plain(int, const char *, double);
static void python_void(void);
static point_t python_record(point_t, long double);
#ifdef __cplusplus
extern "C"
#else
extern
#endif
int python_exported(int);
static int uses_python(int x) { python_void(); return python_plain(x, "", 0) + python_exported(x) + (int)python_record(point, 0).x; }
"""


def write(path, limited, for_verify):
    import cffi

    ffi = cffi.FFI()
    if for_verify:  # which has no extern "Python"
        ffi.cdef(CDEF.partition("int uses_python")[0])
        with open(path, "w") as file:
            file.write(ffi._emit_c("_rich", SOURCE.partition("static int python_plain")[0], for_verify=True))
    else:
        ffi.cdef(CDEF)
        ffi.set_source("_rich", SOURCE, py_limited_api=bool(limited))
        ffi.emit_c_code(path)


if __name__ == "__main__":
    write(sys.argv[1], int(sys.argv[2]), sys.argv[3:] == ["verify"])
