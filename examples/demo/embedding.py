"""Embedding: a plug-in written in Python becomes a C library; a C program that is linked with it calls it."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys
import sysconfig
import tempfile

import cffi
from show import step, title

EXAMPLE = pathlib.Path(__file__).resolve().parent.parent / "embedding"
PRINTED = """\
3 settings
  width = 640
  height = 480
  zoom = 1.5
hight: did you mean height?
what is no JSON: -1
"""


def build_library(folder: str) -> str | None:
    """The name of the library; None where this Python cannot be embedded."""
    sys.path.insert(0, str(EXAMPLE))
    from build_settings import ffi

    try:
        return os.path.basename(ffi.compile(tmpdir=folder, target="libsettings.*"))
    except cffi.VerificationError as error:
        if "Python's own shared library" not in str(error):
            raise
        print(f"  skipped: {error}")
        return None


def build_program(folder: str) -> str:
    compiler = (sysconfig.get_config_var("CC") or "cc").split()
    program = os.path.join(folder, "main")
    link = ["-L" + folder, "-lsettings", "-Wl,-rpath," + folder]
    subprocess.run([*compiler, str(EXAMPLE / "main.c"), "-o", program, *link], check=True)
    return program


def run(program: str) -> str:
    """The interpreter in the program is found as `python3` is: the first in PATH."""
    path = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
    return subprocess.run(
        [program], env={**os.environ, "PATH": path}, stdout=subprocess.PIPE, check=True, text=True
    ).stdout


def main() -> None:
    title("embedding: a C program with a plug-in in Python")
    with tempfile.TemporaryDirectory() as folder:
        library = build_library(folder)
        if library is None:
            return
        step('ffi.compile(target="libsettings.*")', library, "libsettings.so")
        program = build_program(folder)
        step("cc main.c -lsettings && ./main", run(program).splitlines(), PRINTED.splitlines())
