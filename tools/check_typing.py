#!/usr/bin/env python3
"""Runs mypy and pyright over tests/typing with an installed cffi: good.py must pass, in bad.py each line marked
`# error` must be refused, and no other.

    check_typing.py PYTHON    an interpreter that has cffi
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAMS = Path(__file__).resolve().parent.parent / "tests" / "typing"

#: (file name, line) -> what the checker says
Errors = dict[tuple[str, int], str]


def run(command: list[str]) -> str:
    # Elsewhere: in this tree checkers would find the sources instead of what is installed.
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True, cwd=folder)
    if done.returncode not in (0, 1):
        sys.exit(f"{command[0]} does not run:\n{done.stdout}{done.stderr}")
    return done.stdout


def mypy(python: str, files: list[str]) -> Errors:
    output = run(["mypy", "--strict", "--config-file=", "--cache-dir=/dev/null", "--python-executable", python, *files])
    lines = re.findall(r"^(.+?):(\d+): error: (.*)$", output, re.MULTILINE)
    return {(Path(file).name, int(line)): text for file, line, text in lines}


def pyright(python: str, files: list[str]) -> Errors:
    report = json.loads(run(["pyright", "--outputjson", "--pythonpath", python, *files]))
    found = [one for one in report["generalDiagnostics"] if one["severity"] == "error"]
    return {(Path(one["file"]).name, one["range"]["start"]["line"] + 1): one["message"] for one in found}


def marked(path: Path) -> set[tuple[str, int]]:
    lines = path.read_text(encoding="utf-8").split("\n")
    return {(path.name, number) for number, line in enumerate(lines, 1) if line.endswith("# error")}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("python")
    # Not resolved: a virtual environment is what the link says.
    python = str(Path(parser.parse_args().python).absolute())
    files = sorted(PROGRAMS.glob("*.py"))
    expected = set().union(*map(marked, files))
    faults = []
    for checker in (mypy, pyright):
        if importlib.util.find_spec(checker.__name__) is None:
            print(f"typing: {checker.__name__} is not installed (tools/requirements/check.txt): skipped")
            continue
        errors = checker(python, [str(file) for file in files])
        faults += [
            f"{checker.__name__}: {name}:{line}: {errors[name, line]}" for name, line in sorted(set(errors) - expected)
        ]
        faults += [
            f"{checker.__name__}: {name}:{line}: should be refused" for name, line in sorted(expected - set(errors))
        ]
    print("\n".join(faults) or f"typing: {len(files)} programs, {len(expected)} wrong lines refused")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
