#!/usr/bin/env python3
"""Checks COMPATIBILITY.md against the tests: each test marked `ours` is in a table, each test in a table exists.

The differences that the differential tests allow name the tests that pin them: each of these is in a table, too.
"""

from __future__ import annotations

import ast
import importlib
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def is_ours(function: ast.FunctionDef) -> bool:
    return any("mark.ours(" in ast.unparse(decorator) for decorator in function.decorator_list)


def tests() -> dict[str, bool]:
    """Every test of tests/python as `file::name`, with whether it is marked. No two files have the same name."""
    found = {}
    for path in sorted((ROOT / "tests" / "python").glob("*/test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found[f"{path.name}::{node.name}"] = is_ours(node)
    return found


def allowed() -> dict[str, list[str]]:
    """The tests of each difference that the differential tests allow, by its reason."""
    sys.path.insert(0, str(ROOT / "tests" / "oracle" / "differential"))
    entries = importlib.import_module("allowed").ENTRIES
    return {entry.reason: entry.tests.split() for entry in entries}


def main() -> int:
    named = set(re.findall(r"`(test_\w+\.py::test_\w+)`", (ROOT / "COMPATIBILITY.md").read_text(encoding="utf-8")))
    known = tests()
    faults = [f"COMPATIBILITY.md names {test}, which does not exist" for test in sorted(named - set(known))]
    marked = {test for test, ours in known.items() if ours}
    faults += [
        f"{test} is marked `ours`, but COMPATIBILITY.md does not tell about it" for test in sorted(marked - named)
    ]
    differences = allowed()
    faults += [
        f"differential/allowed: '{reason}' needs a test that COMPATIBILITY.md tells about, not {test or 'none'}"
        for reason, pins in differences.items()
        for test in pins or [""]
        if test not in named
    ]
    print(
        "\n".join(faults)
        or f"compatibility: {len(named)} tests pin what differs, {len(differences)} differences are allowed"
    )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
