#!/usr/bin/env python3
"""Packages from PyPI that use cffi, with ours and with the released one: the same of their tests must pass.

    python tests/packages/packages.py [NAME...]

Each recipe gets two environments under .cache/packages, which are made once: our wheel or the released package first,
then the package, then what its tests need. Prints a table and writes it to build/packages/table.md. See README.md.
"""

from __future__ import annotations

import functools
import glob
import json
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import sdist
from recipes import RECIPES, Recipe

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CACHE = ROOT / ".cache" / "packages"
BUILD = ROOT / "build" / "packages"
#: Seconds for one run of a suite; what ended by then counts.
SUITE_LIMIT = 600
INSTALL_LIMIT = 1200
#: Where a package may have settings of pytest.
CONFIGURATIONS = ("pytest.ini", "pyproject.toml", "tox.ini", "setup.cfg")
VARIANTS = ("ours", "released")
RELEASED = "cffi>=2,<3"

PROBE = """
import importlib.metadata as metadata, _cffi_backend, cffi, json, sys
print(json.dumps([cffi.__version__, _cffi_backend.__file__, metadata.version(sys.argv[1])]))
for name in sys.argv[2:]: __import__(name)
"""


class Failure(Exception):
    """What is wrong with a package, to be told in the table."""


@dataclass
class Run:
    """One run of a suite: the outcome of each test, and how the process ended."""

    outcomes: dict[str, str]
    note: str = ""

    def failed(self) -> set[str]:
        return {test for test, outcome in self.outcomes.items() if outcome == "failed"}

    def figures(self) -> str:
        counts = Counter(self.outcomes.values())
        figures = " / ".join(str(counts[outcome]) for outcome in ("passed", "failed", "skipped"))
        return figures + (f" ({self.note})" if self.note else "")


# ---- processes


def run(command: list[str], log: Path, limit: int, environment: dict[str, str], folder: Path = ROOT) -> int | None:
    """The exit status, None if the time was up: then the process and its children are killed."""
    with log.open("ab") as file:
        file.write(f"$ {' '.join(command)}\n".encode())
        file.flush()
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            env=environment,
            cwd=folder,
            start_new_session=True,
        )
        try:
            return process.wait(limit)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return None


def environment_of(venv: Path, **more: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "CFFI_", "PYTEST_"))}
    return {
        **clean,
        "PATH": f"{venv / 'bin'}:{clean['PATH']}",
        "VIRTUAL_ENV": str(venv),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        **more,
    }


def pip(venv: Path, *arguments: str, **more: str) -> None:
    """The pip of the Python that runs this, working on another environment: the environments have none."""
    log = venv / "install.log"
    command = [sys.executable, "-m", "pip", "--python", str(venv / "bin/python"), *arguments]
    if run(command, log, INSTALL_LIMIT, environment_of(venv, **more)) != 0:
        raise Failure(f"pip {' '.join(arguments)} failed: {log}")


# ---- environments


def our_wheel() -> Path:
    """Built by tools/install_package.sh's rules, once for each run."""
    folder = BUILD / "wheel"
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "-q",
            "--no-build-isolation",
            "--no-deps",
            "-w",
            str(folder),
            "-C",
            "build-dir=build/wheel/packages",
            "-C",
            "cmake.define.CFFI_WERROR=ON",
            str(ROOT),
        ],
        check=True,
        cwd=ROOT,
        env=environment_of(Path(sys.prefix)),
    )
    return next(folder.glob("cffi-*.whl"))


