#!/usr/bin/env python3
"""Checks that clang-format and ruff would change nothing (--fix: lets them), ruff's rules, and the sizes of files.

What ruff looks at, and for what, is in pyproject.toml.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("src", "tests/unit", "tests/fuzz", "tests/oracle", "bench")
MAX_LINES = 800


def run(tool: str, *arguments: str) -> int:
    """The exit status of a tool that is installed beside this Python (tools/requirements/check.txt)."""
    return subprocess.run([str(Path(sys.executable).parent / tool), *arguments], cwd=ROOT).returncode


def sources() -> list[Path]:
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    return sorted(path for path in found if path.suffix in {".h", ".cc"} and "golden" not in path.parts)


def check_cxx(paths: list[Path], fix: bool) -> bool:
    mode = ["-i"] if fix else ["--dry-run", "-Werror"]
    return run("clang-format", *mode, *map(str, paths)) == 0


def check_python(fix: bool) -> bool:
    rules = run("ruff", "check", "--quiet", "--output-format=concise", *(["--fix"] if fix else []))
    layout = run("ruff", "format", "--quiet", *([] if fix else ["--diff"]))
    return rules == layout == 0


def check_sizes(paths: list[Path]) -> bool:
    lengths = {path: path.read_text(encoding="utf-8").count("\n") for path in paths}
    too_long = {path: lines for path, lines in lengths.items() if lines > MAX_LINES}
    for path, lines in too_long.items():
        print(f"{path.relative_to(ROOT)}: {lines} lines; a file has at most {MAX_LINES}")
    return not too_long


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fix", action="store_true", help="reformat instead of complaining")
    fix = parser.parse_args().fix

    paths = sources()
    passed = [check_cxx(paths, fix), check_python(fix), check_sizes(paths)]
    if all(passed):
        print(f"format: {len(paths)} files are as clang-format and the size limit want them, Python as ruff wants it")
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
