"""How the demo tells what it does: a title for each library, and for each step the code, what it gave, and a check."""

from __future__ import annotations

from typing import Any


class Mismatch(Exception):
    """A step gave something else than it must."""


def title(text: str) -> None:
    print(f"\n=== {text} ===")


def step(code: str, got: Any, expected: Any) -> None:
    """Shows that `code` gave `got`, which has to equal `expected`."""
    print(f"  {code}\n      -> {got!r}")
    if got != expected:
        raise Mismatch(f"{code} gave {got!r}, not {expected!r}")
