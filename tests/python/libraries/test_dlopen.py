"""ffi.dlopen() and ffi.dlclose()."""

import os
import pathlib
import platform
import shutil
import sys

import pytest

from support.helpers import RELEASED, WINDOWS, fails
from support.modes import build

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names of Linux libraries")


def test_the_program_itself(ffi):
    ffi.cdef("size_t strlen(const char *); int abs(int);")
    C = ffi.dlopen(None)
    assert C.strlen(b"hello, cffi") == 11 and C.abs(-3) == 3


@linux
@pytest.mark.parametrize("name", ["m", "libm.so.6", "c"])
def test_bare_names(ffi, name):
    ffi.cdef("double pow(double, double); int abs(int);")
    lib = ffi.dlopen(name)
    if name != "c":
        assert lib.pow(2.0, 10.0) == 1024.0
    else:
        assert lib.abs(-2) == 2


def test_path(ffi, library_path):
    ffi.cdef("int add(int, int);")
    assert ffi.dlopen(library_path).add(1, 2) == 3
    assert ffi.dlopen(name=library_path).add(1, 2) == 3


@pytest.mark.ours("path-like objects")
def test_path_like(ffi, library_path):
    ffi.cdef("int add(int, int);")
    assert ffi.dlopen(pathlib.Path(library_path)).add(1, 2) == 3


def test_relative_path(ffi, library_path, tmp_path, monkeypatch):
    shutil.copy(library_path, str(tmp_path / "libcopy.so"))
    monkeypatch.chdir(tmp_path)
    ffi.cdef("int add(int, int);")
    assert ffi.dlopen("./libcopy.so").add(1, 2) == 3


def test_non_ascii_path(ffi, library_path, tmp_path):
    target = str(tmp_path / "libh\u00e9llo.so")
    try:
        shutil.copy(library_path, target)
    except UnicodeEncodeError:
        pytest.skip("the file system cannot spell it")
    ffi.cdef("int add(int, int);")
    assert ffi.dlopen(target).add(1, 2) == 3


def test_flags(ffi, library_path):
    ffi.cdef("int add(int, int);")
    for flags in (ffi.RTLD_NOW, ffi.RTLD_LAZY, ffi.RTLD_NOW | ffi.RTLD_GLOBAL, ffi.RTLD_LAZY | ffi.RTLD_LOCAL, 0):
        assert ffi.dlopen(library_path, flags).add(1, 2) == 3
    assert ffi.dlopen(library_path, flags=ffi.RTLD_NOW).add(1, 2) == 3
    with pytest.raises(TypeError):
        ffi.dlopen(library_path, "now")


@linux
def test_flag_values(ffi):
    names = ["RTLD_LAZY", "RTLD_NOW", "RTLD_GLOBAL", "RTLD_LOCAL", "RTLD_NODELETE", "RTLD_NOLOAD", "RTLD_DEEPBIND"]
    assert [getattr(ffi, n) for n in names] == [getattr(os, n) for n in names]


def test_void_pointer_handle(ffi, library_path):
    ffi.cdef("void *dlopen(const char *, int); int dlclose(void *); int add(int, int);")
    C = ffi.dlopen(None)
    try:
        handle = C.dlopen(library_path.encode(), ffi.RTLD_NOW)
    except AttributeError:
        pytest.skip("dlopen() is not visible in this program")
    assert handle != ffi.NULL
    lib = ffi.dlopen(handle)
    assert lib.add(2, 3) == 5
    del lib
    assert C.dlclose(handle) == 0


def test_bad_handles(ffi):
    with pytest.raises((RuntimeError, OSError, ValueError)):
        ffi.dlopen(ffi.NULL)
    with pytest.raises(TypeError):
        ffi.dlopen(ffi.new("int *"))
    for wrong in (5, 1.5, [], ffi):
        with fails(TypeError):
            ffi.dlopen(wrong)
    with pytest.raises(TypeError):
        ffi.dlopen()


def test_embedded_nul(ffi):
    with fails(ValueError):
        ffi.dlopen("a\0b")


@pytest.mark.parametrize(
    "name", ["/nonexistent/libx.so", "no_such_library_anywhere", "libno_such_library_anywhere.so", ""]
)
def test_not_found(ffi, name):
    with fails(OSError, name):
        ffi.dlopen(name)


@pytest.mark.skipif(WINDOWS, reason="the text of POSIX systems")
def test_not_found_text(ffi):
    with fails(OSError, "cannot load library '/nonexistent/libx.so'", "No such file or directory"):
        ffi.dlopen("/nonexistent/libx.so")


@pytest.mark.ours("the error of a bare name lists every place tried")
def test_places_tried(ffi):
    suffix = ".dll" if WINDOWS else ".so"
    with fails(OSError, "cannot load library 'no_such_library_anywhere'", "libno_such_library_anywhere" + suffix):
        ffi.dlopen("no_such_library_anywhere")


def test_not_a_library(ffi, tmp_path):
    path = tmp_path / "text.so"
    path.write_text("this is no library")
    with fails(OSError, "cannot load library '%s'" % path):
        ffi.dlopen(str(path))
    with fails(OSError):
        ffi.dlopen(str(tmp_path))


