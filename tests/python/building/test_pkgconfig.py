"""Flags from pkg-config, with packages of our own making."""

import shutil

import pytest

import cffi
from cffi import pkgconfig
from support.building import write_files
from support.helpers import fails

pytestmark = pytest.mark.skipif(shutil.which("pkg-config") is None, reason="pkg-config is not installed")

FOO = """\
    Name: foo
    Description: a package
    Version: 1
    Cflags: -I/foo/inc -I/foo/inc2 -DA=1=2 -DB -pthread -O2
    Libs: -L/foo/lib -lfoo -lbar -pthread -Wl,-rpath,/zz
    """
BAR = """\
    Name: bar
    Description: a package
    Version: 1
    Cflags: -I/bar/inc
    Libs: -L/bar/lib -lfoo
    """
ODD = """\
    Name: odd
    Description: a package whose flags have a space
    Version: 1
    Cflags: -DC="x y"
    """


@pytest.fixture(autouse=True)
def packages(tmp_path, monkeypatch):
    write_files(tmp_path, {"foo.pc": FOO, "bar.pc": BAR, "odd.pc": ODD})
    monkeypatch.setenv("PKG_CONFIG_PATH", str(tmp_path))
    monkeypatch.delenv("PKG_CONFIG", raising=False)


FOO_FLAGS = {
    "include_dirs": ["/foo/inc", "/foo/inc2"],
    "library_dirs": ["/foo/lib"],
    "libraries": ["foo", "bar"],
    "define_macros": [("A", "1=2"), ("B", None)],
    "extra_compile_args": ["-pthread", "-O2"],
    "extra_link_args": ["-pthread", "-Wl,-rpath,/zz"],
}


def test_call():
    assert pkgconfig.call("foo", "--cflags-only-I").split() == ["-I/foo/inc", "-I/foo/inc2"]


def test_flags():
    assert pkgconfig.flags_from_pkgconfig(["foo"]) == FOO_FLAGS
    assert pkgconfig.flags_from_pkgconfig(["foo >= 1"]) == FOO_FLAGS
    assert pkgconfig.flags_from_pkgconfig([]) == {}


def test_flags_of_several_packages():
    flags = pkgconfig.flags_from_pkgconfig(["bar", "foo"])
    assert flags["include_dirs"] == ["/bar/inc", "/foo/inc", "/foo/inc2"]
    assert flags["libraries"] == ["foo", "foo", "bar"]


def test_missing_package():
    with fails(cffi.PkgConfigError, "nosuch"):
        pkgconfig.flags_from_pkgconfig(["foo", "nosuch"])
    with fails(cffi.PkgConfigError, "foo", ">= 2"):
        pkgconfig.call("foo >= 2", "--libs")


def test_escapes():
    with fails(cffi.PkgConfigError, "pkg-config --cflags odd returned an unsupported backslash-escaped output"):
        pkgconfig.flags_from_pkgconfig(["odd"])


def test_missing_program(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with fails(cffi.PkgConfigError, "cannot run pkg-config: "):
        pkgconfig.call("foo", "--cflags")


@pytest.mark.ours("PKG_CONFIG names the program, as for other build tools")
def test_other_program(monkeypatch):
    monkeypatch.setenv("PKG_CONFIG", "echo -n")
    assert pkgconfig.call("foo", "--cflags") == "--print-errors --cflags foo"


def test_merge_flags():
    first = {"a": [1]}
    assert pkgconfig.merge_flags(first, {"a": [2], "b": [3]}) is first
    assert first == {"a": [1, 2], "b": [3]}
    with fails(TypeError, "cfg1['a'] should be a list of strings"):
        pkgconfig.merge_flags({"a": "x"}, {"a": [1]})
    with fails(TypeError, "cfg2['a'] should be a list of strings"):
        pkgconfig.merge_flags({"a": [1]}, {"a": "x"})


@pytest.mark.parametrize("packages_argument", ["foo", ("foo",), None])
def test_set_source_pkgconfig_takes_a_list(ffi, packages_argument):
    with fails(TypeError, "the pkgconfig_libs argument must be a list of package names"):
        ffi.set_source_pkgconfig("m", packages_argument, "")


def test_set_source_pkgconfig(ffi, tmp_path):
    pytest.importorskip("setuptools")
    ffi.set_source_pkgconfig("m", ["foo"], "", libraries=["z"], include_dirs=["own"])
    name, source, extension, keywords = ffi._assigned_source
    assert (name, source, extension) == ("m", "", ".c")
    assert keywords == dict(FOO_FLAGS, libraries=["z", "foo", "bar"], include_dirs=["own", "/foo/inc", "/foo/inc2"])
    with fails(ValueError, "set_source() cannot be called several times"):
        ffi.set_source_pkgconfig("m", ["foo"], "")


def test_set_source_pkgconfig_fails(ffi):
    with pytest.raises(cffi.PkgConfigError):
        ffi.set_source_pkgconfig("m", ["nosuch"], "")
    ffi.set_source("m", "")  # nothing was set


def test_set_source_pkgconfig_keywords_are_lists(ffi):
    with fails(TypeError, "cfg1['libraries'] should be a list of strings"):
        ffi.set_source_pkgconfig("m", ["foo"], "", libraries="z")
