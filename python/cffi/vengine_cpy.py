"""The engine of verify() for CPython in released versions: here for programs that import it."""

from __future__ import annotations

from typing import Any

from . import model as model
from .error import VerificationError as VerificationError


class VCPythonEngine:
    """Not part of this version: ffi.verify() has one way to make modules."""

    _class_key = "x"
    _gen_python_module = True

    def __init__(self, verifier: Any) -> None:
        raise NotImplementedError(
            "cffi.vengine_cpy.VCPythonEngine is not part of this version of cffi: use ffi.verify()"
        )
