"""Lets a package choose what it has for PyPy: its backend that uses cffi. On PYTHONPATH of builds and tests."""

import os
import platform
import sys

# pip itself asks for more than a name, and finds out.
IS_PIP = any(os.path.basename(word) in ("pip", "__pip-runner__.py") for word in sys.orig_argv)

if os.environ.get("PRETEND_PYPY") and not IS_PIP:
    platform.python_implementation = lambda: "PyPy"
