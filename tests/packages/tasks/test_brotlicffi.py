"""Its own tests need files that its source distribution does not have."""

import threading

import brotlicffi
import pytest

TEXT = b"the quick brown fox jumps over the lazy dog " * 5000


@pytest.mark.parametrize("mode", list(brotlicffi.BrotliEncoderMode))
@pytest.mark.parametrize("quality", [0, 5, 11])
def test_one_shot(mode, quality):
    compressed = brotlicffi.compress(TEXT, mode=mode, quality=quality)
    assert len(compressed) < len(TEXT) / 50
    assert brotlicffi.decompress(compressed) == TEXT


@pytest.mark.parametrize("step", [1, 7, 4096])
def test_streams(step):
    compressor = brotlicffi.Compressor(quality=4, lgwin=18)
    parts = [compressor.process(TEXT[i : i + 10000]) for i in range(0, len(TEXT), 10000)]
    compressed = b"".join(parts) + compressor.flush() + compressor.finish()
    decompressor = brotlicffi.Decompressor()
    got = b"".join(decompressor.decompress(compressed[i : i + step]) for i in range(0, len(compressed), step))
    assert got == TEXT and decompressor.is_finished()


def test_limited_output():
    decompressor = brotlicffi.Decompressor()
    got = decompressor.decompress(brotlicffi.compress(TEXT), output_buffer_limit=1000)
    while not decompressor.is_finished():
        got += decompressor.decompress(b"", output_buffer_limit=1000)
    assert got == TEXT


@pytest.mark.parametrize("data", [b"rubbish!!", b"\xff" * 100])
def test_errors(data):
    with pytest.raises(brotlicffi.error):
        brotlicffi.decompress(data)


def test_parameters_are_checked():
    with pytest.raises(brotlicffi.error):
        brotlicffi.Compressor(quality=50)


def test_threads():
    results = []
    threads = [
        threading.Thread(
            target=lambda: results.append(brotlicffi.decompress(brotlicffi.compress(TEXT, quality=3)) == TEXT)
        )
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [True] * 8
