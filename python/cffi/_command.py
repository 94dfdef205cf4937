"""Is this process `python -m cffi`? It runs without the extension, which may be what is broken."""

import sys


def is_running() -> bool:
    """While Python looks for the module of -m, sys.argv begins with "-m", and its name is the word before the rest."""
    words = getattr(sys, "orig_argv", None) or _command_line()
    return words[-len(sys.argv) :][:1] in (["cffi"], ["-mcffi"])


def _command_line() -> "list[str]":
    """Before Python 3.10; empty where the system does not tell."""
    try:
        with open("/proc/self/cmdline", encoding="utf-8", errors="replace") as file:
            return file.read().split("\0")[:-1]
    except OSError:
        return []
