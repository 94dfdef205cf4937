"""Lets a package choose what it has for PyPy: its backend that uses cffi. On PYTHONPATH of builds and tests."""

import os
import platform

if os.environ.get("PRETEND_PYPY"):
    platform.python_implementation = lambda: "PyPy"
