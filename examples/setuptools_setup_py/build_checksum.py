"""Describes the module checksum._zlib; setup.py names this file in cffi_modules."""

from cffi import FFI

ffibuilder = FFI()
ffibuilder.cdef("""
    unsigned long adler32(unsigned long start, const unsigned char *data, unsigned int size);
    unsigned long crc32(unsigned long start, const unsigned char *data, unsigned int size);
""")
ffibuilder.set_source("checksum._zlib", "#include <zlib.h>", libraries=["z"])
