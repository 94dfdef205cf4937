#!/usr/bin/env python3
"""What packages from PyPI declare, in ours and in the released package: names, sizes, offsets, values.

    python tests/corpus/corpus.py --ours PYTHON --released PYTHON [NAME...]

Fetches each source distribution once, into .cache/corpus; records what its build script gives to cffi; replays that in both
packages in line, as a .py module and compiled; compares. Prints a table and writes it to build/corpus/table.md. See README.md.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent / "packages"))

import compare
import describe
import kept
import sdist
from recorded import PACKAGES, Package

CACHE = ROOT / ".cache" / "corpus"
BUILD = ROOT / "build" / "corpus"
MODES = ("inline", "python", "compiled")
LIMIT = 900
#: Names that the start of every shared library has.
TAKEN = frozenset({"_init", "_fini", "main"})


class Failure(Exception):
    """Why a package cannot be compared."""


@dataclass
class Result:
    """Of one package in one mode."""

    names: int = 0
    found: list[str] = field(default_factory=list)
    kept: int = 0
    note: str = ""

    def cell(self) -> str:
        if self.note:
            return self.note
        return (
            f"{self.names}"
            + (f", {self.kept} kept" if self.kept else "")
            + (f", {len(self.found)} DIFFER" if self.found else "")
        )


def run(command: list[str], folder: Path, **variables: str) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "CFFI_"))}
    done = subprocess.run(command, cwd=folder, env={**clean, **variables}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          timeout=LIMIT, text=True, errors="replace")  # fmt: skip
    if done.returncode != 0:
        raise Failure(f"{' '.join(command[:3])}: status {done.returncode}: {done.stdout[-500:]}")


def pip(*arguments: str, **variables: str) -> None:
    run([sys.executable, "-m", "pip", "-q", "--disable-pip-version-check", *arguments], ROOT, **variables)


def make_stub(texts: Iterable[str], path: Path) -> None:
    """A library that has every name: all at the same zeroes."""
    names = [name for name in describe.identifiers(texts) if name not in TAKEN]
    labels = "".join(f".globl {name}\n.type {name},@object\n{name}:\n" for name in names)
    path.with_suffix(".s").write_text(f'.bss\n.balign 64\n{labels}.skip 65536\n.section .note.GNU-stack,"",@progbits\n')
    run(["gcc", "-shared", "-o", str(path), str(path.with_suffix(".s"))], path.parent)


def texts_of(record: list[list[Any]]) -> list[str]:
    return [arguments[0] for events in record for method, arguments, _ in events if method in ("cdef", "embedding_api")]


def recorded(package: Package, released: str) -> tuple[Path, Path]:
    """The folder of the package's sources, and the file of what its scripts declare."""
    sources = sdist.fetch(pip, package.name, package.version, CACHE / f"{package.name}-{package.version}")
    folder = BUILD / package.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    run([released, str(HERE / "record.py"), str(sources), str(folder / "record.json"), *package.scripts], sources)
    record = json.loads((folder / "record.json").read_text())
    texts = texts_of(record["ffis"])
    if not any(map(str.strip, texts)):
        raise Failure(f"nothing recorded: {record['notes']}")
    make_stub(texts, folder / "libstub.so")
    return sources, folder


def replayed(python: str, mode: str, label: str, sources: Path, folder: Path) -> dict[str, Any]:
    work, output = folder / f"{mode}-{label}", folder / f"{mode}-{label}.json"
    work.mkdir()
    try:
        run(
            [
                python,
                str(HERE / "replay.py"),
                str(folder / "record.json"),
                str(folder / "libstub.so"),
                mode,
                str(work),
                str(output),
            ],
            sources,
        )
    except (Failure, subprocess.TimeoutExpired) as failure:
        return {"*": {"crash": str(failure)}}
    told: dict[str, Any] = json.loads(output.read_text())["ffis"]
    return told


def compared(mode: str, released: dict[str, Any], ours: dict[str, Any]) -> Result:
    result = Result()
    for number in sorted(released.keys() | ours.keys()):
        theirs, own = released.get(number, {}), ours.get(number, {})
        if compare.is_error(theirs) and compare.is_error(own) and compare.agree(theirs, own):
            continue
        result.names += len(theirs)
        for difference in compare.differences(theirs, own):
            if kept.is_kept(mode, difference):
                result.kept += 1
            else:
                result.found.append(
                    f"FFI {number}, {difference.asked}: released {difference.released}, ours {difference.ours}"[:1500]
                )
    if not result.names and not result.found:
        result.note = "refused by both"
    return result


def of_package(package: Package, released: str, ours: str) -> dict[str, Result]:
    sources, folder = recorded(package, released)
    found = {}
    for mode in MODES:
        told = {
            label: replayed(python, mode, label, sources, folder)
            for label, python in (("released", released), ("ours", ours))
        }
        found[mode] = compared(mode, told["released"], told["ours"])
        if mode == "compiled" and found[mode].note:
            # Its headers are not here. The declarations themselves may do as C.
            told = {
                label: replayed(python, "bare", label, sources, folder)
                for label, python in (("released", released), ("ours", ours))
            }
            found[mode] = compared("compiled", told["released"], told["ours"])
            found[mode].note = found[mode].note and "no headers"
    return found


def line_of(package: Package, released: str, ours: str) -> tuple[str, list[str]]:
    """A line of the table, and the differences."""
    try:
        found = of_package(package, released, ours)
    except (Failure, subprocess.TimeoutExpired) as failure:
        return f"| {package.name} | {package.version} | FAILED |", [f"{package.name}: {failure}"]
    cells = [found[mode].cell() for mode in MODES]
    return "| " + " | ".join([package.name, package.version, *cells]) + " |", [
        f"{package.name} {mode}: {text}" for mode in MODES for text in found[mode].found
    ]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--ours", required=True)
    parser.add_argument("--released", required=True)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    unknown = set(options.names) - {package.name for package in PACKAGES}
    if unknown:
        sys.exit(f"no such package: {', '.join(sorted(unknown))}")
    chosen = [package for package in PACKAGES if not options.names or package.name in options.names]
    ours, released = (os.path.abspath(path) for path in (options.ours, options.released))
    lines = ["| package | version | " + " | ".join(MODES) + " |", "| --- " * (2 + len(MODES)) + "|"]
    notes: list[str] = []
    with ThreadPoolExecutor(options.jobs) as pool:
        for line, found in pool.map(lambda package: line_of(package, released, ours), chosen):
            print(line, *("    " + text for text in found[:20]), sep="\n", flush=True)
            lines.append(line)
            notes += found
    text = "\n".join(lines) + "\n\n" + "".join(note + "\n" for note in notes)
    (BUILD / "table.md").write_text(text)
    names = sum(int(figure) for line in lines[2:] for figure in re.findall(r"\| ([0-9]+)(?=[ ,])", line))
    print(f"{len(chosen)} packages, {names} names compared, {len(notes)} differences")
    return 1 if notes else 0


if __name__ == "__main__":
    sys.exit(main())
