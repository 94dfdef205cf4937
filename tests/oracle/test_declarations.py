"""Declarations as headers write them: what a compiler accepts parses here, with the same sizes, offsets and values.

The files in `declarations` hold groups of declarations, each below a line `//// what it is about`. The first line of a
file names the compiler for it. The parser's answer comes from the driver `dump_scope` (see test_headers.py) and goes back
to the compiler as static assertions.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

import pytest
from test_headers import find_driver

FOLDER = Path(__file__).parent / "declarations"
TARGETS = {"msvc.cdef": "x86_64-windows"}
CLANGS = ["clang", *(f"clang-{version}" for version in range(25, 18, -1))]


def groups() -> list[tuple[str, str, str]]:
    """File, title and text of each group."""
    found = []
    for path in sorted(FOLDER.glob("*.cdef")):
        for part in re.split(r"^//// ", path.read_text(encoding="utf-8"), flags=re.M)[1:]:
            title, text = part.split("\n", 1)
            found.append((path.name, title, text))
    return found


def command_of(file: str) -> list[str]:
    first = (FOLDER / file).read_text(encoding="utf-8").splitlines()[0]
    words = first.removeprefix("// compiler: ").split()
    assert words[0] in ("gcc", "clang"), first
    return words


@lru_cache
def compiler_for(file: str) -> tuple[str, ...] | None:
    """The command; None when there is no such compiler, or only one that knows less of C23."""
    name, *flags = command_of(file)
    for program in CLANGS if name == "clang" else [name]:
        command = [program, *flags, "-fsyntax-only", "-x", "c", "-w", "-"]
        probe = "constexpr int n = 1;" if any("c2x" in flag for flag in flags) else ";"
        if (
            shutil.which(program)
            and subprocess.run(command, input=probe, text=True, capture_output=True).returncode == 0
        ):
            return tuple(command)
    return None


def assertions(dumped: str) -> str:
    """What the parser found, for the compiler to check."""
    lines = []
    record = ""

    def check(expression: str, value: str) -> None:
        lines.append(f'_Static_assert({expression} == {value}, "ours: {expression} is {value}");')

    for line in dumped.splitlines():
        kind, name, *values = line.split("\t")
        if kind in ("R", "T"):
            record = name if kind == "R" else record
            check(f"sizeof({name})", values[0])
            check(f"_Alignof({name})", values[1])
        elif kind == "F":
            check(f"__builtin_offsetof({record}, {name})", values[0])
        elif kind == "E" and name != "-":
            check(f"sizeof({name})", values[0])
        elif kind == "C":
            check(name, values[0])
    return "\n".join(lines)


@pytest.mark.parametrize("file, title, text", groups(), ids=[f"{file}: {title}" for file, title, _ in groups()])
def test_group(tmp_path: Path, file: str, title: str, text: str) -> None:
    driver = find_driver()
    if driver is None:
        pytest.skip("the driver is not built: cmake --build build/<preset> --target dump_scope, or set CFFI_DUMP_SCOPE")
    source = tmp_path / "group.h"
    source.write_text(text, encoding="utf-8")
    target = [TARGETS[file]] if file in TARGETS else ["x86_64-linux"]
    dumped = subprocess.run([driver, source, *target], capture_output=True, text=True)
    assert dumped.returncode == 0, dumped.stderr
    command = compiler_for(file)
    if command is None:
        pytest.skip(f"parsed; the compiler to compare with ({command_of(file)[0]}) is missing or too old")
    checked = subprocess.run(command, input=f"{text}\n{assertions(dumped.stdout)}", capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
