/* Globals, constants, errno setters, variadic functions, and strings. */
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

struct pair { int first; long second; };

int global_int = 42;
const int const_int = -17;
unsigned long long global_ull = 0xFFFFFFFFFFFFFFF0ull;
double global_double = 2.5;
char global_char = 'q';
const char *global_string = "hello";
char global_buffer[16] = "buffer";
int global_array[5] = {10, 20, 30, 40, 50};
int global_matrix[2][3] = {{1, 2, 3}, {4, 5, 6}};
struct pair global_pair = {7, 8};
struct pair *global_pair_pointer = &global_pair;
static int plus_one(int x) { return x + 1; }
int (*global_function)(int) = plus_one;
void *global_pointer = NULL;
_Bool global_bool = 1;
int get_global_int(void) { return global_int; }

int set_errno_to(int value) { errno = value; return -1; }
int get_errno_now(void) { return errno; }

long long sum_ints(int count, ...) {
    va_list ap;
    long long total = 0;
    va_start(ap, count);
    for (int i = 0; i < count; i++) total += va_arg(ap, int);
    va_end(ap);
    return total;
}
double sum_doubles(int count, ...) {
    va_list ap;
    double total = 0;
    va_start(ap, count);
    for (int i = 0; i < count; i++) total += va_arg(ap, double);
    va_end(ap);
    return total;
}
/* format letters: i int, l long long, d double, s char *, p pointer as integer, P struct pair by value */
int format_values(char *out, int size, const char *format, ...) {
    va_list ap;
    int used = 0;
    va_start(ap, format);
    for (const char *f = format; *f; f++) {
        char *o = out + used;
        int room = size - used;
        switch (*f) {
            case 'i': used += snprintf(o, room, "%d;", va_arg(ap, int)); break;
            case 'l': used += snprintf(o, room, "%lld;", va_arg(ap, long long)); break;
            case 'd': used += snprintf(o, room, "%g;", va_arg(ap, double)); break;
            case 'L': used += snprintf(o, room, "%Lg;", va_arg(ap, long double)); break;
            case 's': { const char *s = va_arg(ap, const char *); used += snprintf(o, room, "%s;", s ? s : "(null)"); break; }
            case 'P': { struct pair p = va_arg(ap, struct pair); used += snprintf(o, room, "%d/%ld;", p.first, p.second); break; }
            default: used += snprintf(o, room, "?;"); break;
        }
    }
    va_end(ap);
    return used;
}

int sum_array(const int *values, int count) { int t = 0; for (int i = 0; i < count; i++) t += values[i]; return t; }
void double_array(int *values, int count) { for (int i = 0; i < count; i++) values[i] *= 2; }
int count_chars(const char *s) { return s ? (int)strlen(s) : -1; }
int count_wide(const wchar_t *s) { return s ? (int)wcslen(s) : -1; }
int count_strings(const char **strings) { int n = 0; while (strings && *strings) { n += (int)strlen(*strings); strings++; } return n; }
int first_byte(const void *p) { return p ? *(const unsigned char *)p : -1; }
int first_uint8(const uint8_t *p) { return p ? *p : -1; }
void upper(char *s) { for (; *s; s++) if (*s >= 'a' && *s <= 'z') *s -= 32; }
char *new_string(const char *s) { return strdup(s); }
void free_it(void *p) { free(p); }
int bad_bool_storage = 2;
