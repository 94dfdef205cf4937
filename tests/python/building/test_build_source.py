"""set_source() and the files that are written from it: arguments, checks, what happens to files that are there."""

import io
import os
import pathlib

import pytest

import cffi
from support.building import ADD_ONE, builder
from support.helpers import fails


@pytest.mark.parametrize("name", [3, None, b"name"])
def test_module_name_is_a_string(ffi, name):
    with fails(TypeError, "'module_name' must be a string"):
        ffi.set_source(name, "")


@pytest.mark.parametrize("name", ["a/b", "/a", "a.b/c"])
def test_module_name_has_no_slash(ffi, name):
    with fails(ValueError, "'module_name' must not contain '/'"):
        ffi.set_source(name, "")


def test_set_source_twice(ffi):
    ffi.set_source("a", "")
    with fails(ValueError, "set_source() cannot be called several times per ffi object"):
        ffi.set_source("b", "")


def test_refused_name_sets_nothing(ffi):
    with pytest.raises(TypeError):
        ffi.set_source(3, "")
    ffi.set_source("a", "")


@pytest.mark.ours("the mistake is told where it is made")
@pytest.mark.parametrize("source", [3, b"int x;"])
def test_source_is_a_string_or_none(ffi, source):
    with fails(TypeError, "'source' must be a string, or None for ABI mode"):
        ffi.set_source("a", source)
    with fails(TypeError, "'source_extension' must be a string"):
        ffi.set_source("a", "", source_extension=3)


@pytest.mark.parametrize("method, arguments", [("compile", ()), ("emit_c_code", ("x.c",)), ("distutils_extension", ())])
def test_set_source_is_missing(ffi, method, arguments):
    with fails(ValueError, "set_source() must be called before %s()" % method):
        getattr(ffi, method)(*arguments)


def test_set_source_is_missing_for_python(ffi):
    with fails(ValueError, "set_source() must be called before emit_"):
        ffi.emit_python_code("x.py")


def test_wrong_kind_of_module(tmp_path):
    with fails(
        TypeError, "emit_python_code() is only for dlopen()-style pure Python modules, not for C extension modules"
    ):
        builder().emit_python_code(str(tmp_path / "x.py"))
    abi = builder(source=None)
    with fails(TypeError, "emit_c_code() is only for C extension modules, not for dlopen()-style pure Python modules"):
        abi.emit_c_code(str(tmp_path / "x.c"))
    with fails(
        TypeError, "distutils_extension() is only for C extension modules, not for dlopen()-style pure Python modules"
    ):
        abi.distutils_extension(str(tmp_path))
    assert os.listdir(str(tmp_path)) == []


@pytest.mark.parametrize("make_path", [str, pathlib.Path])
def test_emit_c_code_to_a_file(tmp_path, make_path, capsys):
    path = tmp_path / "x.c"
    builder().emit_c_code(make_path(path))
    assert ADD_ONE in path.read_text()
    assert capsys.readouterr().out == "generating %s\n" % path
    assert os.listdir(str(tmp_path)) == ["x.c"]


def test_emit_c_code_to_a_file_object(tmp_path):
    out = io.StringIO()
    builder().emit_c_code(out)
    path = tmp_path / "x.c"
    builder().emit_c_code(str(path))
    assert out.getvalue() == path.read_text()


@pytest.mark.ours("a file object gets the source, standard output nothing")
def test_emit_to_a_file_object_is_silent(capsys):
    builder().emit_c_code(io.StringIO())
    assert capsys.readouterr().out == ""


def test_emit_into_a_missing_folder(tmp_path):
    with pytest.raises(FileNotFoundError):
        builder().emit_c_code(str(tmp_path / "missing" / "x.c"))


def test_unchanged_file_is_left_alone(tmp_path, capsys):
    path = tmp_path / "x.c"
    builder().emit_c_code(str(path))
    os.utime(str(path), (1000, 1000))
    builder().emit_c_code(str(path))
    assert os.stat(str(path)).st_mtime == 1000
    assert "(already up-to-date)" in capsys.readouterr().out
    builder(source=ADD_ONE + " ").emit_c_code(str(path))
    assert os.stat(str(path)).st_mtime != 1000


@pytest.mark.ours("line ends are compared as they are written")
def test_unchanged_file_with_other_line_ends(tmp_path):
    path = tmp_path / "x.c"
    builder(source=ADD_ONE + "\r\n").emit_c_code(str(path))
    os.utime(str(path), (1000, 1000))
    builder(source=ADD_ONE + "\r\n").emit_c_code(str(path))
    assert os.stat(str(path)).st_mtime == 1000


def test_source_is_not_ascii(tmp_path):
    builder(source="/* \u00e9\u2603 */" + ADD_ONE).emit_c_code(str(tmp_path / "x.c"))
    assert "/* \u00e9\u2603 */".encode("utf-8") in (tmp_path / "x.c").read_bytes()


def test_emit_python_code(tmp_path):
    path = tmp_path / "x.py"
    builder(source=None).emit_python_code(str(path))
    out = io.StringIO()
    builder(source=None).emit_python_code(out)
    assert out.getvalue() == path.read_text()
    namespace = {}
    exec(path.read_text(), namespace)
    assert isinstance(namespace["ffi"], cffi.FFI.__mro__[-2]) or hasattr(namespace["ffi"], "dlopen")


@pytest.mark.parametrize("tmpdir", ["out", "out/deep"])
def test_compile_for_abi_mode(tmp_path, monkeypatch, tmpdir):
    monkeypatch.chdir(tmp_path)
    path = builder("pack.sub._abi", None).compile(tmpdir=tmpdir)
    assert path == tmpdir + "/pack/sub/_abi.py"
    assert (tmp_path / path).is_file()
    os.utime(path, (1000, 1000))
    assert builder("pack.sub._abi", None).compile(tmpdir=pathlib.Path(tmpdir)) == path
    assert os.stat(path).st_mtime == 1000


def test_dots_are_for_the_compiler(tmp_path):
    ffi = builder(cdef='extern "Python" int f(int);', source=None)
    with fails(cffi.VerificationError, "cannot use 'extern \"Python\"' in the ABI mode"):
        ffi.compile(str(tmp_path))
