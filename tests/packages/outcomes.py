"""A plugin of pytest: writes the outcome of each test to the file $OUTCOMES as it ends, as JSON lines [test, outcome].

So what was tested before a crash or a time limit is known, too.
"""

from __future__ import annotations

import json
import os

import pytest


def write(test: str, outcome: str) -> None:
    with open(os.environ["OUTCOMES"], "a", encoding="utf-8") as file:
        file.write(json.dumps([test, outcome]) + "\n")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" or report.outcome != "passed":
        write(report.nodeid, report.outcome)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.outcome == "failed":
        write(report.nodeid, "failed")
