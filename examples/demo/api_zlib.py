"""API mode on zlib: the compiler reads <zlib.h> and fills in the dots; a wrong declaration is an error of the build."""

from __future__ import annotations

from cffi import FFI
from made import build_and_import
from show import step, title
from zlib_stream import MEGABYTE, megabyte_of_text, pump, show_one_shot

builder = FFI()
builder.cdef("""
    #define Z_NO_FLUSH ...
    #define Z_FINISH ...
    #define Z_OK ...
    #define Z_STREAM_END ...
    static char *const ZLIB_VERSION;

    typedef unsigned char Bytef;
    typedef int... uInt;
    typedef int... uLong;
    typedef int... uLongf;

    uLong compressBound(uLong sourceLen);
    int compress(Bytef *dest, uLongf *destLen, const Bytef *source, uLong sourceLen);
    int uncompress(Bytef *dest, uLongf *destLen, const Bytef *source, uLong sourceLen);

    typedef struct {
        const Bytef *next_in;
        uInt avail_in;
        Bytef *next_out;
        uInt avail_out;
        uLong total_in, total_out;
        ...;
    } z_stream;

    int deflateInit(z_stream *stream, int level);
    int deflate(z_stream *stream, int flush);
    int deflateEnd(z_stream *stream);
    int inflateInit(z_stream *stream);
    int inflate(z_stream *stream, int flush);
    int inflateEnd(z_stream *stream);
""")
builder.set_source("_demo_zlib", "#define ZLIB_CONST\n#include <zlib.h>", libraries=["z"])


def show_what_the_compiler_knows(ffi, z) -> None:
    step("z.Z_FINISH, z.Z_STREAM_END", (z.Z_FINISH, z.Z_STREAM_END), (4, 1))
    step("ffi.string(z.ZLIB_VERSION)[:2]", ffi.string(z.ZLIB_VERSION)[:2], b"1.")
    step('ffi.sizeof("uLong"), ffi.sizeof("z_stream")', (ffi.sizeof("uLong"), ffi.sizeof("z_stream")), (8, 112))
    step('ffi.offsetof("z_stream", "next_out")', ffi.offsetof("z_stream", "next_out"), 24)


def show_stream(ffi, z, plain: bytes) -> None:
    stream = ffi.new("z_stream *")
    step("z.deflateInit(stream, 9)  # a macro in C", z.deflateInit(stream, 9), z.Z_OK)
    packed = pump(ffi, z, stream, z.deflate, plain, z.Z_FINISH)
    step(
        "stream.total_in, stream.total_out == len(packed)",
        (stream.total_in, stream.total_out == len(packed)),
        (MEGABYTE, True),
    )
    step("z.deflateEnd(stream)", z.deflateEnd(stream), z.Z_OK)
    stream = ffi.new("z_stream *")
    step("z.inflateInit(stream)", z.inflateInit(stream), z.Z_OK)
    step("the stream gives the megabyte back", pump(ffi, z, stream, z.inflate, packed, z.Z_NO_FLUSH) == plain, True)
    step("z.inflateEnd(stream)", z.inflateEnd(stream), z.Z_OK)


def main() -> None:
    title("zlib in API mode: #include <zlib.h>")
    module = build_and_import(builder, "_demo_zlib")
    ffi, z = module.ffi, module.lib
    show_what_the_compiler_knows(ffi, z)
    plain = megabyte_of_text()
    show_one_shot(ffi, z, plain)
    show_stream(ffi, z, plain)
