"""Compresses bytes as well as zlib can."""

from ._zlib import ffi, lib


def shrink(data):
    size = ffi.new("uLong *", lib.compressBound(len(data)))
    out = ffi.new("Bytef[]", size[0])
    status = lib.compress2(out, size, data, len(data), lib.Z_BEST_COMPRESSION)
    if status != lib.Z_OK:
        raise ValueError(f"zlib: error {status}")
    return ffi.unpack(ffi.cast("char *", out), size[0])
