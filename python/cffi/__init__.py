"""CFFI: call C from Python.

    >>> from cffi import FFI
    >>> ffi = FFI()
    >>> ffi.cdef("size_t strlen(const char *s);")
    >>> C = ffi.dlopen(None)
    >>> C.strlen(b"hello, cffi")
    11
"""

from ._version import __version__
from .api import FFI
from .error import CDefError, FFIError, PkgConfigError, VerificationError, VerificationMissing

__all__ = [
    "FFI",
    "FFIError",
    "CDefError",
    "VerificationError",
    "VerificationMissing",
    "PkgConfigError",
]

# (3, 0, 0); a pre-release keeps its last part as text: (3, 0, "0rc1")
__version_info__ = tuple(int(part) if part.isdecimal() else part for part in __version__.split("."))
