#!/usr/bin/env python3
"""The same work by ours, the released package, ctypes and a hand-written extension, as ratios in one run.

Ours and the released package share their name, so each runs in an environment of its own. All contestants take turns
in fresh processes, several rounds, so that a slow moment of the machine hits all of them.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median

BENCH = Path(__file__).resolve().parent
BUILD = BENCH.parent / "build" / "bench"
SIZES = (100_000, 1_000_000, 10_000_000)


def run(python: str, script: str, *arguments: str, **variables: str) -> str:
    environment = {**{k: v for k, v in os.environ.items() if k != "PYTHONPATH"}, **variables}
    command = [python, str(BENCH / script), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def compile_libraries(python: str) -> tuple[str, str]:
    BUILD.mkdir(parents=True, exist_ok=True)
    include = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('include'))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    target, handwritten = BUILD / "libbench_target.so", BUILD / "handwritten.so"
    compiler = [os.environ.get("CC") or shutil.which("gcc") or "cc", "-O2", "-shared", "-fPIC", "-Wall"]
    subprocess.run([*compiler, str(BENCH / "target.c"), "-o", str(target)], check=True)
    subprocess.run(
        [
            *compiler,
            str(BENCH / "handwritten.c"),
            f"-I{include}",
            f"-L{BUILD}",
            "-lbench_target",
            "-Wl,-rpath,$ORIGIN",
            "-o",
            str(handwritten),
        ],
        check=True,
    )
    return str(target), str(handwritten)


def header(title: str) -> None:
    print(f"\n{title}\n{'-' * len(title)}", flush=True)


def bench_calls(options: argparse.Namespace) -> None:
    header("In-line ABI mode. Nanoseconds an operation: best (median of the rounds' bests); ratios of the bests")
    compare(
        {
            "ours": (options.ours, "cffi"),
            "released": (options.released, "cffi"),
            "ctypes": (options.ours, "ctypes"),
            "handwritten": (options.ours, "handwritten"),
        },
        options,
    )


def bench_api(options: argparse.Namespace) -> None:
    header("API mode. Nanoseconds an operation: best (median of the rounds' bests); ratios of the bests")
    compile_libraries(options.ours)
    for name, python in (("ours", options.ours), ("released", options.released)):
        run(python, "tasks_api.py", str(BUILD / f"api_{name}"))
    compare(
        {
            "ours": (options.ours, "api"),
            "released": (options.released, "api"),
            "handwritten": (options.ours, "handwritten"),
        },
        options,
    )


def compare(contestants: dict[str, tuple[str, str]], options: argparse.Namespace) -> None:
    libraries = compile_libraries(options.ours)
    rounds: dict[str, dict[str, list[float]]] = {name: {} for name in contestants}
    for _ in range(options.rounds):
        for name, (python, kind) in contestants.items():
            printed = run(python, "tasks.py", kind, *libraries, BENCH_API_FOLDER=str(BUILD / f"api_{name}"))
            for task, times in json.loads(printed).items():
                rounds[name].setdefault(task, []).append(min(times))
    others = [name for name in contestants if name not in ("ours", "handwritten")]
    print(
        f"{'':20}"
        + "".join(f"{name:>17}" for name in contestants)
        + "".join(f"{name + '/ours':>15}" for name in others)
        + f"{'ours/hand':>11}"
    )
    for task in rounds["ours"]:
        print_task(task, {name: rounds[name].get(task) for name in contestants}, others)


def print_task(task: str, times: dict[str, list[float] | None], others: list[str]) -> None:
    cells = [f"{min(t):.0f} ({median(t):.0f})" if t else "-" for t in times.values()]
    best = {name: min(t) for name, t in times.items() if t}
    ratios = [f"{best[name] / best['ours']:>14.1f}x" for name in others]
    ratios.append(f"{best['ours'] / best['handwritten']:>10.2f}x" if "handwritten" in best else f"{'-':>11}")
    print(f"{task:20}" + "".join(f"{cell:>17}" for cell in cells) + "".join(ratios))


def bench_cdef(options: argparse.Namespace) -> None:
    header("Seconds of cdef(): best (median)")
    rounds: dict[tuple[str, int], list[float]] = {}
    for _ in range(3):
        for size in SIZES:
            rounds.setdefault(("ours", size), []).append(float(run(options.ours, "cdef_time.py", str(size))))
        for size in SIZES[:1] if len(rounds.get(("released", SIZES[1]), [])) else SIZES[:2]:
            rounds.setdefault(("released", size), []).append(float(run(options.released, "cdef_time.py", str(size))))
    for (name, size), times in sorted(rounds.items()):
        rate = size / 1e6 / min(times)
        print(f"{name:10}{size / 1e6:5.1f} MB {min(times):10.5f} ({median(times):.5f}) {rate:10.2f} MB/s")
    ratio = min(rounds["released", SIZES[1]]) / min(rounds["ours", SIZES[1]])
    print(f"one megabyte: ours is {ratio:.0f} times as fast as the released package")
    growth = [min(rounds["ours", b]) / min(rounds["ours", a]) for a, b in zip(SIZES, SIZES[1:])]
    print(f"growth of ours for ten times the text: {growth[0]:.1f}x, {growth[1]:.1f}x")


def bench_startup(options: argparse.Namespace) -> None:
    header("Milliseconds from import to the end of a first call, in fresh processes taking turns: best (median)")
    contestants = {
        "ours": (options.ours, "startup_cffi.py"),
        "released": (options.released, "startup_cffi.py"),
        "ctypes": (options.ours, "startup_ctypes.py"),
    }
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(options.starts):
        for name, (python, script) in contestants.items():
            times[name].append(float(run(python, script)) * 1e3)
    for name, values in times.items():
        print(f"{name:10}{min(values):8.2f} ({median(values):.2f})")
    pairs = [released / ours for ours, released in zip(times["ours"], times["released"])]
    print(f"median ratio of the pairs: ours is {median(pairs):.1f} times as fast as the released package")


def bench_generated(options: argparse.Namespace) -> None:
    header("Generated modules: 500 functions and 100 structs; 10,000 declarations against none")
    print(run(sys.executable, "generated_module.py", "--ours", options.ours, "--released", options.released), end="")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ours", required=True, help="the Python that has our cffi")
    parser.add_argument("--released", required=True, help="the Python that has the released cffi")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--starts", type=int, default=30, help="fresh processes of each contestant")
    parser.add_argument("--only", choices=["calls", "cdef", "startup", "api", "generated"])
    options = parser.parse_args()
    version = "import cffi, platform; print('cffi', cffi.__version__, 'on CPython', platform.python_version())"
    for name, python in (("ours", options.ours), ("released", options.released)):
        done = subprocess.run([python, "-c", version], capture_output=True, text=True, check=True)
        print(f"{name}: {done.stdout.strip()}")
    for name, part in (
        ("startup", bench_startup),
        ("cdef", bench_cdef),
        ("calls", bench_calls),
        ("api", bench_api),
        ("generated", bench_generated),
    ):
        if options.only in (None, name):
            part(options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
