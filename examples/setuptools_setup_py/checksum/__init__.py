"""Checksums of anything with a buffer."""

from ._zlib import ffi, lib


def adler32(data, start=1):
    return lib.adler32(start, ffi.from_buffer("unsigned char[]", data), len(data))


def crc32(data, start=0):
    return lib.crc32(start, ffi.from_buffer("unsigned char[]", data), len(data))
