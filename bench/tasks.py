"""What a task is, and how long one takes. Run as a program in the interpreter under test:

tasks.py CONTESTANT TARGET_LIBRARY HANDWRITTEN_EXTENSION, prints {task: [nanoseconds of each repetition]} as JSON.
"""

from __future__ import annotations

import importlib
import json
import sys
import timeit
from dataclasses import dataclass
from typing import Any

CALLBACKS = 1000  # calls of the callback in one call of iterate()
REPETITIONS = 5
SECONDS = 0.02  # of one repetition


@dataclass
class Task:
    statement: str
    names: dict[str, Any]
    expected: Any = None  # what the statement gives, where it is an expression with a plain value
    operations: int = 1  # in one run of the statement


def nanoseconds(task: Task) -> list[float]:
    if task.expected is not None:
        got = eval(task.statement, dict(task.names))
        if got != task.expected:
            raise SystemExit(f"{task.statement} gave {got!r}, not {task.expected!r}")
    # Names become locals of the timed function: what is measured is the operation, not the look-up of a global.
    setup = "; ".join(f"{name} = _names[{name!r}]" for name in task.names if name in task.statement) or "pass"
    timer = timeit.Timer(task.statement, setup, globals={"_names": task.names})
    number, spent = 1, timer.timeit(1)
    while spent < SECONDS / 2:
        number *= 2
        spent = timer.timeit(number)
    return [seconds / number / task.operations * 1e9 for seconds in timer.repeat(REPETITIONS, number)]


def main() -> None:
    contestant, target, handwritten = sys.argv[1:]
    tasks = importlib.import_module(f"tasks_{contestant}").make_tasks(target, handwritten)
    print(json.dumps({name: nanoseconds(task) for name, task in tasks.items()}))


if __name__ == "__main__":
    main()