@linux
@pytest.mark.ours("a missing dependency is named")
def test_missing_dependency(ffi, compile_library, tmp_path):
    needed = compile_library("int needed(void) { return 1; }", "libneeded_one.so", "-Wl,-soname,libneeded_one.so")
    user = compile_library("int needed(void); int user(void) { return needed(); }", "libuser.so", needed)
    os.unlink(needed)
    with fails(OSError, "libuser.so", "libneeded_one.so"):
        ffi.dlopen(user)


@linux
@pytest.mark.ours("a library for another architecture is recognised")
def test_other_architecture(ffi, tmp_path, library_path):
    data = bytearray(pathlib.Path(library_path).read_bytes())
    machine = data[18:20]
    data[18:20] = b"\xb7\0" if machine == b"\x3e\0" else b"\x3e\0"
    path = tmp_path / "libother.so"
    path.write_bytes(data)
    expected = "aarch64" if machine == b"\x3e\0" else "x86"
    with pytest.raises(OSError) as caught:
        ffi.dlopen(str(path))
    text = str(caught.value).lower().replace("arm64", "aarch64").replace("amd64", "x86-64")
    assert expected in text and platform.machine().lower().replace("_", "-")[:3] in text.replace("_", "-")


# ---- closing ----


@pytest.mark.modes("line", "py")
def test_close(pair, mode, library_path):
    ffi, lib = pair
    error = ValueError if mode == "line" else ffi.error
    lib.add, lib.global_int, lib.ANSWER
    assert ffi.dlclose(lib) is None
    message = "library '%s' has already been closed" % library_path
    if RELEASED and mode == "py":
        message = message.replace("already ", "")
    with fails(error, message):
        lib.global_int
    with fails(error, message):
        lib.global_int = 5
    with fails(error, message):
        lib.echo_char
    with fails(error, message):
        lib.global_array
    assert lib.ANSWER == 42
    assert "add" in dir(lib)
    ffi.dlclose(lib)


def test_close_is_for_libraries(ffi):
    for wrong in (5, None, "libm.so.6"):
        with pytest.raises((TypeError, AttributeError)):
            ffi.dlclose(wrong)


def test_close_the_program(ffi):
    ffi.cdef("int abs(int);")
    C = ffi.dlopen(None)
    ffi.dlclose(C)
    with fails(ValueError, "has already been closed"):
        C.abs


@pytest.mark.modes("line", "py")
@pytest.mark.ours("a function of a closed library says so")
def test_function_kept_after_close(pair):
    ffi, lib = pair
    add = lib.add
    ffi.dlclose(lib)
    with fails(ValueError, "closed"):
        lib.add
    del add


def test_close_one_of_two(pair, library_path):
    ffi, lib = pair
    other = ffi.dlopen(library_path)
    ffi.dlclose(other)
    assert lib.add(1, 2) == 3


# ---- real libraries ----


def open_or_skip(ffi, *names):
    for name in names:
        try:
            return ffi.dlopen(name)
        except OSError:
            pass
    pytest.skip("not installed: " + names[0])


def test_zlib(ffi):
    import zlib

    ffi.cdef("""
        typedef unsigned long uLong;
        const char *zlibVersion(void);
        uLong crc32(uLong crc, const unsigned char *buf, unsigned int len);
        uLong compressBound(uLong sourceLen);
        int compress(unsigned char *dest, uLong *destLen, const unsigned char *source, uLong sourceLen);
        int uncompress(unsigned char *dest, uLong *destLen, const unsigned char *source, uLong sourceLen);
    """)
    z = open_or_skip(ffi, "z", "libz.so.1")
    data = b"some text to squeeze, " * 500
    assert z.crc32(0, data, len(data)) == zlib.crc32(data)
    size = ffi.new("uLong *", z.compressBound(len(data)))
    packed = ffi.new("unsigned char[]", size[0])
    assert z.compress(packed, size, data, len(data)) == 0
    assert size[0] < 1000 and zlib.decompress(ffi.buffer(packed, size[0])) == data
    back, back_size = ffi.new("unsigned char[]", len(data)), ffi.new("uLong *", len(data))
    assert z.uncompress(back, back_size, packed, size[0]) == 0
    assert ffi.buffer(back)[:] == data


def test_sqlite(ffi):
    ffi.cdef("""
        typedef struct sqlite3 sqlite3;
        int sqlite3_open(const char *filename, sqlite3 **db);
        int sqlite3_exec(sqlite3 *, const char *sql, int (*callback)(void *, int, char **, char **), void *, char **error);
        int sqlite3_close(sqlite3 *);
        void sqlite3_free(void *);
    """)
    s = open_or_skip(ffi, "sqlite3", "libsqlite3.so.0")
    db = ffi.new("sqlite3 **")
    assert s.sqlite3_open(b":memory:", db) == 0
    rows = []

    @ffi.callback("int(void *, int, char **, char **)")
    def row(handle, count, values, names):
        ffi.from_handle(handle).append({ffi.string(names[i]): ffi.string(values[i]) for i in range(count)})
        return 0

    handle = ffi.new_handle(rows)
    sql = b"create table t(a, b); insert into t values (1, 'one'), (2, 'two'); select a, b from t order by a;"
    assert s.sqlite3_exec(db[0], sql, row, handle, ffi.NULL) == 0
    assert rows == [{b"a": b"1", b"b": b"one"}, {b"a": b"2", b"b": b"two"}]
    error = ffi.new("char **")
    assert s.sqlite3_exec(db[0], b"not sql", ffi.NULL, ffi.NULL, error) == 1
    assert b"syntax error" in ffi.string(error[0])
    s.sqlite3_free(error[0])
    assert s.sqlite3_close(db[0]) == 0


