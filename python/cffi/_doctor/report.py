"""What the doctor found, and how it is shown: as text, and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from .installation import BACKEND


@dataclass(frozen=True)
class Problem:
    """`kind` is for machines. `repair` is a command."""

    kind: str
    text: str
    repair: str


@dataclass
class Report:
    interpreter: dict[str, Any]
    cffi: dict[str, str]
    backend: dict[str, Any] | None
    executable_memory: dict[str, Any]
    modules: list[dict[str, Any]] = field(default_factory=list)
    libraries: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


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
