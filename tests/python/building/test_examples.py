"""The projects under examples/, each built with its own build system from a copy, installed and used."""

import importlib.machinery
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zlib

import pytest

from support.building import run, write_files
from support.embedded import LIBPYTHON
from support.helpers import FREE_THREADED, RELEASED
from support.paths import ROOT

EXAMPLES = os.path.join(ROOT, "examples")
SCRIPTS = sysconfig.get_path("scripts")
MODULE_SUFFIX = sysconfig.get_config_var("EXT_SUFFIX")
# What setuptools and CMake take: ".abi3.so", from 3.15 on with the machine in it.
STABLE_SUFFIX = (
    MODULE_SUFFIX
    if FREE_THREADED
    else next(suffix for suffix in importlib.machinery.EXTENSION_SUFFIXES if "abi3" in suffix)
)

if not os.path.isdir(EXAMPLES):
    pytest.skip("the examples are not beside the tests", allow_module_level=True)


def needs(module=None, header=None):
    """Skips the test where a build system or a C library is not installed."""
    if module is not None:
        pytest.importorskip(module, reason="the package %s is not installed" % module)
    if header is not None:
        source = "#include <%s>\n" % header
        done = subprocess.run(
            ["cc", "-E", "-x", "c", "-"], input=source.encode(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        if done.returncode != 0:
            pytest.skip("the header %s is not installed" % header)


@pytest.fixture
def copy_of(tmp_path):
    def copy(name):
        return shutil.copytree(
            os.path.join(EXAMPLES, name), str(tmp_path / name), ignore=shutil.ignore_patterns("__pycache__", "build")
        )

    return copy


def with_scripts():
    """Build systems start programs that lie beside this interpreter: meson, ninja, cffi-gen-src."""
    return {"PATH": SCRIPTS + os.pathsep + os.environ["PATH"], "PIP_DISABLE_PIP_VERSION_CHECK": 1}


def pip(folder, *arguments):
    return run([sys.executable, "-m", "pip"] + list(arguments), folder, **with_scripts())


def installed(project, tmp_path):
    """Installs a project into a folder of its own."""
    site = tmp_path / "site"
    pip(project, "install", "-q", "--no-build-isolation", "--no-deps", "--target", site, ".")
    return site


def use(site, code, cwd):
    return run([sys.executable, "-c", code], cwd, PYTHONPATH=site).strip()


def modules_in(folder):
    return sorted(name for name in os.listdir(str(folder)) if name.endswith(".so"))


def tag_of(site, name):
    with open(str(site / (name + "-1.0.dist-info") / "WHEEL")) as file:
        (tag,) = [line.split(": ")[1].strip() for line in file if line.startswith("Tag: ")]
    return tag.split("-")[:2]


def expected_tag():
    own = "cp%d%d" % sys.version_info[:2]
    return [own, own + "t"] if FREE_THREADED else ["cp39", "abi3"]


def test_setuptools_setup_py(copy_of, tmp_path):
    needs("setuptools", "zlib.h")
    site = installed(copy_of("setuptools_setup_py"), tmp_path)
    assert modules_in(site / "checksum") == ["_zlib" + STABLE_SUFFIX]
    assert tag_of(site, "checksum") == expected_tag()
    code = "import checksum; print(checksum.adler32(b'Wikipedia'), checksum.crc32(bytearray(1000)))"
    assert use(site, code, tmp_path).split() == ["300286872", str(zlib.crc32(bytes(1000)))]


HISTOGRAM = """
import array, histogram
print(histogram.BUCKETS, histogram.histogram(array.array("d", [0, 0.1, 3.5, 7.9, 8, -1]), 0, 8))
"""


@pytest.mark.ours("projects without a setup.py")
def test_setuptools_pyproject(copy_of, tmp_path):
    needs("setuptools")
    site = installed(copy_of("setuptools_pyproject"), tmp_path)
    assert modules_in(site / "histogram") == ["_c" + STABLE_SUFFIX]
    assert use(site, HISTOGRAM, tmp_path) == "8 [2, 0, 0, 1, 0, 0, 0, 1]"


@pytest.mark.ours("projects without a setup.py")
def test_setuptools_source_distribution(copy_of, tmp_path):
    """The source distribution holds all that the wheel is built from."""
    needs("setuptools")
    project = copy_of("setuptools_pyproject")
    build = "from setuptools.build_meta import build_sdist; print(build_sdist('dist'))"
    name = run([sys.executable, "-c", build], project, **with_scripts()).split()[-1]
    assert name == "histogram-1.0.tar.gz"
    site = tmp_path / "site"
    archive = os.path.join(str(project), "dist", name)
    pip(tmp_path, "install", "-q", "--no-build-isolation", "--no-deps", "--target", site, archive)
    assert use(site, HISTOGRAM, tmp_path) == "8 [2, 0, 0, 1, 0, 0, 0, 1]"


@pytest.mark.ours("--depfile")
def test_meson_python(copy_of, tmp_path):
    needs("mesonpy", "zlib.h")
    site = installed(copy_of("meson_python"), tmp_path)
    assert modules_in(site / "shrink") == ["_zlib" + MODULE_SUFFIX]
    code = "import shrink, zlib; print(zlib.decompress(shrink.shrink(b'a' * 1000)) == b'a' * 1000)"
    assert use(site, code, tmp_path) == "True"


@pytest.mark.ours("the CMake module")
def test_scikit_build_core(copy_of, tmp_path):
    needs("scikit_build_core", "sqlite3.h")
    site = installed(copy_of("scikit_build_core"), tmp_path)
    assert modules_in(site / "scratchpad") == ["_sqlite" + STABLE_SUFFIX]
    assert tag_of(site, "scratchpad") == expected_tag()
    code = "import scratchpad; print(scratchpad.evaluate('SELECT 6 * 7, NULL UNION SELECT 1, 2'))"
    assert use(site, code, tmp_path) == "[['1', '2'], ['42', None]]"
    code = "import scratchpad; scratchpad.evaluate('SELECT missing')"
    assert "ValueError: no such column: missing" in run(
        [sys.executable, "-c", code], tmp_path, expect=1, PYTHONPATH=site
    )


# ---- installed in place: an edit is there at the next import


@pytest.fixture
def other_python(tmp_path):
    """A virtual environment of its own, which sees the packages of this one."""
    venv.create(str(tmp_path / "environment"), with_pip=False)
    python = str(tmp_path / "environment" / "bin" / "python")
    site = run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], tmp_path).strip()
    with open(os.path.join(site, "parent.pth"), "w") as file:
        file.write(sysconfig.get_path("purelib") + "\n")
    return python


