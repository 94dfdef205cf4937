"""The doctor's checks of the installation: each is a function from an Installation to the problems that it finds."""

from __future__ import annotations

import os
import re
import sys
import sysconfig
from collections.abc import Iterator

from .._version import __version__
from . import elf, repair
from .facts import built_for, python_name
from .installation import BACKEND, PACKAGE, Installation, backend_files, is_importable, listed
from .report import Problem


def check_backend(installation: Installation) -> Iterator[Problem]:
    if installation.backend is not None:
        path = getattr(installation.backend, "__file__", None) or ""
        if path.endswith(".py") or hasattr(installation.backend, "__path__"):
            where = path or next(iter(installation.backend.__path__))
            text = f"{where} takes the place of the extension module {BACKEND}"
            yield Problem("shadowed", text, repair.rename(where))
        return
    usable = [path for path in installation.backend_files if is_importable(path)]
    if usable:
        yield broken_extension(usable[0], installation.error, "backend", repair.reinstall("cffi"))
    elif installation.backend_files:
        files = "; ".join(f"{path} is for {built_for(path)}" for path in installation.backend_files)
        text = f"No module named '{BACKEND}' for this Python ({python_name()}): {files}"
        yield Problem("backend-for-another-python", text, repair.reinstall("cffi"))
    else:
        text = f"No module named '{BACKEND}': no folder of sys.path has the extension module of cffi"
        yield Problem("backend-missing", text, repair.reinstall("cffi"))


def broken_extension(path: str, error: str, noun: str, command: str) -> Problem:
    """Why an extension module with the right name could not be loaded: by its file, else in the words of the system."""
    file = elf.read(path)
    own = elf.own()
    if own and file and elf.is_foreign(file):
        text = f"{path} is for {file.architecture}, this Python is {own.architecture}"
        return Problem(f"{noun}-for-another-machine", text, command)
    if own and (not file or file.cut_short):
        return Problem(f"{noun}-damaged", f"{path} is not a shared library, or is cut short ({error})", command)
    lacks = elf.missing(path)
    if lacks:
        names = ", ".join(f"'{name}' (needed by {by})" for name, by in lacks)
        if noun != "backend":
            command = repair.install_library(lacks[0][0], path)
        return Problem(f"{noun}-dependency-missing", f"{path} needs {names}, which cannot be found", command)
    if re.search(r"undefined symbol: _?Py|symbol not found.*Py", error):
        text = f"{path} was built for another Python than its name says ({error})"
        return Problem(f"{noun}-for-another-python", text, command)
    return Problem(f"{noun}-broken", f"{path} cannot be imported: {error}", command)


def check_version(installation: Installation) -> Iterator[Problem]:
    found = getattr(installation.backend, "__version__", None)
    if installation.backend is not None and found != __version__:
        path = getattr(installation.backend, "__file__", None) or "built in"
        text = f"Version mismatch: the package cffi is {__version__} ({PACKAGE}), {BACKEND} is {found} ({path})"
        yield Problem("version-mismatch", text, repair.reinstall("cffi"))


def check_metadata(installation: Installation) -> Iterator[Problem]:
    """Does pip's record, beside the package, tell of another version? An install over another one was cut off, then."""
    folder = os.path.dirname(PACKAGE)
    versions = {
        match[1]: os.path.join(folder, match[0])
        for match in (re.fullmatch(r"cffi-([^-]+)\.dist-info", name) for name in sorted(listed(folder)))
        if match
    }
    if versions and set(versions) != {__version__}:
        text = (
            f"the package cffi is {__version__} ({PACKAGE}), but the record of its install says {', '.join(versions)}"
        )
        others = [path for version, path in versions.items() if version != __version__]
        command = repair.reinstall("cffi")
        yield Problem(
            "version-mismatch", text, f"{repair.remove(others)} && {command}" if len(versions) > 1 else command
        )


def check_duplicates(installation: Installation) -> Iterator[Problem]:
    """Installs in several folders: which of them counts depends on how Python is started."""
    module_file = getattr(installation.backend, "__file__", None)
    folders = [folder for folder in installation.places if installed_parts(folder)]
    proper = [folder for folder in folders if folder in (sysconfig.get_path("platlib"), sysconfig.get_path("purelib"))]
    complete = [folder for folder in folders if len(installed_parts(folder)) > 1]
    keep = (proper + complete + [os.path.dirname(PACKAGE)])[0]
    for folder in folders:
        parts = installed_parts(folder)
        if _same(folder, keep) or _is_base_of_environment(folder):
            continue
        used = [path for path in parts if _same(path, PACKAGE) or (module_file and _same(path, module_file))]
        what = f"; in use: {', '.join(used)}" if used else ""
        text = f"two installs of cffi: {keep} has one, and {folder} has {', '.join(map(os.path.basename, parts))}{what}"
        yield Problem("two-installs", text, repair.remove_install(folder, parts))


def installed_parts(folder: str) -> list[str]:
    """What of cffi lies in a folder: the package, and files of the extension that this Python can import."""
    package = os.path.join(folder, "cffi")
    parts = [package] if os.path.isfile(os.path.join(package, "__init__.py")) else []
    return parts + [path for path in backend_files(folder) if is_importable(path) and not path.endswith(".py")]


def _is_base_of_environment(folder: str) -> bool:
    """A virtual environment that sees the folders of its base Python is meant to come before them."""
    inside = os.path.realpath(folder).startswith(os.path.realpath(sys.base_prefix) + os.sep)
    is_ours = os.path.realpath(PACKAGE).startswith(os.path.realpath(sys.prefix) + os.sep)
    return sys.prefix != sys.base_prefix and inside and is_ours and not folder.startswith(sys.prefix + os.sep)


def check_local_files(installation: Installation) -> Iterator[Problem]:
    """A program's own cffi.py or _cffi_backend.py takes the place of ours in whatever is started from its folder."""
    for folder in installation.places:
        for path in (os.path.join(folder, "cffi.py"), os.path.join(folder, BACKEND + ".py")):
            is_known = getattr(installation.backend, "__file__", None) == path
            if os.path.isfile(path) and not is_known:
                text = f"{path} takes the place of the installed module in programs that find {folder} first"
                yield Problem("shadowed", text, repair.rename(path))


def check_callbacks(installation: Installation) -> Iterator[Problem]:
    """Calls Python from C, where the system may have something against it."""
    if getattr(installation.backend, "__version__", None) != __version__:
        return
    try:
        from ..api import FFI

        callback = FFI().callback("int(int)", lambda value: value + 1)
        problem = "" if callback(41) == 42 else "a callback gave a wrong result"
    except Exception as error:
        problem = f"callbacks do not work here: {type(error).__name__}: {error}"
    if problem:
        yield Problem("callbacks", problem, repair.reinstall("cffi"))


def _same(one: str, other: str) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


ALL = (check_backend, check_version, check_metadata, check_duplicates, check_local_files, check_callbacks)
