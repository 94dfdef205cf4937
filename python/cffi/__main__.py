"""python -m cffi doctor: what is installed here, what is wrong with it, and how to repair it."""

from __future__ import annotations

import argparse
import sys


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m cffi", description="The command line of cffi.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    doctor = commands.add_parser(
        "doctor",
        help="check this installation, compiled modules and libraries",
        description="Says which Python, cffi and extension module run here, finds what is wrong with them, and prints "
        "the command that repairs it. The exit status is 0 only when all is well.",
    )
    doctor.add_argument(
        "modules",
        nargs="*",
        metavar="MODULE_OR_PATH",
        help="a module that cffi compiled, or a package with some in it: its name, or its file or folder",
    )
    doctor.add_argument(
        "--library",
        dest="libraries",
        action="append",
        default=[],
        metavar="NAME",
        help="a C library, as ffi.dlopen() takes it; may be repeated",
    )
    doctor.add_argument("--json", action="store_true", help="the same for machines")
    options = parser.parse_args(arguments)

    from ._doctor.examine import examine
    from ._doctor.report import as_json, as_text

    report = examine(options.modules, options.libraries)
    print(as_json(report) if options.json else as_text(report))
    return 1 if report.problems else 0


if __name__ == "__main__":
    sys.exit(main())
