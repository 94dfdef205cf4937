"""setup(cffi_modules=[...]): wheels, source distributions, builds in place and editable installs, with and without a
setup.py. Each project is built in a process of its own, by the setuptools beside this interpreter."""

import importlib.machinery
import os
import sys
import sysconfig
import venv
import zipfile

import pytest

from support.building import run, run_python, tree, write_files
from support.helpers import FREE_THREADED, HAS_LIMITED_API, fails

setuptools = pytest.importorskip("setuptools")

# setuptools takes ".abi3.so", from 3.15 on with the machine in it.
SUFFIX = (
    sysconfig.get_config_var("EXT_SUFFIX")
    if not HAS_LIMITED_API
    else next(
        suffix for suffix in importlib.machinery.EXTENSION_SUFFIXES if ("abi3t" if FREE_THREADED else "abi3") in suffix
    )
)

SCRIPT = """\
    from cffi import FFI
    import os
    assert __name__ == "__cffi__", __name__
    assert os.path.exists(__file__)

    ffibuilder = FFI()
    ffibuilder.cdef("int add_one(int);")
    ffibuilder.set_source("pack._built", "static int add_one(int x) { return x + VALUE; }", define_macros=[("VALUE", "1")])

    def plain():
        ffi = FFI()
        ffi.cdef("int other(int);")
        ffi.set_source("pack._plain", "int other(int);", sources=["other.c"], py_limited_api=False)
        return ffi

    abi = FFI()
    abi.cdef("int abs(int);")
    abi.set_source("pack._abi", None)

    without_source = FFI()
    not_an_ffi = 3
    """
PROJECT = {
    "pack/__init__.py": "",
    "other.c": "int other(int x) { return x + 10; }",
    "tools/build_it.py": SCRIPT,
    "setup.py": """\
        from setuptools import setup
        setup(name="sample", version="1.0", packages=["pack"], cffi_modules=[
            "tools/build_it.py:ffibuilder", "tools/build_it.py:plain", "tools/build_it.py:abi"])
        """,
}
USE_ALL = """\
from pack import _abi, _built, _plain
print(_built.lib.add_one(1), _plain.lib.other(1), _abi.ffi.dlopen(None).abs(-5))
"""


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    write_files(folder, PROJECT)
    return folder


def pip(folder, *arguments):
    return run([sys.executable, "-m", "pip", "-q"] + list(arguments), folder, PIP_DISABLE_PIP_VERSION_CHECK=1)


def setup_py(folder, *arguments):
    return run([sys.executable, "setup.py", "-q"] + list(arguments), folder)


def make_wheel(folder):
    pip(folder, "wheel", "--no-build-isolation", "--no-deps", "-w", "dist", ".")
    (name,) = [name for name in os.listdir(str(folder / "dist")) if name.endswith(".whl")]
    return folder / "dist" / name


def unpacked(wheel, folder):
    with zipfile.ZipFile(str(wheel)) as archive:
        archive.extractall(str(folder))
        return sorted(name for name in archive.namelist() if ".dist-info" not in name)


def test_wheel(project, tmp_path):
    wheel = make_wheel(project)
    names = unpacked(wheel, tmp_path / "installed")
    plain = "pack/_plain" + sysconfig.get_config_var("EXT_SUFFIX")
    assert names == sorted(["pack/__init__.py", "pack/_abi.py", "pack/_built" + SUFFIX, plain])
    assert run_python(USE_ALL, tmp_path / "installed").split() == ["2", "11", "5"]
    # Nothing is generated beside the sources.
    assert [name for name in tree(project) if name.startswith(("pack/", "tools/"))] == [
        "pack/__init__.py",
        "tools/build_it.py",
    ]


