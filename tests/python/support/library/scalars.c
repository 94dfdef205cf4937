/* Functions of every scalar shape: one argument and one result of each primitive, and mixtures that spill to the stack. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wchar.h>
#include <uchar.h>

#define ECHO(name, type) \
    type echo_##name(type x) { return x; }

ECHO(bool, bool)
ECHO(char, char)
ECHO(schar, signed char)
ECHO(uchar, unsigned char)
ECHO(short, short)
ECHO(ushort, unsigned short)
ECHO(int, int)
ECHO(uint, unsigned int)
ECHO(long, long)
ECHO(ulong, unsigned long)
ECHO(llong, long long)
ECHO(ullong, unsigned long long)
ECHO(int8, int8_t)
ECHO(uint8, uint8_t)
ECHO(int16, int16_t)
ECHO(uint16, uint16_t)
ECHO(int32, int32_t)
ECHO(uint32, uint32_t)
ECHO(int64, int64_t)
ECHO(uint64, uint64_t)
ECHO(size, size_t)
ECHO(float, float)
ECHO(double, double)
ECHO(ldouble, long double)
ECHO(fcomplex, float _Complex)
ECHO(dcomplex, double _Complex)
ECHO(wchar, wchar_t)
ECHO(char16, char16_t)
ECHO(char32, char32_t)
ECHO(pointer, void *)
ECHO(chars, const char *)
ECHO(ints, int *)

enum color { RED, GREEN = 7, BLUE = -2 };
enum color echo_color(enum color c) { return c; }

void nothing(void) {}
int no_argument(void) { return 42; }

int add(int a, int b) { return a + b; }
long sum6(long a, long b, long c, long d, long e, long f) { return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f; }
long sum10(long a, long b, long c, long d, long e, long f, long g, long h, long i, long j) {
    return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * j;
}
double sum10d(double a, double b, double c, double d, double e, double f, double g, double h, double i, double j) {
    return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * j;
}
double mixed(int a, double b, short c, float d, long long e, double f, signed char g, float h, unsigned i, double j,
             int k, double l, long m, double n, unsigned char o, float p, int q, double r) {
    return a + 2 * b + 3 * c + 4 * d + 5.0 * e + 6 * f + 7 * g + 8 * h + 9.0 * i + 10 * j + 11 * k + 12 * l + 13.0 * m +
           14 * n + 15 * o + 16 * p + 17 * q + 18 * r;
}
long double add_ld(long double a, int b, long double c, double d) { return a + b + c + d; }
double _Complex add_c(double _Complex a, float _Complex b) { return a + b; }
int narrow_stack(long a, long b, long c, long d, long e, long f, signed char g, unsigned short h, signed char i) {
    return (int)(a + b + c + d + e + f) * 0 + g * 1000000 + h * 10 + i;
}
