"""The class FFI: the extension's class, with a place for attributes, and the builder side.

Everything that runs lives in the extension, `_cffi_backend._CdefFFI`; what packaging needs is added here.

Importing this is part of `import cffi`, which imports little: not even typing, hence the quotes.
"""

from ._backend import backend as _backend
from .error import CDefError, FFIError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from os import PathLike
    from types import ModuleType
    from typing import IO, Any

    from _cffi_backend import CLibrary, CType, Lib

    from .cparser import Parser
    from .verifier import Verifier

__all__ = ["FFI", "CDefError", "Declaration", "FFIError"]

Declaration = _backend.Declaration


class _Internal:
    """An attribute of the released FFI class that is no part of its interface: see _internals.py."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, ffi: "FFI | None", owner: "type[FFI] | None" = None) -> "Any":
        if ffi is None:
            return self
        from . import _internals

        return _internals.attribute(ffi, self._name)


class _Said:
    """An attribute of the released FFI class that shows a part of what build scripts have said: see _build/spec.py."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, ffi: "FFI | None", owner: "type[FFI] | None" = None) -> "Any":
        if ffi is None:
            return self
        from ._build import spec

        return spec.attribute(ffi, self._name)

    def __set__(self, ffi: "FFI", value: "Any") -> None:
        from ._build import spec

        spec.set_attribute(ffi, self._name, value)

    def __delete__(self, ffi: "FFI") -> None:
        self.__set__(ffi, None)


class FFI(_backend._CdefFFI):
    __doc__ = _backend._CdefFFI.__doc__

    # No __slots__: instances have a __dict__, for programs that attach attributes or shadow methods.

    verifier: "Verifier"
    _assigned_source = _Said("_assigned_source")
    _embedding = _Said("_embedding")
    _windows_unicode = _Said("_windows_unicode")
    _parser: "Parser"
    BCharA: "CType"
    BVoidP: "CType"

    def set_unicode(self, enabled_flag: bool) -> None:
        """Declares TCHAR and its relatives (TBYTE, LPTSTR, LPCTSTR, ...), wide or not. Once only.

        Modules that are built are compiled with UNICODE and _UNICODE defined if they are wide.
        """
        from ._build import spec

        spec.set_unicode(self, enabled_flag)

    # What follows belongs to build scripts. The modules that do it are imported when it is called.

    def set_source(self, module_name: str, source: "str | None", source_extension: str = ".c", **kwds: "Any") -> None:
        """Names the module to build, and gives the C source that the declarations are about.

        A source of None makes a .py module for ABI mode. Further keywords are those of a distutils Extension, and
        min_cffi: the oldest cffi that the module is to run with. With "3.0" it is a little smaller, else it runs with
        1.15 and later, too.
        """
        from ._build import spec

        spec.set_source(self, module_name, source, source_extension, kwds)

    def set_source_pkgconfig(
        self,
        module_name: str,
        pkgconfig_libs: "list[str]",
        source: "str | None",
        source_extension: str = ".c",
        **kwds: "Any",
    ) -> None:
        """set_source() with the flags that pkg-config gives for a list of packages."""
        if not isinstance(pkgconfig_libs, list):
            raise TypeError("the pkgconfig_libs argument must be a list of package names")
        from . import pkgconfig

        pkgconfig.merge_flags(kwds, pkgconfig.flags_from_pkgconfig(pkgconfig_libs))
        self.set_source(module_name, source, source_extension, **kwds)

    def emit_c_code(self, filename: "str | PathLike[str] | IO[str]") -> None:
        """Writes the C source of the module to a file, or to an object with write()."""
        from . import recompiler

        recompiler.emit(self, filename, is_c=True)

    def emit_python_code(self, filename: "str | PathLike[str] | IO[str]") -> None:
        """Writes the Python source of a module for ABI mode to a file, or to an object with write()."""
        from . import recompiler

        recompiler.emit(self, filename, is_c=False)

    def compile(
        self,
        tmpdir: "str | PathLike[str]" = ".",
        verbose: int = 0,
        target: "str | PathLike[str] | None" = None,
        debug: "bool | None" = None,
    ) -> str:
        """Writes the module's source below `tmpdir` and builds it there. Returns the path of the module.

        `target` names the file to make instead, a trailing ".*" standing for the platform's suffix of shared libraries.
        """
        from . import recompiler

        return recompiler.compile_assigned(self, tmpdir, verbose, target, debug)

    def distutils_extension(self, tmpdir: "str | PathLike[str]" = "build", verbose: bool = True) -> "Any":
        """A distutils Extension for the module, whose C source is written below `tmpdir`."""
        from . import recompiler

        return recompiler.extension_of_assigned(self, tmpdir, verbose)

    def verify(self, source: str = "", tmpdir: "str | PathLike[str] | None" = None, **kwargs: "Any") -> "Any":
        """Compiles the source at run time, keeps it for the next time, and returns its library."""
        from .verifier import Verifier

        self.verifier = Verifier(self, source, tmpdir, **kwargs)
        return self.verifier.load_library()

    def embedding_api(self, csource: str, packed: bool = False, pack: "int | None" = None) -> None:
        """Declares the functions that an embedded library exports to C programs.

        `csource` is C as for cdef(), `packed` and `pack` too, but each function in it is one that Python defines: the
        code given to embedding_init_code() attaches it with @ffi.def_extern(). The module becomes a library that a C
        program links or opens; Python starts when the first function is called. Raises CDefError and FFIError like
        cdef().

            ffi.embedding_api("int add(int, int);")
        """
        from ._build import spec

        spec.declare_exports(self, csource, packed, pack)

    def embedding_init_code(self, pysource: str) -> None:
        """The Python code that an embedded library runs once, before the first of its functions.

        Indentation that all lines share is taken off. Raises ValueError when there is such code already, TypeError when
        it is no string, SyntaxError when it does not compile.

            ffi.embedding_init_code('''
                from my_plugin import ffi

                @ffi.def_extern()
                def add(x, y):
                    return x + y
            ''')
        """
        from ._build import spec

        spec.set_init_code(self, pysource)


for _name in (
    "_backend", "_cached_btypes", "_function_caches", "_get_cached_btype", "_get_errno", "_libraries", "_lock",
    "_new_types", "_parsed_types", "_parser", "_pointer_to", "_set_errno", "_typecache", "_typeof", "_typeoffsetof",
    "BCharA", "BVoidP",
):  # fmt: skip
    setattr(FFI, _name, _Internal(_name))
del _name


def _load_backend_lib(backend: "ModuleType", name: "str | bytes | None", flags: int) -> "CLibrary":
    """A library as the low-level functions have it. Raises OSError."""
    library: CLibrary = backend.load_library(name, flags)
    return library


def _make_ffi_library(ffi: FFI, libname: "str | bytes | None", flags: int) -> "Lib":
    return ffi.dlopen(libname, flags)
