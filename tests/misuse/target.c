/* What the operations call and look at. Nothing here looks behind a pointer, but touch(), which reads one byte. */
#include <complex.h>
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <uchar.h>
#include <wchar.h>

enum color { RED, GREEN = 5, BLUE = -3 };
struct pair { int a; long b; };
union number { int i; double d; char raw[8]; };
struct opaque;
typedef int (*unary)(int);
struct all {
  char c;
  signed char sc;
  unsigned char uc;
  short s;
  unsigned long long ull;
  _Bool b;
  float f;
  double d;
  long double ld;
  wchar_t w;
  char16_t w16;
  double _Complex z;
  enum color e;
  int bits : 5;
  unsigned ubits : 7;
  int *p;
  char *text;
  int items[3];
  char bytes[8];
  wchar_t wide[4];
  struct pair inner;
  union {
    int i;
    float g;
  };
  unary function;
  void *v;
  struct pair pairs[2][2];
};
struct flex {
  int n;
  struct pair items[];
};
struct bytes_flex {
  short n;
  char items[];
};

int g_int = 7;
unsigned char g_byte = 3;
double g_double = 0.5;
long double g_long_double = 1.5L;
_Bool g_bool = 1;
char g_text[16] = "text";
wchar_t g_wide[4] = L"abc";
int g_items[5] = {1, 2, 3, 4, 5};
struct pair g_pair = {1, 2};
struct pair g_pairs[3];
struct pair *g_pointer;
struct all g_all;
unary g_function;
void *g_void;
enum color g_color = GREEN;
const int g_const = 11;

int add(int a, int b) { return a + b; }
double mix(char c, signed char sc, unsigned short us, long long ll, float f, double d, _Bool b, wchar_t w, int e, unsigned long u) {
  return c + sc + us + ll + f + d + b + w + e + u;
}
long double twice(long double x) { return 2 * x; }
double _Complex conjugate(double _Complex z) { return conj(z); }
struct pair swap(struct pair p) {
  struct pair q = {(int)p.b, p.a};
  return q;
}
struct all same(struct all x, int n) {
  x.items[0] = n;
  return x;
}
union number same_number(union number n) { return n; }
enum color next_color(enum color c) { return c == RED ? GREEN : RED; }
void *echo(void *p) { return p; }
char *echo_text(char *p) { return p; }
const unsigned char *echo_bytes(const unsigned char *p) { return p; }
wchar_t *echo_wide(wchar_t *p) { return p; }
int *echo_ints(int *p) { return p; }
int **echo_lists(int **p) { return p; }
struct pair *echo_pair(struct pair *p) { return p; }
_Bool *echo_bools(_Bool *p) { return p; }
struct opaque *echo_opaque(struct opaque *p) { return p; }
int is_file(FILE *file) { return file != NULL; }
int ignore(int n, ...) { return n; }
void nothing(void) {}
int set_errno_to(int n) {
  errno = n;
  return n;
}
int call(unary function, int x) { return function != NULL ? function(x) : -1; }
int call_two(unary function, int x, int n) { return function != NULL ? function(x) + n : n; }
int touch(const void *p, int n) { return p != NULL ? *(const volatile unsigned char *)p + n : n; }
unary choose(int n) { return n != 0 ? g_function : NULL; }
