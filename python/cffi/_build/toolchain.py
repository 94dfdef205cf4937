"""Which compiler, and with which flags? Read from the configuration that Python itself was built with.

The environment overrides it as it does for distutils: CC, CXX, LDSHARED, LDCXXSHARED replace commands; CFLAGS,
CXXFLAGS, CPPFLAGS and LDFLAGS add to them. `sysconfig` answers for another machine when _PYTHON_SYSCONFIGDATA_NAME says
so. Nothing here runs a program.
"""

from __future__ import annotations

import importlib.util
import os
import shlex
import shutil
import sys
import sysconfig
from dataclasses import dataclass
from typing import Any

from ..error import VerificationError
from .command_style import CommandStyle, GnuStyle

C_SUFFIXES = frozenset({".c", ".m"})
CXX_SUFFIXES = frozenset({".cc", ".cpp", ".cxx", ".c++", ".C", ".mm"})
ASSEMBLY_SUFFIXES = frozenset({".s", ".S"})

NO_COMPILER = (
    "no C compiler was found ({}). Either install one (Debian, Ubuntu: apt install build-essential; Fedora: dnf "
    "install gcc; Alpine: apk add build-base; macOS: xcode-select --install), or take the one from the package index: "
    "pip install 'cffi[compiler]'"
)

# What ziglang's clang gets instead of flags that were made for another compiler. Its checks of undefined behaviour,
# which need a run-time library, are off.
ZIG_FLAGS = ("-O2", "-DNDEBUG", "-fwrapv", "-Wall", "-fPIC", "-fno-sanitize=undefined")


@dataclass(frozen=True)
class Toolchain:
    """Commands as lists of words, flags included; the caller adds its own, the files, and `-c` or `-o`."""

    compile_c: list[str]
    compile_cxx: list[str]
    link_c: list[str]
    link_cxx: list[str]
    include_dirs: list[str]
    library_dirs: list[str]
    style: CommandStyle = GnuStyle()
    environment: dict[str, str] | None = None  # that the commands run in, if not this process's


def is_free_threaded() -> bool:
    return bool(sysconfig.get_config_var("Py_GIL_DISABLED"))


def extension_suffix() -> str:
    return config_text("EXT_SUFFIX", ".so")


def has_limited_api() -> bool:
    """Free-threaded Pythons have one since 3.15, which the macro Py_TARGET_ABI3T chooses; debug builds have none."""
    return not hasattr(sys, "gettotalrefcount") and (not is_free_threaded() or sys.version_info >= (3, 15))


def abi3_suffix() -> str:
    """The suffix of modules for the limited API; that of any other module where there is no stable ABI."""
    if not has_limited_api():
        return extension_suffix()
    if os.name == "nt":
        return ".pyd"
    return (".abi3t" if is_free_threaded() else ".abi3") + shared_suffix()


def limited_api_version(asked: Any) -> bool | int:
    """What set_source() says as py_limited_api: False, True (the oldest version), or a version: "3.10", 0x030A0000."""
    if not has_limited_api() or asked is None or asked is False:
        return False
    if asked is True or (isinstance(asked, int) and asked > 1):
        return asked
    if isinstance(asked, str):
        major, _, minor = (asked[2:3] + "." + asked[3:] if asked.startswith("cp") else asked).rpartition(".")
        if minor.isdecimal() and major == "3":
            return 0x03000000 | int(minor) << 16
    if asked in (0, 1):
        return bool(asked)
    raise ValueError(f"py_limited_api must be True, False, or a version like '3.10', not {asked!r}")


def shared_suffix() -> str:
    return config_text("SHLIB_SUFFIX", ".dll" if os.name == "nt" else ".so")


def library_suffix() -> str:
    """Of libraries to link with."""
    return ".dylib" if sys.platform == "darwin" else ".so"


def link_library(command: list[str]) -> list[str]:
    """The command that links modules, for a library that programs can link with."""
    if sys.platform != "darwin":
        return command
    return ["-dynamiclib" if word == "-bundle" else word for word in command]


def find_toolchain(needs_cxx: bool = False) -> Toolchain:
    """Raises VerificationError when there is no compiler."""
    c = _find("CC", ("cc", "gcc", "clang"))
    cxx = _find("CXX", ("c++", "g++", "clang++"))
    if c is None or (needs_cxx and cxx is None):
        return _zig(needs_cxx)
    cxx = cxx or c
    preprocessor = environment_words("CPPFLAGS")
    flags = _words("CFLAGS") + environment_words("CFLAGS") + preprocessor
    cxx_flags = [flag for flag in _words("CFLAGS") if not _is_for_c_only(flag)]
    cxx_flags += environment_words("CXXFLAGS" if "CXXFLAGS" in os.environ else "CFLAGS") + preprocessor
    link_flags = environment_words("LDFLAGS") + environment_words("CFLAGS") + preprocessor
    shared = _words("CCSHARED")
    return _toolchain(
        compile_c=c + flags + shared,
        compile_cxx=cxx + cxx_flags + shared,
        link_c=_linker("LDSHARED", "CC", c) + link_flags,
        link_cxx=_linker("LDCXXSHARED", "CXX", cxx) + link_flags,
    )


