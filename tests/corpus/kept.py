"""The differences that are on purpose: each stands in COMPATIBILITY.md."""

from __future__ import annotations

from typing import Any

from compare import Difference, catches, is_error


def is_kept(mode: str, difference: Difference) -> bool:
    return mode != "compiled" and needs_no_compiler(difference.released, difference.ours)


def needs_no_compiler(released: Any, ours: Any) -> bool:
    """The released package refuses whatever names a type with dots when there is no compiler; ours what needs its layout."""
    if not isinstance(ours, dict) or is_error(ours):
        return False
    said = [released] if released is not None else list(ours.values())
    return any(is_error(one) and "VerificationMissing" in catches(one) for one in said)
