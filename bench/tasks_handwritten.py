"""The tasks with a hand-written extension (handwritten.c). It has no counterpart of cast()."""

from __future__ import annotations

import importlib.machinery
import importlib.util

from tasks import CALLBACKS, Task


def load(path: str):
    loader = importlib.machinery.ExtensionFileLoader("handwritten", path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("handwritten", loader))
    loader.exec_module(module)
    return module


def make_tasks(_target: str, handwritten: str) -> dict[str, Task]:
    module = load(handwritten)
    point = module.Point()
    point.x, point.y = 1, 2
    names = {**vars(module), "point": point, "callback": lambda i: i}
    return {
        "add(int, int)": Task("add(3, 4)", names, 7),
        "six longs": Task("six(1, 2, 3, 4, 5, 6)", names, 21),
        "three doubles": Task("three(1.5, 2.0, 3.0)", names, 6.0),
        "char * from bytes": Task("length(b'hello, world')", names, 12),
        "struct by value": Task("flip(point)", names),
        "field read": Task("point.x", names, 1),
        "field write": Task("point.y = 5", names),
        "new(int *)": Task("Box()", names),
        "callback iteration": Task(f"iterate(callback, {CALLBACKS})", names, sum(range(CALLBACKS)), CALLBACKS),
    }
