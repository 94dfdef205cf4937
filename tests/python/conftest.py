"""Fixtures: a fresh FFI for each test, one shared library of C functions for the session, and the modes.

A test that takes `pair`, `lib` or `opened` runs in each mode (support/modes.py), or in those that its marker `modes` names:
what it says of them is written once. CFFI_TEST_MODES names the modes to try on a machine without a compiler.

The same tests run against the released package (as an oracle: what is meant to be the same must pass there too) and
against ours. A test marked `ours` pins what we do better on purpose, and is skipped on the released package.
"""

import functools
import gc
import glob
import os
import sys

import pytest

import cffi
from support.building import compile_shared
from support.helpers import RELEASED
from support.modes import MODES, Builds
from support.paths import SUPPORT

# Most modules live for one test: compiling them fast counts. Those of tests/oracle and of the examples are optimised.
FAST = "-O0 -g0"


def pytest_configure(config):
    config.addinivalue_line("markers", "modes(*names): the modes in which this behaviour exists, when not all")
    config.addinivalue_line("markers", "ours(reason): what we do better than the released package, on purpose")


def pytest_collection_finish(session):
    """What was collected stays until the end: the collector, which many tests run, need not look at it each time."""
    gc.collect()
    gc.freeze()


def pytest_generate_tests(metafunc):
    if "mode" in metafunc.fixturenames:
        marker = metafunc.definition.get_closest_marker("modes")
        tried = os.environ.get("CFFI_TEST_MODES", "").split() or MODES
        metafunc.parametrize("mode", [mode for mode in (marker.args if marker else MODES) if mode in tried])


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item):
    with pytest.MonkeyPatch.context() as patch:
        if "CFLAGS" not in os.environ:
            patch.setenv("CFLAGS", FAST)
        yield


def pytest_collection_modifyitems(items):
    if not RELEASED:
        return
    for item in items:
        mark = item.get_closest_marker("ours")
        if mark is not None:
            item.add_marker(pytest.mark.skip(reason="not in the released package: %s" % mark.args[0]))


@pytest.fixture(scope="session")
def library_path(tmp_path_factory):
    """The library of tests/python/support/library. CFFI_TEST_LIBRARY names one built beforehand (for another machine)."""
    ready = os.environ.get("CFFI_TEST_LIBRARY")
    if ready:
        return ready
    sources = sorted(glob.glob(os.path.join(SUPPORT, "library", "*.c")))
    return compile_shared(sources, tmp_path_factory.mktemp("lib") / "libsupport.so", "-lpthread")


@pytest.fixture
def ffi():
    return cffi.FFI()


@pytest.fixture(scope="session")
def builds(tmp_path_factory):
    """What was built for a mode, by all that it is made from: once for all tests that ask for the same."""
    return Builds(tmp_path_factory.mktemp("builds"))


@pytest.fixture
def opened(mode, builds):
    """A function: a cdef and its C in the mode of this test, as (ffi, lib). Modules are shared: a test leaves them as they are."""
    return functools.partial(builds.open, mode)


@pytest.fixture
def pair(mode, builds, library_path):
    """(ffi, lib) with everything in support/library declared and opened; in line both fresh, so a test may change them."""
    return builds.open_library(mode, library_path)


@pytest.fixture
def lib(pair):
    return pair[1]


@pytest.fixture
def compile_library(tmp_path):
    """A function that builds a small shared library from C source text and returns its path."""

    def build(source, name="libsmall.so", *flags):
        path = tmp_path / (name + ".c")
        path.write_text(source)
        return compile_shared([path], tmp_path / name, *flags)

    return build


@pytest.fixture
def kept_in(tmp_path, monkeypatch):
    """The folder where the modules of verify() lie during this test, of its own."""
    from cffi import verifier

    monkeypatch.delenv("CFFI_TMPDIR", raising=False)
    verifier.set_tmpdir(str(tmp_path / "kept"))
    yield tmp_path / "kept"
    verifier.set_tmpdir(None)


@pytest.fixture
def unraisable(monkeypatch):
    """What reached sys.unraisablehook, as a list of (exception type, message of the hook, text of the exception)."""
    seen = []

    def hook(event):
        seen.append((event.exc_type, event.err_msg, str(event.exc_value), event.exc_traceback, event.object))

    monkeypatch.setattr(sys, "unraisablehook", hook)
    return seen
