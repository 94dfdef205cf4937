"""The one place where the version is written: CMake and the packaging read it from here."""

__version__ = "3.0.0"
