"""The exceptions of cffi."""

from ._backend import backend

#: Declarations contradict each other, or do not have what is asked for. Also `FFI.error`.
FFIError = backend._FFIError
#: The C text given to cdef(), or a type string, does not parse.
CDefError = backend._CDefError


class VerificationError(Exception):
    """Compiling a module failed, or the compiler contradicts the declarations."""

    __module__ = "cffi"


class VerificationMissing(Exception):
    """A compiled module misses something that was declared."""

    __module__ = "cffi"


class PkgConfigError(Exception):
    """pkg-config failed or is missing."""

    __module__ = "cffi"
