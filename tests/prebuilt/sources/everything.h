/* What the module `everything` wraps: a function, type, variable or constant of each kind. */
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

/* functions: no, one and several arguments, each kind of type */
static int calls = 0;
static void nop(void) { calls++; }
static int add(int a, int b) { return a + b; }
static signed char neg_i8(signed char x) { return (signed char)-x; }
static unsigned char inc_u8(unsigned char x) { return (unsigned char)(x + 1); }
static short neg_i16(short x) { return (short)-x; }
static unsigned short inc_u16(unsigned short x) { return (unsigned short)(x + 1); }
static int neg_i32(int x) { return -x; }
static unsigned int inc_u32(unsigned int x) { return x + 1; }
static long long neg_i64(long long x) { return -x; }
static unsigned long long inc_u64(unsigned long long x) { return x + 1; }
static float half_f(float x) { return x / 2; }
static double half_d(double x) { return x / 2; }
static long double half_ld(long double x) { return x / 2; }
static _Bool flip(_Bool b) { return !b; }
static char next_char(char c) { return (char)(c + 1); }
static wchar_t next_wide(wchar_t c) { return c + 1; }
static size_t length(const char *s) { return strlen(s); }
static char *shout(char *s) { for (char *p = s; *p; p++) if (*p >= 'a' && *p <= 'z') *p -= 32; return s; }
static void *same_address(void *p) { return p; }
static long sum(long *items, int count) { long t = 0; for (int i = 0; i < count; i++) t += items[i]; return t; }
static int write_line(FILE *f, const char *text) { return fprintf(f, "%s\n", text); }
static int set_errno_to(int value) { int old = errno; errno = value; return old; }
static int joined(char *out, int size, const char *format, ...) {
  va_list ap; va_start(ap, format); int n = vsnprintf(out, (size_t)size, format, ap); va_end(ap); return n;
}

/* records */
struct point { double x, y; };
static struct point mirrored(struct point p) { struct point q = { p.y, p.x }; return q; }
static double norm2(struct point *p) { return p->x * p->x + p->y * p->y; }
struct known { char tag; short number; int *next; };
struct partial { int hidden1; int shown; char hidden2[40]; const char *label; };
static int partial_shown(struct partial *p) { return p->shown + p->hidden1; }
union either { int i; float f; unsigned char bytes[8]; };
static int either_int(union either e) { return e.i; }
struct bits { unsigned a : 3; int b : 5; unsigned c : 24; };
struct nested { struct point from; struct { int depth; short s; } in; int grid[2][3]; };
typedef struct { int id; const char *name; } entry_t;
static entry_t entries[3] = { { 1, "one" }, { 2, "two" }, { 3, "three" } };
static entry_t *entry_at(int i) { return i >= 0 && i < 3 ? &entries[i] : NULL; }
struct anonymous { int tag; union { int as_int; float as_float; }; };
struct flexible { int count; short items[]; };
#pragma pack(push, 1)
struct packed { char c; int i; };
#pragma pack(pop)
struct handle_s { int value; };
typedef struct handle_s *handle_t;
static handle_t handle_open(int v) { handle_t h = (handle_t)malloc(sizeof *h); h->value = v; return h; }
static int handle_close(handle_t h) { int v = h->value; free(h); return v; }

/* function pointers */
typedef int (*binary_t)(int, int);
static int apply(binary_t f, int a, int b) { return f ? f(a, b) : -1; }
static binary_t pick(int which) { return which ? add : NULL; }
struct table { binary_t operate; int last; };
static int run(struct table *t, int a, int b) { return t->last = t->operate(a, b); }
static int compare_ints(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

/* constants and enumerations */
#define LIMIT 4096
#define NEGATIVE (-7)
#define HUGE_COUNT 18446744073709551615ULL
#define VERSION_TEXT "1.2.3"
#define GOLDEN 1.618
static const int kAnswer = 42;
static const long kFar = -123456789;
enum color { RED, GREEN = 5, BLUE };
enum level { LOW = -3, MIDDLE = 0, HIGH = 9 };
typedef enum { ALPHA = 10, BETA } letter_t;
static enum color next_color(enum color c) { return c == RED ? GREEN : BLUE; }

/* variables */
int counter = 7;
const double ratio = 0.75;
struct point origin = { 1.5, 2.5 };
int series[4] = { 10, 20, 30, 40 };
char *greeting = (char *)"hello";
binary_t operation = add;