def install_in_place(project, python):
    pip(project, "--python", python, "install", "-q", "--no-build-isolation", "--no-deps", "-e", ".")


@pytest.mark.ours("projects without a setup.py")
def test_setuptools_in_place(copy_of, other_python, tmp_path):
    needs("setuptools")
    project = copy_of("setuptools_pyproject")
    install_in_place(project, other_python)
    assert run([other_python, "-c", HISTOGRAM], tmp_path).strip() == "8 [2, 0, 0, 1, 0, 0, 0, 1]"
    with open(os.path.join(project, "histogram", "__init__.py"), "a") as file:
        file.write("\nEDITED = lib.BUCKETS * 2\n")
    assert run([other_python, "-c", "import histogram; print(histogram.EDITED)"], tmp_path).strip() == "16"


@pytest.mark.ours("--depfile")
def test_meson_in_place(copy_of, other_python, tmp_path):
    """meson-python builds anew when the package is imported: what the build script reads is watched, too."""
    needs("mesonpy", "zlib.h")
    project = copy_of("meson_python")
    # meson looks for the headers of the interpreter that runs it.
    install_in_place(project, other_python)
    code = "import shrink; print(hasattr(shrink.lib, 'zlibVersion'))"
    assert run([other_python, "-c", code], tmp_path, **with_scripts()).split()[-1] == "False"
    with open(os.path.join(project, "zlib.cdef"), "a") as file:
        file.write("const char *zlibVersion(void);\n")
    assert run([other_python, "-c", code], tmp_path, **with_scripts()).split()[-1] == "True"


# ---- no build system


def environment_without_setuptools(tmp_path):
    """A Python that has cffi (and what the released one needs), and neither setuptools nor distutils."""
    if sys.version_info < (3, 12):
        pytest.skip("this Python has distutils of its own")
    venv.create(str(tmp_path / "environment"), with_pip=False)
    python = str(tmp_path / "environment" / "bin" / "python")
    site = run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], tmp_path).strip()
    package = os.path.dirname(importlib.util.find_spec("cffi").origin)
    backend = importlib.util.find_spec("_cffi_backend").origin
    os.symlink(package, os.path.join(site, "cffi"))
    os.symlink(backend, os.path.join(site, os.path.basename(backend)))
    run([python, "-c", "import setuptools"], tmp_path, expect=1)
    run([python, "-c", "import distutils"], tmp_path, expect=1)
    return python


def walk(project, python, tmp_path):
    write_files(tmp_path, {"sizes/one": "1", "sizes/deeper/thousand": "x" * 1000})
    output = run([python, "walk.py", str(tmp_path / "sizes")], project)
    return [line.replace(str(tmp_path), "") for line in output.splitlines()]


def test_compile_only(copy_of, tmp_path):
    if RELEASED:
        needs("setuptools")
    project = copy_of("compile_only")
    output = run([sys.executable, "build_walk.py"], project)
    assert output.splitlines()[-1] == "made " + os.path.join(os.path.realpath(project), "_walk" + MODULE_SUFFIX)
    assert walk(project, sys.executable, tmp_path) == ["1000 /sizes/deeper/thousand", "1 /sizes/one"]


@pytest.mark.ours("needs no setuptools")
def test_compile_only_without_setuptools(copy_of, tmp_path):
    python = environment_without_setuptools(tmp_path)
    project = copy_of("compile_only")
    run([python, "build_walk.py"], project)
    assert walk(project, python, tmp_path) == ["1000 /sizes/deeper/thousand", "1 /sizes/one"]


# ---- embedding


def test_embedding(copy_of, tmp_path):
    if LIBPYTHON is None:
        pytest.skip("this Python has no shared library to link with")
    project = copy_of("embedding")
    assert run([sys.executable, "build_settings.py"], project).splitlines()[-1].endswith("libsettings.so")
    run(["cc", "main.c", "-o", "main", "-L.", "-lsettings", "-Wl,-rpath,."], project)
    path = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
    assert run(["./main"], project, PATH=path).splitlines() == [
        "3 settings",
        "  width = 640",
        "  height = 480",
        "  zoom = 1.5",
        "hight: did you mean height?",
        "what is no JSON: -1",
    ]
