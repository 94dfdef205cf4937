"""ffi.errno: saved and restored around every call, for each thread."""

import os
import threading

import pytest

import cffi
from support.helpers import WINDOWS, fails


def test_set_by_c(pair):
    ffi, lib = pair
    assert lib.set_errno_to(77) == -1
    assert ffi.errno == 77
    lib.nothing()
    assert ffi.errno == 77


def test_seen_by_c(pair):
    ffi, lib = pair
    ffi.errno = 33
    assert lib.get_errno_now() == 33
    ffi.errno = 0
    assert lib.get_errno_now() == 0


def test_survives_python_code(pair):
    ffi, lib = pair
    lib.set_errno_to(55)
    try:
        open("/nonexistent/file")
    except OSError:
        pass
    assert ffi.errno == 55
    assert lib.get_errno_now() == 55


def test_shared_by_all_ffis(pair):
    ffi, lib = pair
    lib.set_errno_to(21)
    assert cffi.FFI().errno == 21


def test_values(ffi):
    for value in (0, -1, 2**31 - 1, -(2**31), True):
        ffi.errno = value
        assert ffi.errno == value
    for wrong in ("a", 1.5, None):
        with fails(TypeError):
            ffi.errno = wrong
    for wrong in (2**31, 2**40, -(2**40)):
        with fails(OverflowError):
            ffi.errno = wrong


def test_per_thread(pair):
    ffi, lib = pair
    lib.set_errno_to(5)
    seen = []

    def run():
        seen.append(ffi.errno)
        lib.set_errno_to(9)
        seen.append(ffi.errno)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert seen == [0, 9]
    assert ffi.errno == 5


def test_of_libc(ffi):
    ffi.cdef("int chdir(const char *path); int _chdir(const char *path); int open(const char *path, int flags, ...);")
    C = ffi.dlopen(None)
    ffi.errno = 0
    chdir = C._chdir if WINDOWS else C.chdir
    assert chdir(b"/nonexistent/directory") == -1
    import errno

    assert ffi.errno == errno.ENOENT


windows = pytest.mark.skipif(not WINDOWS, reason="error numbers of Windows")


@windows
def test_getwinerror_of_a_number(ffi):
    for number in (2, 5, -5, 99999):
        code, text = ffi.getwinerror(number)
        assert code == number and text and text.strip(" .\r\n") == text
    assert ffi.getwinerror(code=99999)[1] == "Windows Error 0x1869F"
    with fails(TypeError):
        ffi.getwinerror("2")
    with fails(OverflowError):
        ffi.getwinerror(1 << 40)


@windows
def test_last_error_is_kept_for_each_thread(ffi):
    ffi.cdef("void SetLastError(DWORD); DWORD GetLastError(void); int GetFileAttributesA(const char *);")
    kernel = ffi.dlopen("kernel32")
    kernel.SetLastError(5)
    open(os.devnull).close()
    assert ffi.getwinerror()[0] == 5 and ffi.getwinerror(-1)[0] == 5
    seen = []

    def other():
        kernel.SetLastError(7)
        seen.append(ffi.getwinerror()[0])

    thread = threading.Thread(target=other)
    thread.start()
    thread.join()
    assert seen == [7] and ffi.getwinerror()[0] == 5
    assert kernel.GetLastError() == 5, "it is there again for the next call"
    assert kernel.GetFileAttributesA(b"C:\\no\\such\\file") == -1 and ffi.getwinerror()[0] in (2, 3)


@pytest.mark.skipif(WINDOWS, reason="exists there")
def test_getwinerror_is_for_windows(ffi):
    with pytest.raises((AttributeError, NotImplementedError)):
        ffi.getwinerror()
