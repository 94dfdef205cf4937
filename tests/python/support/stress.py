"""Many threads that do the same at the same time, for the tests test_threads*.py."""

import sys
import threading

FREE_THREADED = not getattr(sys, "_is_gil_enabled", lambda: True)()
THREADS = 8


def rounds(count):
    """Where there is a GIL, threads meet less often, and fewer rounds say as much."""
    return count if FREE_THREADED else max(1, count // 4)


def run_all(functions):
    """Run the functions in threads that start together; re-raise the first failure."""
    barrier = threading.Barrier(len(functions))
    failures = []

    def run(function):
        try:
            barrier.wait(60)
            function()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=(f,)) for f in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def together(function, threads=THREADS):
    """The results of `function(number of the thread)` in threads that start together."""
    results = [None] * threads

    def numbered(k):
        def run():
            results[k] = function(k)

        return run

    run_all([numbered(k) for k in range(threads)])
    return results
