"""The engine of verify() for any Python in released versions: here for programs that import it."""

from __future__ import annotations

from typing import Any

from . import model as model
from .error import VerificationError as VerificationError


class VGenericEngine:
    """Not part of this version: ffi.verify() has one way to make modules."""

    _class_key = "g"
    _gen_python_module = False

    def __init__(self, verifier: Any) -> None:
        raise NotImplementedError(
            "cffi.vengine_gen.VGenericEngine is not part of this version of cffi: use ffi.verify()"
        )
