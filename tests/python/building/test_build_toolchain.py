"""Which compiler runs, with which flags: Python's configuration, what the environment changes, and what is left without
a compiler. Plain C extension modules are built here; no declarations are involved."""

import importlib.util
import os
import stat
import sys
import sysconfig
import textwrap

import pytest

import cffi
from support.building import run_python, write_files
from support.helpers import RELEASED, fails

pytestmark = pytest.mark.ours("the build driver is our own")
if not RELEASED:
    from cffi._build import driver, toolchain
    from cffi._build.extension import extension_from

MODULE = """\
    #include <Python.h>
    #ifndef ANSWER
    # define ANSWER 42
    #endif
    static PyModuleDef def = {PyModuleDef_HEAD_INIT, "plain", NULL, -1};
    PyMODINIT_FUNC PyInit_plain(void) {
      PyObject *module = PyModule_Create(&def);
      if (module) PyModule_AddIntConstant(module, "answer", ANSWER);
    #ifdef Py_GIL_DISABLED
      if (module) PyUnstable_Module_SetGIL(module, Py_MOD_GIL_NOT_USED);
    #endif
      return module;
    }
    """


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A folder with plain.c; an environment that says nothing about compilers."""
    for name in ["CC", "CXX", "CFLAGS", "CXXFLAGS", "CPPFLAGS", "LDFLAGS", "LDSHARED", "LDCXXSHARED"]:
        monkeypatch.delenv(name, raising=False)
    write_files(tmp_path, {"plain.c": MODULE})
    return tmp_path


def build_plain(folder, **keywords):
    extension = extension_from("plain", ["plain.c"], keywords)
    output = os.path.join(str(folder), "plain" + toolchain.extension_suffix())
    driver.build(extension, output, base=str(folder), verbose=1)
    return int(run_python("import plain; print(plain.answer)", folder))


def wrapper(folder, name, program):
    """A program that notes how it was called, then runs another."""
    path = folder / name
    path.write_text('#!/bin/sh\necho "$0 $@" >> "%s.log"\nexec %s "$@"\n' % (path, program))
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path), lambda: (folder / (name + ".log")).read_text().splitlines()


def test_configured_compiler(project, capfd):
    assert build_plain(project) == 42
    compiled, linked = capfd.readouterr().out.splitlines()[1:3]
    configured = sysconfig.get_config_var("CC").split() + sysconfig.get_config_var("CFLAGS").split()
    assert compiled.split()[: len(configured)] == configured
    assert linked.split()[0] == configured[0]


def test_CC(project, monkeypatch):
    program, calls = wrapper(project, "my_cc", "cc")
    monkeypatch.setenv("CC", program + " -DANSWER=7")
    assert build_plain(project) == 7
    compiled, linked = calls()
    assert " -c " in compiled and "-shared" in linked


def test_flags_of_the_environment(project, monkeypatch, capfd):
    monkeypatch.setenv("CFLAGS", "-DANSWER=8 -O0")
    monkeypatch.setenv("CPPFLAGS", "-DOTHER='a b'")
    monkeypatch.setenv("LDFLAGS", "-Wl,-z,now")
    assert build_plain(project) == 8
    compiled, linked = capfd.readouterr().out.splitlines()[1:3]
    assert "-DANSWER=8 -O0 '-DOTHER=a b'" in compiled and "-Wl,-z,now" not in compiled
    assert "-Wl,-z,now" in linked


def test_LDSHARED(project, monkeypatch):
    program, calls = wrapper(project, "my_ld", "cc")
    monkeypatch.setenv("LDSHARED", program + " -shared")
    assert build_plain(project) == 42
    assert len(calls()) == 1


def test_CXX(project, monkeypatch):
    (project / "plain.c").rename(project / "plain.cpp")
    program, calls = wrapper(project, "my_cxx", "c++")
    monkeypatch.setenv("CXX", program)
    extension = extension_from("plain", ["plain.cpp"], {})
    driver.build(extension, str(project / ("plain" + toolchain.extension_suffix())), base=str(project))
    compiled, linked = calls()
    assert " -c " in compiled and "-shared" in linked


def test_CC_that_does_not_exist(project, monkeypatch):
    monkeypatch.setenv("CC", "no-such-compiler -O2")
    with fails(cffi.VerificationError, "CC=no-such-compiler -O2", "there is no program 'no-such-compiler'"):
        build_plain(project)


def test_configured_compiler_is_missing(project, monkeypatch):
    """A Python that was built elsewhere, with a compiler that is not here: another one is taken."""
    program, calls = wrapper(project, "cc", "/usr/bin/cc")
    real = sysconfig.get_config_var
    other = {"CC": "elsewhere-gcc -pthread", "LDSHARED": "elsewhere-gcc -pthread -shared"}
    monkeypatch.setattr(sysconfig, "get_config_var", lambda name: other.get(name, real(name)))
    monkeypatch.setenv("PATH", str(project) + os.pathsep + os.environ["PATH"])
    assert build_plain(project) == 42
    assert len(calls()) == 2


@pytest.fixture
def no_compiler(project, monkeypatch):
    monkeypatch.setenv("PATH", str(project / "empty"))
    return project


def test_no_compiler_at_all(no_compiler, monkeypatch):
    monkeypatch.setitem(sys.modules, "ziglang", None)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with fails(
        cffi.VerificationError, "no C compiler was found", "pip install 'cffi[compiler]'", "apt install build-essential"
    ):
        build_plain(no_compiler)


def test_ziglang_is_the_fallback(no_compiler, monkeypatch):
    """A package of that name that does what the real one does: `python -m ziglang cc`. (The real one: see test_ziglang.)"""
    write_files(
        no_compiler,
        {
            "site/ziglang/__init__.py": "",
            "site/ziglang/__main__.py": """\
        import os, sys
        os.environ["PATH"] = os.defpath
        arguments = [word for word in sys.argv[2:] if word != "-fno-sanitize=undefined"]
        print("zig", *sys.argv[1:], file=open("zig.log", "a"))
        os.execvp({"cc": "cc", "c++": "c++"}[sys.argv[1]], arguments[:0] + [sys.argv[1]] + arguments)
        """,
        },
    )
    monkeypatch.syspath_prepend(str(no_compiler / "site"))
    monkeypatch.setenv("PYTHONPATH", str(no_compiler / "site"))
    assert build_plain(no_compiler) == 42
    assert [line.split()[:2] for line in (no_compiler / "zig.log").read_text().splitlines()] == [
        ["zig", "cc"],
        ["zig", "cc"],
    ]


def test_ziglang(no_compiler):
    pytest.importorskip("ziglang", reason="the package ziglang is not installed")
    assert build_plain(no_compiler) == 42


def test_another_machine(project, monkeypatch, capfd):
    """Cross-compiling: a description of the target's Python, named as for distutils and sysconfig."""
    program, calls = wrapper(project, "target-gcc", "cc")
    variables = {
        "CC": program, "CXX": "target-g++", "CFLAGS": "-DTARGET", "CCSHARED": "-fPIC", "LDSHARED": program + " -shared",
        "EXT_SUFFIX": ".target.so", "SHLIB_SUFFIX": ".so", "INCLUDEPY": sysconfig.get_config_var("INCLUDEPY"),
        "Py_ENABLE_SHARED": 0, "Py_GIL_DISABLED": 0,
    }  # fmt: skip
    write_files(project, {"data/_target_sysconfig.py": "build_time_vars = %r\n" % variables})
    code = """
    from cffi._build import driver, toolchain
    from cffi._build.extension import extension_from
    extension = extension_from("plain", ["plain.c"], {})
    driver.build(extension, "plain" + toolchain.extension_suffix())
    print(toolchain.abi3_suffix())
    """
    out = run_python(code, project, PYTHONPATH=project / "data", _PYTHON_SYSCONFIGDATA_NAME="_target_sysconfig")
    assert out.strip() == ".abi3.so"
    compiled, linked = calls()
    assert " -DTARGET -fPIC " in compiled
    assert linked.endswith("-o plain.target.so")


