"""A backend on top of ctypes, which released versions had: here for programs that import it."""

from __future__ import annotations

from . import model as model


class CTypesBackend:
    """Not part of this version: _cffi_backend is the only backend."""

    def __init__(self) -> None:
        raise NotImplementedError(
            "cffi.backend_ctypes.CTypesBackend is not part of this version of cffi: use _cffi_backend"
        )
