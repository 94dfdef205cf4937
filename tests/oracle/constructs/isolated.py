"""Work in a child process, so that a crash is an outcome of the question that crashed and of nothing else."""

import json
import os
import resource
import signal
import sys


def answers(questions, ask):
    """([label, what `ask(function)` says] of each that `questions()` yields, None), asked in a fork; after a crash the rest is
    asked in another one. When `questions()` itself fails: ([], what `ask` says of that)."""
    found, total = [], None
    while total is None or len(found) < total:
        lines, status = in_child(lambda out: child(questions, ask, len(found), out))
        if not lines:
            return [], {"crash": "with status %d" % status}
        head = json.loads(lines[0])
        if "failed" in head:
            return [], head["failed"]
        total = len(head["labels"])
        found += [[head["labels"][len(found) + i], json.loads(line)] for i, line in enumerate(lines[1:])]
        if len(found) < total:
            found.append([head["labels"][len(found)], {"crash": "with status %d" % status}])
    return found, None


def child(questions, ask, first, out):
    asked = []
    failed = ask(lambda: asked.extend(questions()))
    out.write(
        json.dumps({"failed": failed} if "value" not in failed else {"labels": [label for label, _ in asked]}) + "\n"
    )
    for label, function in asked[first:]:
        out.flush()
        out.write(json.dumps(ask(function)) + "\n")


def in_child(work):
    """(the whole lines that `work(out)` wrote in a fork, its status)"""
    read, write = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            signal.alarm(60)
            os.close(read)
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            with os.fdopen(write, "w") as out:
                work(out)
            status = 0
        finally:
            os._exit(status)
    os.close(write)
    with os.fdopen(read) as pipe:
        lines = pipe.read().split("\n")
    return lines[:-1], os.waitpid(pid, 0)[1]