def test_libm(ffi):
    ffi.cdef(
        "double frexp(double, int *); double modf(double, double *); float sqrtf(float); long double sqrtl(long double);"
    )
    m = open_or_skip(ffi, "m", "libm.so.6")
    exponent = ffi.new("int *")
    assert m.frexp(10.0, exponent) == 0.625 and exponent[0] == 4
    whole = ffi.new("double *")
    assert m.modf(3.25, whole) == 0.25 and whole[0] == 3.0
    assert m.sqrtf(2.25) == 1.5
    if not WINDOWS:  # where the name is another one of sqrt(), in headers only
        assert float(m.sqrtl(2.25)) == 1.5


@pytest.mark.skipif(WINDOWS, reason="C's gmtime() there has other relatives")
def test_struct_tm(ffi):
    ffi.cdef("""
        typedef long time_t;
        struct tm { int tm_sec, tm_min, tm_hour, tm_mday, tm_mon, tm_year, tm_wday, tm_yday, tm_isdst; long tm_gmtoff; const char *tm_zone; };
        struct tm *gmtime_r(const time_t *, struct tm *);
    """)
    C = ffi.dlopen(None)
    tm = ffi.new("struct tm *")
    assert C.gmtime_r(ffi.new("time_t *", 86400 * 365), tm) == tm
    assert (tm.tm_year, tm.tm_mon, tm.tm_mday, tm.tm_hour, tm.tm_yday) == (71, 0, 1, 0, 0)


def test_file_argument(ffi, tmp_path):
    ffi.cdef("int fputs(const char *, FILE *); int fflush(FILE *); int fileno(FILE *);")
    C = ffi.dlopen(None)
    path = tmp_path / "out"
    with open(str(path), "wb") as f:
        f.write(b"python ")
        assert C.fputs(b"and c\n", f) >= 0
        C.fflush(ffi.NULL)
    assert path.read_bytes() == b"python and c\n"
    with pytest.raises(TypeError):
        C.fputs(b"x", 5)


@pytest.mark.parametrize("source", [None, "#include <stdlib.h>"])
def test_the_empty_name_in_modules(tmp_path, source):
    ffi = build(tmp_path, "int abs(int);", source).ffi
    assert ffi.dlopen("").abs(-4) == 4


def test_the_empty_name_in_line(ffi):
    with fails(OSError, "''"):
        ffi.dlopen("")


windows = pytest.mark.skipif(not WINDOWS, reason="DLLs")


@windows
@pytest.mark.ours("dlopen(None) works on Windows")
def test_what_any_dll_has(ffi):
    ffi.cdef("DWORD GetCurrentProcessId(void); int abs(int); int no_such_function(void);")
    C = ffi.dlopen(None)
    assert C.GetCurrentProcessId() == os.getpid() and C.abs(-3) == 3
    with fails(AttributeError, "no_such_function"):
        C.no_such_function()
    ffi.dlclose(C)


@windows
@pytest.mark.parametrize("name", ["kernel32", "kernel32.dll", "KERNEL32.DLL", "C:\\windows\\system32\\kernel32.dll"])
def test_names_of_dlls(ffi, name):
    ffi.cdef("DWORD GetCurrentProcessId(void);")
    assert ffi.dlopen(name).GetCurrentProcessId() == os.getpid()


@windows
@pytest.mark.ours("a missing dependency is named")
def test_missing_dll(ffi, compile_library, tmp_path):
    needed = compile_library("int needed(void) { return 1; }", "needed_one.dll")
    user = compile_library("int needed(void); int user(void) { return needed(); }", "user.dll", needed)
    ffi.cdef("int user(void);")
    lib = ffi.dlopen(user)
    assert lib.user() == 1, "what it needs lies beside it"
    ffi.dlclose(lib)
    os.unlink(needed)
    with fails(OSError, "user.dll", "error 0x7e", "needs 'needed_one.dll', which cannot be found"):
        ffi.dlopen(user)


@windows
@pytest.mark.ours("a library for another machine is recognised")
def test_dll_for_another_machine(ffi, tmp_path, library_path):
    data = bytearray(pathlib.Path(library_path).read_bytes())
    header = int.from_bytes(data[0x3C:0x40], "little")
    data[header + 4 : header + 6] = b"\x64\xaa"
    other = tmp_path / "other.dll"
    other.write_bytes(data)
    with fails(OSError, "64-bit aarch64", "this process is 64-bit x86-64"):
        ffi.dlopen(str(other))
