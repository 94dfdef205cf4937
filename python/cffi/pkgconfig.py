"""Compiler and linker flags from pkg-config, as keywords of set_source()."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Sequence
from typing import Any

from .error import PkgConfigError as PkgConfigError

__all__ = ["PkgConfigError", "call", "flags_from_pkgconfig", "merge_flags"]


def merge_flags(cfg1: dict[str, Any], cfg2: dict[str, Any]) -> dict[str, Any]:
    """Appends the lists of cfg2 to those of cfg1, which it changes and returns."""
    for key, value in cfg2.items():
        if key not in cfg1:
            cfg1[key] = value
            continue
        if not isinstance(cfg1[key], list):
            raise TypeError(f"cfg1[{key!r}] should be a list of strings")
        if not isinstance(value, list):
            raise TypeError(f"cfg2[{key!r}] should be a list of strings")
        cfg1[key].extend(value)
    return cfg1


def call(libname: str, flag: str, encoding: str = "utf-8") -> str:
    """What `pkg-config FLAG LIBNAME` prints. The environment's PKG_CONFIG names another program."""
    program = shlex.split(os.environ.get("PKG_CONFIG", "")) or ["pkg-config"]
    try:
        done = subprocess.run([*program, "--print-errors", flag, libname], capture_output=True)
    except OSError as error:
        raise PkgConfigError(f"cannot run {program[0]}: {error}") from None
    if done.returncode != 0:
        raise PkgConfigError(done.stderr.decode(encoding, "replace").strip() or f"{program[0]} failed for {libname}")
    what = f"pkg-config {flag} {libname} returned"
    try:
        text = done.stdout.decode(encoding)
    except UnicodeDecodeError:
        raise PkgConfigError(
            f"{what} bytes that cannot be decoded with encoding {encoding!r}:\n{done.stdout!r}"
        ) from None
    if os.altsep != "\\" and os.sep != "\\" and "\\" in text:
        raise PkgConfigError(f"{what} an unsupported backslash-escaped output:\n{text!r}")
    return text


def flags_from_pkgconfig(libs: Sequence[str]) -> dict[str, list[Any]]:
    """The keywords of set_source() for these packages, in their order. Raises PkgConfigError."""
    merged: dict[str, list[Any]] = {}
    for libname in libs:
        compile_flags = _joined(call(libname, "--cflags").split())
        link_flags = _joined(call(libname, "--libs").split())
        flags: dict[str, list[Any]] = {
            "include_dirs": _values(compile_flags, "-I"),
            "library_dirs": _values(link_flags, "-L"),
            "libraries": _values(link_flags, "-l"),
            "define_macros": [_macro(text) for text in _values(compile_flags, "-D")],
            "extra_compile_args": _others(compile_flags, "-I", "-D"),
            "extra_link_args": _others(link_flags, "-L", "-l"),
        }
        merge_flags(merged, flags)
    return merged


def _joined(words: list[str]) -> list[str]:
    """`-D NAME` in two words becomes one word."""
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] in ("-I", "-D", "-L", "-l"):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _values(words: list[str], option: str) -> list[str]:
    return [word[2:] for word in words if word.startswith(option)]


def _others(words: list[str], *options: str) -> list[str]:
    return [word for word in words if not word.startswith(options)]


def _macro(text: str) -> tuple[str, str | None]:
    name, equals, value = text.partition("=")
    return name, value if equals else None
