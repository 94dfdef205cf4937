"""Commands for a shell that repair what the doctor finds."""

from __future__ import annotations

import glob
import importlib.util
import os
import re
import shlex
import sys
import sysconfig
from collections.abc import Sequence

from .installation import PACKAGE

_DEBIAN_FOLDER = "/usr/lib/python3/dist-packages"
_DEBIAN_PACKAGES = "python3-cffi python3-cffi-backend"
#: Where Debian's rule for the names of library packages does not lead to the package.
_DEBIAN_EXCEPTIONS = {"libz.so.1": "zlib1g", "libc.so.6": "libc6", "libm.so.6": "libc6"}


def python() -> str:
    return shlex.quote(sys.executable or "python")


def pip(arguments: str) -> str:
    """What installs packages for this interpreter."""
    if importlib.util.find_spec("pip") is not None:
        return f"{python()} -m pip {arguments}{_externally_managed()}"
    return f"{python()} -m ensurepip && {python()} -m pip {arguments}{_externally_managed()}"


def _externally_managed() -> str:
    """Distributions that forbid pip outside of virtual environments say so by a file."""
    is_marked = os.path.exists(os.path.join(sysconfig.get_path("stdlib"), "EXTERNALLY-MANAGED"))
    return " --break-system-packages" if is_marked and sys.prefix == sys.base_prefix else ""


def reinstall(distribution: str, options: str = "") -> str:
    if distribution == "cffi" and os.path.dirname(PACKAGE) == _DEBIAN_FOLDER:
        return f"apt-get install --reinstall {_DEBIAN_PACKAGES}"
    return pip(f"install --force-reinstall --no-cache-dir {options}{distribution}")


def upgrade() -> str:
    return pip("install --upgrade cffi")


def remove(paths: Sequence[str]) -> str:
    if os.name == "nt":
        return "powershell Remove-Item -Recurse " + ", ".join(f"'{path}'" for path in paths)
    return "rm -r " + " ".join(map(shlex.quote, paths))


def remove_install(folder: str, parts: Sequence[str]) -> str:
    """`parts`: the files and folders that do something. Nothing is removed but what an installer has put there."""
    records = sorted(glob.glob(os.path.join(glob.escape(folder), "cffi-*.dist-info")))
    search_path = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    others = [path for path in search_path if path and os.path.realpath(path) != os.path.realpath(folder)]
    if os.path.realpath(folder) == _DEBIAN_FOLDER:
        return f"apt-get remove {_DEBIAN_PACKAGES}"
    if len(others) < len(search_path) and any(search_path):
        return f"export PYTHONPATH={shlex.quote(os.pathsep.join(others))}" if others else "unset PYTHONPATH"
    if records or os.path.basename(folder) in ("site-packages", "dist-packages"):
        return remove([*parts, *records])
    if os.path.realpath(folder) == os.path.realpath(os.curdir):
        return f"cd {shlex.quote(os.path.dirname(os.path.abspath(folder)))}"
    return " && ".join(f"mv {shlex.quote(path)} {shlex.quote(path + '.aside')}" for path in parts)


def rename(path: str) -> str:
    folder, name = os.path.split(path)
    return (
        f"{'move' if os.name == 'nt' else 'mv'} {shlex.quote(path)} {shlex.quote(os.path.join(folder, 'my_' + name))}"
    )


# ---- modules


def build_again(path: str, name: str, from_source: bool = False) -> str:
    """For a compiled module: its distribution is installed again, else its build script runs again."""
    owner = _owner(path)
    if owner:
        return reinstall(owner, f"--no-binary={owner} " if from_source else "")
    return run_build_script(os.path.dirname(os.path.abspath(path)), name)


def run_build_script(folder: str, name: str) -> str:
    return f"cd {shlex.quote(folder)} && {python()} {shlex.quote(_build_script(folder, name) or 'BUILD_SCRIPT.py')}"


def _owner(path: str) -> str:
    """The distribution that installed a file; empty when none did."""
    from importlib import metadata

    wanted = os.path.realpath(path)
    for distribution in metadata.distributions():
        for file in distribution.files or ():
            if file.name == os.path.basename(path) and os.path.realpath(str(distribution.locate_file(file))) == wanted:
                return str(distribution.metadata["Name"])
    return ""


def _build_script(folder: str, name: str) -> str:
    """The script, in the folder of the module, that names it in set_source()."""
    call = re.compile(rf"set_source(?:_pkgconfig)?\(\s*['\"](?:\w+\.)*{re.escape(name.rpartition('.')[2])}['\"]")
    for path in sorted(glob.glob(os.path.join(glob.escape(folder), "*.py"))):
        with open(path, encoding="utf-8", errors="replace") as file:
            if call.search(file.read()):
                return os.path.basename(path)
    return ""


# ---- libraries


def install_library(name: str, needed_by: str = "") -> str:
    """For a shared library that is not found. `needed_by`: the file that needs it; it may lie near that."""
    folder = _nearby(name, os.path.dirname(os.path.abspath(needed_by))) if needed_by else ""
    if not folder:
        command = _package_command(name)
        if command:
            return command
    return f"export LD_LIBRARY_PATH={shlex.quote(folder or f'FOLDER_OF_{name}')}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}"


def replace_library(path: str) -> str:
    """For a file that is missing or of no use where it was asked for."""
    command = _package_command(os.path.basename(path))
    return command or f"cp {shlex.quote('RIGHT_' + os.path.basename(path))} {shlex.quote(path)}"


def _nearby(name: str, origin: str) -> str:
    folders = [
        origin,
        os.path.join(origin, "lib"),
        os.path.dirname(origin),
        os.path.join(os.path.dirname(origin), "lib"),
    ]
    return next((folder for folder in folders if os.path.isfile(os.path.join(folder, name))), "")


def _package_command(name: str) -> str:
    """Of the system's package manager, which knows libraries by their versioned names."""
    if not re.search(r"\.so\.\d", name):
        return ""
    systems = _systems()
    if "debian" in systems:
        return f"apt-get install {_DEBIAN_EXCEPTIONS.get(name) or _debian_package(name)}"
    if "alpine" in systems:
        return f"apk add so:{name}"
    if systems & {"fedora", "rhel", "centos"}:
        return f"dnf install {shlex.quote(name + '()(64bit)' if sys.maxsize > 1 << 32 else name)}"
    return ""


def _debian_package(name: str) -> str:
    """By Debian's policy, 8.1: libfoo.so.2 is in libfoo2, libfoo2.so.1 in libfoo2-1."""
    stem, _, version = name.partition(".so.")
    stem = stem.lower().replace("_", "-")
    return stem + ("-" if stem[-1].isdigit() else "") + version


def _systems() -> set[str]:
    try:
        with open("/etc/os-release", encoding="utf-8") as file:
            words = re.findall(r"^(?:ID|ID_LIKE)=(.*)$", file.read(), re.MULTILINE)
    except OSError:
        return set()
    return {system for text in words for system in text.strip("\"'").split()}
