/* Behind the declarations that the generator makes of extern "Python". */
static int call_transform(int x) { return transform(x); }
static double call_many(void) { return many(1, 2.5, 'c', (short)-4, "text", 5000000000LL); }
static long double call_long(long double v) { return long_one(v); }
static pair_t call_swap(long a, double b) { pair_t p = { a, b }; return swap(p); }
static void call_notify(int x) { notify(x); }
static int call_errno(int before) { errno = before; undisturbed(); return errno; }
static char *call_name(int i) { return name_of(i); }
static int call_never(int x) { return never_defined(x); }
typedef int (*unary_t)(int);
static int through(unary_t f, int x) { return f(x); }
