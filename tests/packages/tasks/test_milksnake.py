"""A package that has milksnake build a library and its cffi module."""

import subprocess
import sys

SETUP = """
from setuptools import setup

def build(spec):
    step = spec.add_external_build(cmd=["cc", "-shared", "-fPIC", "-o", "libthing.so", "thing.c"], path="native")
    spec.add_cffi_module(module_path="thing._native", dylib=lambda: step.find_dylib("thing"),
                         header_filename=lambda: step.find_header("thing.h"), rtld_flags=["NOW", "NODELETE"])

setup(name="thing", version="1", packages=["thing"], zip_safe=False, milksnake_tasks=[build])
"""
HEADER = """
#ifndef THING_H
#define THING_H
typedef enum { NONE, SOME = 4 } amount;
typedef struct { double x; amount how_much; unsigned flags; } thing;
thing twice(thing given);
int each(int (*visit)(int, void *), void *context);
#endif
"""
SOURCE = """
#include "thing.h"
thing twice(thing given) { given.x *= 2; given.flags++; return given; }
int each(int (*visit)(int, void *), void *context) { int i, sum = 0; for (i = 0; i < 3; i++) sum += visit(i, context); return sum; }
"""
USE = """
from thing._native import ffi, lib
got = lib.twice({"x": 1.5, "how_much": lib.SOME, "flags": 2})
assert (got.x, got.how_much, got.flags) == (3.0, 4, 3), got
handle = ffi.new_handle([])
visit = ffi.callback("int(int, void *)", lambda i, p: ffi.from_handle(p).append(i) or i * 10)
assert lib.each(visit, handle) == 30 and ffi.from_handle(handle) == [0, 1, 2]
"""


def test_a_package_builds_and_works(tmp_path):
    for name, text in {
        "setup.py": SETUP,
        "thing/__init__.py": "",
        "native/thing.h": HEADER,
        "native/thing.c": SOURCE,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    subprocess.run([sys.executable, "setup.py", "-q", "build"], cwd=tmp_path, check=True)
    made = (tmp_path / "build/lib/thing/_native__ffi.py").read_text()
    assert "_cffi_backend" in made
    subprocess.run([sys.executable, "-c", USE], cwd=tmp_path / "build/lib", check=True)
