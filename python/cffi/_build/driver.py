"""Compiles C and C++ files and links them to one shared object, with the compiler that toolchain.py finds.

Several files are compiled at a time. The compiler runs in the folder that relative names refer to; the working
directory of this process stays what it is, so any thread may build. A file name that exists only relative to this
process's working directory is taken from there.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..error import VerificationError
from . import setup_cfg, toolchain, windows
from .command_style import Compilation, Linking
from .extension import Extension

class BuildFailure(Exception):
    """A command failed. Callers turn it into a VerificationError, with what they know about the source."""

    def __init__(self, kind: str, command: Sequence[str], code: int, output: str) -> None:
        super().__init__(f"{kind}: command '{command[0]}' failed with exit code {code}")
        self.output = output

    def text(self, notes: Iterable[str] = ()) -> str:
        return "\n\n".join(filter(None, [str(self), self.output.strip("\n"), *notes]))


def build(
    extension: Extension,
    output: str,
    *,
    base: str = ".",
    object_dir: str | None = None,
    verbose: int = 0,
    debug: bool | None = None,
) -> None:
    """Compiles and links. `output` is the file to make; relative names in `extension` are relative to `base`, whose
    setup.cfg counts.

    Raises BuildFailure, or VerificationError when there is no compiler, or a mistake in setup.cfg.
    """
    settings = setup_cfg.read_settings(base)
    extension = _with_settings(extension, settings)
    debug = settings.debug if debug is None else debug
    _Build(extension, os.path.abspath(base), object_dir, verbose, debug, settings.compiler).run(os.path.abspath(output))


def _with_settings(extension: Extension, settings: setup_cfg.Settings) -> Extension:
    """What setup.cfg says comes after what set_source() says."""
    added = {name: getattr(extension, name) + value for name, value in vars(settings).items() if name not in ("debug", "compiler")}
    return replace(extension, **added)


def _find_toolchain(needs_cxx: bool, compiler: str) -> toolchain.Toolchain:
    return windows.find_toolchain(needs_cxx, compiler) if os.name == "nt" else toolchain.find_toolchain(needs_cxx)


def failed(failure: BuildFailure, notes: Iterable[str] = ()) -> VerificationError:
    return VerificationError(failure.text(notes))


class _Build:
    def __init__(
        self,
        extension: Extension,
        base: str,
        object_dir: str | None,
        verbose: int,
        debug: bool | None,
        compiler: str,
    ) -> None:
        self.extension = extension
        self.base = base
        self.object_dir = os.path.abspath(object_dir or base)
        self.verbose = verbose
        self.is_debug = bool(sys.flags.debug if debug is None else debug)
        self.toolchain = _find_toolchain(extension.needs_cxx(), compiler)

    def run(self, output: str) -> None:
        if self.verbose:
            print(f"building '{self.extension.name}' in {self.base}")
        objects = self.object_names()
        for path in [*objects.values(), output]:
            os.makedirs(os.path.dirname(os.path.join(self.base, path)), exist_ok=True)
        self.run_all("CompileError", [self.compile_command(source, path) for source, path in objects.items()])
        self.run_all("LinkError", [self.link_command(list(objects.values()), output)])

    def object_names(self) -> dict[str, str]:
        """The object file of each source: under the folder of objects, wherever the source lies, no two the same."""
        names: dict[str, str] = {}
        for source in self.extension.sources:
            found = self.locate(source)
            stem, suffix = os.path.splitext(os.path.splitdrive(found)[1].lstrip("/" + os.sep))
            parts = ["_up" if part == os.pardir else part for part in os.path.normpath(stem).split(os.sep)]
            path = os.path.join(self.object_dir, *parts)
            shown = self.shown(path + self.toolchain.style.object_suffix)
            names[found] = self.shown(path + suffix + self.toolchain.style.object_suffix) if shown in names.values() else shown
        return names

    def compile_command(self, source: str, object_name: str) -> list[str]:
        e, suffix = self.extension, os.path.splitext(source)[1]
        is_cxx = suffix in toolchain.CXX_SUFFIXES
        if not is_cxx and suffix not in toolchain.C_SUFFIXES and suffix not in toolchain.ASSEMBLY_SUFFIXES:
            raise VerificationError(f"unknown file type '{suffix}' (from '{source}')")
        job = Compilation(
            source=source,
            output=object_name,
            is_cxx=is_cxx,
            is_debug=self.is_debug,
            define_macros=e.define_macros,
            undef_macros=e.undef_macros,
            include_dirs=[*map(self.locate, e.include_dirs), *self.toolchain.include_dirs],
            extra=e.extra_compile_args,
        )
        command = self.toolchain.compile_cxx if is_cxx else self.toolchain.compile_c
        return [*command, *self.toolchain.style.compile(job)]

    def link_command(self, objects: list[str], output: str) -> list[str]:
        e = self.extension
        command = self.toolchain.link_cxx if e.needs_cxx() else self.toolchain.link_c
        if e.is_library:
            command = toolchain.link_library(command)
        job = Linking(
            objects=[*objects, *map(self.locate, e.extra_objects)],
            output=self.shown(output),
            is_debug=self.is_debug,
            library_dirs=[*map(self.locate, e.library_dirs), *self.toolchain.library_dirs],
            runtime_library_dirs=e.runtime_library_dirs,
            libraries=e.libraries,
            extra=e.extra_link_args,
        )
        if os.name == "nt":
            windows.link_to_python(job, e)
        return [*command, *self.toolchain.style.link(job)]

    def locate(self, path: str) -> str:
        """As it stands when it is there for the compiler; else relative to this process, if it is there."""
        if not os.path.isabs(path) and not os.path.exists(os.path.join(self.base, path)) and os.path.exists(path):
            return os.path.abspath(path)
        return path

    def shown(self, path: str) -> str:
        """Relative to where the compiler runs when it is inside: what the compiler shows is then short."""
        return path[len(self.base) + 1 :] if path.startswith(self.base + os.sep) else path

    def run_all(self, kind: str, commands: list[list[str]]) -> None:
        for command in commands if self.verbose else ():
            print(shlex.join(command))
        sys.stdout.flush()
        done = _in_parallel(commands, self.base, self.toolchain.environment)
        failures = [(command, result) for command, result in zip(commands, done) if result.returncode != 0]
        if failures:
            output = "\n".join(result.stdout for _, result in failures)
            raise BuildFailure(kind, failures[0][0], failures[0][1].returncode, output)
        sys.stderr.write("".join(result.stdout for result in done))


def _in_parallel(
    commands: list[list[str]], folder: str, environment: dict[str, str] | None
) -> list[subprocess.CompletedProcess[str]]:
    def run(command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            encoding="utf-8", errors="replace",
        )  # fmt: skip

    if len(commands) == 1:
        return [run(commands[0])]
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(min(len(commands), os.cpu_count() or 1)) as pool:
        return list(pool.map(run, commands))


