"""What every mode of the comparison declares, and the C behind it."""

CDEF = """
struct point { int x, y; };
struct opaque;
union either { int i; double d; };
struct bits { int a : 3; unsigned b : 5; };
struct flex { int n; short items[]; };
struct nested { struct point p; int row[3]; struct point *next; };
enum color { RED, GREEN = 5, BLUE };
typedef struct { int z; } anonymous_t;
typedef struct point *point_ptr;
typedef int (*unary_t)(int);
typedef struct hidden_s *hidden_t;
#define LIMIT 12
#define NEGATIVE -3
int twice(int);
double half(double);
int take_point(struct point *);
struct point by_value(struct point);
int take_opaque(struct opaque *);
char *text(char *);
int sum(int, ...);
void nothing(void);
unsigned char small(unsigned char);
_Bool truth(_Bool);
char letter(char);
enum color colour(enum color);
float real(float);
long double longreal(long double);
int call(int (*)(int), int);
extern int number;
extern struct point origin;
extern int table[4];
extern int open_table[];
extern char *message;
static const int constant = 7;
"""

# Of modules that a compiler makes alone, and of those that open a library.
EXTERN_PYTHON = 'extern "Python" int python_twice(int);'
ABSENT = "int absent(int); extern int absent_variable;"

SOURCE = """
#include <stdarg.h>
struct point { int x, y; };
struct opaque { int inside; };
union either { int i; double d; };
struct bits { int a : 3; unsigned b : 5; };
struct flex { int n; short items[]; };
struct nested { struct point p; int row[3]; struct point *next; };
enum color { RED, GREEN = 5, BLUE };
typedef struct { int z; } anonymous_t;
typedef struct point *point_ptr;
typedef int (*unary_t)(int);
typedef struct hidden_s *hidden_t;
#define LIMIT 12
#define NEGATIVE -3
#define constant 7
int twice(int x) { return 2 * x; }
double half(double x) { return x / 2; }
int take_point(struct point *p) { return p ? p->x : -1; }
struct point by_value(struct point p) { p.x++; return p; }
int take_opaque(struct opaque *p) { return p != 0; }
char *text(char *p) { return p; }
int sum(int n, ...) { return n; }
void nothing(void) {}
unsigned char small(unsigned char c) { return c; }
_Bool truth(_Bool b) { return b; }
char letter(char c) { return c; }
enum color colour(enum color c) { return c; }
float real(float f) { return f; }
long double longreal(long double f) { return f; }
int call(int (*f)(int), int x) { return f ? f(x) : -1; }
int number = 42;
struct point origin = {1, 2};
int table[4] = {1, 2, 3, 4};
int open_table[5] = {1, 2, 3, 4, 5};
char *message = "hello";
"""

MODES = ("inline", "py", "api")
