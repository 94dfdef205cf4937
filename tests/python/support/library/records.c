/* Structs and unions by value, in both directions, in every register class. */
#include <stdint.h>
#include <string.h>

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

struct empty_like next_char(struct empty_like s) { s.c++; return s; }
struct two_ints swap_ints(struct two_ints s) { struct two_ints r = {s.b, s.a}; return r; }
struct point add_points(struct point a, struct point b) { struct point r = {a.x + b.x, a.y + b.y}; return r; }
struct point3 scale3(struct point3 a, double k) { struct point3 r = {a.x * k, a.y * k, a.z * k}; return r; }
struct two_floats swap_floats(struct two_floats s) { struct two_floats r = {s.y, s.x}; return r; }
struct four_floats reverse_floats(struct four_floats s) { struct four_floats r = {s.w, s.z, s.y, s.x}; return r; }
struct int_double to_int_double(struct double_int s) { struct int_double r = {s.i, s.d}; return r; }
struct double_int to_double_int(struct int_double s) { struct double_int r = {s.d, s.i}; return r; }
struct float_int negate(struct float_int s) { s.f = -s.f; s.i = -s.i; return s; }
struct big make_big(long start) { struct big r; for (int i = 0; i < 6; i++) r.v[i] = start + i; return r; }
long sum_big(int before, struct big s, int after) { long t = before + after; for (int i = 0; i < 6; i++) t += s.v[i]; return t; }
struct bytes3 reverse3(struct bytes3 s) { struct bytes3 r = {{s.b[2], s.b[1], s.b[0]}}; return r; }
struct bytes16 reverse16(struct bytes16 s) { struct bytes16 r; for (int i = 0; i < 16; i++) r.b[i] = s.b[15 - i]; return r; }
struct with_ld double_ld(struct with_ld s) { s.ld *= 2; return s; }
struct nested shift_nested(struct nested s) { s.p.a++; s.p.b++; s.q.s++; s.q.c[0]++; s.q.c[1]++; return s; }
struct bits bump_bits(struct bits s) { s.a++; s.b--; s.c += 2; return s; }
struct with_pointer echo_with_pointer(struct with_pointer s) { return s; }
union number halve(union number n) { n.d /= 2; return n; }
/* The registers run out in the middle of the struct arguments. */
double many_structs(struct point a, struct two_ints b, struct point c, struct int_double d, struct point e,
                    struct two_floats f, struct point g, struct two_ints h, struct big i, struct two_ints j,
                    struct two_ints k) {
    return a.x + 2 * a.y + 3 * b.a + 4 * b.b + 5 * c.x + 6 * c.y + 7 * d.i + 8 * d.d + 9 * e.x + 10 * e.y + 11 * f.x +
           12 * f.y + 13 * g.x + 14 * g.y + 15 * h.a + 16 * h.b + 17 * (double)i.v[5] + 18 * j.a + 19 * j.b + 20 * k.a +
           21 * k.b;
}

void fill_point(struct point *p, double x, double y) { p->x = x; p->y = y; }
double sum_points(const struct point *p, int n) { double t = 0; for (int i = 0; i < n; i++) t += p[i].x * 10 + p[i].y; return t; }
struct point *the_point(void) { static struct point p = {1.5, 2.5}; return &p; }
