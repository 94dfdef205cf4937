"""A pytest plugin: does a test leave memory behind? `make leaks` runs the suite with it.

Each test runs several times in one process. What malloc() has given out afterwards is compared: with PYTHONMALLOC=malloc
that is all memory of Python, of C and of C++, so that a lost reference and a lost block count alike. Caches fill in the
first rounds: a test leaks if every round grows, up to the last one.
"""

import gc
import sys
import threading

import pytest
from _pytest.runner import runtestprotocol

import cffi

WARM = 2  # rounds that may grow
ROUNDS = 12
NOISE = 300  # bytes a round that pytest itself may keep: less than one lost struct of a loop, more than its own objects

PATIENCE = 6  # rounds after which the cache of attributes' names, which CPython has, is emptied each time

ffi = cffi.FFI()
ffi.cdef("""
struct mallinfo2 { size_t arena, ordblks, smblks, hblks, hblkhd, usmblks, fsmblks, uordblks, fordblks, keepcost; };
struct mallinfo2 mallinfo2(void);
""")
libc = ffi.dlopen(None)


def memory_in_use(number):
    while gc.collect():
        pass
    if number >= PATIENCE:  # not for every test: some count references, and it holds some
        sys._clear_type_cache()
    info = libc.mallinfo2()
    return info.uordblks + info.hblkhd


class Leaks:
    def __init__(self):
        self.found = []
        self.tests = 0

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item, nextitem):
        item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
        reports = runtestprotocol(item, log=False, nextitem=item)
        if all(report.outcome == "passed" for report in reports):
            self.tests += 1
            grown = self.growth(item, nextitem)
            if grown:
                self.found.append((item.nodeid, grown))
                reports[1].outcome = "failed"
                reports[1].longrepr = "grows by %s bytes" % grown
        else:
            again(item, nextitem)
        for report in reports:
            item.ihook.pytest_runtest_logreport(report=report)
        item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
        return True

    def growth(self, item, nextitem):
        """The bytes of each round, or nothing if one did not grow."""
        grown = []
        before = 0
        # What is there now needs no look: the collector is quick then.
        gc.collect()
        gc.freeze()
        for number in range(ROUNDS):
            again(item, item)
            now = memory_in_use(number)
            if number >= WARM:
                grown.append(now - before)
                if grown[-1] <= NOISE:
                    break
            before = now
        leaks = len(grown) == ROUNDS - WARM
        again(item, nextitem)
        return grown if leaks else []

    def pytest_terminal_summary(self, terminalreporter):
        for name, grown in self.found:
            terminalreporter.write_line("%s grows by %s bytes" % (name, grown))
        terminalreporter.write_line("%d tests looked at, %d leak" % (self.tests, len(self.found)))


def again(item, nextitem):
    item._initrequest()
    runtestprotocol(item, log=False, nextitem=nextitem)
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join(10)


def pytest_configure(config):
    config.pluginmanager.register(Leaks(), "leaks-of-tests")
