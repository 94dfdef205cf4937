"""What the tests share: the one way to expect an error, and the tables of primitive types."""

import contextlib
import gc
import re
import struct
import sys
import sysconfig
import threading
import types
import weakref

import cffi

RELEASED = cffi.__version_info__ < (3,)
FREE_THREADED = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
# Free-threaded Pythons have one since 3.15.
HAS_LIMITED_API = not FREE_THREADED or sys.version_info >= (3, 15)

POINTER_SIZE = struct.calcsize("P")
WINDOWS = sys.platform == "win32"
WCHAR_SIZE = 2 if WINDOWS else 4


@contextlib.contextmanager
def fails(kind, *fragments):
    """The block raises exactly `kind`, or what is `kind` and something else at once; its text has each of the fragments."""
    try:
        yield
    except BaseException as error:
        if type(error) is not kind and kind not in type(error).__bases__:
            raise AssertionError("expected %s, got %s: %s" % (kind.__name__, type(error).__name__, error)) from error
        text = str(error)
        for fragment in fragments:
            assert fragment in text, "%r is not in %r" % (fragment, text)
        return
    raise AssertionError("nothing was raised; expected %s" % kind.__name__)


def collect():
    """Free what only the collector can free (twice: finalizers may leave garbage)."""
    for _ in range(3):
        gc.collect()


def modules_are_freed():
    """False on free-threaded CPython 3.13: once there was a second thread, modules and classes live for ever there."""
    thread = threading.Thread(target=lambda: None)
    thread.start()
    thread.join()
    module = types.ModuleType("module")
    module.value = Value()
    value = weakref.ref(module.value)
    del module
    collect()
    return value() is None


class Value:
    """Something a weak reference can tell of."""


def masked(obj):
    """repr() with each address replaced, so that reprs can be compared whole."""
    return re.sub(r"0x[0-9a-fA-F]+", "0x...", repr(obj))


SIGNED = {
    "signed char": 1,
    "short": 2,
    "int": 4,
    "long": struct.calcsize("l"),
    "long long": 8,
    "int8_t": 1,
    "int16_t": 2,
    "int32_t": 4,
    "int64_t": 8,
    "int_least8_t": 1,
    "int_least16_t": 2,
    "int_least32_t": 4,
    "int_least64_t": 8,
    "int_fast8_t": 1,
    "int_fast64_t": 8,
    "intmax_t": 8,
    "intptr_t": POINTER_SIZE,
    "ptrdiff_t": POINTER_SIZE,
    "ssize_t": POINTER_SIZE,
}
UNSIGNED = {
    "unsigned char": 1,
    "unsigned short": 2,
    "unsigned int": 4,
    "unsigned long": struct.calcsize("L"),
    "unsigned long long": 8,
    "uint8_t": 1,
    "uint16_t": 2,
    "uint32_t": 4,
    "uint64_t": 8,
    "uint_least8_t": 1,
    "uint_least16_t": 2,
    "uint_least32_t": 4,
    "uint_least64_t": 8,
    "uint_fast8_t": 1,
    "uint_fast64_t": 8,
    "uintmax_t": 8,
    "uintptr_t": POINTER_SIZE,
    "size_t": POINTER_SIZE,
}
WIDE_CHARS = ["wchar_t", "char16_t", "char32_t"]
BYTE_TYPES = ["char", "signed char", "unsigned char", "int8_t", "uint8_t"]


def limits(ctype):
    """The smallest and the largest value of an integer type."""
    if ctype in SIGNED:
        bits = 8 * SIGNED[ctype]
        return -(1 << (bits - 1)), (1 << (bits - 1)) - 1
    return 0, (1 << (8 * UNSIGNED[ctype])) - 1


class IntOnly:
    def __int__(self):
        return 42


class IndexOnly:
    def __index__(self):
        return 43


class FloatOnly:
    def __float__(self):
        return 4.5


class ComplexOnly:
    def __complex__(self):
        return 1.5 - 2j


LITTLE_ENDIAN = sys.byteorder == "little"
