#!/usr/bin/env python3
"""Compiles the C source of one rich module, tests/python/support/generated_source.py, with every compiler and
CPython here.

compile_matrix.py [--ours PYTHON] [--here]: C99 and C++17, with and without the limited API and as verify() has it,
unoptimised and optimised, under -Wall -Wextra -Wtype-limits; nothing may be said. --here: the headers of that Python
only. Prints a line for each combination that is not clean, and how many there were; exits with 1 if any is not.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from python_headers import ROOT, VERSIONS, copy_headers

LANGUAGES = {
    "C99": (("gcc", "clang"), ["-std=c99", "-x", "c"]),
    "C++17": (("g++", "clang++"), ["-std=c++17", "-x", "c++"]),
}

KINDS = {"full API": ["0"], "limited API": ["1"], "limited API for both builds": ["1"], "verify()": ["0", "verify"]}
FOR_BOTH_BUILDS = "-DPy_TARGET_ABI3T=0x030f0000"


@dataclass
class Job:
    source: Path
    headers: Path
    compiler: str
    options: list[str]
    title: str


def pythons(ours: str, here: bool, folder: Path) -> dict[str, Path]:
    """Version, or "here" -> folder of headers."""
    if here:
        code = "import sysconfig; print(sysconfig.get_path('include'))"
        return {
            "here": Path(subprocess.run([ours, "-c", code], capture_output=True, text=True, check=True).stdout.strip())
        }
    copied = {version: copy_headers(version, folder) for version in VERSIONS}
    return {version: headers for version, headers in copied.items() if headers is not None}


def find_compiler(name: str) -> str | None:
    """The program of this name, or its newest "name-19"."""
    numbered = [path for folder in os.get_exec_path() for path in Path(folder).glob(f"{name}-[0-9][0-9]")]
    numbered.sort(key=lambda path: int(path.name.rpartition("-")[2]))
    return shutil.which(name) or (str(numbered[-1]) if numbered else None)


def jobs(ours: str, here: bool, folder: Path) -> list[Job]:
    made = []
    found = pythons(ours, here, folder)
    for kind, arguments in KINDS.items():
        source = folder / f"rich{len(made)}.c"
        subprocess.run(
            [ours, str(ROOT / "tests/python/support/generated_source.py"), str(source), *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        for python, headers in found.items():
            both = [FOR_BOTH_BUILDS] if kind.endswith("both builds") else []
            if both and not (headers / "pyabi.h").exists():  # older than 3.15
                continue
            for language, (compilers, options) in LANGUAGES.items():
                for compiler in filter(None, map(find_compiler, compilers)):
                    for level in ("-O2",) if here else ("-O0", "-O2"):
                        title = f"{python} {kind} {compiler} {language} {level}"
                        made.append(Job(source, headers, compiler, [*options, *both, level], title))
    return made


def compile_one(job: Job) -> str:
    """What the compiler said."""
    command = [
        job.compiler,
        *job.options,
        "-Wall",
        "-Wextra",
        "-Wtype-limits",
        "-fPIC",
        "-c",
        str(job.source),
        "-isystem",
        str(job.headers),
        "-o",
        str(job.source.with_suffix(".o")),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr + ("" if done.returncode == 0 else f"exit code {done.returncode}\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ours", default=str(ROOT / ".venv/bin/python"), help="a Python that has the package")
    parser.add_argument("--here", action="store_true", help="only its own headers")
    options = parser.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        all_jobs = jobs(options.ours, options.here, Path(folder))
        for job in all_jobs:
            said = compile_one(job)
            if said:
                bad += 1
                print(f"{job.title}:\n{said}")
    titles = sorted({job.title.split()[0] for job in all_jobs}), sorted({job.compiler for job in all_jobs})
    print(
        f"compile matrix: {len(all_jobs)} combinations of {', '.join(titles[0])} and {', '.join(titles[1])}: "
        f"{bad} with a warning or an error"
    )
    return 1 if bad or not all_jobs else 0


if __name__ == "__main__":
    sys.exit(main())
