"""What `python -m cffi doctor` says: which Python, cffi and extension module these are, what is wrong, what repairs it.

It runs where the extension cannot be imported, too. Here are the facts and the output. _doctor_checks.py has the checks
of the installation, _doctor_modules.py those of compiled modules and libraries, _repair.py the commands.
"""

from __future__ import annotations

import importlib
import importlib.machinery
import json
import os
import platform
import re
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from . import _elf
from ._version import __version__

BACKEND = "_cffi_backend"
LONGEST = 60
PACKAGE = os.path.dirname(os.path.abspath(__file__))


@dataclass(frozen=True)
class Problem:
    """`kind` is for machines. `repair` is a command."""

    kind: str
    text: str
    repair: str


@dataclass(frozen=True)
class Installation:
    """What is here. `folders` are those that Python imports from, `places` also the working directory."""

    folders: list[str]
    places: list[str]
    backend: Any  # the imported module, or None
    error: str  # why it could not be imported
    backend_files: list[str]  # all of that name, in the order of the folders, whether Python can import them or not


@dataclass
class Report:
    interpreter: dict[str, Any]
    cffi: dict[str, str]
    backend: dict[str, Any] | None
    executable_memory: dict[str, Any]
    modules: list[dict[str, Any]] = field(default_factory=list)
    libraries: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def examine(modules: Sequence[str], libraries: Sequence[str]) -> Report:
    from . import _doctor_checks, _doctor_modules

    installation = look_around()
    report = Report(
        interpreter=interpreter(),
        cffi={"version": __version__, "file": os.path.join(PACKAGE, "__init__.py")},
        backend=backend(installation),
        executable_memory=executable_memory(),
    )
    for check in _doctor_checks.ALL:
        report.problems += check(installation)
    for name in modules:
        facts, problems = _doctor_modules.check_module(name, installation)
        report.modules += facts
        report.problems += problems
    for name in libraries:
        fact, problems = _doctor_modules.check_library(name, installation)
        report.libraries.append(fact)
        report.problems += problems
    return report


def look_around() -> Installation:
    folders = _existing(sys.path)
    module = None
    _, error = run(f"import {BACKEND}", folders)  # which may crash
    if not error:
        module = importlib.import_module(BACKEND)
    files = [path for folder in folders for path in backend_files(folder)]
    return Installation(folders, _existing([*folders, "."]), module, error, files)


def _existing(paths: Sequence[str]) -> list[str]:
    """Folders as absolute paths, each once."""
    found: dict[str, str] = {}
    for path in paths:
        if os.path.isdir(path or "."):
            found.setdefault(os.path.realpath(path or "."), os.path.abspath(path or "."))
    return list(found.values())


def run(script: str, folders: Sequence[str], arguments: Sequence[str] = ()) -> tuple[str, str]:
    """(standard output, the error in one line; empty when there was none) of a script in a process of its own."""
    start = f"import sys; sys.path[:] = {[*folders]!r}; arguments = {[*arguments]!r}\nimport json, os\n"
    guarded = (
        f"{start}try:\n    exec({script!r})\nexcept Exception as e:\n    sys.exit(type(e).__name__ + ': ' + str(e))"
    )
    flags = ["-I"] * sys.flags.isolated + ["-S"] * sys.flags.no_site
    command = [sys.executable, *flags, "-c", guarded]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired:
        return "", f"it did not end in {LONGEST} seconds"
    if done.returncode < 0:
        return "", f"it crashed with {signal.Signals(-done.returncode).name}"
    error = done.stderr.decode("utf-8", "replace").strip()
    return done.stdout.decode("utf-8", "replace"), (
        error or f"exit status {done.returncode}"
    ) if done.returncode else ""


def backend_files(folder: str) -> list[str]:
    """Those that Python can import come first."""
    found = [name for name in listed(folder) if re.fullmatch(rf"{BACKEND}\..*?(so|pyd|dylib|py)", name)]
    return [os.path.join(folder, name) for name in sorted(found, key=lambda name: (not is_importable(name), name))]


def is_importable(name: str) -> bool:
    """Has the file one of the suffixes that this interpreter imports?"""
    suffixes = importlib.machinery.EXTENSION_SUFFIXES + importlib.machinery.SOURCE_SUFFIXES
    return any(os.path.basename(name).partition(".")[2] == suffix[1:] for suffix in suffixes)


