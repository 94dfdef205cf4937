#!/usr/bin/env python3
"""Checks that clang-format would change nothing (--fix: lets it), and the size limits of files."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("src", "tests/unit", "tests/fuzz", "tests/oracle", "bench")
MAX_LINES = 800


def sources() -> list[Path]:
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    return sorted(path for path in found if path.suffix in {".h", ".cc"} and "golden" not in path.parts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fix", action="store_true", help="reformat instead of complaining")
    fix = parser.parse_args().fix

    paths = sources()
    mode = ["-i"] if fix else ["--dry-run", "-Werror"]
    clang_format = Path(sys.executable).parent / "clang-format"
    status = subprocess.run([str(clang_format), *mode, *map(str, paths)], check=False).returncode
    for path in paths:
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > MAX_LINES:
            print(f"{path.relative_to(ROOT)}: {lines} lines; a file has at most {MAX_LINES}")
            status = status or 1
    if status == 0:
        print(f"format: {len(paths)} files are as clang-format and the size limit want them")
    return status


if __name__ == "__main__":
    sys.exit(main())
