"""Libraries for C programs, with Python inside: how they are linked to Python."""

from __future__ import annotations

import os
import sys
import sysconfig
from typing import TYPE_CHECKING, Any

from ..error import VerificationError
from . import toolchain

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_LIBRARY = (
    "an embedded library is linked to Python's own shared library, and {executable} comes without: there is no {names} "
    "in {folders}. Build with a Python that has it. Debian, Ubuntu: apt install libpython3-dev; Fedora: dnf install "
    "python3-devel; pyenv: PYTHON_CONFIGURE_OPTS=--enable-shared pyenv install VERSION; from source: "
    "./configure --enable-shared"
)


def keywords(given: Mapping[str, Any]) -> dict[str, Any]:
    """The keywords of an Extension, and what links it to Python's library. VerificationError where there is none."""
    added = dict(given)
    for key, values in _link_keywords().items():
        added[key] = [*(added.get(key) or ()), *values]
    added.pop("py_limited_api", None)
    return added


def _link_keywords() -> dict[str, list[str]]:
    version = toolchain.config_text("LDVERSION") or sysconfig.get_python_version()
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
    if name != f"libpython{version}{toolchain.library_suffix()}":
        linking = {"extra_objects": [os.path.join(folder, name)]}
    if not folder.startswith(("/usr/lib", "/lib")):  # the loader does not look there by itself
        linking["runtime_library_dirs"] = [folder]
    if sys.platform == "linux":
        linking["libraries"] = [*linking.get("libraries", ()), "dl"]
    return linking


def _folders() -> list[str]:
    """Where Python's library may lie. The configuration tells where it was installed to, before it was moved."""
    library_dir = toolchain.config_text("LIBDIR")
    multiarch = toolchain.config_text("MULTIARCH")
    found = [library_dir, os.path.join(library_dir, multiarch) if library_dir and multiarch else ""]
    found += [os.path.join(sys.base_prefix, "lib"), toolchain.config_text("LIBPL")]
    return list(dict.fromkeys(filter(None, found)))


def _file_names(version: str) -> list[str]:
    suffix = toolchain.library_suffix()
    names = [f"libpython{version}{suffix}", toolchain.config_text("LDLIBRARY"), toolchain.config_text("INSTSONAME")]
    return list(dict.fromkeys(os.path.basename(name) for name in names if name and not name.endswith(".a")))