def _toolchain(compile_c: list[str], compile_cxx: list[str], link_c: list[str], link_cxx: list[str]) -> Toolchain:
    library_dir = config_text("LIBDIR")
    return Toolchain(
        compile_c,
        compile_cxx,
        link_c,
        link_cxx,
        include_dirs=_include_dirs(),
        library_dirs=[library_dir] if library_dir and sysconfig.get_config_var("Py_ENABLE_SHARED") else [],
    )


def _zig(needs_cxx: bool) -> Toolchain:
    if importlib.util.find_spec("ziglang") is None:
        wanted = _words("CXX" if needs_cxx and _find("CC", ()) else "CC")
        raise VerificationError(NO_COMPILER.format("Python was built with '{}'".format(wanted[0] if wanted else "cc")))
    zig = [sys.executable, "-m", "ziglang"]
    own = list(ZIG_FLAGS) + environment_words("CFLAGS") + environment_words("CPPFLAGS")
    link_flags = ["-shared", *environment_words("LDFLAGS")]
    return _toolchain(
        compile_c=[*zig, "cc", *own],
        compile_cxx=[*zig, "c++", *own],
        link_c=[*zig, "cc", *link_flags],
        link_cxx=[*zig, "c++", *link_flags],
    )


def _find(variable: str, others: tuple[str, ...]) -> list[str] | None:
    """The compiler's command: what the environment says, else what Python was built with, else one of the others."""
    asked = environment_words(variable)
    if asked:
        if shutil.which(asked[0]) is None:
            raise VerificationError(
                f"the environment says {variable}={os.environ[variable]}, but there is no program '{asked[0]}'"
            )
        return asked
    configured = _words(variable)
    if configured and shutil.which(configured[0]) is not None:
        return configured
    found = next((name for name in others if shutil.which(name) is not None), None)
    return None if found is None else [found]


def _linker(variable: str, compiler_variable: str, compiler: list[str]) -> list[str]:
    """The command that links, with the compiler that was found in place of the one Python was built with."""
    asked = environment_words(variable)
    if asked:
        return asked
    command = _words(variable)
    configured = _words(compiler_variable)
    if variable == "LDCXXSHARED" and (not command or "LDSHARED" in os.environ):
        command, configured = environment_words("LDSHARED") or _words("LDSHARED"), _words("CC")
        return compiler + _after(command, configured)
    if variable == "LDCXXSHARED":
        # Before Python 3.13 it lacks the search paths that LDSHARED has.
        own = _after(command, configured)
        return compiler + own + [word for word in _after(_words("LDSHARED"), _words("CC")) if word not in own]
    return compiler + _after(command or ["cc", "-shared"], configured)


def _after(command: list[str], compiler: list[str]) -> list[str]:
    """The words of the command after its compiler."""
    if compiler and command[: len(compiler)] == compiler:
        return command[len(compiler) :]
    return command[1:]


def _include_dirs() -> list[str]:
    configured = config_text("INCLUDEPY")
    if configured and _is_cross():
        return [configured]
    found = [sysconfig.get_path("include"), sysconfig.get_path("platinclude")]
    if configured and not any(os.path.exists(os.path.join(path, "Python.h")) for path in found):
        found.append(configured)
    if sys.exec_prefix != sys.base_exec_prefix:
        found.insert(0, os.path.join(sys.exec_prefix, "include"))
    return list(dict.fromkeys(found))


def _is_cross() -> bool:
    return "_PYTHON_SYSCONFIGDATA_NAME" in os.environ or "_PYTHON_HOST_PLATFORM" in os.environ


def _is_for_c_only(flag: str) -> bool:
    return flag in ("-Wstrict-prototypes", "-Wmissing-prototypes") or flag.startswith(
        ("-std=c9", "-std=c1", "-std=gnu9", "-std=gnu1")
    )


def config_text(variable: str, default: str = "") -> str:
    """What sysconfig says, when it is a string with something in it."""
    value = sysconfig.get_config_var(variable)
    return value if isinstance(value, str) and value else default


def _words(variable: str) -> list[str]:
    return shlex.split(config_text(variable))


def environment_words(variable: str) -> list[str]:
    """The words of an environment variable, such as CFLAGS. On Windows a backslash is one."""
    text = os.environ.get(variable, "")
    if os.name != "nt":
        return shlex.split(text)
    return [word.replace('"', "") for word in shlex.split(text, posix=False)]
