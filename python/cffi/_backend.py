"""The extension module, imported and checked in one place.

Kept small: importing cffi is measured in fractions of a millisecond.
"""

from ._version import __version__

__all__ = ["backend"]

REPAIR = "python -m pip install --force-reinstall cffi"


def _python() -> str:
    import sys

    return sys.executable or "python"


def _advice() -> str:
    return (
        f"To repair it: {REPAIR.replace('python', _python(), 1)}\n"
        f"To see what is wrong: {_python()} -m cffi doctor"
    )  # fmt: skip


try:
    import _cffi_backend as backend
except ImportError as error:
    raise ImportError(
        f"cffi {__version__} cannot import its extension module '_cffi_backend' ({error}). The install of cffi for "
        f"this interpreter ({_python()}) is incomplete or made for another one. {_advice()}",
        name="_cffi_backend",
    ) from error

if getattr(backend, "__version__", None) != __version__:
    raise Exception(
        f"Version mismatch: the package cffi is {__version__} ({__file__}), but its extension module '_cffi_backend' "
        f"is {getattr(backend, '__version__', 'of no version')} ({getattr(backend, '__file__', None) or 'built in'}). "
        f"Two installs got mixed. {_advice()}"
    )
