"""Lets a package choose what it has for PyPy: its backend that uses cffi. On PYTHONPATH of builds and tests."""

import os
import platform
import sys

if os.environ.get("PRETEND_PYPY"):
    platform.python_implementation = lambda: "PyPy"
    sys.pypy_version_info = (7, 3, 20, "final", 0)  # pip says it to whom it asks
