"""The doctor's checks of compiled modules and of C libraries.

Whatever is loaded is loaded in a process of its own, which may crash without harm. The interface number of a compiled
module is asked from the module itself: its import runs against a stand-in for the extension that writes the number
down, so that it is known where the extension is broken, too.
"""

from __future__ import annotations

import glob
import json
import os
import re
import sys
from collections.abc import Iterator
from typing import Any

from . import elf, repair
from .checks import broken_extension
from .facts import built_for, python_name
from .installation import BACKEND, Installation, is_importable, run
from .report import Problem

_TABLES = re.compile(rf"{BACKEND}\.FFI\(.*?_version ?= ?(0x[0-9a-fA-F]+|\d+)", re.DOTALL)

# What an external module hands over: name, tag, exports, tables.
_ASK_FOR_TAG = """if 1:
    import ctypes, types
    def note(address):
        words = (ctypes.c_void_p * 4).from_address(address)
        print(json.dumps([ctypes.string_at(words[0]).decode(), words[1]]), flush=True)
        os._exit(0)
    sys.modules["_cffi_backend"] = types.ModuleType("_cffi_backend")
    sys.modules["_cffi_backend"]._init_cffi_1_0_external_module = note
"""
_LOAD_MODULE = """if 1:
    import importlib.util
    sys.path.append(os.path.dirname(arguments[1]))
    spec = importlib.util.spec_from_file_location(arguments[0], arguments[1])
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
"""
_OPEN_WITH_CFFI = """if 1:
    import cffi
    cffi.FFI().dlopen(arguments[0])
"""
_OPEN_WITH_CTYPES = """if 1:
    import ctypes
    for path in arguments:
        ctypes.CDLL(path)
"""


# ---- compiled modules


def check_module(name: str, installation: Installation) -> tuple[list[dict[str, Any]], list[Problem]]:
    """`name`: of a module or package, or the path of a file or folder."""
    facts: list[dict[str, Any]] = []
    problems: list[Problem] = []
    paths = module_files(name, installation.folders)
    for path in paths:
        module = {"name": _name_of(path), "file": path, "built_for": built_for(path), "interface": None}
        problems += _check_file(path, module, installation)
        facts.append(module)
    if not paths:
        text = f"there is no module of cffi with the name or path '{name}' on sys.path"
        problems.append(Problem("module-not-found", text, repair.run_build_script(os.getcwd(), name)))
    return facts, problems


def module_files(name: str, folders: list[str]) -> list[str]:
    """The one file that Python would import, or those that it cannot; of a folder, all modules that cffi compiled."""
    if os.path.isfile(name):
        return [os.path.abspath(name)]
    if os.path.isdir(name) and (os.sep in name or name in (".", "..")):
        return _modules_below(os.path.abspath(name))
    for folder in folders:
        base = os.path.join(folder, *name.split("."))
        if os.path.isdir(base) and (found := _modules_below(base)):
            return found
        files = [
            path for path in sorted(glob.glob(glob.escape(base) + ".*")) if re.search(r"\.(so|pyd|dylib|py)$", path)
        ]
        usable = [path for path in files if is_importable(path)]
        if files:
            return usable[:1] or files
    return _modules_below(os.path.abspath(name)) if os.path.isdir(name) else []


def _modules_below(folder: str) -> list[str]:
    found = []
    for path in sorted(glob.glob(os.path.join(glob.escape(folder), "**", "*.*"), recursive=True)):
        if os.path.basename(path).startswith(BACKEND + ".") or not re.search(r"\.(so|pyd|dylib|py)$", path):
            continue
        with open(path, "rb") as file:
            content = file.read()
        if _TABLES.search(content.decode("latin-1")) if path.endswith(".py") else BACKEND.encode() in content:
            found.append(path)
    return found


def _name_of(path: str) -> str:
    return os.path.basename(path).partition(".")[0]


def _check_file(path: str, module: dict[str, Any], installation: Installation) -> Iterator[Problem]:
    if path.endswith(".py"):
        yield from _check_tables(path, module, installation)
        return
    again = repair.build_again(path, module["name"])
    if not is_importable(path):
        text = f"{path} is for {module['built_for']}, this Python is {python_name()}"
        yield Problem("module-for-another-python", text, again)
        return
    output, error = run(_ASK_FOR_TAG + _LOAD_MODULE, installation.folders, [module["name"], path])
    if output.startswith("["):
        module["name"], tag = json.loads(output)
        module["interface"] = hex(tag)
        wrong = list(_check_interface(path, module["name"], tag, installation))
        yield from wrong
        if wrong:
            return
    elif error:
        yield broken_extension(path, error, "module", again)
        return
    if installation.backend is not None:
        _, error = run(_LOAD_MODULE, installation.folders, [module["name"], path])
        if error:
            yield Problem("module-broken", f"{path} cannot be imported: {error}", again)


def _check_tables(path: str, module: dict[str, Any], installation: Installation) -> Iterator[Problem]:
    with open(path, encoding="utf-8", errors="replace") as file:
        match = _TABLES.search(file.read())
    if match:
        module["interface"] = hex(int(match[1], 0))
        yield from _check_interface(path, module["name"], int(match[1], 0), installation)
    else:
        text = f"{path} is not a module that cffi made"
        yield Problem("module-broken", text, repair.build_again(path, module["name"]))


def _check_interface(path: str, name: str, tag: int, installation: Installation) -> Iterator[Problem]:
    known = getattr(installation.backend, "_interfaces", ())
    if not known or any(first <= tag <= last for first, last in known):
        return
    ranges = " and ".join(f"0x{first:x} to 0x{last:x}" for first, last in known)
    version = installation.backend.__version__
    if tag > max(last for _, last in known):
        text = f"{path} was made by a newer cffi: it has the interface 0x{tag:x}, cffi {version} knows {ranges}"
        yield Problem("module-newer-than-backend", text, repair.upgrade())
    else:
        text = f"{path} was made for another interface, 0x{tag:x}; cffi {version} knows {ranges}"
        yield Problem("module-for-another-interface", text, repair.build_again(path, name, from_source=True))


# ---- libraries


def check_library(name: str, installation: Installation) -> tuple[dict[str, Any], list[Problem]]:
    files = elf.candidates(name)
    if installation.backend is not None:
        _, error = run(_OPEN_WITH_CFFI, installation.folders, [name])
    else:
        _, error = run(_OPEN_WITH_CTYPES, installation.folders, files[:1] or [name])
    fact = {"name": name, "file": files[0] if files else None, "opens": not error}
    return fact, [_library_problem(name, files, error)] if error else []


def _library_problem(name: str, files: list[str], error: str) -> Problem:
    if not files and not os.path.exists(name):
        text = f"there is no library '{name}': {error}"
        is_bare = ".so" not in name and sys.platform != "win32"
        file_name = f"lib{name}.so" if is_bare else name
        command = repair.replace_library(name) if os.sep in name else repair.install_library(file_name)
        return Problem("library-not-found", text, command)
    path = files[0] if files else name
    lacks = elf.missing(path)
    if lacks:
        names = ", ".join(f"'{soname}' (needed by {by})" for soname, by in lacks)
        text = f"{path} needs {names}, which cannot be found"
        return Problem("library-dependency-missing", text, repair.install_library(*lacks[0]))
    file, own = elf.read(path), elf.own()
    if file and own and elf.is_foreign(file):
        text = f"{path} is for {file.architecture}, this Python is {own.architecture}"
        return Problem("library-for-another-machine", text, repair.replace_library(path))
    return Problem("library-broken", f"{path} cannot be opened: {error}", repair.replace_library(path))