def test_several_files_at_a_time(project):
    """Each compilation waits until all have begun: one after the other, they would never end."""
    count = min(3, os.cpu_count() or 1)
    if count < 2:
        pytest.skip("one processor")
    for index in range(count):
        (project / ("part%d.c" % index)).write_text("int part%d;" % index)
    script = project / "waiting_cc"
    script.write_text(textwrap.dedent("""\
        #!/bin/sh
        case "$*" in *" -c "*)
          touch begun.$$
          tries=0
          while [ "$(ls begun.* | wc -l)" -lt %d ]; do
            tries=$((tries + 1)); [ $tries -lt 3000 ] || exit 9
            sleep 0.01
          done;;
        esac
        exec cc "$@"
        """ % count))  # fmt: skip
    script.chmod(0o755)
    extension = extension_from("parts", ["part%d.c" % index for index in range(count)], {})
    old = os.environ.get("CC")
    os.environ["CC"] = str(script)
    try:
        driver.build(extension, str(project / "parts.so"), base=str(project))
    finally:
        if old is None:
            del os.environ["CC"]
        else:
            os.environ["CC"] = old
    assert (project / "parts.so").is_file()


def test_headers_are_missing(project, monkeypatch):
    from cffi._build import diagnostics

    output = "plain.c:1:10: fatal error: Python.h: No such file or directory\n"
    assert "apt install python3-dev" in diagnostics.explain(output, "plain.c", "", "", [])[0]


@pytest.mark.parametrize(
    "asked, version",
    [
        (False, False),
        (None, False),
        (0, False),
        (True, True),
        (1, True),
        ("3.10", 0x030A0000),
        ("cp311", 0x030B0000),
        (0x030C0000, 0x030C0000),
    ],
)
def test_limited_api_version(monkeypatch, asked, version):
    assert toolchain.limited_api_version(asked) == (version if toolchain.has_limited_api() else False)
    monkeypatch.setattr(toolchain, "is_free_threaded", lambda: True)
    without = sys.version_info < (3, 15)  # free-threaded builds have one since then
    assert toolchain.limited_api_version(asked) == (False if without else version)


@pytest.mark.parametrize("asked", ["3", "cp", "x.y", "2.7", 1.5])
def test_limited_api_version_refused(monkeypatch, asked):
    monkeypatch.setattr(toolchain, "is_free_threaded", lambda: False)
    with fails(ValueError, "py_limited_api must be True, False, or a version like '3.10'"):
        toolchain.limited_api_version(asked)


def test_import_is_light():
    """Importing cffi imports nothing that is for building."""
    code = "import sys; import cffi; print([m for m in sys.modules if m in ('sysconfig', 'subprocess', 'dataclasses', 'cffi._build')])"
    assert run_python(code, os.path.dirname(__file__)).strip() in ("[]", "['sysconfig']")


def test_writing_a_source_imports_no_compiler():
    """A build system that only wants the source starts a process for each: it must not pay for what compiles."""
    code = (
        "import io, sys; from cffi import FFI; ffi = FFI(); ffi.cdef('int f(int);'); ffi.set_source('_light', '');"
        "ffi.emit_c_code(io.StringIO()); print([m for m in ('subprocess', 'configparser', 'cffi._build.toolchain',"
        " 'cffi._build.driver') if m in sys.modules])"
    )
    assert run_python(code, os.path.dirname(__file__)).strip() == "[]"
