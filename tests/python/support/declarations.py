"""C declarations of the functions in support/library."""

from support.helpers import RELEASED

SCALARS = """
_Bool echo_bool(_Bool); char echo_char(char); signed char echo_schar(signed char); unsigned char echo_uchar(unsigned char);
short echo_short(short); unsigned short echo_ushort(unsigned short); int echo_int(int); unsigned int echo_uint(unsigned int);
long echo_long(long); unsigned long echo_ulong(unsigned long); long long echo_llong(long long);
unsigned long long echo_ullong(unsigned long long);
int8_t echo_int8(int8_t); uint8_t echo_uint8(uint8_t); int16_t echo_int16(int16_t); uint16_t echo_uint16(uint16_t);
int32_t echo_int32(int32_t); uint32_t echo_uint32(uint32_t); int64_t echo_int64(int64_t); uint64_t echo_uint64(uint64_t);
size_t echo_size(size_t);
float echo_float(float); double echo_double(double); long double echo_ldouble(long double);
float _Complex echo_fcomplex(float _Complex); double _Complex echo_dcomplex(double _Complex);
wchar_t echo_wchar(wchar_t);
char16_t echo_char16(char16_t); char32_t echo_char32(char32_t);
void *echo_pointer(void *); const char *echo_chars(const char *); int *echo_ints(int *);
enum color { RED, GREEN = 7, BLUE = -2 };
enum color echo_color(enum color);
void nothing(void);
int no_argument(void);
int add(int a, int b);
long sum6(long, long, long, long, long, long);
long sum10(long, long, long, long, long, long, long, long, long, long);
double sum10d(double, double, double, double, double, double, double, double, double, double);
double mixed(int, double, short, float, long long, double, signed char, float, unsigned, double, int, double, long, double,
             unsigned char, float, int, double);
long double add_ld(long double, int, long double, double);
double _Complex add_c(double _Complex, float _Complex);
int narrow_stack(long, long, long, long, long, long, signed char, unsigned short, signed char);
"""

RECORDS = """
struct empty_like { char c; };
struct two_ints { int a, b; };
struct point { double x, y; };
struct point3 { double x, y, z; };
struct two_floats { float x, y; };
struct four_floats { float x, y, z, w; };
struct int_double { int i; double d; };
struct double_int { double d; int i; };
struct float_int { float f; int i; };
struct big { long v[6]; };
struct bytes3 { unsigned char b[3]; };
struct bytes16 { char b[16]; };
struct with_ld { long double ld; };
struct nested { struct two_ints p; struct { short s; char c[2]; } q; };
struct bits { unsigned a : 3; int b : 5; unsigned long long c : 40; };
struct with_pointer { int *p; const char *s; };
union number { int i; double d; unsigned char raw[8]; };
struct empty_like next_char(struct empty_like);
struct two_ints swap_ints(struct two_ints);
struct point add_points(struct point, struct point);
struct point3 scale3(struct point3, double);
struct two_floats swap_floats(struct two_floats);
struct four_floats reverse_floats(struct four_floats);
struct int_double to_int_double(struct double_int);
struct double_int to_double_int(struct int_double);
struct float_int negate(struct float_int);
struct big make_big(long);
long sum_big(int, struct big, int);
struct bytes3 reverse3(struct bytes3);
struct bytes16 reverse16(struct bytes16);
struct with_ld double_ld(struct with_ld);
struct nested shift_nested(struct nested);
struct bits bump_bits(struct bits);
struct with_pointer echo_with_pointer(struct with_pointer);
union number halve(union number);
double many_structs(struct point, struct two_ints, struct point, struct int_double, struct point, struct two_floats,
                    struct point, struct two_ints, struct big, struct two_ints, struct two_ints);
void fill_point(struct point *, double, double);
double sum_points(const struct point *, int);
struct point *the_point(void);
"""

