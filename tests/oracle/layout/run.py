"""Compares our layout of random records with a C compiler's, field for field; half of them declared in shuffled order.

    python tests/oracle/layout/run.py --driver build/dev/tests/unit/ctype/layout_driver --count 5000 --seed 7

Prints every record that differs, in C, and exits with 1 when there is one.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from records import Generator, Record
from render import CText, c_text, driver_lines

ROOT = Path(__file__).resolve().parents[3]
BATCH = 500


@dataclass(frozen=True)
class Machine:
    compiler: list[str]
    runner: list[str]
    target: str
    ms: str = "never"


MACHINES = {
    "x86_64": Machine(["gcc"], [], "x86_64-linux"),
    "x86_64-ms": Machine(["gcc"], [], "x86_64-linux", "sometimes"),
    "aarch64": Machine(
        ["aarch64-linux-gnu-gcc", "-static"],
        ["qemu-aarch64-static", "-L", "/usr/aarch64-linux-gnu"],
        "aarch64-linux",
    ),
}


def missing(machine: Machine) -> str | None:
    """Why this comparison cannot be made here; None when it can."""
    for program in [machine.compiler[0], *machine.runner[:1]]:
        if shutil.which(program) is None:
            return f"{program} is not installed"
    if not machine.runner and os.uname().machine != "x86_64":
        return "needs an x86-64 machine"
    return None


def runs(driver: Path) -> bool:
    """Not so for one that was built for another machine."""
    try:
        return subprocess.run([driver], input=b"target x86_64-linux\n", capture_output=True).returncode == 0
    except OSError:
        return False


def find_driver() -> Path | None:
    """CFFI_LAYOUT_DRIVER, or the newest under build/ that runs here."""
    named = os.environ.get("CFFI_LAYOUT_DRIVER")
    if named:
        return Path(named)
    found = sorted(ROOT.glob("build/*/tests/unit/ctype/layout_driver"), key=lambda p: p.stat().st_mtime)
    return next((driver for driver in reversed(found) if runs(driver)), None)


def parse(output: str) -> dict[str, list[str]]:
    """Lines of each record by its name."""
    records: dict[str, list[str]] = {}
    for line in output.splitlines():
        if line.startswith("R "):
            current = records.setdefault(line.split()[1], [])
        current.append(line)
    return records


def compiled(records: list[Record], machine: Machine, where: Path) -> dict[str, list[str]]:
    source = where / "records.c"
    source.write_text(c_text(records))
    program = where / "records"
    # The note about packed bit-fields that -w leaves tells of compilers before 4.4.
    flags = ["-std=gnu11", "-O0", "-w", "-Wno-packed-bitfield-compat"]
    subprocess.run([*machine.compiler, *flags, "-o", program, source], check=True)
    done = subprocess.run([*machine.runner, program], check=True, stdout=subprocess.PIPE, text=True)
    return parse(done.stdout)


def ours(records: list[Record], machine: Machine, driver: Path) -> dict[str, list[str]]:
    lines = driver_lines(records, machine.target)
    done = subprocess.run([driver], input=lines, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{driver} failed: {done.stderr}")
    return parse(done.stdout)


def report(record: Record, theirs: list[str], mine: list[str]) -> str:
    text = CText()
    lines = [f"#pragma pack({record.pack})" if record.pack else "", text.definition(record, f"r{record.number}")]
    for a, b in zip(theirs, mine):
        lines.append(f"    {a:30} {'' if a == b else '<- ours: ' + b}")
    if len(theirs) != len(mine):
        lines.append(f"    {len(theirs)} lines, ours {len(mine)}")
    return "\n".join(lines)


def compare(machine: Machine, driver: Path, count: int, seed: int) -> list[str]:
    """What differs, a text for each record."""
    differences = []
    for batch in range((count + BATCH - 1) // BATCH):
        generator = Generator(seed * 100003 + batch, machine.ms)
        records = [generator.record() for _ in range(min(BATCH, count - batch * BATCH))]
        with tempfile.TemporaryDirectory() as where:
            theirs = compiled(records, machine, Path(where))
        # Ours takes them in any order: every other batch is shuffled.
        order = random.Random(seed + batch).sample(records, len(records)) if batch % 2 else records
        mine = ours(order, machine, driver)
        for record in records:
            name = f"r{record.number}"
            if theirs[name] != mine[name]:
                differences.append(report(record, theirs[name], mine[name]))
    return differences


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--driver", type=Path, default=find_driver())
    parser.add_argument("--machine", choices=MACHINES, action="append")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.driver is None:
        parser.error("no driver is built: pass --driver")
    failed = False
    for name in options.machine or MACHINES:
        reason = missing(MACHINES[name])
        if reason is not None:
            print(f"{name}: skipped, {reason}")
            continue
        differences = compare(MACHINES[name], options.driver, options.count, options.seed)
        print(*differences[:20], sep="\n\n")
        print(f"{name}: {options.count} records, seed {options.seed}: {len(differences)} differ")
        failed = failed or bool(differences)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
