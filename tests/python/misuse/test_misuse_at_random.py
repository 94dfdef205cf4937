"""A few thousand random misuses and mutants of tables, in child processes; `make misuse` does a million (tests/misuse)."""

import os
import subprocess
import sys

import pytest

from support.helpers import RELEASED
from support.paths import ROOT

pytestmark = [
    pytest.mark.skipif(RELEASED, reason="crashes"),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork()"),
]

FOLDER = os.path.join(ROOT, "tests", "misuse")


def run(program, *arguments):
    command = [sys.executable, os.path.join(FOLDER, program)] + list(arguments)
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_operations():
    assert "3000 operations" in run("misuse.py", "--operations", "3000", "--no-shrink")


def test_mutants_of_tables():
    assert "python: " in run("mutants.py", "--mutants", "300")
