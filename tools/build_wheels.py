#!/usr/bin/env python3
"""Builds the wheels: build_wheels.py [--python VERSION]... [--platform NAME]... [--out FOLDER]

Every platform is a cross build with the compiler of PyPI's ziglang, in a build folder that all versions of Python
share: the core is compiled once. What the wheel says about the package comes from scikit-build-core, as in `pip wheel`.
Prints a line for each wheel, and exits with 1 if one could not be built or is not what its name says.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import scikit_build_core.build
import tomllib
import ziglang

from check_extension import faults
from python_headers import ROOT, VERSIONS, copy_headers
from wheel_matrix import PLATFORMS, Platform, soabi, wheel_tags

BUILD = ROOT / "build/wheels"
ZIG = Path(ziglang.__file__).parent / "zig"


class Failure(Exception):
    """What went wrong with one wheel."""


def run(log: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a") as file:
        file.write(f"$ {' '.join(command)}\n{done.stdout}")
    if done.returncode != 0:
        raise Failure(f"{Path(command[0]).name} failed, see {log}:\n{done.stdout[-3000:]}")
    return done.stdout


def compile_extension(version: str, platform: Platform, log: Path, stage: Path) -> None:
    """Leaves the extension module, stripped, and its stub file in the stage folder."""
    include = copy_headers(version, BUILD / "headers")
    if include is None:
        raise Failure(f"there are no headers of CPython {version} here")
    folder = BUILD / platform.name
    definitions = {
        "CFFI_ZIG": ZIG,
        "CFFI_ZIG_TARGET": platform.zig_target,
        "CMAKE_BUILD_TYPE": "Release",
        "CFFI_WERROR": "ON",
        "CFFI_PRECOMPILE_HEADERS": "ON",
        "CFFI_WITH_LIBFFI": "OFF",
        "CMAKE_MODULE_LINKER_FLAGS": "-s",
        "CFFI_PYTHON_INCLUDE_DIRS": include,
        "CFFI_PYTHON_SOABI": soabi(version, platform),
    }
    run(
        log,
        "cmake",
        "-G",
        "Ninja",
        "-S",
        ".",
        "-B",
        str(folder),
        "--toolchain",
        "cmake/zig.cmake",
        *(f"-D{name}={value}" for name, value in definitions.items()),
    )
    run(log, "cmake", "--build", str(folder), "-j", os.environ.get("JOBS", "2"))
    run(log, "cmake", "--install", str(folder), "--prefix", str(stage))


def add_package(version: str, platform: Platform, stage: Path) -> None:
    """The Python files and the metadata."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    for package in settings["tool"]["scikit-build"]["wheel"]["packages"]:
        shutil.copytree(
            ROOT / package, stage / Path(package).name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc")
        )
    name = scikit_build_core.build.prepare_metadata_for_build_wheel(str(stage))
    file = stage / name / "WHEEL"
    kept = [line for line in file.read_text().splitlines() if line and not line.startswith("Tag: ")]
    file.write_text("".join(f"{line}\n" for line in [*kept, *(f"Tag: {tag}" for tag in wheel_tags(version, platform))]))
    (stage / name / "RECORD").unlink(missing_ok=True)


def name_musl(stage: Path, platform: Platform, log: Path) -> None:
    """Zig links with `libc.so`. musl's loader takes any name of its own library, but tools want musl's."""
    extension = next(stage.glob("_cffi_backend.*.so"))
    run(log, "patchelf", "--replace-needed", "libc.so", f"libc.musl-{platform.processor}.so.1", str(extension))


def judge(wheel: Path, platform: Platform, log: Path, extension: Path) -> None:
    found = faults(extension)
    if found:
        raise Failure("; ".join(found))
    said = " ".join(run(log, sys.executable, "-m", "auditwheel", "show", str(wheel)).split())
    consistent = re.search(r'is consistent with the following platform tag: "(\w+)"', said)
    if consistent is None or consistent[1] not in platform.tags:
        raise Failure(f"auditwheel does not agree: {said}")


def build(version: str, platform: Platform, out: Path) -> Path:
    log = BUILD / f"{platform.name}-{version}.log"
    log.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        stage = Path(folder, "stage")
        stage.mkdir()
        compile_extension(version, platform, log, stage)
        if platform.musl:
            name_musl(stage, platform, log)
        add_package(version, platform, stage)
        said = run(log, sys.executable, "-m", "wheel", "pack", str(stage), "--dest-dir", str(out))
        name = re.search(r"[^/\s]+\.whl", said)
        assert name is not None, said
        extension = next(stage.glob("_cffi_backend.*.so"))
        judge(out / name[0], platform, log, extension)
    return out / name[0]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python", action="append", choices=VERSIONS, help="default: all")
    parser.add_argument("--platform", action="append", choices=[platform.name for platform in PLATFORMS])
    parser.add_argument("--out", type=Path, default=ROOT / "dist/wheels")
    options = parser.parse_args()
    os.chdir(ROOT)
    options.out.mkdir(parents=True, exist_ok=True)
    built = failed = 0
    for platform in PLATFORMS:
        for version in VERSIONS:
            if platform.name in (options.platform or [platform.name]) and version in (options.python or [version]):
                try:
                    wheel = build(version, platform, options.out)
                    built += 1
                    print(f"{wheel.name}: {wheel.stat().st_size // 1024} KiB", flush=True)
                except Failure as failure:
                    failed += 1
                    print(f"{platform.name}, CPython {version}: NOT BUILT: {failure}", flush=True)
    print(f"{built} wheels in {options.out}, {failed} not built")
    return 1 if failed or not built else 0


if __name__ == "__main__":
    sys.exit(main())