@pytest.mark.skipif(FREE_THREADED, reason="the tag would be another one")
def test_wheel_tag(project, tmp_path):
    write_files(
        project,
        {
            "setup.py": """\
        from setuptools import setup
        setup(name="sample", version="1.0", packages=["pack"], cffi_modules=["tools/build_it.py:ffibuilder"],
              options={"bdist_wheel": {"py_limited_api": "cp39"}})
        """
        },
    )
    wheel = make_wheel(project)
    assert "-cp39-abi3-" in wheel.name
    unpacked(wheel, tmp_path / "installed")
    assert run_python("from pack._built import lib; print(lib.add_one(1))", tmp_path / "installed").strip() == "2"


def test_source_distribution(project):
    setup_py(project, "sdist", "-d", "dist")
    pip(project, "wheel", "--no-build-isolation", "--no-deps", "-w", "dist", "--no-binary", ":all:", ".")
    assert "$PLACEHOLDER" not in (project / "sample.egg-info/SOURCES.txt").read_text()


def test_in_place(project):
    setup_py(project, "build_ext", "--inplace")
    generated = [
        name for name in tree(project) if name.startswith("pack/") and not name.endswith(("__init__.py", ".pyc"))
    ]
    assert sorted(name.split(".")[0] for name in generated) == ["pack/_abi", "pack/_built", "pack/_plain"]
    assert run_python(USE_ALL, project).split() == ["2", "11", "5"]


def test_build_again(project):
    """A second build compiles only what changed: the generated file keeps its time."""
    setup_py(project, "build")
    (generated,) = project.glob("build/temp*/pack._built.c")
    (module,) = project.glob("build/lib*/pack/_built*.so")
    before = generated.stat().st_mtime_ns, module.stat().st_mtime_ns
    setup_py(project, "build")
    assert (generated.stat().st_mtime_ns, module.stat().st_mtime_ns) == before


