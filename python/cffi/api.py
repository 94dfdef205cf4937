"""The class FFI: the extension's class, with a place for attributes, and the builder side.

Everything that runs lives in the extension, `_cffi_backend.FFI`; what packaging needs is added here.
"""

from ._backend import backend as _backend
from .error import CDefError, FFIError

__all__ = ["FFI", "CDefError", "FFIError"]

_UNAVAILABLE = (
    "FFI.{}() belongs to out-of-line or API mode, which this version of cffi does not have yet: it has in-line ABI "
    "mode (cdef, dlopen). Until then use cffi 2.x for it"
)


def _unavailable(name):
    raise NotImplementedError(_UNAVAILABLE.format(name))


class FFI(_backend.FFI):
    __doc__ = _backend.FFI.__doc__

    # No __slots__: instances have a __dict__, for programs that attach attributes or shadow methods.

    def set_unicode(self, enabled_flag):
        """Windows: whether TCHAR and its relatives are wide. Elsewhere it changes nothing; once only."""
        if "_unicode" in self.__dict__:
            raise ValueError("set_unicode() can only be called once")
        self.__dict__["_unicode"] = bool(enabled_flag)

    def set_source(self, module_name, source, source_extension=".c", **kwds):
        """Names the module to build. Not available yet."""
        _unavailable("set_source")

    def set_source_pkgconfig(self, module_name, pkgconfig_libs, source, source_extension=".c", **kwds):
        """set_source() with the flags that pkg-config gives. Not available yet."""
        _unavailable("set_source_pkgconfig")

    def emit_c_code(self, filename):
        """Writes the C source of the module. Not available yet."""
        _unavailable("emit_c_code")

    def emit_python_code(self, filename):
        """Writes the Python source of an ABI-mode module. Not available yet."""
        _unavailable("emit_python_code")

    def compile(self, tmpdir=".", verbose=0, target=None, debug=None):
        """Builds the module. Not available yet."""
        _unavailable("compile")

    def distutils_extension(self, tmpdir="build", verbose=True):
        """A distutils Extension for the module. Not available yet."""
        _unavailable("distutils_extension")

    def verify(self, source="", tmpdir=None, **kwargs):
        """Compiles at run time and loads. Not available yet."""
        _unavailable("verify")

    def embedding_api(self, csource, packed=False, pack=None):
        """Declares the C API of an embedded library. Not available yet."""
        _unavailable("embedding_api")

    def embedding_init_code(self, pysource):
        """The Python code an embedded library starts with. Not available yet."""
        _unavailable("embedding_init_code")

    def def_extern(self, *args, **kwds):
        """Attaches a Python function to an extern "Python" one. For compiled modules only."""
        raise ValueError("ffi.def_extern() is only available on API-mode FFI objects")
