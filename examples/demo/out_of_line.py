"""ABI mode out of line: the declarations are parsed once, into a .py module; importing it parses nothing."""

from __future__ import annotations

import zlib_stream
from cffi import FFI
from made import build_and_import
from show import title


def main() -> None:
    title('zlib in ABI mode, out of line: set_source("_demo_zlib_abi", None)')
    builder = FFI()
    builder.cdef(zlib_stream.CDEF)
    builder.set_source("_demo_zlib_abi", None)
    module = build_and_import(builder, "_demo_zlib_abi")
    zlib_stream.show(module.ffi, module.ffi.dlopen("z"))
