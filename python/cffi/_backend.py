"""The extension module, imported and checked in one place.

Kept small: importing cffi is measured in fractions of a millisecond.
"""

from ._version import __version__

REPAIR = "python -m pip install --force-reinstall cffi"


def _python() -> str:
    import sys

    return sys.executable or "python"


def _repair_command() -> str:
    return REPAIR.replace("python", _python(), 1)


try:
    import _cffi_backend as backend
except ImportError as error:
    raise ImportError(
        f"cffi {__version__} cannot import its extension module '_cffi_backend' ({error}). The install of cffi for "
        f"this interpreter ({_python()}) is incomplete or made for another one. To repair it: {_repair_command()}",
        name="_cffi_backend",
    ) from error

if backend.__version__ != __version__:
    raise Exception(
        f"Version mismatch: the package cffi is {__version__} ({__file__}), but its extension module '_cffi_backend' "
        f"is {backend.__version__} ({getattr(backend, '__file__', 'built in')}). Two installs got mixed. "
        f"To repair it: {_repair_command()}"
    )
