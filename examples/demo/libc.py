"""The C library: strings, a variadic function, a callback, a struct filled by C, errno."""

from __future__ import annotations

import calendar
import errno
import os

from cffi import FFI
from show import step, title

ffi = FFI()
ffi.cdef("""
    size_t strlen(const char *s);

    int printf(const char *format, ...);
    int snprintf(char *buffer, size_t size, const char *format, ...);
    int fflush(void *stream);

    void qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *));

    typedef long time_t;
    struct tm {
        int tm_sec, tm_min, tm_hour, tm_mday, tm_mon, tm_year, tm_wday, tm_yday, tm_isdst;
        long tm_gmtoff;
        const char *tm_zone;
    };
    struct tm *localtime_r(const time_t *time, struct tm *result);
    void tzset(void);

    int open(const char *path, int flags, ...);
    char *strerror(int number);
""")


def show_strings(C) -> None:
    step('C.strlen(b"hello, cffi")', C.strlen(b"hello, cffi"), 11)
    buffer = ffi.new("char[]", b"world")
    step("ffi.string(buffer)", ffi.string(buffer), b"world")


def show_printf(C) -> None:
    line = b"printf: %s, %d, %.3f, %lld\n"
    arguments = [
        ffi.new("char[]", b"text"),
        ffi.cast("int", -42),
        ffi.cast("double", 2.5),
        ffi.cast("long long", 2**40),
    ]
    expected = b"printf: text, -42, 2.500, 1099511627776\n"
    print("  C.printf(...) prints, straight from C:\n      ", end="", flush=True)
    written = C.printf(line, *arguments)
    C.fflush(ffi.NULL)
    step("C.printf(...)", written, len(expected))
    out = ffi.new("char[100]")
    C.snprintf(out, ffi.sizeof(out), line, *arguments)
    step("C.snprintf(out, ...); ffi.string(out)", ffi.string(out), expected)


def show_qsort(C) -> None:
    numbers = [37, -5, 2**31 - 1, 0, 12, -(2**31), 12, 4]
    array = ffi.new("int[]", numbers)

    @ffi.callback("int(const void *, const void *)")
    def compare(left, right):
        a, b = ffi.cast("int *", left)[0], ffi.cast("int *", right)[0]
        return (a > b) - (a < b)

    C.qsort(array, len(array), ffi.sizeof("int"), compare)
    step("C.qsort(array, 8, 4, compare); list(array)", list(array), sorted(numbers))


def show_localtime(C) -> None:
    os.environ["TZ"] = "UTC0"
    C.tzset()
    moment = calendar.timegm((2004, 2, 29, 12, 34, 56))
    tm = ffi.new("struct tm *")
    filled = C.localtime_r(ffi.new("time_t *", moment), tm)
    step("C.localtime_r(&moment, tm) == tm", filled == tm, True)
    got = (tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec, tm.tm_yday)
    step("year, month, day, hour, minute, second, day of year", got, (2004, 2, 29, 12, 34, 56, 59))
    step("ffi.string(tm.tm_zone)", ffi.string(tm.tm_zone), b"UTC")


def show_errno(C) -> None:
    step('C.open(b"/no/such/file", 0)', C.open(b"/no/such/file", 0), -1)
    step("ffi.errno", ffi.errno, errno.ENOENT)
    step("ffi.string(C.strerror(ffi.errno))", ffi.string(C.strerror(ffi.errno)), b"No such file or directory")


def main() -> None:
    title("libc: ffi.dlopen(None)")
    C = ffi.dlopen(None)
    show_strings(C)
    show_printf(C)
    show_qsort(C)
    show_localtime(C)
    show_errno(C)
