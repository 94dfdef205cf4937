"""cffi-gen-src: C source for build systems other than setuptools."""

import os
import re
import sys

import pytest

import cffi
from support.building import ADD_ONE, builder, run, write_files

SCRIPT = """\
    import sys
    from cffi import FFI
    ffibuilder = FFI()
    ffibuilder.cdef("int add_one(int);")
    ffibuilder.set_source("pack._built", "static int add_one(int x) { return x + 1; }")

    def make():
        return ffibuilder

    not_an_ffi = 3
    without_source = FFI()
    abi = FFI()
    abi.cdef("int add_one(int);")
    abi.set_source("pack._abi", None)
    """


@pytest.fixture
def project(tmp_path):
    write_files(tmp_path, {"build_it.py": SCRIPT, "it.cdef": "int add_one(int);\n", "it.c": ADD_ONE + "\n"})
    return tmp_path


def gen_src(folder, *arguments, **options):
    return run([sys.executable, "-m", "cffi.gen_src"] + list(arguments), folder, **options)


def expected(tmp_path, source=ADD_ONE):
    path = tmp_path / "expected.c"
    builder("pack._built", source).emit_c_code(str(path))
    return path.read_text()


def test_help(tmp_path):
    assert "{exec-python,read-sources}" in gen_src(tmp_path, "--help")
    assert "--ffi-var FFI_VAR" in gen_src(tmp_path, "exec-python", "--help")
    assert re.search(r"module_name\s+cdef\s+csrc\s+output", gen_src(tmp_path, "read-sources", "--help"))


def test_console_script(project):
    script = os.path.join(os.path.dirname(sys.executable), "cffi-gen-src")
    if not os.path.exists(script):
        pytest.skip("no scripts beside this interpreter")
    run([script, "exec-python", "build_it.py", "out.c"], project)
    assert (project / "out.c").read_text() == expected(project)


def test_no_subcommand(tmp_path):
    assert "a subcommand is required: exec-python or read-sources" in gen_src(tmp_path, expect=2)


@pytest.mark.parametrize("variable", [[], ["--ffi-var", "ffibuilder"], ["--ffi-var=make"]])
def test_exec_python(project, variable):
    gen_src(project, "exec-python", *(variable + ["build_it.py", "out.c"]))
    assert (project / "out.c").read_text() == expected(project)


def test_script_sees_its_own_folder(project):
    write_files(
        project,
        {
            "sub/other.py": "NAME = 'pack._built'",
            "sub/build_it.py": """\
        import os, sys, cffi
        import other
        assert __name__ == "cffi.gen_src", __name__
        assert os.path.isabs(__file__)
        ffibuilder = cffi.FFI()
        ffibuilder.cdef("int add_one(int);")
        ffibuilder.set_source(other.NAME, "static int add_one(int x) { return x + 1; }")
        """,
        },
    )
    gen_src(project, "exec-python", "sub/build_it.py", "out.c")
    assert (project / "out.c").read_text() == expected(project)


@pytest.mark.parametrize(
    "variable, error",
    [
        ("missing", "NameError: Expected to find the FFI object with the name 'missing', but it was not found."),
        (
            "not_an_ffi",
            "TypeError: Found an object with the name 'not_an_ffi' but it was not an instance of cffi.api.FFI",
        ),
        ("without_source", "ValueError: set_source() must be called before emit_c_code()"),
        ("abi", "TypeError: emit_c_code() is only for C extension modules"),
    ],
)
def test_script_has_no_such_ffi(project, variable, error):
    assert error in gen_src(project, "exec-python", "--ffi-var", variable, "build_it.py", "out.c", expect=1)
    assert not (project / "out.c").exists()


def test_script_fails(project):
    write_files(
        project,
        {
            "raising.py": "x = 1\nraise KeyError('boom')\n",
            "broken.py": "x = = 1\n",
            "leaving.py": "raise SystemExit(5)",
        },
    )
    out = gen_src(project, "exec-python", "raising.py", "out.c", expect=1)
    assert 'raising.py", line 2' in out and "KeyError: 'boom'" in out
    assert "SyntaxError" in gen_src(project, "exec-python", "broken.py", "out.c", expect=1)
    gen_src(project, "exec-python", "leaving.py", "out.c", expect=5)
    assert "can't open 'missing.py'" in gen_src(project, "exec-python", "missing.py", "out.c", expect=2)


def test_read_sources(project):
    gen_src(project, "read-sources", "pack._built", "it.cdef", "it.c", "out.c")
    assert (project / "out.c").read_text() == expected(project, ADD_ONE + "\n")


def test_read_sources_fails(project):
    write_files(project, {"bad.cdef": "int f(\n"})
    assert "can't open 'missing'" in gen_src(project, "read-sources", "m", "missing", "it.c", "out.c", expect=2)
    assert "can't open 'missing'" in gen_src(project, "read-sources", "m", "it.cdef", "missing", "out.c", expect=2)
    assert "cdef and csrc are the same file" in gen_src(project, "read-sources", "m", "it.c", "it.c", "out.c", expect=2)
    assert "CDefError" in gen_src(project, "read-sources", "m", "bad.cdef", "it.c", "out.c", expect=1)
    assert "'module_name' must not contain '/'" in gen_src(
        project, "read-sources", "a/b", "it.cdef", "it.c", "out.c", expect=1
    )


@pytest.mark.ours("standard output gets the source and nothing else")
def test_standard_output(project):
    assert gen_src(project, "exec-python", "build_it.py", "-") == expected(project)
    assert gen_src(project, "exec-python", "build_it.py", "out.c") == ""


@pytest.mark.ours("an unchanged output keeps its time")
def test_unchanged_output(project):
    gen_src(project, "exec-python", "build_it.py", "out.c")
    os.utime(str(project / "out.c"), (1000, 1000))
    gen_src(project, "exec-python", "build_it.py", "out.c")
    assert os.stat(str(project / "out.c")).st_mtime == 1000


@pytest.mark.ours("--depfile")
def test_depfile(project):
    write_files(
        project,
        {
            "with space.h": "int add_one(int);",
            "helper.py": "import json",
            "build_it.py": """\
        import helper
        from cffi import FFI
        ffibuilder = FFI()
        ffibuilder.cdef(open("with space.h").read())
        ffibuilder.set_source("pack._built", "static int add_one(int x) { return x + 1; }")
        open("written.txt", "w").write("not a dependency")
        """,
        },
    )
    gen_src(project, "exec-python", "--depfile", "out.d", "build_it.py", "out.c")
    rule = (project / "out.d").read_text().replace("\\\n", "")
    target, _, dependencies = rule.partition(":")
    assert target == "out.c"
    names = {os.path.basename(name.replace("\0", " ")) for name in dependencies.replace("\\ ", "\0").split()}
    assert names == {"build_it.py", "helper.py", "with space.h"}
    gen_src(project, "read-sources", "--depfile", "out.d", "pack._built", "it.cdef", "it.c", "out.c")
    assert (project / "out.d").read_text().replace("\\\n", "").split() == ["out.c:", "it.cdef", "it.c"]


@pytest.mark.ours("the CMake module")
def test_cmake_dir(tmp_path):
    folder = gen_src(tmp_path, "--cmake-dir").strip()
    assert os.path.isfile(os.path.join(folder, "FindCffi.cmake"))
    assert folder.startswith(os.path.dirname(cffi.__file__))
