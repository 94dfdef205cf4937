"""The differences between what two packages said about the same names."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

Told = dict[str, Any]


class Difference(NamedTuple):
    asked: str
    released: Any
    ours: Any


def differences(released: Told, ours: Told) -> list[Difference]:
    return [
        Difference(asked, *both)
        for asked in sorted(released.keys() | ours.keys())
        if not agree(*(both := (released.get(asked), ours.get(asked))))
    ]


def agree(released: Any, ours: Any) -> bool:
    """An error of ours may be more classes at once: whoever catches the released one catches it."""
    if is_error(released) and is_error(ours):
        return catches(released) <= catches(ours)
    if isinstance(released, dict) and isinstance(ours, dict):
        return released.keys() == ours.keys() and all(agree(released[key], ours[key]) for key in released)
    if isinstance(released, str) and isinstance(ours, str):
        return spelled(released) == spelled(ours)
    if isinstance(released, list) and isinstance(ours, list):
        return len(released) == len(ours) and all(map(agree, released, ours))
    return type(released) is type(ours) and bool(released == ours)


def is_error(value: Any) -> bool:
    return isinstance(value, dict) and "error" in value


def catches(error: Told) -> set[str]:
    return set(error["error"])


def spelled(name: str) -> str:
    """Numbers of anonymous types depend on the order of everything before them."""
    return re.sub(r"\$(enum_\$)?[0-9]+", "$N", name)
