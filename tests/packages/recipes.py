"""What packages.py tests: a recipe for each package, and for each way of installing it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Recipe:
    """One line of the table."""

    name: str
    #: How the package uses cffi.
    mode: str
    #: What of its source distribution its tests need, as glob patterns; none: tasks/test_NAME.py, which is ours.
    tests: tuple[str, ...] = ("tests",)
    #: What pytest gets; none: what `tests` names.
    arguments: tuple[str, ...] = ()
    #: What its tests need besides.
    needs: tuple[str, ...] = ()
    #: Builds it from source with these requirements of its build system; none: the wheel from PyPI.
    build: tuple[str, ...] = ()
    #: Of its build and of its tests.
    environment: dict[str, str] = field(default_factory=dict)
    #: Where not the latest.
    version: str = ""
    #: The modules of a build from source that must be there: a package may go on without.
    modules: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return self.name + ("-source" if self.build else "")


HYPOTHESIS = ("hypothesis",)
SETUPTOOLS = ("setuptools>=77,<81", "wheel")
CAIRO_TESTS: dict[str, Any] = {
    "tests": (),
    "arguments": ("--pyargs", "cairocffi"),
    "needs": ("numpy", "pikepdf", "xcffib"),
}
SOUNDFILE_TESTS: dict[str, Any] = {"needs": ("numpy",)}
ZSTANDARD_TESTS: dict[str, Any] = {"needs": HYPOTHESIS, "environment": {"PYTHON_ZSTANDARD_IMPORT_POLICY": "cffi"}}
BROTLI_TESTS: dict[str, Any] = {"tests": ()}
PYMUNK_TESTS: dict[str, Any] = {"tests": (), "arguments": ("--pyargs", "pymunk.tests")}

RECIPES = (
    Recipe(
        "cryptography",
        "API (Rust links the C)",
        needs=("cryptography_vectors", "pytest-benchmark", "pytest-cov", "pretend", "certifi"),
        tests=("tests", "pyproject.toml"),
        arguments=("tests",),
    ),
    Recipe(
        "pyOpenSSL", "callback() in line, handles, on cryptography's module", needs=("pretend", "pytest-rerunfailures")
    ),
    Recipe("PyNaCl", "API", needs=HYPOTHESIS),
    Recipe("argon2-cffi", "API, by argon2-cffi-bindings", needs=HYPOTHESIS),
    Recipe("argon2-cffi-bindings", "API"),
    Recipe(
        "argon2-cffi-bindings",
        "API",
        build=("scikit-build-core>=1.0", "setuptools-scm>=8", "cmake", "ninja", "setuptools"),
    ),
    Recipe("pygit2", 'API, extern "Python", handles', tests=("test",), needs=("pytest-cov",)),
    Recipe(
        "curl_cffi",
        'API, extern "Python", handles',
        tests=("tests",),
        arguments=("tests/unittest",),
        needs=(
            "jsonpath-ng",
            "charset_normalizer",
            "cryptography",
            "litestar",
            "httpx",
            "proxy.py",
            "pytest<9",
            "pytest-asyncio<1",
            "pytest-trio<1",
            "python-multipart",
            "trio",
            "trustme",
            "uvicorn",
            "websockets",
            "typing_extensions",
        ),
    ),
    Recipe("cairocffi", "ABI in line, include(), callback()", **CAIRO_TESTS),
    Recipe("cairocffi", "ABI in line, include(), callback()", build=("flit_core>=3.2,<4",), **CAIRO_TESTS),
    Recipe("soundfile", "ABI out of line, callback()", **SOUNDFILE_TESTS),
    Recipe("soundfile", "ABI out of line, callback()", build=SETUPTOOLS, modules=("_soundfile",), **SOUNDFILE_TESTS),
    Recipe("zstandard", "API", **ZSTANDARD_TESTS),
    Recipe("zstandard", "API", build=SETUPTOOLS + ("packaging",), modules=("zstandard._cffi",), **ZSTANDARD_TESTS),
    Recipe("brotlicffi", "API", **BROTLI_TESTS),
    Recipe("brotlicffi", "API", build=SETUPTOOLS, **BROTLI_TESTS),
    Recipe("xcffib", "ABI in line", tests=("test",), build=SETUPTOOLS),
    Recipe("pymunk", 'API, extern "Python", handles', **PYMUNK_TESTS),
    Recipe("pymunk", 'API, extern "Python", handles', build=SETUPTOOLS, **PYMUNK_TESTS),
    Recipe("miniaudio", 'API, extern "Python", threads of C', build=SETUPTOOLS),
    Recipe("cmarkgfm", "API"),
    Recipe("cmarkgfm", "API", build=SETUPTOOLS),
    Recipe("pynng", 'API, extern "Python", handles', tests=("test",), needs=("pytest-asyncio", "pytest-trio", "trio")),
    Recipe(
        "gevent", 'API, extern "Python", handles: the libuv loop', tests=(), environment={"GEVENT_LOOP": "libuv-cffi"}
    ),
    Recipe(
        "persistent",
        "API, addresses of Python objects",
        tests=(),
        arguments=("--pyargs", "persistent.tests"),
        needs=("manuel", "zope.testrunner"),
    ),
    Recipe("bcrypt", "API, by a cffi of 2022", version="3.2.2"),
    Recipe("weasyprint", "ABI in line, callback()", needs=("Pillow",), arguments=("tests", "--ignore=tests/draw")),
    Recipe("sounddevice", "ABI out of line", tests=()),
    Recipe(
        "milksnake", "makes ABI modules out of line, by cffi.recompiler", tests=(), build=("setuptools<70", "wheel")
    ),
    Recipe("atomiclong", "verify()", tests=("test_atomiclong.py",), build=("setuptools<70", "wheel"), version="0.1.1"),
    Recipe("pyvex", "ABI in line, pickles what was declared", tests=(), needs=("archinfo", "bitstring<5")),
    Recipe("raylib", "API, walks all functions and structs", tests=()),
    Recipe("wgpu", "ABI in line, by a header", tests=(), needs=("numpy",)),
    Recipe("notmuch2", "API, gc()", tests=(), build=SETUPTOOLS),
    Recipe(
        "lmdb",
        "API, by verify()",
        build=SETUPTOOLS + ("patch-ng",),
        environment={"LMDB_FORCE_CFFI": "1"},
        tests=("tests", "lib", "lmdb/_config.py"),
        arguments=("tests",),
    ),
    Recipe(
        "backports.zstd",
        "API, the backend for PyPy",
        tests=("tests",),
        build=SETUPTOOLS,
        environment={"PRETEND_PYPY": "1"},
        modules=("backports.zstd._zstd_cffi",),
    ),
    Recipe("libyang", 'API, extern "Python", handles', build=SETUPTOOLS, version="2.8.0"),
    Recipe(
        "pyzmq",
        "API, the backend for PyPy",
        build=("scikit-build-core>=0.10", "packaging", "cmake", "ninja"),
        environment={"PYZMQ_BACKEND": "cffi"},
        modules=("zmq.backend.cffi._cffi",),
        needs=("tornado", "pytest-asyncio"),
    ),
    Recipe("numba", "knows the types of cffi", tests=(), arguments=("--pyargs", "numba.tests.test_cffi")),
    Recipe(
        "scipy",
        "takes function pointers",
        tests=(),
        arguments=("--pyargs", "scipy._lib.tests.test_ccallback", "scipy.ndimage.tests.test_c_api"),
    ),
    Recipe("pycryptodome", "ABI in line", tests=(), version="3.23.0"),
    Recipe("lzmaffi", "verify()", tests=(), build=("setuptools<70", "wheel"), version="0.3.0"),
)
