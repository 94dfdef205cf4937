#!/usr/bin/env python3
"""Checks that the modules of python/cffi import each other in one direction only: there is no cycle.

Every import statement counts: those inside functions, and those for type checkers.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

SOURCES = Path(__file__).resolve().parent.parent / "python"
PACKAGE = "cffi"

#: module -> the modules it imports
Imports = dict[str, set[str]]


def module_name(path: Path) -> str:
    parts = path.relative_to(SOURCES).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_by(module: str, path: Path, modules: set[str]) -> set[str]:
    """Those of `modules` that `module` names. The packages it lies in count if it takes a name from them."""
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package.split(".")[: len(package.split(".")) - node.level + 1]) if node.level else ""
            source = ".".join(filter(None, [base, node.module]))
            inside = {alias.name: f"{source}.{alias.name}" for alias in node.names}
            names = {full if full in modules else source for full in inside.values()}
        else:
            continue
        for name in names & modules:
            # Importing a module runs the packages it lies in as well.
            parents = {name.rsplit(".", count)[0] for count in range(1, name.count(".") + 1)}
            found |= {name} | {parent for parent in parents if not f"{module}.".startswith(f"{parent}.")}
    return found - {module}


def cycles(imports: Imports) -> list[list[str]]:
    """The groups of modules that reach each other (Tarjan's strongly connected components)."""
    found: list[list[str]] = []
    index: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []

    def visit(module: str) -> None:
        index[module] = lowest[module] = len(index)
        stack.append(module)
        for other in sorted(imports[module]):
            if other not in index:
                visit(other)
                lowest[module] = min(lowest[module], lowest[other])
            elif other in stack:
                lowest[module] = min(lowest[module], index[other])
        if lowest[module] == index[module]:
            group = [stack.pop()]
            while group[-1] != module:
                group.append(stack.pop())
            if len(group) > 1:
                found.append(sorted(group))

    for module in sorted(imports):
        if module not in index:
            visit(module)
    return found


def main() -> int:
    paths = {module_name(path): path for path in sorted((SOURCES / PACKAGE).rglob("*.py"))}
    imports = {module: imported_by(module, path, set(paths)) for module, path in paths.items()}
    faults = cycles(imports)
    for group in faults:
        print(f"these modules import each other: {', '.join(group)}")
        for module in group:
            print(f"  {module} imports {', '.join(sorted(imports[module] & set(group)))}")
    if not faults:
        count = sum(map(len, imports.values()))
        print(f"imports: {len(paths)} modules of {PACKAGE}, {count} imports between them, no cycle")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
