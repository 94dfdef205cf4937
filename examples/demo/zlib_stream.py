"""zlib: a megabyte there and back, by the one-shot functions, and piece by piece through a z_stream."""

from __future__ import annotations

import random
import zlib as python_zlib

from cffi import FFI
from show import step, title

# For ABI mode, of either kind: what the compiler would know stands here as numbers.
CDEF = """
    #define Z_NO_FLUSH 0
    #define Z_FINISH 4
    #define Z_OK 0
    #define Z_STREAM_END 1

    typedef unsigned char Bytef;
    typedef unsigned int uInt;
    typedef unsigned long uLong, uLongf;

    const char *zlibVersion(void);
    uLong compressBound(uLong sourceLen);
    int compress(Bytef *dest, uLongf *destLen, const Bytef *source, uLong sourceLen);
    int uncompress(Bytef *dest, uLongf *destLen, const Bytef *source, uLong sourceLen);

    typedef void *(*alloc_func)(void *opaque, uInt items, uInt size);
    typedef void (*free_func)(void *opaque, void *address);
    typedef struct z_stream_s {
        const Bytef *next_in;
        uInt avail_in;
        uLong total_in;
        Bytef *next_out;
        uInt avail_out;
        uLong total_out;
        const char *msg;
        struct internal_state *state;
        alloc_func zalloc;
        free_func zfree;
        void *opaque;
        int data_type;
        uLong adler;
        uLong reserved;
    } z_stream;

    int deflateInit_(z_stream *stream, int level, const char *version, int stream_size);
    int deflate(z_stream *stream, int flush);
    int deflateEnd(z_stream *stream);
    int inflateInit_(z_stream *stream, const char *version, int stream_size);
    int inflate(z_stream *stream, int flush);
    int inflateEnd(z_stream *stream);
"""

MEGABYTE = 1 << 20
CHUNK = 1 << 14


def megabyte_of_text() -> bytes:
    words = random.Random(1).choices([b"struct", b"union", b"enum", b"int", b"char *", b"callback"], k=MEGABYTE)
    return b" ".join(words)[:MEGABYTE]


def show_one_shot(ffi, z, plain: bytes) -> None:
    bound = z.compressBound(len(plain))
    packed, packed_size = ffi.new("Bytef[]", bound), ffi.new("uLongf *", bound)
    step("z.compress(packed, packed_size, plain, 1048576)", z.compress(packed, packed_size, plain, len(plain)), z.Z_OK)
    packed_bytes = ffi.buffer(packed, packed_size[0])[:]
    step("Python's own zlib reads it", python_zlib.decompress(packed_bytes) == plain, True)
    unpacked, unpacked_size = ffi.new("Bytef[]", len(plain)), ffi.new("uLongf *", len(plain))
    status = z.uncompress(unpacked, unpacked_size, packed, packed_size[0])
    step(f"z.uncompress(..., packed, {packed_size[0]})", status, z.Z_OK)
    step("unpacked == plain", ffi.buffer(unpacked)[:] == plain, True)


def pump(ffi, z, stream, function, data: bytes, last_flush: int) -> bytes:
    """Sends `data` through deflate() or inflate() in chunks, as a program with little memory would."""
    out, pieces = ffi.new("Bytef[]", CHUNK), []
    source = ffi.from_buffer("Bytef[]", data)
    stream.next_in, stream.avail_in = source, 0
    status, left = z.Z_OK, len(data)
    while status == z.Z_OK:
        if stream.avail_in == 0:
            stream.avail_in = min(left, CHUNK)
            left -= stream.avail_in
        stream.next_out, stream.avail_out = out, CHUNK
        status = function(stream, z.Z_NO_FLUSH if left else last_flush)
        pieces.append(ffi.buffer(out, CHUNK - stream.avail_out)[:])
    if status != z.Z_STREAM_END:
        raise RuntimeError(f"zlib stopped with {status}")
    return b"".join(pieces)


def show_stream(ffi, z, plain: bytes) -> None:
    version, size = z.zlibVersion(), ffi.sizeof("z_stream")
    stream = ffi.new("z_stream *")
    step(f"z.deflateInit_(stream, 9, version, {size})", z.deflateInit_(stream, 9, version, size), z.Z_OK)
    packed = pump(ffi, z, stream, z.deflate, plain, z.Z_FINISH)
    step(
        "stream.total_in, stream.total_out == len(packed)",
        (stream.total_in, stream.total_out == len(packed)),
        (MEGABYTE, True),
    )
    step("stream.adler", stream.adler, python_zlib.adler32(plain))
    step("z.deflateEnd(stream)", z.deflateEnd(stream), z.Z_OK)
    stream = ffi.new("z_stream *")
    step(f"z.inflateInit_(stream, version, {size})", z.inflateInit_(stream, version, size), z.Z_OK)
    unpacked = pump(ffi, z, stream, z.inflate, packed, z.Z_NO_FLUSH)
    step("the stream gives the megabyte back", unpacked == plain, True)
    step("z.inflateEnd(stream)", z.inflateEnd(stream), z.Z_OK)


def show(ffi, z) -> None:
    version = ffi.string(z.zlibVersion())
    print(f"  zlib {version.decode()}")
    step("ffi.string(z.zlibVersion())[:2]", version[:2], b"1.")
    plain = megabyte_of_text()
    show_one_shot(ffi, z, plain)
    show_stream(ffi, z, plain)


def main() -> None:
    title('zlib: ffi.dlopen("z")')
    ffi = FFI()
    ffi.cdef(CDEF)
    show(ffi, ffi.dlopen("z"))