def listed(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


# ---- facts


def interpreter() -> dict[str, Any]:
    own = _elf.own()
    return {
        "executable": sys.executable,
        "implementation": platform.python_implementation(),
        "version": platform.python_version(),
        "free_threaded": bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
        "prefix": sys.prefix,
        "base_prefix": sys.base_prefix,
        "platform": sysconfig.get_platform(),
        "architecture": own.architecture if own else platform.machine(),
        "extension_suffix": sysconfig.get_config_var("EXT_SUFFIX"),
    }


def python_name() -> str:
    facts = interpreter()
    kind = "free-threaded " if facts["free_threaded"] else ""
    return f"{kind}{facts['implementation']} {'.'.join(facts['version'].split('.')[:2])}, {facts['architecture']}"


def backend(installation: Installation) -> dict[str, Any] | None:
    """Of the file that was imported, else of that which would have been; None where there is none."""
    module = installation.backend
    path = getattr(module, "__file__", None) or (None if module else next(iter(installation.backend_files), None))
    if module is None and path is None:
        return None
    return {
        "version": getattr(module, "__version__", None),
        "file": path,
        "built_for": built_for(path) if path else "built into the interpreter",
        "architecture": architecture(path) if path else None,
        "interfaces": [list(pair) for pair in getattr(module, "_interfaces", ())],
        "imported": module is not None,
    }


def architecture(path: str) -> str | None:
    file = _elf.read(path)
    return file.architecture if file else None


def built_for(path: str) -> str:
    """What the name of an extension module says about the Python that it was built for."""
    tag = ".".join(os.path.basename(path).split(".")[1:-1])
    match = re.fullmatch(r"(?:cpython-|cp)3(\d+)([a-z]*)(?:-(.*))?", tag)
    if match:
        flags = ("free-threaded " if "t" in match[2] else "") + ("debug " if "d" in match[2] else "")
        return f"{flags}CPython 3.{match[1]}" + (f", {match[3]}" if match[3] else "")
    if tag.startswith("abi3"):
        return "CPython 3, stable ABI" + (", free-threaded" if tag == "abi3t" else "")
    return tag or ("any Python" if path.endswith(".py") else "a Python that its name does not tell")


def executable_memory() -> dict[str, Any]:
    """For information: callbacks of cffi need no memory that is writable and executable."""
    import mmap

    refused = False
    try:
        mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC).close()
    except AttributeError:
        pass  # Windows
    except (OSError, ValueError):
        refused = True
    try:
        with open("/sys/fs/selinux/enforce", encoding="ascii") as file:
            selinux = "enforcing" if file.read().strip() == "1" else "permissive"
    except OSError:
        selinux = "off"
    return {"refused_by_system": refused, "selinux": selinux, "needed": False}


# ---- output


def as_json(report: Report) -> str:
    return json.dumps({"ok": not report.problems, **asdict(report)}, indent=2)


def as_text(report: Report) -> str:
    python = report.interpreter
    threads = ", free-threaded" if python["free_threaded"] else ""
    lines = [
        _row("interpreter", f"{python['implementation']} {python['version']}{threads} ({python['executable']})"),
        _row("", f"{python['platform']}, {python['architecture']}, prefix {python['prefix']}"),
        _row("cffi", f"{report.cffi['version']} ({report.cffi['file']})"),
        *_backend_lines(report.backend),
        _row("memory", _memory_text(report.executable_memory)),
    ]
    for module in report.modules:
        tag = f", interface {module['interface']}" if module["interface"] else ""
        lines.append(_row("module", f"{module['name']} ({module['file']}), built for {module['built_for']}{tag}"))
    for library in report.libraries:
        lines.append(_row("library", f"{library['name']}: {'opens' if library['opens'] else 'does not open'}"))
    for problem in report.problems:
        lines += ["", f"problem: {problem.kind}", f"  {problem.text}", f"  repair: {problem.repair}"]
    count = len(report.problems)
    lines += ["", f"{count} problem{'s' if count > 1 else ''} found" if count else "All is well."]
    return "\n".join(lines)


def _row(name: str, text: str) -> str:
    return f"{name:<14} {text}"


def _backend_lines(facts: dict[str, Any] | None) -> list[str]:
    if facts is None:
        return [_row(BACKEND, "missing")]
    version = facts["version"] or ("of no version" if facts["imported"] else "cannot be imported")
    machine = f", {facts['architecture']}" if facts["architecture"] else ""
    lines = [_row(BACKEND, f"{version} ({facts['file']})"), _row("", f"built for {facts['built_for']}{machine}")]
    ranges = [f"0x{first:x}" + (f" to 0x{last:x}" if last != first else "") for first, last in facts["interfaces"]]
    return lines + ([_row("", f"interfaces of compiled modules: {', '.join(ranges)}")] if ranges else [])


def _memory_text(facts: dict[str, Any]) -> str:
    refused = "refuses" if facts["refused_by_system"] else "allows"
    return f"the system {refused} writable and executable memory (SELinux: {facts['selinux']}); cffi needs none"
