"""cffi-gen-src: the C source of a module, for build systems other than setuptools.

    cffi-gen-src exec-python build_script.py output.c
    cffi-gen-src read-sources package._module declarations.cdef source.c output.c

With --depfile it also writes what the output was made from, in the form that make and ninja read.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ._build import sources
from .api import FFI

__all__ = ["run"]


class UsageError(Exception):
    """The command line, or what it names, is not as it must be."""


def run(args: Sequence[str] | None = None) -> int:
    """The console script. Errors of the build script itself come through as they are."""
    parser = _parser()
    options = parser.parse_args(args)
    if options.cmake_dir:
        print(os.path.join(os.path.dirname(os.path.abspath(__file__)), "cmake"))
        return 0
    if options.mode is None:
        parser.error("a subcommand is required: exec-python or read-sources")
    try:
        text, used = (_exec_python if options.mode == "exec-python" else _read_sources)(options)
    except UsageError as error:
        parser.error(str(error))
    _write(options.output, text)
    if options.depfile:
        sources.write(options.depfile, _depfile_text(options.output, used))
    return 0


def _parser() -> argparse.ArgumentParser:
    program = "cffi-gen-src" if not sys.argv[0].endswith(".py") else "python -m cffi.gen_src"
    parser = argparse.ArgumentParser(prog=program, description="Generate CFFI C source for extension modules.")
    parser.add_argument(
        "--cmake-dir", action="store_true", help="print the folder of the CMake module FindCffi and exit"
    )
    modes = parser.add_subparsers(dest="mode")
    script = modes.add_parser("exec-python", help="Execute a Python script that defines an FFI object")
    script.add_argument(
        "--ffi-var",
        default="ffibuilder",
        help="Name of the FFI object in the script, or of a function that returns it; defaults to 'ffibuilder'.",
    )
    script.add_argument("pyfile", help="Path to the Python script ('-': standard input)")
    sources = modes.add_parser("read-sources", help="Read cdef and C source prelude files that define an FFI object")
    sources.add_argument("module_name", help="Full name of the generated module, including packages")
    sources.add_argument("cdef", help="File containing C definitions")
    sources.add_argument("csrc", help="File containing C source prelude")
    for mode in (script, sources):
        mode.add_argument("output", help="Output path for the C source ('-': standard output)")
        mode.add_argument(
            "--depfile", help="Also write the files that the output was made from, as a rule for make and ninja"
        )
    return parser


def _exec_python(options: Any) -> tuple[str, list[str]]:
    path = "<stdin>" if options.pyfile == "-" else options.pyfile
    code = _read(options.pyfile, "pyfile")
    with _files_read() as used:
        ffi = find_ffi(code, os.path.abspath(path), options.ffi_var)
        text = _emit(ffi)
    return text, ([] if options.pyfile == "-" else [options.pyfile]) + used


def find_ffi(code: str, path: str, name: str) -> FFI:
    """Runs a build script and returns the FFI that it calls `name`, or that the function of this name returns."""
    namespace: dict[str, Any] = {"__name__": "cffi.gen_src", "__file__": path}
    sys.path.insert(0, os.path.dirname(path))
    try:
        exec(compile(code, path, "exec"), namespace)
        if name not in namespace:
            raise NameError(f"Expected to find the FFI object with the name {name!r}, but it was not found.")
        found = namespace[name]
        if not isinstance(found, FFI) and callable(found):
            found = found()
    finally:
        sys.path.remove(os.path.dirname(path))
    if not isinstance(found, FFI):
        raise TypeError(
            f"Found an object with the name {name!r} but it was not an instance of cffi.api.FFI ({found!r})"
        )
    return found


def _read_sources(options: Any) -> tuple[str, list[str]]:
    if options.cdef == options.csrc or _is_same(options.cdef, options.csrc):
        raise UsageError("cdef and csrc are the same file and should not be")
    cdef, preamble = _read(options.cdef, "cdef"), _read(options.csrc, "csrc")
    ffi = FFI()
    ffi.cdef(cdef)
    ffi.set_source(options.module_name, preamble)
    return _emit(ffi), [path for path in (options.cdef, options.csrc) if path != "-"]


def _emit(ffi: FFI) -> str:
    output = io.StringIO()
    ffi.emit_c_code(output)
    return output.getvalue()


def _read(path: str, argument: str) -> str:
    if path == "-":
        return sys.stdin.read()
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except OSError as error:
        raise UsageError(f"argument {argument}: can't open '{path}': {error}") from None


def _write(path: str, text: str) -> None:
    if path == "-":
        sys.stdout.write(text)
    else:
        sources.write(path, text)


def _is_same(first: str, second: str) -> bool:
    try:
        return os.path.samefile(first, second)
    except OSError:
        return False


@contextmanager
def _files_read() -> Iterator[list[str]]:
    """While it lasts, notes the files that are read and the modules that are imported; leaves out installed ones."""
    used: list[str] = []
    before = set(sys.modules)
    active = True

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        if (
            event == "open"
            and active
            and isinstance(arguments[0], str)
            and not _is_for_writing(arguments[1], arguments[2])
        ):
            used.append(arguments[0])

    sys.addaudithook(note)  # it cannot be taken away again: this is for a short-lived process
    try:
        yield used
    finally:
        active = False
        loaded = [getattr(module, "__file__", None) for name, module in list(sys.modules.items()) if name not in before]
        kept = _own_files([*used, *filter(None, loaded)])
        used[:] = kept


def _is_for_writing(mode: Any, flags: Any) -> bool:
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR) != 0


def _own_files(paths: Iterable[str]) -> list[str]:
    """Existing files that are not part of the Python installation, nor made by it."""
    installed = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    folders = tuple(os.path.realpath(folder) + os.sep for folder in [*installed, os.path.dirname(__file__), "/proc"])
    own = {}
    for path in paths:
        real = os.path.realpath(path)
        if os.path.isfile(real) and not real.endswith(".pyc") and not real.startswith(folders):
            own[real] = path
    return list(own.values())


def _depfile_text(output: str, used: Sequence[str]) -> str:
    escaped = [
        path.replace("\\", "\\\\").replace(" ", "\\ ").replace("#", "\\#").replace("$", "$$")
        for path in [output, *used]
    ]
    return escaped[0] + ":" + "".join(f" \\\n  {path}" for path in dict.fromkeys(escaped[1:])) + "\n"


if __name__ == "__main__":
    sys.exit(run())