CALLBACKS = """
int call_int(int (*f)(int), int x);
int call_two(int (*f)(int, int), int x, int y);
void call_void(void (*f)(void));
int call_none(int (*f)(void));
double call_double(double (*f)(double), double x);
float call_float(float (*f)(float), float x);
long double call_ldouble(long double (*f)(long double), long double x);
double _Complex call_complex(double _Complex (*f)(double _Complex), double _Complex x);
signed char call_schar(signed char (*f)(signed char), signed char x);
unsigned char call_uchar(unsigned char (*f)(unsigned char), unsigned char x);
short call_short(short (*f)(short), short x);
unsigned long long call_ullong(unsigned long long (*f)(unsigned long long), unsigned long long x);
char call_char(char (*f)(char), char x);
wchar_t call_wchar(wchar_t (*f)(wchar_t), wchar_t x);
_Bool call_bool(_Bool (*f)(_Bool), _Bool x);
void *call_pointer(void *(*f)(void *), void *x);
const char *call_chars(const char *(*f)(const char *), const char *x);
double call_mixed(double (*f)(int, double, short, float, long long, double, signed char, float, unsigned, double, int, double,
                              long, double, unsigned char, float, int, double));
long call_sum10(long (*f)(long, long, long, long, long, long, long, long, long, long));
struct cb_point { double x, y; };
struct cb_big { long v[6]; };
struct cb_small { short a; char b; };
struct cb_point call_point(struct cb_point (*f)(struct cb_point), struct cb_point p);
struct cb_big call_big(struct cb_big (*f)(struct cb_big, int), struct cb_big p, int n);
struct cb_small call_small(struct cb_small (*f)(struct cb_small), struct cb_small p);
int call_with_errno(int (*f)(int), int before, int *seen_after);
int call_in_thread(int (*f)(int), int x);
int call_in_threads(int (*f)(int), int n);
int run_nested(int (*f)(int), int depth);
extern int (*stored_callback)(int);
int call_stored(int x);
typedef int (*int_function)(int);
int_function get_twice(void);
"""

VARIABLES = """
struct pair { int first; long second; };
extern int global_int;
extern unsigned long long global_ull;
extern double global_double;
extern char global_char;
extern const char *global_string;
extern char global_buffer[16];
extern int global_array[5];
extern int global_matrix[2][3];
extern struct pair global_pair;
extern struct pair *global_pair_pointer;
extern int (*global_function)(int);
extern void *global_pointer;
extern _Bool global_bool;
int get_global_int(void);
int set_errno_to(int);
int get_errno_now(void);
long long sum_ints(int count, ...);
double sum_doubles(int count, ...);
int format_values(char *out, int size, const char *format, ...);
int sum_array(const int *values, int count);
void double_array(int *values, int count);
int count_chars(const char *s);
int count_wide(const wchar_t *s);
int count_strings(const char **strings);
int first_byte(const void *p);
int first_uint8(const uint8_t *p);
void upper(char *s);
char *new_string(const char *s);
void free_it(void *p);
#define ANSWER 42
#define HUGE_HEX 0xFFFFFFFFFFFFFFFF
#define NEGATIVE -5
static const int STATIC_SEVEN = 7;
"""

# What the library has not: a compiler would notice.
MISSING = "int missing_function(int); extern int missing_variable;\n"

DECLARATIONS = SCALARS + RECORDS + CALLBACKS + VARIABLES + MISSING


def compiled_declarations(mode):
    """The same for a C compiler, without the types that the released package does not know in that mode."""
    text = SCALARS + RECORDS + CALLBACKS + VARIABLES
    unknown = {"api": ["_Complex"], "verify": ["_Complex", "char16_t"]}[mode] if RELEASED else []
    return "".join(line for line in text.splitlines(True) if not any(name in line for name in unknown))


INCLUDES = "#include <stddef.h>\n#include <stdint.h>\n#include <uchar.h>\n#include <wchar.h>\n"
