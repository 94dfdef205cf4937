"""How compilers on Windows are called. Microsoft's cannot run here: its command lines are written down."""

import os

import pytest

from support.helpers import RELEASED, fails

pytestmark = pytest.mark.ours("the build driver is our own")
if not RELEASED:
    from cffi import VerificationError
    from cffi._build import windows
    from cffi._build.command_style import Compilation, GnuStyle, Linking, MsvcStyle

COMPILATION = {
    "source": "build\\my mod.c",
    "output": "build\\my mod.obj",
    "define_macros": [("UNICODE", None), ("VERSION", '"1.2"')],
    "undef_macros": ["NDEBUG"],
    "include_dirs": ["include", "C:\\Program Files\\Python313\\Include"],
    "extra": ["/std:c11"],
}
LINKING = {
    "objects": ["build\\mod.obj", "other.obj"],
    "output": "pkg\\mod.cp313-win_amd64.pyd",
    "exports": ["PyInit_mod"],
    "library_dirs": ["C:\\Program Files\\Python313\\libs"],
    "libraries": ["user32", "python313"],
    "extra": ["/OPT:REF"],
}


def test_msvc_compiles():
    assert MsvcStyle().compile(Compilation(**COMPILATION)) == [
        *["/c", "/nologo", "/O2", "/W3", "/DNDEBUG", "/MD"],
        *["/DUNICODE", '/DVERSION="1.2"', "/UNDEBUG", "/Iinclude", "/IC:\\Program Files\\Python313\\Include"],
        *["/Tcbuild\\my mod.c", "/Fobuild\\my mod.obj", "/std:c11"],
    ]


def test_msvc_compiles_cxx_for_debugging():
    job = Compilation("mod.cpp", "mod.obj", is_cxx=True, is_debug=True)
    assert MsvcStyle().compile(job) == [
        *["/c", "/nologo", "/Od", "/MDd", "/Zi", "/W3", "/D_DEBUG", "/EHsc", "/Tpmod.cpp", "/Fomod.obj"],
    ]


def test_msvc_links():
    assert MsvcStyle().link(Linking(**LINKING)) == [
        *["/nologo", "/INCREMENTAL:NO", "/DLL", "/MANIFEST:EMBED,ID=2", "/MANIFESTUAC:NO"],
        *["/LIBPATH:C:\\Program Files\\Python313\\libs", "user32.lib", "python313.lib", "/EXPORT:PyInit_mod"],
        *["build\\mod.obj", "other.obj", "/OUT:pkg\\mod.cp313-win_amd64.pyd", "/IMPLIB:build\\mod.lib", "/OPT:REF"],
    ]


def test_msvc_has_no_folders_for_the_loader():
    with fails(VerificationError, "os.add_dll_directory()"):
        MsvcStyle().link(Linking(["mod.obj"], "mod.pyd", runtime_library_dirs=["lib"]))


def test_gcc_links():
    job = Linking(["mod.o"], "mod.pyd", library_dirs=["libs"], libraries=["user32", "python3"], extra=["-s"])
    assert GnuStyle().link(job) == ["mod.o", "-Llibs", "-luser32", "-lpython3", "-o", "mod.pyd", "-s"]


@pytest.mark.parametrize(
    "program, is_msvc",
    [
        ("cl", True),
        ("C:/Program Files/LLVM/bin/clang-cl.exe", True),
        ("CL.EXE", True),
        ("clang", False),
        ("gcc.exe", False),
    ],
)
def test_whose_options_a_program_takes(program, is_msvc):
    assert windows.is_msvc(program) is is_msvc


def test_limited_modules_link_to_the_library_of_every_python():
    assert windows.python_library(True).startswith("python3") and "." not in windows.python_library(True)
    assert windows.python_library(True) != windows.python_library(False)


def test_a_developers_prompt_is_taken_as_it_is(monkeypatch):
    monkeypatch.setenv("DISTUTILS_USE_SDK", "1")
    monkeypatch.setenv("MSSdk", "1")
    assert windows.visual_studio_environment() == dict(os.environ)


def test_no_visual_studio(monkeypatch, tmp_path):
    monkeypatch.delenv("DISTUTILS_USE_SDK", raising=False)
    monkeypatch.setenv("ProgramFiles(x86)", str(tmp_path))
    assert windows.visual_studio_environment() is None
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CC", raising=False)
    monkeypatch.setattr(windows.importlib.util, "find_spec", lambda name: None)
    with fails(VerificationError, "Visual C++", "gcc or clang", 'pip install "cffi[compiler]"'):
        windows.find_toolchain()
    monkeypatch.setenv("CC", "no-such-compiler -O2")
    with fails(VerificationError, "CC=no-such-compiler"):
        windows.find_toolchain()
