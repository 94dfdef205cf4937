/* Functions that call back, from the caller's thread and from others. */
#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <stdbool.h>

int call_int(int (*f)(int), int x) { return f(x); }
int call_two(int (*f)(int, int), int x, int y) { return f(x, y); }
void call_void(void (*f)(void)) { f(); }
int call_none(int (*f)(void)) { return f(); }
double call_double(double (*f)(double), double x) { return f(x); }
float call_float(float (*f)(float), float x) { return f(x); }
long double call_ldouble(long double (*f)(long double), long double x) { return f(x); }
double _Complex call_complex(double _Complex (*f)(double _Complex), double _Complex x) { return f(x); }
signed char call_schar(signed char (*f)(signed char), signed char x) { return f(x); }
unsigned char call_uchar(unsigned char (*f)(unsigned char), unsigned char x) { return f(x); }
short call_short(short (*f)(short), short x) { return f(x); }
unsigned long long call_ullong(unsigned long long (*f)(unsigned long long), unsigned long long x) { return f(x); }
char call_char(char (*f)(char), char x) { return f(x); }
wchar_t call_wchar(wchar_t (*f)(wchar_t), wchar_t x) { return f(x); }
bool call_bool(bool (*f)(bool), bool x) { return f(x); }
void *call_pointer(void *(*f)(void *), void *x) { return f(x); }
const char *call_chars(const char *(*f)(const char *), const char *x) { return f(x); }
double call_mixed(double (*f)(int, double, short, float, long long, double, signed char, float, unsigned, double, int,
                              double, long, double, unsigned char, float, int, double)) {
    return f(-1, 2.5, -3, 4.25f, 5000000000LL, 6.5, -7, 8.5f, 4000000000u, 10.5, -11, 12.5, -13, 14.5, 250, 16.5f, -17, 18.5);
}
long call_sum10(long (*f)(long, long, long, long, long, long, long, long, long, long)) {
    return f(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
}

struct cb_point { double x, y; };
struct cb_big { long v[6]; };
struct cb_small { short a; char b; };
struct cb_point call_point(struct cb_point (*f)(struct cb_point), struct cb_point p) { return f(p); }
struct cb_big call_big(struct cb_big (*f)(struct cb_big, int), struct cb_big p, int n) { return f(p, n); }
struct cb_small call_small(struct cb_small (*f)(struct cb_small), struct cb_small p) { return f(p); }

/* errno travels both ways through a callback. */
int call_with_errno(int (*f)(int), int before, int *seen_after) {
    errno = before;
    int r = f(1);
    *seen_after = errno;
    return r;
}

struct thread_job { int (*f)(int); int arg; int result; };
static void *run_job(void *p) { struct thread_job *j = p; j->result = j->f(j->arg); return NULL; }
int call_in_thread(int (*f)(int), int x) {
    pthread_t t;
    struct thread_job j = {f, x, -1};
    if (pthread_create(&t, NULL, run_job, &j) != 0) return -999;
    pthread_join(t, NULL);
    return j.result;
}
int call_in_threads(int (*f)(int), int n) {
    enum { kMax = 16 };
    pthread_t t[kMax];
    struct thread_job j[kMax];
    int total = 0;
    if (n > kMax) n = kMax;
    for (int i = 0; i < n; i++) { j[i].f = f; j[i].arg = i; j[i].result = 0; pthread_create(&t[i], NULL, run_job, &j[i]); }
    for (int i = 0; i < n; i++) { pthread_join(t[i], NULL); total += j[i].result; }
    return total;
}
int run_nested(int (*f)(int), int depth) { return depth == 0 ? 0 : f(depth); }
int (*stored_callback)(int);
int call_stored(int x) { return stored_callback ? stored_callback(x) : -1; }
typedef int (*int_function)(int);
static int twice(int x) { return 2 * x; }
int_function get_twice(void) { return twice; }
