"""ffi.init_once()."""

import threading

import pytest

import cffi
from support.helpers import fails


def test_once_per_tag(ffi):
    calls = []

    def make():
        calls.append(1)
        return len(calls) * 10

    assert [ffi.init_once(make, "a"), ffi.init_once(make, "a"), ffi.init_once(make, "b")] == [10, 10, 20]
    assert ffi.init_once(func=make, tag=("any", "hashable")) == 30
    assert cffi.FFI().init_once(make, "a") == 40


def test_none_is_a_result(ffi):
    calls = []
    for _ in range(3):
        assert ffi.init_once(lambda: calls.append(1), "tag") is None
    assert calls == [1]


def test_exception_is_not_cached(ffi):
    def fail():
        raise KeyError("first")

    with fails(KeyError, "first"):
        ffi.init_once(fail, "tag")
    assert ffi.init_once(lambda: 8, "tag") == 8


def test_refused(ffi):
    with fails(TypeError):
        ffi.init_once(lambda: 8, [])
    with fails(TypeError):
        ffi.init_once(5, "tag")
    with pytest.raises(TypeError):
        ffi.init_once(lambda: 8)


def test_across_threads(ffi):
    calls = []
    started, gate = threading.Event(), threading.Event()

    def slow():
        calls.append(threading.get_ident())
        started.set()
        assert gate.wait(30)
        return "value"

    results = []
    threads = [threading.Thread(target=lambda: results.append(ffi.init_once(slow, "tag"))) for _ in range(6)]
    threads[0].start()
    assert started.wait(30)
    for thread in threads[1:]:
        thread.start()
    gate.set()
    for thread in threads:
        thread.join()
    assert results == ["value"] * 6 and len(calls) == 1


def test_other_tags_do_not_wait(ffi):
    def outer():
        return ffi.init_once(lambda: 5, "inner") + 1

    assert ffi.init_once(outer, "outer") == 6
