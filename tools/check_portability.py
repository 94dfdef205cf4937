#!/usr/bin/env python3
"""Compiles every source of the core and of the extension for macOS and Windows.

check_portability.py [--platform NAME]... [--python VERSION] [FILE]... (all platforms; the newest CPython that has its
headers here; all files): to objects, with the compiler of PyPI's ziglang. Nothing is linked or run. CPython's headers
are those of the CPython here, with the pyconfig.h in tests/portability, for it is what differs between systems. Prints
what the compiler said about each file that does not compile and a line for each platform; exits with 1 if there is one.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import ziglang

from python_headers import ROOT, VERSIONS, copy_headers

ZIG = Path(ziglang.__file__).parent / "zig"
BUILD = ROOT / "build/portability"
# Most of the time goes into these: parsed once, as in cmake/precompile.cmake. The core's sources do not get Python.h.
COMMON = ("algorithm", "array", "atomic", "cstring", "memory", "optional", "span", "string", "string_view", "vector")
# As CMake has them (cmake/flags.cmake, src/pyext/CMakeLists.txt), without what costs time and finds nothing.
FLAGS = [
    "-std=c++20",
    "-O0",
    "-fno-sanitize=all",
    "-Wall",
    "-Wextra",
    "-Werror",
    "-fno-exceptions",
    "-fno-rtti",
    "-Wno-unused-command-line-argument",
    "-fvisibility=hidden",
    '-DCFFI_VERSION="3"',
]


@dataclass(frozen=True)
class Platform:
    name: str
    target: str  # zig's name
    assembly: str  # what the processor's assembly files end with


PLATFORMS = {
    platform.name: platform
    for platform in [
        Platform("macos", "aarch64-macos", "_aapcs64.S"),
        Platform("windows", "x86_64-windows-gnu", "_sysv64.S"),
    ]
}


def sources(platform: Platform) -> list[Path]:
    """As in cmake/layer.cmake: every C++ file (where there is no libffi), and the processor's assembly."""
    found = [path for path in (ROOT / "src").rglob("*.cc") if not path.name.startswith("libffi_")]
    return sorted([*found, *(ROOT / "src").rglob(f"*{platform.assembly}")])


class Compiler:
    """For one platform, with the headers of the first of these versions that has them here."""

    def __init__(self, platform: Platform, versions: list[str]) -> None:
        self.folder = BUILD / platform.name
        shutil.rmtree(self.folder, ignore_errors=True)
        self.version, headers = self.copy_headers(platform, versions)
        self.options = ["-target", platform.target, "-I", str(ROOT / "src"), "-isystem", str(headers)]
        self.precompiled = {
            "core": self.precompile("core", COMMON),
            "pyext": self.precompile("pyext", ("Python.h", *COMMON)),
        }

    def copy_headers(self, platform: Platform, versions: list[str]) -> tuple[str, Path]:
        for version in versions:
            # In one place: zig remembers what it has compiled from there.
            headers = copy_headers(version, self.folder / "headers")
            if headers is not None:
                shutil.copy(ROOT / "tests/portability" / platform.name / "pyconfig.h", headers / "pyconfig.h")
                return version, headers
        raise SystemExit(f"portability: no headers of CPython {' or '.join(versions)} are here (Debian: python3-dev)")

    def precompile(self, name: str, headers: tuple[str, ...]) -> Path:
        text, result = self.folder / f"{name}.h", self.folder / f"{name}.pch"
        text.write_text("".join(f"#include <{header}>\n" for header in headers))
        # Without the times of files, so that what zig remembers stays good.
        said = self.run(
            "c++", *FLAGS, "-Xclang", "-fno-pch-timestamp", "-x", "c++-header", str(text), "-o", str(result)
        )
        if said:
            raise SystemExit(f"portability: the headers do not compile:\n{said}")
        return result

    def run(self, *arguments: str) -> str:
        """What the compiler said, if it failed."""
        done = subprocess.run(
            [str(ZIG), *arguments, *self.options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return "" if done.returncode == 0 else done.stdout or f"exit status {done.returncode}\n"

    def compile(self, source: Path) -> str:
        """What the compiler said, if it failed."""
        name = source.relative_to(ROOT)
        result = self.folder / f"{name}.o"
        result.parent.mkdir(parents=True, exist_ok=True)
        arguments = ["-c", str(source), "-o", str(result)]
        if source.suffix == ".S":
            said = self.run("cc", *arguments)
        else:
            headers = self.precompiled["pyext" if source.parent.name == "pyext" else "core"]
            said = self.run("c++", *FLAGS, "-include-pch", str(headers), *arguments)
        return f"{name}:\n{said}" if said else ""


def check(platform: Platform, versions: list[str], files: list[Path]) -> bool:
    compiler = Compiler(platform, versions)
    files = files or sources(platform)
    failed = 0
    with ThreadPoolExecutor(int(os.environ.get("JOBS", "2"))) as pool:
        for said in pool.map(compiler.compile, files):
            failed += bool(said)
            print(said, end="", flush=True)
    compiled = f"{len(files) - failed} of {len(files)} files compile"
    print(f"portability: {platform.target}, CPython {compiler.version}: {compiled}", flush=True)
    return failed == 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--platform", action="append", choices=PLATFORMS, help="default: all")
    parser.add_argument("--python", choices=VERSIONS, help="default: the newest that has its headers here")
    parser.add_argument("files", nargs="*", type=lambda name: Path(name).resolve())
    options = parser.parse_args()
    # The pyconfig.h are those of builds with the GIL.
    versions = [options.python] if options.python else [name for name in reversed(VERSIONS) if not name.endswith("t")]
    results = [check(PLATFORMS[name], versions, options.files) for name in options.platform or PLATFORMS]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
