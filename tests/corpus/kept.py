"""The differences that are on purpose: each stands in COMPATIBILITY.md."""

from __future__ import annotations

from typing import Any

from compare import Difference, is_error


def is_kept(mode: str, difference: Difference) -> bool:
    return needs_no_compiler(difference.released, difference.ours)


def needs_no_compiler(released: Any, ours: Any) -> bool:
    """The released package refuses whatever names a type with dots when there is no compiler; ours what needs its layout."""
    refused = released is None or is_error(released)
    return refused and "VerificationMissing" in str(released or ours) and isinstance(ours, dict) and not is_error(ours)
