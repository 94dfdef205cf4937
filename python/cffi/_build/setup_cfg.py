"""What setup.cfg says about building: the sections [build] and [build_ext], as setuptools reads them.

They are read where the compiler runs, after the files of the Python installation and of the user, and before the one
that DIST_EXTRA_CONFIG names; later ones win.
"""

from __future__ import annotations

import configparser
import os
import re
import sysconfig
from dataclasses import dataclass, field

from ..error import VerificationError

#: The options that setuptools' commands have: whatever else a section says is a mistake.
_OPTIONS = {
    "build": frozenset(
        "build_base build_purelib build_platlib build_lib build_scripts build_temp plat_name compiler parallel debug "
        "force executable".split()
    ),
    "build_ext": frozenset(
        "build_lib build_temp plat_name inplace include_dirs define undef libraries library_dirs rpath link_objects "
        "debug force compiler parallel swig swig_cpp swig_opts user".split()
    ),
}
_TRUE, _FALSE = frozenset({"y", "yes", "t", "true", "on", "1"}), frozenset({"n", "no", "f", "false", "off", "0"})


@dataclass
class Settings:
    """What is added after the keywords of each module."""

    include_dirs: list[str] = field(default_factory=list)
    define_macros: list[tuple[str, str | None]] = field(default_factory=list)
    undef_macros: list[str] = field(default_factory=list)
    libraries: list[str] = field(default_factory=list)
    library_dirs: list[str] = field(default_factory=list)
    runtime_library_dirs: list[str] = field(default_factory=list)
    extra_objects: list[str] = field(default_factory=list)
    debug: bool | None = None
    compiler: str = ""


def read_settings(folder: str) -> Settings:
    """The settings for what is built in `folder`. VerificationError: a section has an option that does not exist, or
    one with an impossible value; configparser.Error: a file that is none."""
    options = {name: value for section in ("build", "build_ext") for name, value in _section(folder, section).items()}
    compiler = options.get("compiler", "")
    _check_compiler(compiler)
    return Settings(
        include_dirs=_paths(options.get("include_dirs", "")),
        define_macros=[_macro(text) for text in _commas(options.get("define", ""))],
        undef_macros=_commas(options.get("undef", "")),
        libraries=_words(options.get("libraries", "")),
        library_dirs=_paths(options.get("library_dirs", "")),
        runtime_library_dirs=_paths(options.get("rpath", "")),
        extra_objects=_words(options.get("link_objects", "")),
        debug=_boolean("debug", options["debug"]) if "debug" in options else None,
        compiler=compiler,
    )


def _section(folder: str, section: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in _files(folder):
        parser = configparser.ConfigParser()
        parser.read(path, encoding="utf-8")
        if not parser.has_section(section):
            continue
        for name, value in parser.items(section):
            option = name.replace("-", "_")
            if option not in _OPTIONS[section] and name not in parser.defaults():
                raise VerificationError(f"error in {path}: command '{section}' has no such option '{option}'")
            found[option] = value
    return found


def _files(folder: str) -> list[str]:
    hidden = "." if os.name == "posix" else ""
    installation = os.path.join(sysconfig.get_path("stdlib"), "distutils", "distutils.cfg")
    user = os.path.join(os.path.expanduser("~"), hidden + "pydistutils.cfg")
    return [installation, user, os.path.join(folder, "setup.cfg"), *filter(None, [os.environ.get("DIST_EXTRA_CONFIG")])]


def _check_compiler(name: str) -> None:
    known = ("msvc", "mingw32") if os.name == "nt" else ("unix",)
    if name and name not in known:
        raise VerificationError(
            f"setup.cfg says compiler = {name}: don't know how to compile C/C++ code on platform '{os.name}' with "
            f"'{name}' compiler (known here: {', '.join(known)}; the environment variables CC and CXX say which program "
            "that is)"
        )


def _paths(text: str) -> list[str]:
    return [path for path in text.split(os.pathsep) if path]


def _words(text: str) -> list[str]:
    return [word for word in re.split(r",\s*|\s+", text) if word]


def _commas(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _macro(text: str) -> tuple[str, str | None]:
    name, _, value = text.partition("=")
    return name, value or "1"


def _boolean(option: str, text: str) -> bool:
    if text.lower() not in _TRUE | _FALSE:
        raise VerificationError(f"setup.cfg says {option} = {text}: invalid truth value '{text}'")
    return text.lower() in _TRUE
