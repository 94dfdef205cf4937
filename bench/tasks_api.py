"""The same tasks in API mode: a module that set_source() and compile() make, and a callback by extern "Python".

tasks_api.py FOLDER: builds the module there. The folder is named by BENCH_API_FOLDER when the tasks run.
"""

from __future__ import annotations

import importlib
import os
import sys

from tasks import Task
from tasks_cffi import CDEF, tasks_of


def build(folder: str) -> None:
    import cffi

    ffi = cffi.FFI()
    ffi.cdef(CDEF + 'extern "Python" int same(int);')
    libraries = os.path.dirname(os.path.abspath(folder))
    prototypes = "static int same(int);" + CDEF
    ffi.set_source(
        "_bench_api",
        prototypes,
        libraries=["bench_target"],
        library_dirs=[libraries],
        runtime_library_dirs=[libraries],
        extra_compile_args=["-O2"],
    )
    ffi.compile(folder)


def make_tasks(_target: str, _handwritten: str) -> dict[str, Task]:
    sys.path.insert(0, os.environ["BENCH_API_FOLDER"])
    module = importlib.import_module("_bench_api")

    @module.ffi.def_extern()
    def same(i: int) -> int:
        return i

    return tasks_of(module.ffi, module.lib, module.lib.same)


if __name__ == "__main__":
    build(sys.argv[1])
