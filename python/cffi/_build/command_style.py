"""How command lines are spelled: as GCC and clang take them, or as MSVC does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from ..error import VerificationError


@dataclass
class Compilation:
    """One file to compile. Its paths are for the folder in which the compiler runs."""

    source: str
    output: str
    is_cxx: bool = False
    is_debug: bool = False
    define_macros: list[tuple[str, str | None]] = field(default_factory=list)
    undef_macros: list[str] = field(default_factory=list)
    include_dirs: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)


@dataclass
class Linking:
    """One module or library to link. `exports`: what is to be seen from outside, where that must be said."""

    objects: list[str]
    output: str
    is_debug: bool = False
    exports: list[str] = field(default_factory=list)
    library_dirs: list[str] = field(default_factory=list)
    runtime_library_dirs: list[str] = field(default_factory=list)
    libraries: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)


class CommandStyle(Protocol):
    """The words that follow the compiler's own."""

    object_suffix: str

    def compile(self, job: Compilation) -> list[str]: ...

    def link(self, job: Linking) -> list[str]: ...


class GnuStyle:
    """GCC, clang, and what looks like them. On Windows a DLL has no folders of its own to look for others in."""

    object_suffix = ".o"

    def compile(self, job: Compilation) -> list[str]:
        return [
            *(["-g"] if job.is_debug else []),
            *("-D" + name if value is None else f"-D{name}={value}" for name, value in job.define_macros),
            *("-U" + name for name in job.undef_macros),
            *("-I" + path for path in job.include_dirs),
            "-c",
            job.source,
            "-o",
            job.output,
            *job.extra,
        ]

    def link(self, job: Linking) -> list[str]:
        return [
            *(["-g"] if job.is_debug else []),
            *job.objects,
            *("-L" + path for path in job.library_dirs),
            *("-Wl,-rpath," + path for path in job.runtime_library_dirs),
            *("-l" + name for name in job.libraries),
            "-o",
            job.output,
            *job.extra,
        ]


class MsvcStyle:
    """cl.exe and link.exe, with the options that CPython's own extensions are built with."""

    object_suffix = ".obj"

    def compile(self, job: Compilation) -> list[str]:
        optimisation = ["/Od", "/MDd", "/Zi", "/W3", "/D_DEBUG"] if job.is_debug else ["/O2", "/W3", "/DNDEBUG", "/MD"]
        return [
            "/c",
            "/nologo",
            *optimisation,
            *(["/EHsc"] if job.is_cxx else []),
            *("/D" + name if value is None else f"/D{name}={value}" for name, value in job.define_macros),
            *("/U" + name for name in job.undef_macros),
            *("/I" + path for path in job.include_dirs),
            ("/Tp" if job.is_cxx else "/Tc") + job.source,
            "/Fo" + job.output,
            *job.extra,
        ]

    def link(self, job: Linking) -> list[str]:
        if job.runtime_library_dirs:
            raise VerificationError(
                "runtime_library_dirs: Windows has no such thing; put the DLL beside the module, or name its folder with "
                "os.add_dll_directory()"
            )
        stem = job.objects[0].rpartition(".")[0]
        return [
            "/nologo",
            "/INCREMENTAL:NO",
            *(["/DEBUG:FULL"] if job.is_debug else []),
            "/DLL",
            "/MANIFEST:EMBED,ID=2",
            "/MANIFESTUAC:NO",
            *("/LIBPATH:" + path for path in job.library_dirs),
            *(name + ".lib" for name in job.libraries),
            *("/EXPORT:" + name for name in job.exports),
            *job.objects,
            "/OUT:" + job.output,
            "/IMPLIB:" + stem + ".lib",
            *job.extra,
        ]
