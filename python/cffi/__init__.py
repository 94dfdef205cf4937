"""CFFI: call C from Python.

>>> from cffi import FFI
>>> ffi = FFI()
>>> ffi.cdef("size_t strlen(const char *s);")
>>> C = ffi.dlopen(None)
>>> C.strlen(b"hello, cffi")
11
"""

import sys

from ._version import __version__

# `python -m cffi` looks at the extension before it trusts it.
is_command = False
if getattr(sys, "argv", [])[:1] == ["-m"]:
    from ._command import is_running

    is_command = is_running()
    del is_running
if not is_command:
    from .api import FFI
    from .api import Declaration as Declaration
    from .error import CDefError, FFIError, PkgConfigError, VerificationError, VerificationMissing

del sys, is_command

__all__ = [
    "FFI",
    "FFIError",
    "CDefError",
    "VerificationError",
    "VerificationMissing",
    "PkgConfigError",
]

# (3, 0, 0); a pre-release keeps its last part as text: (3, 0, "0rc1")
__version_info__: "tuple[int | str, ...]" = tuple(
    int(part) if part.isdecimal() else part for part in __version__.split(".")
)
