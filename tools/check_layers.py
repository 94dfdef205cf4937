#!/usr/bin/env python3
"""Checks what keeps the core a core: layers include only those below them, and know nothing of Python.

check_layers.py [--build BUILD_FOLDER]. With a build folder, also looks into the archives of the layers there.
The compiler enforces the same order by include paths; this check names the rule that was broken, and catches what a
path cannot ("../cparse/parser.h", a Python header found somewhere on the system).
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORE = {
    "base": set(),
    "ctype": {"base"},
    "cparse": {"ctype", "base"},
    "value": {"ctype", "base"},
    "tables": {"ctype", "base"},
    "call": {"value", "ctype", "base"},
    "emit": {"cparse", "tables", "ctype", "base"},
}
ALLOWED = {**CORE, "pyext": set(CORE)}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^">]+)[">]', re.MULTILINE)
PYTHON_HEADER = re.compile(r"(^|/)(Python|pyconfig|structmember|patchlevel)\.h$|^cpython/")
PYTHON_SYMBOL = re.compile(r"^_?Py[A-Z_]")


def include_faults(path: Path, layer: str) -> list[str]:
    faults = []
    text = path.read_text(encoding="utf-8")
    for match in INCLUDE.finditer(text):
        kind, name = match.groups()
        where = f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, match.start(2)) + 1}"
        if layer in CORE and PYTHON_HEADER.search(name):
            faults.append(f"{where}: the core includes {name}")
        elif kind == '"' and name.split("/")[0] not in {layer, *ALLOWED[layer]} and not is_beside(path, name):
            own = ", ".join([layer, *sorted(ALLOWED[layer])])
            faults.append(f'{where}: {layer} includes "{name}"; what it may include in quotes are {own}')
        elif ".." in name.split("/"):
            faults.append(f"{where}: {name} leaves its folder")
    return faults


def is_beside(path: Path, name: str) -> bool:
    """Whether a bare name (as in assembly files) is that of a file in the same folder."""
    return "/" not in name and (path.parent / name).exists()


def symbol_faults(archive: Path) -> list[str]:
    listing = subprocess.run(["nm", "-A", str(archive)], capture_output=True, text=True, check=True).stdout
    faults = []
    for line in listing.splitlines():
        symbol = line.rsplit(" ", 1)[-1]
        if PYTHON_SYMBOL.match(symbol):
            faults.append(f"{archive.name}: {line.split(':')[1]} uses {symbol}")
    return faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, help="a build folder, whose archives are looked into, too")
    build = parser.parse_args().build

    faults, files, archives = [], 0, 0
    for layer in ALLOWED:
        for path in sorted((ROOT / "src" / layer).glob("*")):
            if path.suffix in {".h", ".cc", ".S"}:
                files += 1
                faults += include_faults(path, layer)
    for layer in CORE if build else ():
        archive = build / "src" / f"libcffi_{layer}.a"
        if not archive.exists():
            faults.append(f"{archive} is missing: build first")
            continue
        archives += 1
        faults += symbol_faults(archive)
    print("\n".join(faults) or f"layers: {files} files and {archives} archives keep the order")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
