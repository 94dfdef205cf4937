#!/usr/bin/env python3
"""Modules of ours on released backends: the tests of API mode, of ABI mode out of line and of embedding, with each module
that they build built by ours and imported by a released version.

    python tests/travel/travel.py --ours PYTHON [--limited] [VERSION...] [-- TEST...]

What passes with that version's own modules must pass with ours. Prints a table; exits with 1 if anything differs.
`--limited`: the modules are for the limited API. See plugin.py.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, "tests", "prebuilt"))

import prebuilt

VERSIONS = ["1.15.1", "1.17.1", "2.0.0", "2.1.1"]
TESTS = ["declarations/test_compiler_constants", "modules/test_awkward_c", "callbacks/test_extern_python_values",
         "calls/test_calls", "calls/test_functions", "libraries/test_variables", "including/test_include_chains", "records/test_compiler_records",
         "modules/test_abi_modules", "embedding/test_embedding"]  # fmt: skip
# About what a build prints, and the version that it writes down: ours.
NOT_ABOUT_MODULES = ["test_failing_initialisation", "test_verbose", "test_c_source"]
SUFFIX = "import sysconfig; print(sysconfig.get_config_var('EXT_SUFFIX'))"


def output_of(command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, universal_newlines=True).stdout.strip()


def python_with(version):
    """A Python that has this version, and pytest."""
    fault = prebuilt.prepare(version)
    if fault:
        sys.exit("cffi %s: %s" % (version, fault))
    python = os.path.join(prebuilt.CACHE, version, "venv", "bin", "python")
    if subprocess.run([python, "-c", "import pytest"], stderr=subprocess.DEVNULL).returncode != 0:
        subprocess.run([python, "-m", "pip", "install", "-q", "pytest>=7"], check=True)
    return python


def run_tests(python, tests, ours, limited):
    """{test: (outcome, what was said)}; ours: the Python that builds the modules, or None."""
    env = dict(os.environ, PYTHONPATH=HERE, PYTHONDONTWRITEBYTECODE="1")
    if ours:
        env.update(CFFI_TRAVEL_BUILDER=ours, CFFI_TRAVEL_LIMITED="1" if limited else "")
    with tempfile.TemporaryDirectory() as folder:
        report = os.path.join(folder, "report.xml")
        command = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--junitxml", report]
        command += ["-k", " and ".join("not " + name for name in NOT_ABOUT_MODULES)]
        command += ["-p", "plugin"] if ours else []
        done = subprocess.run(command + tests, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if not os.path.exists(report):
            sys.exit(done.stdout.decode(errors="replace"))
        return outcomes(ElementTree.parse(report))


def outcomes(report):
    found = {}
    for case in report.iter("testcase"):
        name = "%s::%s" % (case.get("classname"), case.get("name"))
        bad = [child for child in case if child.tag in ("failure", "error", "skipped")]
        found[name] = (bad[0].tag if bad else "passed", bad[0].get("message") or "" if bad else "")
    return found


def compare(version, tests, options):
    python = python_with(version)
    if output_of([python, "-c", SUFFIX]) != output_of([options.ours, "-c", SUFFIX]):
        sys.exit("%s and %s are different Pythons" % (python, options.ours))
    own = run_tests(python, tests, None, False)
    ours = run_tests(python, tests, options.ours, options.limited)
    passed = [name for name in own if own[name][0] == "passed"]
    different = [name for name in passed if ours.get(name, ("missing", ""))[0] != "passed"]
    print(
        "%-10s%12d%12d%12d" % (version, len(passed), len(passed) - len(different), len(own) - len(passed)), flush=True
    )
    for name in different:
        print("    %s: %s" % (name, ours.get(name, ("missing", ""))[1].partition("\n")[0]), flush=True)
    return different


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ours", required=True)
    parser.add_argument("--limited", action="store_true")
    parser.add_argument("versions", nargs="*", default=[])
    words = sys.argv[1:]
    split = words.index("--") if "--" in words else len(words)
    options = parser.parse_args(words[:split])
    options.ours = os.path.abspath(options.ours)
    tests = words[split + 1 :] or [os.path.join("tests", "python", *name.split("/")) + ".py" for name in TESTS]
    print("%-10s%12s%12s%12s" % ("released", "pass there", "with ours", "not there"))
    different = [compare(version, tests, options) for version in options.versions or VERSIONS]
    return 1 if any(different) else 0


if __name__ == "__main__":
    sys.exit(main())
