"""What is installed here: the folders that Python imports from, and the extension modules in them.

Whatever may crash runs in a process of its own.
"""

from __future__ import annotations

import importlib
import importlib.machinery
import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

BACKEND = "_cffi_backend"
LONGEST = 60
PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


@dataclass(frozen=True)
class Installation:
    """What is here. `folders` are those that Python imports from, `places` also the working directory."""

    folders: list[str]
    places: list[str]
    backend: Any  # the imported module, or None
    error: str  # why it could not be imported
    backend_files: list[str]  # all of that name, in the order of the folders, whether Python can import them or not


def look_around() -> Installation:
    folders = _existing(sys.path)
    module = None
    _, error = run(f"import {BACKEND}", folders)  # which may crash
    if not error:
        module = importlib.import_module(BACKEND)
    files = [path for folder in folders for path in backend_files(folder)]
    return Installation(folders, _existing([*folders, "."]), module, error, files)


def _existing(paths: Sequence[str]) -> list[str]:
    """Folders as absolute paths, each once."""
    found: dict[str, str] = {}
    for path in paths:
        if os.path.isdir(path or "."):
            found.setdefault(os.path.realpath(path or "."), os.path.abspath(path or "."))
    return list(found.values())


def run(script: str, folders: Sequence[str], arguments: Sequence[str] = ()) -> tuple[str, str]:
    """(standard output, the error in one line; empty when there was none) of a script in a process of its own."""
    start = f"import sys; sys.path[:] = {[*folders]!r}; arguments = {[*arguments]!r}\nimport json, os\n"
    guarded = (
        f"{start}try:\n    exec({script!r})\nexcept Exception as e:\n    sys.exit(type(e).__name__ + ': ' + str(e))"
    )
    flags = ["-I"] * sys.flags.isolated + ["-S"] * sys.flags.no_site
    command = [sys.executable, *flags, "-c", guarded]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired:
        return "", f"it did not end in {LONGEST} seconds"
    if done.returncode < 0:
        return "", f"it crashed with {signal.Signals(-done.returncode).name}"
    error = done.stderr.decode("utf-8", "replace").strip()
    return done.stdout.decode("utf-8", "replace"), (
        error or f"exit status {done.returncode}"
    ) if done.returncode else ""


def backend_files(folder: str) -> list[str]:
    """Those that Python can import come first."""
    found = [name for name in listed(folder) if re.fullmatch(rf"{BACKEND}\..*?(so|pyd|dylib|py)", name)]
    return [os.path.join(folder, name) for name in sorted(found, key=lambda name: (not is_importable(name), name))]


def is_importable(name: str) -> bool:
    """Has the file one of the suffixes that this interpreter imports?"""
    suffixes = importlib.machinery.EXTENSION_SUFFIXES + importlib.machinery.SOURCE_SUFFIXES
    return any(os.path.basename(name).partition(".")[2] == suffix[1:] for suffix in suffixes)


def listed(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []
