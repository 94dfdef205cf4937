#!/usr/bin/env python3
"""Installs and runs each wheel where there is no compiler and no libffi: test_wheels.py [FOLDER_OR_WHEEL]...

glibc, x86-64: in a Debian of its own without either, with the CPython of that version mounted into it. arm64: Debian's
CPython under user-mode qemu. musl: a CPython built with musl. Prints a table; exits with 1 if anything failed. A wheel
for which no interpreter is at hand is in the table as not run.
"""

from __future__ import annotations

import argparse
import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import ziglang

from python_headers import ROOT, find_python
from wheel_matrix import PLATFORMS, Platform

BUILD = ROOT / "build/wheels"
ZIG = Path(ziglang.__file__).parent / "zig"
# What needs no compiler but for the support library, which is compiled beforehand.
FEATURES = {
    "calls": "calls variadic errno",
    "callbacks": "callbacks",
    "records": "structs unions bitfields flexible_arrays",
    "values": "arrays pointers integers floats bool chars enums string_unpack new",
    "memory": "handles",
    "threads": "threads",
}
TESTS = [f"tests/python/{folder}/test_{name}.py" for folder, names in FEATURES.items() for name in names.split()]


class Missing(Exception):
    """There is nothing here to run a wheel with."""


@dataclass
class Outcome:
    where: str
    ran: str
    result: str


