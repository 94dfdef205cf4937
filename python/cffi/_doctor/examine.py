"""The whole examination."""

from __future__ import annotations

import os
from collections.abc import Sequence

from .._version import __version__
from . import facts
from .checks import ALL
from .installation import PACKAGE, look_around
from .modules import check_library, check_module
from .report import Report


def examine(modules: Sequence[str], libraries: Sequence[str]) -> Report:
    installation = look_around()
    report = Report(
        interpreter=facts.interpreter(),
        cffi={"version": __version__, "file": os.path.join(PACKAGE, "__init__.py")},
        backend=facts.backend(installation),
        executable_memory=facts.executable_memory(),
    )
    for check in ALL:
        report.problems += check(installation)
    for name in modules:
        found, problems = check_module(name, installation)
        report.modules += found
        report.problems += problems
    for name in libraries:
        fact, problems = check_library(name, installation)
        report.libraries.append(fact)
        report.problems += problems
    return report
