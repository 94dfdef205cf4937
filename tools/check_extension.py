#!/usr/bin/env python3
"""Checks the extension module as it is shipped: check_extension.py FILE.

It needs no library but the C library's own (on Windows: and Python's), shows nothing but its entry point, and asks for
no executable stack, no writable code and no relocation of code. (Uses binutils.)
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

C_LIBRARY = re.compile(r"^(libc|libm|libdl|libpthread|librt|ld-linux.*|ld-musl.*|libc\.musl.*)\.so(\.\d+)?$")
WINDOWS = re.compile(r"^(kernel32|ucrtbase|api-ms-win-crt-.*|python3\d*t?)\.dll$", re.IGNORECASE)
ENTRY = "PyInit__cffi_backend"


def output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def faults_on_windows(extension: Path) -> list[str]:
    said = output("objdump", "-p", str(extension))
    found = [f"needs {name}" for name in re.findall(r"DLL Name: (\S+)", said) if not WINDOWS.match(name)]
    exported = re.findall(r"^\s+\[\s*\d+\] (?:\+base\[\s*\d+\]\s+\w+ )?([A-Za-z_]\S*)$", said, re.MULTILINE)
    if exported != [ENTRY]:
        found.append(f"shows {', '.join(exported) or 'nothing'} instead of just {ENTRY}")
    sections = output("objdump", "-h", str(extension))
    for name, flags in re.findall(r"^\s+\d+ (\S+) .*\n\s+(.*)$", sections, re.MULTILINE):
        if "CODE" in flags and "READONLY" not in flags:
            found.append(f"has a section that is writable and executable: {name}")
    return found


def faults(extension: Path) -> list[str]:
    if extension.suffix == ".pyd":
        return faults_on_windows(extension)
    found = []
    dynamic = output("readelf", "-dW", str(extension))
    for library in re.findall(r"\(NEEDED\).*\[(.*)\]", dynamic):
        if not C_LIBRARY.match(library):
            found.append(f"needs {library}")
    if "TEXTREL" in dynamic:
        found.append("relocates its code when loaded (TEXTREL)")
    exported = output("nm", "-D", "--defined-only", str(extension)).split()[2::3]
    if exported != [ENTRY]:
        found.append(f"shows {', '.join(exported)} instead of just {ENTRY}")
    for line in output("readelf", "-lW", str(extension)).splitlines():
        flags = re.match(r"\s+(LOAD|GNU_STACK)\s.*\s([RWE ]{3})\s+0x", line)
        if flags and "W" in flags[2] and "E" in flags[2]:
            found.append(f"has a segment that is writable and executable: {line.strip()}")
    return found


def main() -> int:
    extension = Path(sys.argv[1])
    found = faults(extension)
    print(
        "\n".join(f"{extension.name} {fault}" for fault in found)
        or f"extension: {extension.name}, {extension.stat().st_size // 1024} KiB, stands alone"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
