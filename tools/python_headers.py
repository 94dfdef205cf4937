"""Where the CPythons and their headers are: kept by pyenv, the system's, or built or laid out in the cache."""

from __future__ import annotations

import glob
import os
import re
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VERSIONS = ("3.9", "3.10", "3.11", "3.12", "3.13", "3.13t", "3.14", "3.15")


def cache() -> Path:
    return Path(os.environ.get("CFFI_CACHE") or ROOT / ".cache")


def find_python(version: str) -> str | None:
    """The interpreter of this version that runs in this system."""
    pyenv = os.environ.get("PYENV_ROOT", os.path.expanduser("~/.pyenv"))
    candidates = [
        *glob.glob(f"{pyenv}/versions/{version}.*/bin/python{version}"),
        f"/usr/bin/python{version}",
        f"/usr/local/bin/python{version}",
        str(cache() / f"python{version}/bin/python{version}"),
    ]
    return next((path for path in candidates if os.access(path, os.X_OK)), None)


def places(version: str) -> list[tuple[Path, Path]]:
    """Where the folder of Python.h may be, each with the folder in which Debian's pyconfig.h finds the real one."""
    found = []
    python = find_python(version)
    if python is not None:
        code = "import sysconfig; print(sysconfig.get_path('include'))"
        said = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
        found.append((Path(said), Path("/usr/include")))
    laid_out = cache() / "sid/usr/include"
    return [*found, (laid_out / f"python{version}", laid_out)]


def copy_headers(version: str, folder: Path) -> Path | None:
    """Copies the headers of this version, for x86-64, into the folder, without anything else of the system that they
    come from. None where there are none."""
    for place, system in places(version):
        if (place / "Python.h").exists():
            made = folder / version
            shutil.rmtree(made, ignore_errors=True)
            shutil.copytree(place, made)
            # Debian's is a list of #if that include each machine's.
            stub = re.search(r"<(x86_64-linux-gnu/.*/pyconfig\.h)>", (made / "pyconfig.h").read_text())
            if stub:
                shutil.copy(system / stub[1], made / "pyconfig.h")
            return made
    return None