def probe(venv: Path, recipe: Recipe) -> tuple[str, str, str]:
    """cffi's version, the file of its backend, the package's version. Imports the modules that must be there."""
    done = subprocess.run(
        [str(venv / "bin/python"), "-c", PROBE, recipe.name, *recipe.modules],
        env=environment_of(venv, **recipe.environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=venv,
    )
    if done.returncode != 0:
        raise Failure(done.stderr.strip().splitlines()[-1])
    version, backend, package = json.loads(done.stdout)
    return version, backend, package


def install_package(venv: Path, recipe: Recipe, limits: list[str]) -> None:
    package = recipe.name + (f"=={recipe.version}" if recipe.version else "")
    if recipe.build:
        # What was built with one cffi must not come from pip's cache to the other.
        pip(
            venv,
            "install",
            *limits,
            "--force-reinstall",
            "--no-deps",
            "--no-cache-dir",
            "--no-binary",
            recipe.name,
            "--no-build-isolation",
            package,
            PYTHONPATH=str(HERE),
            **recipe.environment,
        )
    binary = [] if recipe.build else ["--only-binary", recipe.name]
    pip(venv, "install", *limits, *binary, package, "pytest", "pytest-timeout", *recipe.needs)


def make_environment(venv: Path, cffi: str, recipe: Recipe, limits: list[str]) -> None:
    shutil.rmtree(venv, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    pip(venv, "install", cffi, *limits, *recipe.build)
    install_package(venv, recipe, limits)


def freeze(venv: Path) -> list[str]:
    """Limits to what is installed there, less cffi: the other environment gets the same."""
    command = [sys.executable, "-m", "pip", "--python", str(venv / "bin/python"), "freeze", "--all"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    path = venv / "constraints.txt"
    path.write_text(
        "".join(line + "\n" for line in done.stdout.splitlines() if not line.startswith(("cffi ", "cffi=")))
    )
    return ["-c", str(path)]


def prepare(recipe: Recipe, wheel: Path) -> str:
    """Makes both environments, or renews what is of this tree. Returns the package's version."""
    ours, released = (CACHE / recipe.label / variant for variant in VARIANTS)
    if is_ready(ours, recipe):
        pip(ours, "install", "--force-reinstall", "--no-deps", str(wheel))
        if recipe.build:
            install_package(ours, recipe, freeze(ours))
    else:
        make_environment(ours, str(wheel), recipe, [])
    if not is_ready(released, recipe):
        make_environment(released, RELEASED, recipe, freeze(ours))
    for venv in (ours, released):
        (venv / "ready").write_text(repr(recipe))
    return check_environments(recipe, wheel)


def is_ready(venv: Path, recipe: Recipe) -> bool:
    return (venv / "ready").exists() and (venv / "ready").read_text() == repr(recipe)


def check_environments(recipe: Recipe, wheel: Path) -> str:
    """Nothing may have replaced the cffi of an environment, and both must have the same version of the package."""
    ours, released = (CACHE / recipe.label / variant for variant in VARIANTS)
    version, backend, package = probe(ours, recipe)
    if version != wheel.name.split("-")[1] or not backend.startswith(str(ours)):
        raise Failure(f"our cffi was replaced by {version}, {backend}")
    version, backend, rival = probe(released, recipe)
    if not version.startswith("2.") or not backend.startswith(str(released)):
        raise Failure(f"the released cffi was replaced by {version}, {backend}")
    if rival != package:
        raise Failure(f"{package} with ours, {rival} with the released cffi")
    return package


# ---- suites


def fetch_sources(recipe: Recipe, version: str) -> Path:
    """The unpacked source distribution."""
    folder = CACHE / recipe.label / f"sdist-{version}"
    return sdist.fetch(functools.partial(pip, CACHE / recipe.label / "ours"), recipe.name, version, folder)


def lay_out(recipe: Recipe, version: str, target: Path) -> list[str]:
    """Puts the tests into a folder without the package's sources, so that what is installed is tested."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    if not recipe.tests and not recipe.arguments:
        task = f"test_{recipe.name}.py"
        shutil.copy(HERE / "tasks" / task, target / task)
        return [task]
    if not recipe.tests:
        return list(recipe.arguments)
    sources = fetch_sources(recipe, version)
    for pattern in recipe.tests + CONFIGURATIONS:
        for found in glob.glob(str(sources / pattern)):
            copy = target / os.path.relpath(found, sources)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(found, copy) if os.path.isdir(found) else shutil.copy(found, copy)
    return list(recipe.arguments or recipe.tests)


def configuration(folder: Path) -> str:
    """The package's own settings of pytest, or none: never those of the tree around it."""
    for name in CONFIGURATIONS:
        path = folder / name
        if path.exists() and ("pytest]" in path.read_text() or "[tool.pytest" in path.read_text()):
            return name
    (folder / "empty.ini").write_text("[pytest]\n")
    return "empty.ini"


def run_suite(recipe: Recipe, version: str, variant: str) -> Run:
    venv, folder = CACHE / recipe.label / variant, BUILD / recipe.label / variant
    folder.mkdir(parents=True, exist_ok=True)
    # The same place for both: paths are part of the names of some tests.
    suite = BUILD / recipe.label / "suite"
    arguments = lay_out(recipe, version, suite)
    outcomes, log = folder / "outcomes.jsonl", folder / "suite.log"
    outcomes.write_text("")
    log.write_text("")
    command = [
        str(venv / "bin/python"),
        "-X",
        "faulthandler",
        "-m",
        "pytest",
        "-p",
        "outcomes",
        "-p",
        "no:cacheprovider",
        "-q",
        "-ra",
        "--timeout=60",
        "--rootdir=.",
        "-c",
        configuration(suite),
    ]
    if "hypothesis" in recipe.needs:
        command.append("--hypothesis-seed=0")
    more = {"PYTHONPATH": str(HERE), "OUTCOMES": str(outcomes), "PYTHONDONTWRITEBYTECODE": "1", **recipe.environment}
    status = run(command + arguments, log, SUITE_LIMIT, environment_of(venv, **more), suite)
    worst: dict[str, str] = {}
    for test, outcome in map(json.loads, outcomes.read_text().splitlines()):
        worst[test] = "failed" if "failed" in (outcome, worst.get(test)) else outcome
    note = f"stopped after {SUITE_LIMIT} s" if status is None else f"ended by signal {-status}" if status < 0 else ""
    return Run(worst, note)


# ---- comparison


def differences(recipe: Recipe, version: str, ours: Run, released: Run) -> list[str]:
    """Tests that fail with ours only. Those that pass the second time depend on something else."""
    both = released.outcomes.keys()
    only = sorted(test for test in ours.failed() - released.failed() if test in both or not released.note)
    if not ours.note:
        only += sorted(both - ours.outcomes.keys())
    if only:
        again = run_suite(recipe, version, "ours")
        only = [test for test in only if again.outcomes.get(test, "failed") == "failed"]
    if ours.note.startswith("ended by") and not released.note.startswith("ended by"):
        only.append("the process " + ours.note)
    if not any(outcome == "passed" for outcome in ours.outcomes.values()):
        only.append("no test passed")
    return only


def test_package(recipe: Recipe, wheel: Path) -> tuple[list[str], list[str], list[str]]:
    """A line of the table, the differences, and the tests that fail with both."""
    source = "source" if recipe.build else "prebuilt"
    try:
        version = prepare(recipe, wheel)
        runs = {variant: run_suite(recipe, version, variant) for variant in VARIANTS}
    except Failure as failure:
        return [recipe.name, recipe.version or "?", recipe.mode, source, "", "", "FAILED"], [str(failure)], []
    ours, released = (runs[variant] for variant in VARIANTS)
    different = differences(recipe, version, ours, released)
    suite = "own" if recipe.tests or recipe.arguments else "a task of ours"
    line = [
        recipe.name,
        version,
        recipe.mode,
        source,
        suite,
        released.figures(),
        ours.figures(),
        "DIFFERS" if different else "same",
    ]
    return line, different, sorted(ours.failed() & released.failed())


HEADER = ["package", "version", "mode", "made", "suite", "released: passed / failed / skipped", "ours", "result"]


def main(names: list[str]) -> int:
    known = {recipe.name for recipe in RECIPES} | {recipe.label for recipe in RECIPES}
    if set(names) - known:
        sys.exit(f"no such package: {', '.join(sorted(set(names) - known))}; there are {', '.join(sorted(known))}")
    wheel = our_wheel()
    lines, notes, different = [HEADER, ["---"] * len(HEADER)], [], 0
    for recipe in RECIPES:
        if names and recipe.name not in names and recipe.label not in names:
            continue
        line, found, failing = test_package(recipe, wheel)
        different += bool(found)
        lines.append(line)
        notes += [f"{recipe.label}: with ours only: {test}" for test in found] + [
            f"{recipe.label}: fails with both: {test}" for test in failing
        ]
        print("| " + " | ".join(line) + " |", flush=True)
        for test in found:
            print(f"    with ours only: {test}", flush=True)
    text = "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n\n" + "".join(note + "\n" for note in notes)
    (BUILD / "table.md").write_text(text)
    print("\n" + text)
    print("Different with ours: " + (f"{different} lines" if different else "none"))
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
