"""Its own tests are for a Python of their time."""

import io
import lzma

import lzmaffi
import pytest

TEXT = b"the quick brown fox jumps over the lazy dog " * 2000


@pytest.mark.parametrize("preset", [0, 6, 9])
@pytest.mark.parametrize("check", [lzmaffi.CHECK_NONE, lzmaffi.CHECK_CRC32, lzmaffi.CHECK_CRC64, lzmaffi.CHECK_SHA256])
def test_the_standard_module_reads_what_it_writes(preset, check):
    compressor = lzmaffi.LZMACompressor(check=check, preset=preset)
    compressed = compressor.compress(TEXT) + compressor.flush()
    assert lzma.decompress(compressed) == TEXT


@pytest.mark.parametrize("form", [lzmaffi.FORMAT_XZ, lzmaffi.FORMAT_ALONE])
def test_it_reads_what_the_standard_module_writes(form):
    assert lzmaffi.decompress(lzma.compress(TEXT, format=form)) == TEXT


@pytest.mark.parametrize("step", [1, 100, 10000])
def test_streams(step):
    compressed = lzma.compress(TEXT)
    decompressor = lzmaffi.LZMADecompressor()
    got = b"".join(decompressor.decompress(compressed[i : i + step]) for i in range(0, len(compressed), step))
    assert got == TEXT and decompressor.eof


def test_files():
    file = io.BytesIO(lzma.compress(TEXT))
    with lzmaffi.open(file) as opened:
        opened.seek(50000)
        assert opened.read(100) == TEXT[50000:50100]


@pytest.mark.parametrize("data", [b"rubbish, and enough of it to see that", lzma.compress(TEXT)[:-5] + b"wrong"])
def test_errors(data):
    with pytest.raises(lzmaffi.LZMAError):
        lzmaffi.decompress(data)
