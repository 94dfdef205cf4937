"""Source distributions from PyPI, unpacked, without running their build systems."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

#: On PYTHONPATH it lets `pip download` do without the build system (fetching/sitecustomize.py).
FETCHING = Path(__file__).resolve().parent / "fetching"


def fetch(pip: Callable[..., None], name: str, version: str, folder: Path) -> Path:
    """The unpacked tree, fetched once into `folder`. `pip(*arguments, **environment)` runs pip, and raises when it fails."""
    if not folder.exists():
        archives = folder.with_name(folder.name + ".download")
        shutil.rmtree(archives, ignore_errors=True)
        pip(
            "download",
            "--use-pep517",
            "--no-binary",
            ":all:",
            "--no-deps",
            "--no-build-isolation",
            "-d",
            str(archives),
            f"{name}=={version}",
            PYTHONPATH=str(FETCHING),
        )
        (archive,) = archives.iterdir()
        shutil.unpack_archive(str(archive), str(folder))
        shutil.rmtree(archives)
    return next(path for path in folder.iterdir() if path.is_dir())
