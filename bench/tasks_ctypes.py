"""The tasks as a user of ctypes writes them, with argument and result types declared."""

from __future__ import annotations

import ctypes

from tasks import CALLBACKS, Task


class Point(ctypes.Structure):
    _fields_ = [("x", ctypes.c_long), ("y", ctypes.c_long)]


CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)


def declare(function, result, *arguments):
    function.restype, function.argtypes = result, arguments
    return function


def make_tasks(target: str, _handwritten: str) -> dict[str, Task]:
    lib = ctypes.CDLL(target)
    long, double = ctypes.c_long, ctypes.c_double
    names = {
        "add": declare(lib.add, ctypes.c_int, ctypes.c_int, ctypes.c_int),
        "six": declare(lib.six, long, long, long, long, long, long, long),
        "three": declare(lib.three, double, double, double, double),
        "length": declare(lib.length, long, ctypes.c_char_p),
        "flip": declare(lib.flip, Point, Point),
        "iterate": declare(lib.iterate, long, CALLBACK, ctypes.c_int),
        "c_int": ctypes.c_int,
        "point": Point(1, 2),
        "callback": CALLBACK(lambda i: i),
    }
    return {
        "add(int, int)": Task("add(3, 4)", names, 7),
        "six longs": Task("six(1, 2, 3, 4, 5, 6)", names, 21),
        "three doubles": Task("three(1.5, 2.0, 3.0)", names, 6.0),
        "char * from bytes": Task("length(b'hello, world')", names, 12),
        "struct by value": Task("flip(point)", names),
        "field read": Task("point.x", names, 1),
        "field write": Task("point.y = 5", names),
        "new(int *)": Task("c_int()", names),
        "cast(int)": Task("c_int(5)", names),
        "callback iteration": Task(f"iterate(callback, {CALLBACKS})", names, sum(range(CALLBACKS)), CALLBACKS),
    }