def tool(name: str, *arguments: str) -> str:
    """A script of tools/ that prints a path."""
    done = subprocess.run([str(ROOT / "tools" / name), *arguments], stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        raise Missing(f"tools/{name} failed")
    return done.stdout.strip()


def run(log: Path, *command: str, **env: str) -> str:
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    with log.open("a") as file:
        file.write(f"$ {' '.join(command)}\n{done.stdout}")
    if done.returncode != 0:
        last = (done.stdout.strip().splitlines() or ["no output"])[-1]
        raise RuntimeError(f"{last} (see {log})")
    return done.stdout


def support_library(platform: Platform) -> Path:
    made = BUILD / f"libsupport-{platform.name}.so"
    sources = sorted(str(path) for path in (ROOT / "tests/python/support/library").glob("*.c"))
    subprocess.run(
        [str(ZIG), "cc", "-target", platform.zig_target, "-shared", "-fPIC", "-O1", "-w", "-o", str(made), *sources],
        check=True,
    )
    return made


# What pytest needs there; pip asks for it by the version that it runs on itself.
BEFORE_3_11 = ("tomli", "exceptiongroup", "typing_extensions")


@functools.cache
def pure_packages(version: str) -> Path:
    """pytest and packaging for a version, unpacked; and as wheels, in the folder `wheels` in it."""
    folder = BUILD / f"pure-{version}"
    if not (folder / ".ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        pip = [sys.executable, "-m", "pip", "-q"]
        backports = BEFORE_3_11 if version in ("3.9", "3.10") else ()
        subprocess.run(
            [
                *pip,
                "download",
                "--only-binary",
                ":all:",
                "--platform",
                "any",
                "--python-version",
                version.rstrip("t"),
                "-d",
                str(folder / "wheels"),
                "pytest",
                "packaging",
                *backports,
            ],
            check=True,
        )
        for wheel in (folder / "wheels").glob("*.whl"):
            zipfile.ZipFile(wheel).extractall(folder)
        (folder / ".ready").touch()
    return folder


def clean_system(version: str) -> tuple[list[str], dict[str, str], str]:
    """How programs are started in a Debian without compiler and libffi, and the Python of this version there."""
    python = find_python(version)
    if os.geteuid() != 0:
        raise Missing("only root can run programs of another system")
    if python is not None:
        # What pyenv's interpreters are linked with.
        libraries = "libssl3 libbz2-1.0 liblzma5 libreadline8 libsqlite3-0 zlib1g libuuid1 libexpat1"
        system = tool("lay_out_debian.sh", "clean", "bookworm", "amd64", *libraries.split())
        prefix = str(Path(python).parent.parent)
        env = {} if prefix in ("/usr", "/usr/local") else {"WITH": prefix}
        if not env:
            raise Missing(f"{python} is this system's own, which cannot be had without the rest of it")
    elif version in ("3.14", "3.15"):
        system = tool("lay_out_debian.sh", "clean-sid", "sid", "amd64", "python3.14-venv", "python3.15-venv")
        python, env = f"/usr/bin/python{version}", {}
    else:
        raise Missing(f"no CPython {version} is here")
    # dpkg's own dependencies bring libffi.
    for path in Path(system).glob("usr/lib/x86_64-linux-gnu/libffi*"):
        path.unlink()
    for name in ("gcc", "cc", "clang"):
        if Path(system, "usr/bin", name).exists():
            raise RuntimeError(f"{system} has {name}")
    return [str(ROOT / "tools/in_system.sh"), system], env, python


def in_clean_system(wheel: Path, version: str, platform: Platform, log: Path) -> Outcome:
    """pip installs the wheel into a new virtual environment there; the tests run in it."""
    inside, env, python = clean_system(version)
    pure = pure_packages(version)
    script = f"""
        set -e
        {python} -m venv /tmp/venv
        /tmp/venv/bin/python -m pip install -q --no-index --find-links {pure}/wheels {wheel} pytest
        ! command -v cc gcc clang
        /tmp/venv/bin/python tests/wheels/quickstart.py
        /tmp/venv/bin/python -m pytest -q -p no:cacheprovider {" ".join(TESTS)}
    """
    env.update(CFFI_TEST_LIBRARY=str(support_library(platform)), CFFI_TEST_MODES="line py")
    said = run(log, *inside, "bash", "-c", script, **env)
    return Outcome("Debian without compiler", "pip install, quickstart, tests", said.strip().splitlines()[-1])


def unpacked(wheel: Path, version: str, platform: Platform, log: Path, start: list[str], where: str) -> Outcome:
    """The same where the interpreter has no pip: the wheel is unpacked, and `packaging` asked if it fits."""
    with tempfile.TemporaryDirectory() as folder:
        zipfile.ZipFile(wheel).extractall(folder)
        env = {
            "PYTHONPATH": f"{folder}:{pure_packages(version)}",
            "PYTHONDONTWRITEBYTECODE": "1",
            "CFFI_TEST_LIBRARY": str(support_library(platform)),
            "CFFI_TEST_MODES": "line py",
            "PATH": "/nowhere",
        }
        run(log, *start, "tests/wheels/agrees.py", str(wheel), **env)
        run(log, *start, "tests/wheels/quickstart.py", **env)
        said = run(log, *start, "-m", "pytest", "-q", "-p", "no:cacheprovider", *TESTS, **env)
    return Outcome(where, "tags, quickstart, tests", said.strip().splitlines()[-1])


def under_qemu(wheel: Path, version: str, platform: Platform, log: Path) -> Outcome:
    qemu = shutil.which("qemu-aarch64-static") or shutil.which("qemu-aarch64")
    if qemu is None:
        raise Missing("qemu-user-static is not installed")
    system = tool("get_python_aarch64.sh", version)
    python = f"{system}/usr/bin/python{version}"
    return unpacked(wheel, version, platform, log, [qemu, "-L", system, python], "arm64 Debian, qemu")


def on_musl(wheel: Path, version: str, platform: Platform, log: Path) -> Outcome:
    if version != "3.13":
        raise Missing("the CPython with musl here is 3.13")
    return unpacked(wheel, version, platform, log, [tool("get_python_musl.sh")], "CPython with musl")


def on_arm_musl(wheel: Path, version: str, platform: Platform, log: Path) -> Outcome:
    raise Missing("no arm64 CPython with musl is here")


RUNNERS: dict[str, Callable[[Path, str, Platform, Path], Outcome]] = {
    "x86_64-linux-gnu": in_clean_system,
    "aarch64-linux-gnu": under_qemu,
    "x86_64-linux-musl": on_musl,
    "aarch64-linux-musl": on_arm_musl,
}


def try_wheel(wheel: Path) -> Outcome:
    name = re.search(r"-cp3(\d+)-cp3\d+(t?)-(.*)\.whl$", wheel.name)
    if name is None:
        raise SystemExit(f"{wheel} is not named as a wheel of ours")
    version = f"3.{name[1]}{name[2]}"
    platform = next(platform for platform in PLATFORMS if platform.tags[0] in name[3].split("."))
    log = BUILD / f"test-{platform.name}-{version}.log"
    log.unlink(missing_ok=True)
    try:
        return RUNNERS[platform.name](wheel, version, platform, log)
    except Missing as missing:
        return Outcome("-", "not run", str(missing))
    except RuntimeError as error:
        return Outcome(platform.name, "FAILED", str(error))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wheels", nargs="*", type=Path, default=[ROOT / "dist/wheels"])
    wheels = []
    for path in parser.parse_args().wheels:
        wheels += sorted(path.glob("*.whl")) if path.is_dir() else [path]
    BUILD.mkdir(parents=True, exist_ok=True)
    rows, failed = [], 0
    for wheel in (path.resolve() for path in wheels):
        outcome = try_wheel(wheel)
        failed += outcome.ran == "FAILED"
        tag = "-".join(wheel.stem.split("-")[-3:])
        rows.append((tag, f"{wheel.stat().st_size // 1024} KiB", outcome.where, outcome.ran, outcome.result))
        print(" | ".join(rows[-1]), flush=True)
    ran = sum(row[3] not in ("not run", "FAILED") for row in rows)
    print(f"{len(rows)} wheels: {ran} ran and passed, {failed} failed, {len(rows) - ran - failed} not run")
    return 1 if failed or not ran else 0


if __name__ == "__main__":
    sys.exit(main())
