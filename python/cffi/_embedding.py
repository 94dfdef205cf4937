"""Libraries for C programs, with Python inside: their initialisation code, and how they are linked to Python."""

from __future__ import annotations

import os
import sys
import sysconfig
from typing import TYPE_CHECKING, Any

from . import _toolchain
from .error import VerificationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .api import FFI

NO_LIBRARY = (
    "an embedded library is linked to Python's own shared library, and {executable} comes without: there is no {names} "
    "in {folders}. Build with a Python that has it. Debian, Ubuntu: apt install libpython3-dev; Fedora: dnf install "
    "python3-devel; pyenv: PYTHON_CONFIGURE_OPTS=--enable-shared pyenv install VERSION; from source: "
    "./configure --enable-shared"
)


def assign(ffi: FFI, text: Any) -> None:
    """Checks and remembers the argument of embedding_init_code()."""
    if ffi.__dict__.get("_embedding"):
        raise ValueError("embedding_init_code() can only be called once")
    if not isinstance(text, str):
        raise TypeError(f"embedding_init_code() argument must be a string, not {type(text).__name__}")
    code = dedented(text)
    compile(code, "<embedding_init_code>", "exec", dont_inherit=True)
    ffi.__dict__["_embedding"] = code


def dedented(text: str) -> str:
    """Without the indentation that all lines share; ends with a line end. The number of each line stays what it was."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip(" \t\n").split("\n")
    starts = [line[: len(line) - len(line.lstrip(" \t"))] for line in lines if line.strip(" \t")]
    # What the first and the last in alphabetical order share, all share.
    first, last = min(starts, default=""), max(starts, default="")
    margin = next((i for i, pair in enumerate(zip(first, last)) if pair[0] != pair[1]), min(len(first), len(last)))
    return "\n".join(line[margin:] for line in lines) + "\n"


def keywords(given: Mapping[str, Any]) -> dict[str, Any]:
    """The keywords of an Extension, and what links it to Python's library. VerificationError where there is none."""
    added = dict(given)
    for key, values in _link_keywords().items():
        added[key] = [*(added.get(key) or ()), *values]
    added.pop("py_limited_api", None)
    return added


def _link_keywords() -> dict[str, list[str]]:
    version = _toolchain.config_text("LDVERSION") or sysconfig.get_python_version()
    if os.name == "nt":
        return {"libraries": ["python" + version.replace(".", "")]}
    folders, names = _folders(), _file_names(version)
    for folder in folders:
        for name in names:
            if os.path.exists(os.path.join(folder, name)):
                return _linking(folder, name, version)
    raise VerificationError(
        NO_LIBRARY.format(
            executable=sys.executable, names=" or ".join(names), folders=", ".join(folders) or "any known folder"
        )
    )


def _linking(folder: str, name: str, version: str) -> dict[str, list[str]]:
    linking = {"libraries": ["python" + version], "library_dirs": [folder]}
    if name != f"libpython{version}{_toolchain.library_suffix()}":
        linking = {"extra_objects": [os.path.join(folder, name)]}
    if not folder.startswith(("/usr/lib", "/lib")):  # the loader does not look there by itself
        linking["runtime_library_dirs"] = [folder]
    if sys.platform == "linux":
        linking["libraries"] = [*linking.get("libraries", ()), "dl"]
    return linking


def _folders() -> list[str]:
    """Where Python's library may lie. The configuration tells where it was installed to, before it was moved."""
    library_dir = _toolchain.config_text("LIBDIR")
    multiarch = _toolchain.config_text("MULTIARCH")
    found = [library_dir, os.path.join(library_dir, multiarch) if library_dir and multiarch else ""]
    found += [os.path.join(sys.base_prefix, "lib"), _toolchain.config_text("LIBPL")]
    return list(dict.fromkeys(filter(None, found)))


def _file_names(version: str) -> list[str]:
    suffix = _toolchain.library_suffix()
    names = [f"libpython{version}{suffix}", _toolchain.config_text("LDLIBRARY"), _toolchain.config_text("INSTSONAME")]
    return list(dict.fromkeys(os.path.basename(name) for name in names if name and not name.endswith(".a")))
