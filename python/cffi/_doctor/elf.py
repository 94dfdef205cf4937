"""What a shared library's file says about itself, read without the extension: machine, and the libraries it needs.

Headers of any ELF file; the dynamic section of 64-bit little-endian ones. Nothing that a file says is believed without
a look at its length: a file that is damaged reads as one that needs nothing.
"""

from __future__ import annotations

import functools
import glob
import os
import re
import struct
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_MACHINES = {
    3: "x86", 8: "MIPS", 20: "PowerPC", 21: "PowerPC", 22: "s390", 40: "ARM", 62: "x86-64", 183: "aarch64",
    243: "RISC-V", 258: "LoongArch",
}  # fmt: skip
_LOAD, _DYNAMIC = 1, 2
_NEEDED, _STRTAB, _STRSZ, _RPATH, _RUNPATH = 1, 5, 10, 15, 29
_MOST = 1 << 20
#: Names that musl's loader, which is the C library as well, takes for itself.
_OF_MUSL = re.compile(r"lib(c|crypt|dl|m|pthread|rt|util|xnet)\.so|libc\.musl-.*")


@dataclass(frozen=True)
class ElfFile:
    bits: int
    little_endian: bool
    machine: int
    needed: tuple[str, ...] = ()
    run_paths: tuple[str, ...] = ()
    cut_short: bool = False

    @property
    def architecture(self) -> str:
        name = _MACHINES.get(self.machine, f"machine {self.machine}")
        return f"{self.bits}-bit {'' if self.little_endian else 'big-endian '}{name}"


def read(path: str) -> ElfFile | None:
    """None: cannot be read, or is no ELF file."""
    try:
        with open(path, "rb") as file:
            start = file.read(64)
            if len(start) < 20 or start[:4] != b"\x7fELF":
                return None
            bits, little = 64 if start[4] == 2 else 32, start[5] == 1
            (machine,) = struct.unpack_from("<H" if little else ">H", start, 18)
            if bits == 32 or not little or len(start) < 64:
                return ElfFile(bits, little, machine)
            return ElfFile(bits, little, machine, *_dynamic(file, start))
    except (OSError, struct.error):
        return None


def _dynamic(file: BinaryIO, header: bytes) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """(needed, run paths, whether the file ends before its segments do)"""
    (table,) = struct.unpack_from("<Q", header, 32)
    _, count = struct.unpack_from("<HH", header, 54)
    headers = struct.iter_unpack("<IIQQQQQQ", _at(file, table, count * 56))
    segments = [(kind, offset, address, size) for kind, _, offset, address, _, size, _, _ in headers]
    entries = [
        entry
        for kind, offset, _, size in segments
        if kind == _DYNAMIC
        for entry in struct.iter_unpack("<QQ", _at(file, offset, size - size % 16))
    ]
    last = next((index for index, (tag, _) in enumerate(entries) if tag == 0), len(entries))
    values = dict(reversed(entries[:last]))
    names = b""
    for kind, offset, address, size in segments:
        if kind == _LOAD and address <= values.get(_STRTAB, -1) < address + size:
            names = _at(file, offset + values[_STRTAB] - address, values.get(_STRSZ, 0))
    needed = tuple(_name(names, value) for tag, value in entries[:last] if tag == _NEEDED)
    paths = [_name(names, values[tag]) for tag in (_RUNPATH, _RPATH) if tag in values]
    length = os.fstat(file.fileno()).st_size
    cut_short = not segments or any(offset + size > length for _, offset, _, size in segments)
    return tuple(filter(None, needed)), tuple(path for text in paths[:1] for path in text.split(":") if path), cut_short


def _at(file: BinaryIO, offset: int, size: int) -> bytes:
    if not 0 <= size <= _MOST or offset >= 1 << 62:
        return b""
    file.seek(offset)
    found = file.read(size)
    return found if len(found) == size else b""


def _name(names: bytes, offset: int) -> str:
    return names[offset : max(names.find(b"\0", offset), offset)].decode("utf-8", "surrogateescape")


# ---- what this process can load


@functools.cache
def own() -> ElfFile | None:
    """The interpreter itself; None where programs are no ELF files."""
    return read("/proc/self/exe") or read(sys.executable or "")


def is_foreign(file: ElfFile) -> bool:
    """Is it for another machine?"""
    process = own()
    return process is not None and process.architecture != file.architecture


def find(soname: str, run_paths: tuple[str, ...] = (), origin: str = "") -> str | None:
    """The file that the loader takes for `soname`, needed by a library in the folder `origin`. None: there is none."""
    if "/" in soname:
        return soname if os.path.exists(soname) else None
    if _OF_MUSL.fullmatch(soname) and _known(r"ld-musl-[^/]*"):
        return _known(r"ld-musl-[^/]*")[0]
    expanded = [re.sub(r"\$ORIGIN\b|\$\{ORIGIN\}", lambda _: origin, path) for path in run_paths]
    for path in [os.path.join(folder, soname) for folder in expanded + library_folders()] + _known(re.escape(soname)):
        file = read(path)
        if file is not None and not is_foreign(file):
            return path
    return None


def candidates(name: str) -> list[str]:
    """The files that may be meant by a name for dlopen(): a path, a file name, or a bare name."""
    if "/" in name:
        return [name] if os.path.exists(name) else []
    exact = find(name)
    bare = "lib" + name + ".so"
    found = [
        path
        for folder in library_folders()
        for path in sorted(glob.glob(os.path.join(folder, glob.escape(bare) + "*")))
    ]
    return ([exact] if exact else []) + [path for path in found + _known(re.escape(bare) + r"[.\d]*") if read(path)]


def missing(path: str) -> list[tuple[str, str]]:
    """(name, path of the library that needs it) of each library that is missing, needed directly or by another one."""
    lacks: dict[str, str] = {}
    seen: set[str] = set()
    waiting = [path]
    while waiting:
        current = waiting.pop(0)
        file = read(current)
        if file is None or os.path.realpath(current) in seen:
            continue
        seen.add(os.path.realpath(current))
        origin = os.path.dirname(os.path.realpath(current))
        for soname in file.needed:
            found = find(soname, file.run_paths, origin)
            if found is None:
                lacks.setdefault(soname, current)
            else:
                waiting.append(found)
    return list(lacks.items())


def library_folders() -> list[str]:
    """LD_LIBRARY_PATH, then the platform's own folders."""
    folders = re.split("[:;]", os.environ.get("LD_LIBRARY_PATH", ""))
    multiarch = sysconfig.get_config_var("MULTIARCH")
    for root in ("/lib", "/usr/lib", "/usr/local/lib"):
        folders += [f"{root}/{multiarch}"] if multiarch else []
        folders += [root, root + "64"]
    return [folder for folder in folders if folder]


def _known(pattern: str) -> list[str]:
    """Paths whose last part matches, of the files that this process has loaded and of the loader's own index."""
    last_part = re.compile(rb"(?:^|[\0\s])(/[^\0\n]*/" + os.fsencode(pattern) + rb")(?=[\0\n]|$)")
    found = [os.fsdecode(match) for text in _indexes() for match in last_part.findall(text)]
    return list(dict.fromkeys(found))


def _indexes() -> Iterator[bytes]:
    for path in ("/proc/self/maps", "/etc/ld.so.cache"):
        try:
            with open(path, "rb") as file:
                yield file.read()
        except OSError:
            pass
