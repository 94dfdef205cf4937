"""Which Python and which extension module these are, and what the system allows."""

from __future__ import annotations

import os
import platform
import re
import sys
import sysconfig
from typing import Any

from . import elf
from .installation import Installation


def interpreter() -> dict[str, Any]:
    own = elf.own()
    return {
        "executable": sys.executable,
        "implementation": platform.python_implementation(),
        "version": platform.python_version(),
        "free_threaded": bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
        "prefix": sys.prefix,
        "base_prefix": sys.base_prefix,
        "platform": sysconfig.get_platform(),
        "architecture": own.architecture if own else platform.machine(),
        "extension_suffix": sysconfig.get_config_var("EXT_SUFFIX"),
    }


def python_name() -> str:
    facts = interpreter()
    kind = "free-threaded " if facts["free_threaded"] else ""
    return f"{kind}{facts['implementation']} {'.'.join(facts['version'].split('.')[:2])}, {facts['architecture']}"


def backend(installation: Installation) -> dict[str, Any] | None:
    """Of the file that was imported, else of that which would have been; None where there is none."""
    module = installation.backend
    path = getattr(module, "__file__", None) or (None if module else next(iter(installation.backend_files), None))
    if module is None and path is None:
        return None
    return {
        "version": getattr(module, "__version__", None),
        "file": path,
        "built_for": built_for(path) if path else "built into the interpreter",
        "architecture": architecture(path) if path else None,
        "interfaces": [list(pair) for pair in getattr(module, "_interfaces", ())],
        "imported": module is not None,
    }


def architecture(path: str) -> str | None:
    file = elf.read(path)
    return file.architecture if file else None


def built_for(path: str) -> str:
    """What the name of an extension module says about the Python that it was built for."""
    tag = ".".join(os.path.basename(path).split(".")[1:-1])
    match = re.fullmatch(r"(?:cpython-|cp)3(\d+)([a-z]*)(?:-(.*))?", tag)
    if match:
        flags = ("free-threaded " if "t" in match[2] else "") + ("debug " if "d" in match[2] else "")
        return f"{flags}CPython 3.{match[1]}" + (f", {match[3]}" if match[3] else "")
    if tag.startswith("abi3"):
        return "CPython 3, stable ABI" + (", free-threaded" if tag == "abi3t" else "")
    return tag or ("any Python" if path.endswith(".py") else "a Python that its name does not tell")


def executable_memory() -> dict[str, Any]:
    """For information: callbacks of cffi need no memory that is writable and executable."""
    import mmap

    refused = False
    try:
        mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC).close()
    except AttributeError:
        pass  # Windows
    except (OSError, ValueError):
        refused = True
    try:
        with open("/sys/fs/selinux/enforce", encoding="ascii") as file:
            selinux = "enforcing" if file.read().strip() == "1" else "permissive"
    except OSError:
        selinux = "off"
    return {"refused_by_system": refused, "selinux": selinux, "needed": False}
