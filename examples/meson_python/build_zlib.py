"""Describes the module shrink._zlib; meson.build hands this file to cffi-gen-src."""

from pathlib import Path

from cffi import FFI

ffibuilder = FFI()
ffibuilder.cdef(Path(__file__).with_name("zlib.cdef").read_text())
ffibuilder.set_source("shrink._zlib", "#include <zlib.h>")
