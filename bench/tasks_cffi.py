"""The tasks as a user of cffi writes them, in in-line ABI mode. Runs with ours and with the released package."""

from __future__ import annotations

from typing import Any

from tasks import CALLBACKS, Task

CDEF = """
    struct point { long x, y; };
    int add(int a, int b);
    long six(long a, long b, long c, long d, long e, long f);
    double three(double a, double b, double c);
    long length(const char *text);
    struct point flip(struct point p);
    long iterate(int (*callback)(int), int count);
"""


def make_tasks(target: str, _handwritten: str) -> dict[str, Task]:
    import cffi

    ffi = cffi.FFI()
    ffi.cdef(CDEF)
    return tasks_of(ffi, ffi.dlopen(target), ffi.callback("int(int)", lambda i: i))


def tasks_of(ffi: Any, lib: Any, callback: Any) -> dict[str, Task]:
    pointer = ffi.new("struct point *", [1, 2])
    names = {
        "add": lib.add,
        "six": lib.six,
        "three": lib.three,
        "length": lib.length,
        "flip": lib.flip,
        "iterate": lib.iterate,
        "new": ffi.new,
        "cast": ffi.cast,
        "pointer": pointer,
        "point": pointer[0],
        "callback": callback,
    }
    return {
        "add(int, int)": Task("add(3, 4)", names, 7),
        "six longs": Task("six(1, 2, 3, 4, 5, 6)", names, 21),
        "three doubles": Task("three(1.5, 2.0, 3.0)", names, 6.0),
        "char * from bytes": Task("length(b'hello, world')", names, 12),
        "struct by value": Task("flip(point)", names),
        "field read": Task("pointer.x", names, 1),
        "field write": Task("pointer.y = 5", names),
        "new(int *)": Task("new('int *')", names),
        "cast(int)": Task("cast('int', 5)", names),
        "callback iteration": Task(f"iterate(callback, {CALLBACKS})", names, sum(range(CALLBACKS)), CALLBACKS),
    }
