"""Which compiler on Windows: MSVC, found as setuptools finds it, or one that takes GCC's options: GCC, clang, ziglang.

The environment decides when it names a program as CC, then setup.cfg (`compiler = mingw32`), then what is there.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig

from ..error import VerificationError
from .command_style import GnuStyle, Linking, MsvcStyle
from .extension import Extension
from .toolchain import ZIG_FLAGS, Toolchain, environment_words, is_free_threaded

NO_COMPILER = (
    "no C compiler was found: neither Microsoft Visual C++ (winget install Microsoft.VisualStudio.2022.BuildTools, with "
    "the workload 'Desktop development with C++') nor gcc or clang on PATH. Without installing either, take the one "
    'from the package index: pip install "cffi[compiler]"'
)
# What MSVC's script calls the machines that it is run on and compiles for.
MACHINES = {"win-amd64": "x86_amd64", "win32": "x86", "win-arm64": "x86_arm64"}
COMPONENT = "Microsoft.VisualStudio.Component.VC.Tools.x86.x64"
GNU_FLAGS = ("-O2", "-DNDEBUG", "-Wall")


def find_toolchain(needs_cxx: bool = False, compiler: str = "") -> Toolchain:
    """Raises VerificationError when there is no compiler."""
    asked = environment_words("CC")
    if asked:
        if shutil.which(asked[0]) is None:
            raise VerificationError(
                f"the environment says CC={os.environ['CC']}, but there is no program '{asked[0]}'"
            )
        return _msvc(os.environ, asked) if is_msvc(asked[0]) else _gnu(asked, environment_words("CXX") or asked)
    found = None if compiler == "mingw32" else visual_studio_environment()
    if found is not None:
        return _msvc(found)
    for c, cxx in (("gcc", "g++"), ("clang", "clang++")):
        if shutil.which(cxx if needs_cxx else c) is not None:
            return _gnu([c], [cxx])
    if importlib.util.find_spec("ziglang") is None:
        raise VerificationError(NO_COMPILER)
    zig = [sys.executable, "-m", "ziglang"]
    # CPython's own compiler is MSVC, whose long double is a double.
    flags = [*(flag for flag in ZIG_FLAGS if flag != "-fPIC"), "-mlong-double-64"]
    return _gnu([*zig, "cc"], [*zig, "c++"], flags)


def is_msvc(program: str) -> bool:
    """Whether a program takes MSVC's options: cl, clang-cl."""
    return os.path.splitext(os.path.basename(program))[0].lower() in ("cl", "clang-cl")


def library_dirs() -> list[str]:
    """Where Python's import libraries lie: those of the installation that a virtual environment was made from."""
    return list(dict.fromkeys(os.path.join(prefix, "libs") for prefix in (sys.base_exec_prefix, sys.base_prefix)))


def python_library(is_limited: bool) -> str:
    """The import library of a module: that of every Python 3, for the limited API."""
    suffix = "t" if is_free_threaded() else ""
    return f"python3{suffix}" if is_limited else f"python{sysconfig.get_python_version().replace('.', '')}{suffix}"


def link_to_python(job: Linking, extension: Extension) -> None:
    """Adds what a module is linked to and must show (an embedded library has both: its source says so itself)."""
    if not extension.is_library:
        job.exports.append("PyInit_" + extension.name.rpartition(".")[2])
        job.libraries = [*job.libraries, python_library(extension.py_limited_api)]


def _include_dirs() -> list[str]:
    return list(dict.fromkeys([sysconfig.get_path("include"), sysconfig.get_path("platinclude")]))


def _gnu(c: list[str], cxx: list[str], flags: list[str] | None = None) -> Toolchain:
    own = flags if flags is not None else list(GNU_FLAGS)
    preprocessor = environment_words("CPPFLAGS")
    c_flags = environment_words("CFLAGS") + preprocessor
    cxx_flags = environment_words("CXXFLAGS" if "CXXFLAGS" in os.environ else "CFLAGS") + preprocessor
    link_flags = ["-shared", *environment_words("LDFLAGS")]
    return Toolchain(
        compile_c=[*c, *own, *c_flags],
        compile_cxx=[*cxx, *own, *cxx_flags],
        link_c=[*c, *link_flags],
        link_cxx=[*cxx, *link_flags],
        include_dirs=_include_dirs(),
        library_dirs=library_dirs(),
        style=GnuStyle(),
    )


def _msvc(environment: os._Environ[str] | dict[str, str], compiler: list[str] | None = None) -> Toolchain:
    """MSVC reads CL and LINK itself; CFLAGS and the like are for the others."""
    path = environment.get("PATH")
    command = compiler or [shutil.which("cl.exe", path=path) or "cl.exe"]
    link = [shutil.which("link.exe", path=path) or "link.exe"]
    return Toolchain(
        compile_c=command,
        compile_cxx=command,
        link_c=link,
        link_cxx=link,
        include_dirs=_include_dirs(),
        library_dirs=library_dirs(),
        style=MsvcStyle(),
        environment=dict(environment),
    )


def visual_studio_environment() -> dict[str, str] | None:
    """The environment that MSVC runs in; None where it is not installed.

    With DISTUTILS_USE_SDK it is this process's own, as in a developer's command prompt.
    """
    if "DISTUTILS_USE_SDK" in os.environ and "MSSdk" in os.environ:
        return dict(os.environ)
    folder = _visual_studio_folder()
    if folder is None:
        return None
    script = os.path.join(folder, "VC", "Auxiliary", "Build", "vcvarsall.bat")
    machine = MACHINES.get(sysconfig.get_platform(), "x86_amd64")
    done = subprocess.run(
        f'cmd /u /c "{script}" {machine} && set', stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    text = done.stdout.decode("utf-16-le", errors="replace")
    if done.returncode != 0:
        raise VerificationError(f"Visual Studio's own script failed: {script} {machine}\n{text}")
    # Windows does not tell small letters from capital ones in these names.
    return {name.upper(): value for name, mark, value in (line.partition("=") for line in text.splitlines()) if mark}


def _visual_studio_folder() -> str | None:
    """The newest Visual Studio (2017 or later, Build Tools included) that has the compiler, as its installer says."""
    programs = os.environ.get("ProgramFiles(x86)") or os.environ.get("ProgramFiles")
    installer = os.path.join(programs or "", "Microsoft Visual Studio", "Installer", "vswhere.exe")
    if not os.path.exists(installer):
        return None
    command = [installer, "-latest", "-prerelease", "-products", "*", "-requires", COMPONENT, "-utf8"]
    done = subprocess.run(
        [*command, "-property", "installationPath"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    folder = done.stdout.strip()
    return folder if folder and os.path.isdir(os.path.join(folder, "VC", "Auxiliary", "Build")) else None
