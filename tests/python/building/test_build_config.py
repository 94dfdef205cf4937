"""compile(), verify() and ffiplatform.compile() honour the sections [build] and [build_ext] of setup.cfg, as setuptools does."""

import os
import textwrap

import pytest

import cffi
from support.building import builder, call_built, run_python, write_files
from support.helpers import fails

SOURCE = '#include "value.h"\nint other(int);\nstatic int add_one(int x) { return other(x) + VALUE; }'
CONFIGURED = """\
    [build]
    compiler = unix
    [build_ext]
    include_dirs = {folder}/missing:{folder}/include
    library_dirs = {folder}/lib
    libraries = m, other
    rpath = {folder}/lib
    define = PLAIN,MORE
    undef = NDEBUG
    """


@pytest.fixture
def configured(tmp_path):
    """A folder whose setup.cfg says all that SOURCE takes."""
    folder = tmp_path / "configured"
    write_files(
        folder,
        {
            "setup.cfg": CONFIGURED.format(folder=folder),
            "include/value.h": "#if PLAIN != 1 || MORE != 1 || defined(NDEBUG)\n#error\n#endif\n#define VALUE 1\n",
            "other.c": "int other(int x) { return 10 * x; }",
        },
    )
    (folder / "lib").mkdir()
    assert os.system("cd '%s' && cc -shared -fPIC -o lib/libother.so other.c" % folder) == 0
    return folder


def test_of_the_folder_that_is_built_in(configured, monkeypatch):
    path = builder(source=SOURCE).compile(str(configured))
    assert call_built(path, "lib.add_one(4)") == "41"
    monkeypatch.chdir(configured)
    assert call_built(builder("_here", source=SOURCE).compile(), "lib.add_one(5)") == "51"


def test_of_the_working_directory_only_where_it_is_built(configured, tmp_path, monkeypatch):
    monkeypatch.chdir(configured)
    with pytest.raises(cffi.VerificationError):
        builder(source=SOURCE).compile(str(tmp_path / "elsewhere"))


def test_verify_takes_that_of_the_working_directory(configured, tmp_path):
    code = """\
        import cffi
        ffi = cffi.FFI()
        ffi.cdef("int add_one(int);")
        print(ffi.verify({!r}, tmpdir={!r}).add_one(6))
        """.format(SOURCE, str(tmp_path / "made"))
    assert run_python(textwrap.dedent(code), configured).strip() == "61"


def test_objects(tmp_path):
    write_files(
        tmp_path,
        {"setup.cfg": "[build_ext]\nlink-objects = other.o\n", "other.c": "int other(int x) { return 10 * x; }"},
    )
    assert os.system("cd '%s' && cc -fPIC -c other.c" % tmp_path) == 0
    path = builder(source=SOURCE.replace('#include "value.h"', "#define VALUE 2")).compile(str(tmp_path))
    assert call_built(path, "lib.add_one(4)") == "42"


@pytest.mark.parametrize("variable, name", [("HOME", ".pydistutils.cfg"), ("DIST_EXTRA_CONFIG", "extra.cfg")])
def test_other_files(tmp_path, variable, name):
    home, folder = tmp_path / "home", tmp_path / "project"
    write_files(home, {name: "[build_ext]\ndefine = VALUE\n"})
    folder.mkdir()
    code = """\
        import cffi
        ffi = cffi.FFI()
        ffi.cdef("int add_one(int);")
        ffi.set_source("_built", "static int add_one(int x) { return x + VALUE; }")
        ffi.compile()
        from _built import lib
        print(lib.add_one(41))
        """
    value = home if variable == "HOME" else home / name
    assert run_python(textwrap.dedent(code), folder, **{variable: str(value)}).strip() == "42"


def test_behind_the_keywords(tmp_path):
    write_files(
        tmp_path,
        {
            "first/value.h": "#define VALUE 1\n",
            "second/value.h": "#define VALUE 2\n",
            "setup.cfg": "[build_ext]\ninclude_dirs = second\n",
        },
    )
    source = '#include "value.h"\nstatic int add_one(int x) { return x + VALUE; }'
    path = builder(source=source, include_dirs=["first"]).compile(str(tmp_path))
    assert call_built(path, "lib.add_one(1)") == "2"


@pytest.mark.parametrize(
    "section, text",
    [
        ("[build_ext]\nincludes = /usr/include\n", "command 'build_ext' has no such option 'includes'"),
        ("[build]\nfoo-bar = 1\n", "command 'build' has no such option 'foo_bar'"),
        ("[build]\ncompiler = nope\n", "don't know how to compile C/C++ code on platform 'posix' with 'nope' compiler"),
    ],
)
def test_mistakes(tmp_path, section, text):
    write_files(tmp_path, {"setup.cfg": section})
    with pytest.raises(Exception) as caught:
        builder().compile(str(tmp_path))
    assert text in str(caught.value)


@pytest.mark.ours("a value with a macro is its value; errors of setup.cfg are those of building")
def test_values(tmp_path):
    write_files(tmp_path, {"setup.cfg": "[build_ext]\ndefine = VALUE=3\n"})
    path = builder(source="static int add_one(int x) { return x + VALUE; }").compile(str(tmp_path))
    assert call_built(path, "lib.add_one(1)") == "4"
    write_files(tmp_path, {"setup.cfg": "[build_ext]\ndebug = maybe\n"})
    with fails(cffi.VerificationError, "setup.cfg says debug = maybe: invalid truth value 'maybe'"):
        builder().compile(str(tmp_path))
    write_files(tmp_path, {"setup.cfg": "[build]\nfoo = 1\n"})
    with pytest.raises(cffi.VerificationError, match="has no such option 'foo'"):
        builder().compile(str(tmp_path))
