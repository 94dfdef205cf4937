"""compile(): which files come out, where, and what each keyword does to them. A real compiler builds each."""

import os
import pathlib
import subprocess
import sysconfig
import threading

import pytest

import cffi
from support.building import ADD_ONE, builder, call_built, run_python, tree, write_files
from support.helpers import FREE_THREADED, HAS_LIMITED_API, fails

SUFFIX = sysconfig.get_config_var("EXT_SUFFIX")


def test_here(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    path = builder().compile()
    assert path == str(tmp_path / ("_built" + SUFFIX))
    assert tree(tmp_path) == ["_built.c", "_built" + SUFFIX, "_built.o"]
    assert capfd.readouterr() == ("", "")
    assert call_built(path) == "42"


@pytest.mark.parametrize("make_path", [str, pathlib.Path])
def test_in_a_package(tmp_path, monkeypatch, make_path):
    monkeypatch.chdir(tmp_path)
    path = builder("pack.sub._built").compile(make_path("out/deep"))
    assert path == str(tmp_path / "out/deep/pack/sub/_built") + SUFFIX
    assert tree(tmp_path) == ["out/deep/pack/sub/_built" + end for end in (".c", SUFFIX, ".o")]


def test_working_directory_stays(tmp_path):
    before = os.getcwd()
    builder().compile(str(tmp_path))
    assert os.getcwd() == before


@pytest.mark.parametrize(
    "target, expected",
    [
        ("foo.*", "foo.so"),
        ("foo-1.5.*", "foo-1.5.so"),
        ("foo.so", "foo.so"),
        ("foo", "foo"),
        ("sub/foo.*", "sub/foo.so"),
    ],
)
def test_target(tmp_path, target, expected):
    path = builder("pack._built").compile(str(tmp_path), target=target)
    assert path == str(tmp_path / "pack" / expected)
    assert os.path.isfile(path)
    assert not (tmp_path / "pack" / ("_built" + SUFFIX)).exists()


def test_absolute_target(tmp_path):
    target = str(tmp_path / "elsewhere" / "foo.so")
    assert builder().compile(str(tmp_path / "build"), target=target) == target
    assert os.path.isfile(target)


@pytest.mark.ours("any path is a file name")
def test_target_is_checked(tmp_path):
    assert builder().compile(str(tmp_path), target=pathlib.Path("foo.*")) == str(tmp_path / "foo.so")
    with fails(TypeError, "'target' must be a file name, not int"):
        builder().compile(str(tmp_path), target=3)


def test_verbose(tmp_path, capfd):
    builder().compile(str(tmp_path), verbose=1)
    out = capfd.readouterr().out
    assert "generating %s" % (tmp_path / "_built.c") in out
    assert " -c _built.c -o " in out
    assert "-shared" in out


def test_debug(tmp_path, capfd):
    def count(debug):
        builder().compile(str(tmp_path / str(debug)), verbose=1, debug=debug)
        return capfd.readouterr().out.split("-shared")[1].split().count("-g")

    # Python's own flags may have it, too.
    assert count(True) > count(False)


def test_warnings_are_shown(tmp_path, capfd):
    builder(source=ADD_ONE + "\n#warning look at this\n").compile(str(tmp_path))
    assert "look at this" in capfd.readouterr().err


def test_keywords(tmp_path, capfd):
    write_files(tmp_path, {"inc/other.h": "#define FROM_HEADER 1", "other.c": "int other(void) { return OTHER; }"})
    source = """
    #include <other.h>
    #include <math.h>
    extern int other(void);
    #if !defined(FROM_HEADER) || !defined(PLAIN) || defined(__ELF__)
    # error "keywords are not passed on"
    #endif
    static double add_one(double x) { return floor(x) + VALUE + other(); }
    """
    ffi = builder(
        source=source,
        cdef="double add_one(double);",
        sources=["other.c"],
        include_dirs=["inc"],
        define_macros=[("VALUE", "1"), ("PLAIN", None)],
        undef_macros=["__ELF__"],
        libraries=["m"],
        library_dirs=["some_library_dir"],
        runtime_library_dirs=["/some_run_time_dir"],
        extra_compile_args=["-DOTHER=10"],
        extra_link_args=["-Wl,-z,now"],
        depends=["inc/other.h"],
    )
    path = ffi.compile(str(tmp_path), verbose=1)
    assert "other.o" in tree(tmp_path)
    link = capfd.readouterr().out.split("-shared")[1]
    for word in ["-lm", "-Lsome_library_dir", "/some_run_time_dir", "-Wl,-z,now"]:
        assert word in link
    assert call_built(path, "lib.add_one(1.5)") == "12.0"


def test_extra_objects(tmp_path):
    write_files(tmp_path, {"other.c": "int other(void) { return 5; }"})
    subprocess.check_call(["cc", "-fPIC", "-c", "other.c", "-o", "extra.o"], cwd=str(tmp_path))
    ffi = builder(source="int other(void);", cdef="int other(void);", extra_objects=["extra.o"])
    assert call_built(ffi.compile(str(tmp_path)), "lib.other()") == "5"


def test_names_are_relative_to_tmpdir(tmp_path, monkeypatch):
    write_files(tmp_path, {"wrong/other.c": "#error wrong", "right/other.c": "int other(void) { return 6; }"})
    monkeypatch.chdir(tmp_path / "wrong")
    ffi = builder(source="int other(void);", cdef="int other(void);", sources=["other.c"])
    assert call_built(ffi.compile("../right"), "lib.other()") == "6"


@pytest.mark.ours("names that are relative to the working directory are found, too")
def test_names_relative_to_the_working_directory(tmp_path, monkeypatch):
    write_files(
        tmp_path,
        {"src/other.c": '#include "other.h"\nint other(void) { return OTHER; }', "inc/other.h": "#define OTHER 7"},
    )
    monkeypatch.chdir(tmp_path)
    ffi = builder(
        source="int other(void);", cdef="int other(void);", sources=[pathlib.Path("src/other.c")], include_dirs=["inc"]
    )
    assert call_built(ffi.compile("out"), "lib.other()") == "7"
    assert [name for name in tree(tmp_path) if name.endswith(".o") and not name.startswith("out/")] == []


@pytest.mark.ours("object files stay below tmpdir, each with a name of its own")
def test_object_files(tmp_path):
    files = {
        "other.c": "int other(void) { return 1; }",
        "build/other.c": "int more(void) { return 2; }",
        "build/other.cc": "extern int extra;",
    }
    write_files(tmp_path, files)
    ffi = builder(
        source="int other(void), more(void);",
        cdef="int other(void), more(void);",
        sources=["../other.c", "other.c", "other.cc"],
    )
    path = ffi.compile(str(tmp_path / "build"))
    assert call_built(path, "lib.other() + lib.more()") == "3"
    assert [name for name in tree(tmp_path) if name.endswith(".o") and not name.startswith("build/")] == []


@pytest.mark.parametrize("extension", [".cpp", ".cc"])
def test_cxx(tmp_path, extension):
    source = "#include <string>\nstatic int add_one(int x) { return std::string(size_t(x), 'x').size() + 1; }"
    path = builder(source=source, source_extension=extension).compile(str(tmp_path))
    assert "_built" + extension in tree(tmp_path)
    assert call_built(path) == "42"


def test_cxx_library_with_c_source(tmp_path):
    write_files(
        tmp_path, {"other.cpp": '#include <string>\nextern "C" int other(int x) { return std::to_string(x).size(); }'}
    )
    ffi = builder(source="int other(int);", cdef="int other(int);", sources=["other.cpp"], language="c++")
    assert call_built(ffi.compile(str(tmp_path)), "lib.other(12345)") == "5"


def test_limited_api_is_asked_for(tmp_path):
    path = builder(py_limited_api=True).compile(str(tmp_path))
    assert os.path.basename(path) == ("_built" + (".abi3%s.so" % ("t" * FREE_THREADED) if HAS_LIMITED_API else SUFFIX))
    assert call_built(path) == "42"


@pytest.mark.parametrize("macros, limited", [([], 1), ([("_CFFI_NO_LIMITED_API", None)], 0)])
def test_a_macro_refuses_the_limited_api(tmp_path, macros, limited):
    """For build systems that compile the source themselves."""
    source = """
        #ifdef Py_LIMITED_API
        static int add_one(int x) { return 1; }
        #else
        static int add_one(int x) { return 0; }
        #endif
        """
    path = builder(source=source, py_limited_api=True, define_macros=macros).compile(str(tmp_path))
    assert call_built(path) == str(limited if HAS_LIMITED_API else 0)


def test_limited_api_is_refused(tmp_path):
    path = builder(py_limited_api=False).compile(str(tmp_path))
    assert os.path.basename(path) == "_built" + SUFFIX
    assert call_built(path) == "42"


def test_unknown_keyword(tmp_path):
    with pytest.warns(UserWarning, match="Unknown Extension options: 'no_such_keyword'"):
        builder(no_such_keyword=3).compile(str(tmp_path))


@pytest.mark.ours("a string is no list of strings")
@pytest.mark.parametrize("keyword", ["sources", "libraries", "include_dirs", "define_macros"])
def test_lists_are_checked(tmp_path, keyword):
    with fails(TypeError, "'%s' must be a list" % keyword):
        builder(**{keyword: "text"}).compile(str(tmp_path))
    with fails(TypeError, "'%s' must be a list" % keyword):
        builder(**{keyword: [3]}).compile(str(tmp_path))


def test_name_is_not_ascii(tmp_path):
    path = builder("\u00e9._\u00fc").compile(str(tmp_path))
    assert os.path.isfile(path)


def test_changed_declarations(tmp_path):
    ffi = builder(source=ADD_ONE + "static int add_two(int x) { return x + 2; }")
    ffi.compile(str(tmp_path))
    ffi.cdef("int add_two(int);")
    assert call_built(ffi.compile(str(tmp_path)), "lib.add_two(40)") == "42"


@pytest.mark.ours("no thread's working directory changes")
def test_threads(tmp_path):
    paths, folders = {}, [tmp_path / name for name in "abc"]

    def work(folder):
        write_files(folder, {"other.c": "int other(void) { return %d; }" % ord(folder.name)})
        ffi = builder(source="int other(void);", cdef="int other(void);", sources=["other.c"])
        paths[folder.name] = ffi.compile(str(folder))

    threads = [threading.Thread(target=work, args=(folder,)) for folder in folders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [call_built(paths[folder.name], "lib.other()") for folder in folders] == ["97", "98", "99"]


@pytest.mark.ours("the build driver is our own")
def test_without_setuptools(tmp_path):
    code = """
    import sys
    sys.modules["setuptools"] = sys.modules["distutils"] = None
    from cffi import FFI
    ffi = FFI()
    ffi.cdef("int add_one(int);")
    ffi.set_source("_built", "static int add_one(int x) { return x + 1; }")
    ffi.compile()
    from _built import lib
    print(lib.add_one(41))
    """
    assert run_python(code, tmp_path).strip() == "42"


def test_recompile(tmp_path, monkeypatch, capfd):
    from cffi.recompiler import recompile

    monkeypatch.chdir(tmp_path)
    ffi = cffi.FFI()
    ffi.cdef("int add_one(int);")
    path = recompile(ffi, "pack._one", ADD_ONE, tmpdir="out", compiler_verbose=0)
    assert path == str(tmp_path / "out/pack/_one") + SUFFIX
    assert recompile(ffi, "pack._two", None, tmpdir="out", compiler_verbose=0) == "out/pack/_two.py"
    assert recompile(ffi, "pack._two", None, tmpdir="out", call_c_compiler=False) == (None, False)
    capfd.readouterr()
    assert recompile(ffi, "_three", ADD_ONE, call_c_compiler=False, uses_ffiplatform=False) == (None, True)
    assert capfd.readouterr().out.strip().endswith("_three.c")
    assert (tmp_path / "_three.c").is_file()


def test_make_sources(tmp_path):
    from cffi.recompiler import make_c_source, make_py_source

    ffi = cffi.FFI()
    ffi.cdef("int add_one(int);")
    for make, arguments in [(make_c_source, ("_one", ADD_ONE)), (make_py_source, ("_one",))]:
        path = str(tmp_path / make.__name__)
        assert make(ffi, *(arguments + (path,))) is True
        assert make(ffi, *(arguments + (path,))) is False


def test_distutils_extension(tmp_path, monkeypatch, capsys):
    pytest.importorskip("setuptools")
    monkeypatch.chdir(tmp_path)
    ffi = builder("pack._built", sources=["other.c"], depends=["other.h"], define_macros=[("A", None)])
    extension = ffi.distutils_extension()
    assert extension.name == "pack._built"
    assert extension.sources == ["build/pack/_built.c", "other.c"]
    assert (extension.depends, extension.define_macros) == (["other.h"], [("A", None)])
    assert capsys.readouterr().err == "regenerated: 'build/pack/_built.c'\n"
    ffi.distutils_extension()
    assert capsys.readouterr().err == "not modified: 'build/pack/_built.c'\n"
    assert (tmp_path / "build/pack/_built.c").is_file()
    ffi.distutils_extension("elsewhere", verbose=False)
    assert (tmp_path / "elsewhere/pack/_built.c").is_file()


def test_ffiplatform(tmp_path, monkeypatch):
    pytest.importorskip("setuptools")
    from cffi import ffiplatform

    monkeypatch.chdir(tmp_path)
    write_files(tmp_path, {"other.c": "int other;"})
    builder().emit_c_code("_built.c")
    extension = ffiplatform.get_extension("_built.c", "_built", sources=["other.c"], define_macros=[("A", None)])
    assert (extension.name, extension.sources) == ("_built", ["_built.c", "other.c"])
    path = ffiplatform.compile("out", extension)
    assert path == str(tmp_path / "out" / "_built") + SUFFIX
    assert tree(tmp_path / "out") == ["_built" + SUFFIX, "_built.o", "other.o"]
    assert call_built(path) == "42"


def test_maybe_relative_path(tmp_path, monkeypatch):
    from cffi.ffiplatform import maybe_relative_path

    monkeypatch.chdir(tmp_path)
    here = str(tmp_path)
    assert maybe_relative_path(here + "/x/y.c") == "x/y.c"
    assert maybe_relative_path("x/../y.c") == "x/../y.c"
    assert maybe_relative_path("/usr/lib") == "/usr/lib"
    assert maybe_relative_path(here) == here


def test_flatten():
    from cffi.ffiplatform import flatten

    assert (
        flatten({"b": -3, "a": [1, "b", ("c", 2**70)], "": True})
        == "3d0s1i1sa3l1i1sb2l1sc1180591620717411303424i1sb-3i"
    )
    assert flatten("x") == "1sx"
    with fails(TypeError, "the keywords to verify() contains unsupported object 1.5"):
        flatten([1.5])