@pytest.fixture(scope="module")
def other_environment(tmp_path_factory):
    """A virtual environment of its own for installs, which sees the packages of this one."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(str(folder), with_pip=False)
    python = str(folder / "bin/python")
    site = run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], folder).strip()
    with open(os.path.join(site, "parent.pth"), "w") as file:
        file.write(sysconfig.get_path("purelib") + "\n")
    return python


def install_editable(folder, python):
    pip(folder, "--python", python, "install", "--no-build-isolation", "--no-deps", "-e", ".")


def test_editable_install(project, other_environment, tmp_path):
    install_editable(project, other_environment)
    use = "from pack import _built, _plain; print(_built.lib.add_one(1), _plain.lib.other(1))"
    assert run([other_environment, "-c", use], tmp_path).split() == ["2", "11"]
    with open(str(project / "pack/__init__.py"), "w") as file:
        file.write("EDITED = 1\n")
    assert run([other_environment, "-c", "import pack; print(pack.EDITED)"], tmp_path).strip() == "1"


@pytest.mark.ours("modules for ABI mode are there in editable installs, too")
def test_editable_install_for_abi_mode(project, other_environment, tmp_path):
    write_files(
        project,
        {
            "setup.py": """\
        from setuptools import setup
        setup(name="sample", version="1.0", packages=["pack"], cffi_modules=["tools/build_it.py:abi"])
        """
        },
    )
    install_editable(project, other_environment)
    use = "from pack import _abi; print(_abi.ffi.dlopen(None).abs(-5))"
    assert run([other_environment, "-c", use], tmp_path).strip() == "5"


def test_old_style_extension(project, tmp_path):
    """setup(ext_modules=[ffi.distutils_extension()])"""
    write_files(
        project,
        {
            "setup.py": """\
        from setuptools import setup
        from cffi import FFI
        ffi = FFI()
        ffi.cdef("int add_one(int);")
        ffi.set_source("pack._built", "static int add_one(int x) { return x + 1; }")
        setup(name="sample", version="1.0", packages=["pack"], ext_modules=[ffi.distutils_extension()])
        """
        },
    )
    unpacked(make_wheel(project), tmp_path / "installed")
    assert run_python("from pack._built import lib; print(lib.add_one(1))", tmp_path / "installed").strip() == "2"


@pytest.mark.ours("projects without a setup.py")
def test_pyproject_only(project, tmp_path):
    (project / "setup.py").unlink()
    write_files(
        project,
        {
            "pyproject.toml": """\
        [build-system]
        requires = ["setuptools", "cffi"]
        build-backend = "setuptools.build_meta"
        [project]
        name = "sample"
        version = "1.0"
        [tool.setuptools]
        packages = ["pack"]
        [tool.cffi]
        modules = ["tools/build_it.py:ffibuilder", "tools/build_it.py:plain", "tools/build_it.py:abi"]
        """
        },
    )
    unpacked(make_wheel(project), tmp_path / "installed")
    assert run_python(USE_ALL, tmp_path / "installed").split() == ["2", "11", "5"]


@pytest.mark.ours("projects without a setup.py")
@pytest.mark.parametrize("table", ['modules = ["a.py:ffi"]\nother = 1', 'modules = ["missing.py:ffi"]', "modules = 3"])
def test_pyproject_errors(tmp_path, monkeypatch, table):
    from cffi.setuptools_ext import pyproject_modules

    monkeypatch.chdir(tmp_path)
    write_files(tmp_path, {"pyproject.toml": "[tool.cffi]\n" + table})
    with pytest.raises((Exception,), match="cffi|missing.py|must be a str"):
        pyproject_modules(setuptools.Distribution())


# ---- the arguments, in this process


def distribution(project, monkeypatch, value):
    from cffi.setuptools_ext import cffi_modules

    monkeypatch.chdir(project)
    dist = setuptools.Distribution({"name": "sample"})
    cffi_modules(dist, "cffi_modules", value)
    return dist


@pytest.mark.parametrize(
    "value", ["tools/build_it.py:ffibuilder", ["tools/build_it.py:ffibuilder"], ("tools/build_it.py:ffibuilder",)]
)
def test_one_module(project, monkeypatch, value):
    dist = distribution(project, monkeypatch, value)
    (extension,) = dist.ext_modules
    assert extension.name == "pack._built"
    assert extension.define_macros == [("VALUE", "1")]
    assert extension.py_limited_api is HAS_LIMITED_API
    assert dist.has_ext_modules()


@pytest.mark.parametrize(
    "version, free_threaded, limited",
    [((3, 14), False, True), ((3, 14), True, False), ((3, 15), False, True), ((3, 15), True, True)],
)
def test_limited_api_of_free_threaded_pythons(project, monkeypatch, version, free_threaded, limited):
    """They have one since 3.15, chosen by a macro that all sources of the extension must see."""
    known = sysconfig.get_config_var
    monkeypatch.setattr(
        sysconfig, "get_config_var", lambda name: int(free_threaded) if name == "Py_GIL_DISABLED" else known(name)
    )
    monkeypatch.setattr(sys, "version_info", version + (0, "final", 0))
    monkeypatch.setattr(sys, "hexversion", version[0] << 24 | version[1] << 16 | 0xF0)
    (extension,) = distribution(project, monkeypatch, "tools/build_it.py:ffibuilder").ext_modules
    assert extension.py_limited_api is limited
    macros = dict(extension.define_macros)
    assert macros["VALUE"] == "1"
    assert macros.get("Py_TARGET_ABI3T") == ("0x030f0000" if free_threaded and limited else None)


def test_several_modules(project, monkeypatch):
    dist = distribution(project, monkeypatch, ["tools/build_it.py:ffibuilder", "tools/build_it.py:plain"])
    assert [extension.name for extension in dist.ext_modules] == ["pack._built", "pack._plain"]
    assert dist.ext_modules[1].py_limited_api is False
    assert dist.ext_modules[1].sources[1:] == ["other.c"]


@pytest.mark.parametrize(
    "value, text",
    [
        ("tools/build_it.py", "'tools/build_it.py' must be of the form 'path/build.py:ffi_variable'"),
        ("tools/missing.py:ffi", "'tools/missing.py' does not name an existing file"),
        (
            "tools.build_it:ffi",
            "'tools.build_it' does not name an existing file (rewrite cffi_modules to ['tools/build_it.py:ffi'])",
        ),
        ("tools/build_it.py:missing", "'tools/build_it.py:missing': object 'missing' not found in module"),
        (
            "tools/build_it.py:without_source",
            "'tools/build_it.py:without_source': the set_source() method was not called",
        ),
        ([3], "argument to 'cffi_modules=...' must be a str or a list of str, not 'int'"),
    ],
)
def test_mistakes(project, monkeypatch, value, text):
    with pytest.raises(Exception) as caught:
        distribution(project, monkeypatch, value)
    assert type(caught.value).__name__ in ("DistutilsSetupError", "SetupError")
    assert str(caught.value) == text


@pytest.mark.ours("what is no FFI is told so")
def test_not_an_ffi(project, monkeypatch):
    with pytest.raises(Exception, match="is no FFI object, and no function that returns one, but 3"):
        distribution(project, monkeypatch, "tools/build_it.py:not_an_ffi")


def test_value_is_no_list(project, monkeypatch):
    with pytest.raises(TypeError):
        distribution(project, monkeypatch, 3)


def test_script_fails(project, monkeypatch):
    write_files(project, {"broken.py": "x = = 1", "raising.py": "raise KeyError('boom')"})
    with pytest.raises(SyntaxError, match="broken.py"):
        distribution(project, monkeypatch, "broken.py:ffi")
    with fails(KeyError, "boom"):
        distribution(project, monkeypatch, "raising.py:ffi")


def test_commands_of_the_project_are_kept(project, tmp_path):
    write_files(
        project,
        {
            "setup.py": """\
        from setuptools import setup
        from setuptools.command.build_ext import build_ext
        class Own(build_ext):
            def build_extension(self, ext):
                assert os.path.exists(ext.sources[0]), ext.sources
                ext.define_macros = [("VALUE", "100")]
                build_ext.build_extension(self, ext)
        import os
        setup(name="sample", version="1.0", packages=["pack"], cmdclass={"build_ext": Own},
              cffi_modules=["tools/build_it.py:ffibuilder"])
        """
        },
    )
    unpacked(make_wheel(project), tmp_path / "installed")
    assert run_python("from pack._built import lib; print(lib.add_one(1))", tmp_path / "installed").strip() == "101"


PRE_RUN = """\
    from setuptools import setup
    from setuptools.command.build_ext import build_ext
    class Own(build_ext):
        def pre_run(self, ext, ffi):
            print("pre_run", ext.name, ext.sources, type(ffi).__name__, "int add_one(int);" in ffi._cdefsources)
            ext.define_macros = [("VALUE", "100")]
            ext.sources.append("other.c")
        def run(self):
            print("run", [ext.sources[-1] for ext in self.extensions])
            build_ext.run(self)
        def build_extensions(self):
            print("build_extensions", [len(ext.sources) for ext in self.extensions], [os.path.exists(ext.sources[0]) for ext in self.extensions])
            build_ext.build_extensions(self)
    import os
    setup(name="sample", version="1.0", packages=["pack"], cmdclass={"build_ext": Own},
          cffi_modules=["tools/build_it.py:ffibuilder", "tools/build_it.py:abi"])
    """


def test_pre_run_of_the_project(project):
    """It may change the extension; it is called before anything of build_ext, for modules that are compiled."""
    write_files(project, {"setup.py": PRE_RUN})
    printed = setup_py(project, "build_ext", "--inplace").splitlines()
    assert [line for line in printed if line.startswith(("pre_run", "run", "build_extensions"))] == [
        "pre_run pack._built ['$PLACEHOLDER'] FFI True",
        "run ['other.c']",
        "build_extensions [2] [True]",
    ]
    assert run_python("from pack import _built; print(_built.lib.add_one(1))", project).strip() == "101"
