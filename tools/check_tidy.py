#!/usr/bin/env python3
"""Runs clang-tidy over the sources: check_tidy.py --build BUILD_FOLDER... [PATH_PART...].

Takes the compile commands from the build folders, two files at a time. A file whose preprocessed inputs are the same as
when it was last found clean is not looked at again (the record lies in the first build folder).
"""

from __future__ import annotations

import argparse
import concurrent.futures
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TIDY = Path(sys.executable).parent / "clang-tidy"


def sources(builds: list[Path]) -> dict[Path, Path]:
    """Each source with the first build folder that compiles it."""
    found: dict[Path, Path] = {}
    for build in builds:
        commands = json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))
        for file in sorted({Path(command["file"]).resolve() for command in commands}):
            if file.suffix == ".cc" and (ROOT / "src") in file.parents:
                found.setdefault(file, build)
    return found


def headers_digest() -> bytes:
    """All headers and the settings: when one changes, every file is looked at again."""
    digest = hashlib.sha256()
    for settings in (ROOT / ".clang-tidy", *sorted((ROOT / "src").rglob(".clang-tidy"))):
        digest.update(settings.read_bytes())
    for header in sorted((*(ROOT / "src").rglob("*.h"), *(ROOT / "src").rglob("*.def"))):
        digest.update(header.read_bytes())
    return digest.digest()


def tidy(build: Path, source: Path) -> tuple[Path, bool, str]:
    # GCC's own warning flags and precompiled headers are not clang's; they were checked when building.
    ignored = ["--extra-arg=-Wno-unknown-warning-option", "--extra-arg=-Wno-ignored-gch"]
    command = [str(TIDY), "-p", str(build), "--quiet", *ignored, str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    report = re.sub(
        r"^\d+ warnings? generated\.\n|^Suppressed .*\n|^Use -header-filter.*\n", "", done.stdout, flags=re.MULTILINE
    )
    return source, done.returncode == 0, report if done.returncode == 0 else report + done.stderr


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, required=True, action="append")
    parser.add_argument("parts", nargs="*", help="look only at files whose path contains one of these")
    options = parser.parse_args()

    record = options.build[0] / "tidy-clean.json"
    clean = json.loads(record.read_text(encoding="utf-8")) if record.exists() else {}
    headers = headers_digest()
    build_of = sources(options.build)
    keys = {source: hashlib.sha256(headers + source.read_bytes()).hexdigest() for source in build_of}
    chosen = [s for s in keys if not options.parts or any(part in str(s) for part in options.parts)]
    todo = [source for source in chosen if clean.get(str(source)) != keys[source]]
    faulty = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for source, good, report in pool.map(lambda s: tidy(build_of[s], s), todo):
            if good:
                clean[str(source)] = keys[source]
            else:
                faulty += 1
                print(report.strip(), flush=True)
    record.write_text(json.dumps(clean), encoding="utf-8")
    print(f"tidy: {len(chosen)} files, {faulty} with findings")
    return 1 if faulty or not chosen else 0


if __name__ == "__main__":
    sys.exit(main())
