#!/usr/bin/env python3
"""Checks what keeps the core a core: layers include only those below them, and know nothing of Python.

Inside a layer that has rooms (folders), headers include only those of their own room and of the rooms before it, and
what a header declares is defined in the .cc file of the same name.

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
    "decl": {"ctype", "base"},
    "cparse": {"decl", "ctype", "base"},
    "value": {"ctype", "base"},
    "tables": {"ctype", "base"},
    "call": {"value", "ctype", "base"},
    "emit": {"decl", "tables", "ctype", "base"},
}
ALLOWED = {**CORE, "pyext": set(CORE)}
# In the order in which headers may include each other, the lowest first. (A .cc file may use what any header offers.)
ROOMS = {
    "call": ["process", "library", "plan", "closure", "libffi"],
    "pyext": [
        "python",
        "interpreter",
        "types",
        "values",
        "memory",
        "calls",
        "ffi",
        "libraries",
        "modules",
        "low_level",
    ],
}
# One header, and an implementation for each platform or processor: "_posix" of address_range_posix.cc.
VARIANT = re.compile(r"_(posix|win32|linux|sysv64|aapcs64|win64|none)$")
# Declared lower than defined, because lower rooms compare them (cdata_object.h), or because there is one module.
DEFINED_ABOVE = {"call_cdata", "call_untracked_cdata", "call_pooled_cdata", "backend_module"}
NOT_A_FUNCTION = r"(?!\s|//|#|using|struct|class|enum|template|inline|constexpr|static|namespace|typedef|return|\})"
DECLARED = re.compile(
    rf"^{NOT_A_FUNCTION}(?:[^\n=(]+[ *&](\w+)\(|Method (\w+);|extern [^\n=]+[ *](\w+)(?:\[\])?;)", re.MULTILINE
)
DEFINED = re.compile(rf"^{NOT_A_FUNCTION}[^\n=(]+[ *&](\w+)(?:\(.*[^;\n]$|(?:\[\])? = )", re.MULTILINE)
UNNAMED_NAMESPACE = re.compile(r"^namespace \{$.*?^\}  // namespace$", re.MULTILINE | re.DOTALL)
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
        elif path.suffix == ".h" and is_upward(path, layer, name):
            faults.append(f"{where}: room {path.parent.name} includes {name}, of a room above it")
    return faults


def is_upward(path: Path, layer: str, name: str) -> bool:
    """Whether `name` is a header of the same layer in a room that comes after that of `path`."""
    parts = name.split("/")
    rooms = ROOMS.get(layer, [])
    return len(parts) == 3 and parts[0] == layer and rooms.index(parts[1]) > rooms.index(path.parent.name)


def room_faults(layer: str) -> list[str]:
    """Folders that the order does not know, and files that are in no room."""
    rooms = ROOMS.get(layer)
    if rooms is None:
        return []
    faults = []
    for path in sorted((ROOT / "src" / layer).iterdir()):
        is_stray = (path.is_dir() and path.name not in rooms) or (
            path.suffix in {".h", ".cc"} and path.name != "module.cc"
        )
        if is_stray:
            faults.append(f"{path.relative_to(ROOT)}: the rooms of {layer} are {', '.join(rooms)}")
    return faults


def header_of(path: Path) -> Path:
    """The header whose functions a .cc file defines."""
    own = path.with_suffix(".h")
    return own if own.exists() else path.with_name(VARIANT.sub("", path.stem) + ".h")


def home_faults(layer: str) -> list[str]:
    """.cc files without a header, and functions that are declared in the header of another file than they are in."""
    if layer not in ROOMS:
        return []
    folder = ROOT / "src" / layer
    homes: dict[str, set[Path]] = {}
    for header in folder.rglob("*.h"):
        for names in DECLARED.findall(header.read_text(encoding="utf-8")):
            homes.setdefault("".join(names), set()).add(header)
    faults = []
    for path in sorted(folder.rglob("*.cc")):
        where, header = path.relative_to(ROOT), header_of(path)
        if not header.exists() and path.name != "module.cc":
            faults.append(f"{where}: there is no {header.name}")
        text = UNNAMED_NAMESPACE.sub("", path.read_text(encoding="utf-8"))
        for name in sorted(set(DEFINED.findall(text)) - DEFINED_ABOVE):
            if name in homes and header not in homes[name]:
                other = ", ".join(str(home.relative_to(folder)) for home in sorted(homes[name]))
                faults.append(f"{where}: {name} is declared in {other}")
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
        faults += room_faults(layer)
        faults += home_faults(layer)
        for path in sorted((ROOT / "src" / layer).glob("**/*" if layer in ROOMS else "*")):
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
