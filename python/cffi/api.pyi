from os import PathLike
from typing import IO, Any

from ._cffi_backend import CType, _CdefFFI
from ._cffi_backend import Declaration as Declaration
from .cparser import Parser
from .error import CDefError as CDefError
from .error import FFIError as FFIError
from .verifier import Verifier

_Path = str | PathLike[str]

class FFI(_CdefFFI):
    verifier: Verifier
    # No part of the interface: see _internals.py.
    _parser: Parser
    BVoidP: CType
    BCharA: CType
    def set_unicode(self, enabled_flag: bool) -> None: ...
    def set_source(self, module_name: str, source: str | None, source_extension: str = ".c", **kwds: Any) -> None: ...
    def set_source_pkgconfig(
        self,
        module_name: str,
        pkgconfig_libs: list[str],
        source: str | None,
        source_extension: str = ".c",
        **kwds: Any,
    ) -> None: ...
    def emit_c_code(self, filename: _Path | IO[str]) -> None: ...
    def emit_python_code(self, filename: _Path | IO[str]) -> None: ...
    def compile(
        self, tmpdir: _Path = ".", verbose: int = 0, target: _Path | None = None, debug: bool | None = None
    ) -> str: ...
    def distutils_extension(self, tmpdir: _Path = "build", verbose: bool = True) -> Any: ...
    def verify(self, source: str = "", tmpdir: _Path | None = None, **kwargs: Any) -> Any: ...
    def embedding_api(self, csource: str, packed: bool = False, pack: int | None = None) -> None: ...
    def embedding_init_code(self, pysource: str) -> None: ...
