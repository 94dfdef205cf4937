"""Misuses the package at random, in child processes: no crash, no SystemError, no failed assertion, no leak.

    python tests/misuse/misuse.py --operations 1000000 [--seed 1] [--jobs 2]
    python tests/misuse/misuse.py --leaks 100              batches done again and again, whose memory must not grow
    python tests/misuse/misuse.py --replay SEED [--only 3,17]   one batch, with all that it does

Operations come in batches, each in a fork of its own, from a seed of its own. What fails is done again with fewer
operations until no fewer do, and shown. Exit code 1 if there was a finding.
"""

import argparse
import array
import faulthandler
import gc
import os
import random
import resource
import signal
import sys
import tempfile
import time
import warnings

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import building
import cffi
import hooks
import operations
from world import Finding, Journal, World, judge, show

BATCH = 1000
SECONDS = 120  # for a batch; more means that something hangs
MEMORY = 3 << 29  # address space of a child, without a sanitizer
FOUND, DRIVER = 3, 4  # exit codes of a child
SHRINK_SECONDS = 120
ROUNDS = 20  # of a batch, when looking for leaks
LEAK = 200  # bytes in each of the last rounds


# ---- in the child


class Batch:
    """`only`: numbers of the operations that are done, all others are left out."""

    def __init__(self, tools, seed, count, only=None, rounds=1):
        self.tools = tools
        self.seed = seed
        self.count = count
        self.only = only
        self.rounds = rounds

    def run_once(self, journal):
        world = World(self.tools, self.seed, journal)
        world.operations = operations.operate
        # Threads cannot be reproduced, so that most batches have none.
        with_threads = self.rounds == 1 and self.seed % 8 == 0
        for number in range(self.count) if self.only is None else self.only:
            rng = random.Random("%d:%d" % (self.seed, number))
            operation = (
                operations.in_threads if with_threads and number % 50 == 0 else rng.choice(operations.OPERATIONS)
            )
            journal.note("#%d %s" % (number, operation.__name__))
            try:
                operation(world, rng)
            except (MemoryError, RecursionError):
                pass
            except BaseException as error:
                judge(error)
                if not comes_from_a_hook(error):
                    raise
        world.close()

    def run(self, journal):
        sizes = array.array("q", [0] * self.rounds)  # made before, not to be counted itself
        for number in range(self.rounds):
            journal.note("---- a world of its own")
            self.run_once(journal)
            gc.collect()
            sys._clear_type_cache()  # holds on to the names of attributes that were looked for
            sizes[number] = memory_in_use()
        # Caches fill at first, and less with every round. A leak goes on.
        grown = [after - before for before, after in zip(sizes, sizes[1:])][-5:]
        if grown and min(grown) > LEAK:
            raise Finding("grows by %s bytes" % grown)


def comes_from_a_hook(error):
    while error is not None:
        if "from a hook" in error.args or isinstance(error, (hooks.Refused, Finding)):
            return not isinstance(error, Finding)
        error = error.__context__
    return False


_malloc = cffi.FFI()
_malloc.cdef(
    "struct mallinfo2 { size_t arena, ordblks, smblks, hblks, hblkhd, usmblks, fsmblks, uordblks, fordblks, keepcost; };"
)
_malloc.cdef("struct mallinfo2 mallinfo2(void);")
_libc = _malloc.dlopen(None)


def memory_in_use():
    """Bytes, of C and C++ too where Python takes its memory from malloc() (PYTHONMALLOC=malloc)."""
    info = _libc.mallinfo2()
    return info.uordblks + info.hblkhd


def child(batch, journal_path, output_path):
    """Never returns."""
    output = os.open(output_path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(output, 2)
    signal.alarm(SECONDS)
    # A sanitizer reserves address space, and reports signals itself.
    if "libasan" not in os.environ.get("LD_PRELOAD", ""):
        faulthandler.enable(2)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.unraisablehook = unraisable
    warnings.simplefilter("ignore")
    code = 0
    try:
        batch.run(Journal(journal_path))
    except Finding as finding:
        os.write(2, ("%s\n" % finding).encode())
        code = FOUND
    except BaseException:
        import traceback

        os.write(2, ("the driver itself failed:\n" + traceback.format_exc()).encode("utf-8", "backslashreplace"))
        code = DRIVER
    os._exit(code or (FOUND if unraisable_findings else 0))


unraisable_findings = []


def unraisable(event):
    try:
        judge(event.exc_value)
    except Finding as finding:
        os.write(2, ("unraisable: %s in %s\n" % (finding, show(event.object))).encode())
        unraisable_findings.append(1)


# ---- in the parent


class Runner:
    def __init__(self, folder, jobs):
        self.folder = folder
        self.jobs = jobs
        self.running = {}  # process id: batch
        self.findings = []

    def start(self, batch):
        sys.stdout.flush()
        process = os.fork()
        if process == 0:
            child(batch, self.path("journal", os.getpid()), self.path("output", os.getpid()))
        self.running[process] = batch

    def path(self, kind, process):
        return os.path.join(self.folder, "%s-%d" % (kind, process))

    def wait(self):
        """(batch, what went wrong or "", last of the journal)"""
        process, status = os.waitpid(-1, 0)
        batch = self.running.pop(process)
        wrong = ""
        if status != 0:
            with open(self.path("output", process), errors="replace") as output:
                said = [line for line in output if not line.startswith('extern "Python": function')]
                wrong = describe(status) + "\n" + "".join(said)[-6000:]
        with open(self.path("journal", process), errors="replace") as journal:
            lines = journal.read().splitlines()
        for kind in ("journal", "output"):
            os.unlink(self.path(kind, process))
        return batch, wrong, lines

    def run_all(self, batches):
        started = time.monotonic()
        done = calls = 0
        waiting = iter(batches)
        while True:
            while len(self.running) < self.jobs:
                batch = next(waiting, None)
                if batch is None:
                    break
                self.start(batch)
            if not self.running:
                break
            batch, wrong, lines = self.wait()
            done += batch.count * batch.rounds
            calls += sum(line.startswith("    ") for line in lines)
            if wrong:
                self.findings.append(batch)
                report(batch, wrong, lines)
                if len(self.findings) > 20:
                    break
        for process in list(self.running):
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
        seconds = time.monotonic() - started
        print(
            "%d operations (%d calls of the package), %d findings, in %d s" % (done, calls, len(self.findings), seconds)
        )

    def fails(self, batch):
        self.start(batch)
        return self.wait()

    def shrink(self, batch):
        """The fewest operations that still fail, as far as time allows."""
        deadline = time.monotonic() + SHRINK_SECONDS
        numbers = list(range(batch.count))

        def fewer(only):
            return Batch(batch.tools, batch.seed, batch.count, only, batch.rounds)

        _, wrong, lines = self.fails(fewer(numbers))
        if not wrong:
            print("  (does not fail again: threads, or the order of the garbage collector)")
            return
        best = wrong, lines
        size = len(numbers) // 2
        while size and time.monotonic() < deadline:
            position = len(numbers)
            while position > 0 and time.monotonic() < deadline:
                position -= size
                rest = numbers[: max(position, 0)] + numbers[max(position, 0) + size :]
                _, wrong, lines = self.fails(fewer(rest))
                if wrong:
                    numbers, best = rest, (wrong, lines)
            size //= 2
        print("  fewest operations: --replay %d --only %s" % (batch.seed, ",".join(map(str, numbers)) or "''"))
        print("\n".join("    " + line for line in best[1][-40:]))
        print(best[0])


def describe(status):
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        return "still running after %d s" % SECONDS if number == signal.SIGALRM else signal.Signals(number).name
    return {FOUND: "finding", DRIVER: "the driver itself"}.get(
        os.WEXITSTATUS(status), "exit code %d" % os.WEXITSTATUS(status)
    )


def report(batch, wrong, lines):
    print("seed %d: %s" % (batch.seed, wrong.strip()))
    print("  last operations:")
    print("\n".join("    " + line for line in lines[-8:]), flush=True)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--operations", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--leaks", type=int, default=0, metavar="BATCHES")
    parser.add_argument("--replay", type=int, metavar="SEED")
    parser.add_argument("--only", help="numbers of operations, with commas between")
    parser.add_argument("--batch", type=int, default=BATCH, help="operations a batch")
    parser.add_argument("--no-shrink", action="store_true")
    return parser.parse_args()


def batches_of(options, tools):
    if options.replay is not None:
        only = None if options.only is None else [int(number) for number in options.only.split(",") if number]
        return [Batch(tools, options.replay, options.batch, only, rounds=ROUNDS if options.leaks else 1)]
    first = options.seed * 1000000
    if options.leaks:
        return [Batch(tools, first + number, options.batch // 5, rounds=ROUNDS) for number in range(options.leaks)]
    return [Batch(tools, first + number, options.batch) for number in range(-(-options.operations // options.batch))]


def main():
    options = arguments()
    if options.leaks and os.environ.get("PYTHONMALLOC") != "malloc":
        # What free() keeps for later must not count as in use.
        tunables = "glibc.malloc.tcache_count=0:glibc.malloc.mxfast=0"
        os.environ.update(PYTHONMALLOC="malloc", PYTHONHASHSEED="0", GLIBC_TUNABLES=tunables)
        os.execv(sys.executable, [sys.executable] + sys.argv)
    with tempfile.TemporaryDirectory(prefix="misuse-") as folder:
        tools = building.build(folder)
        runner = Runner(folder, options.jobs)
        if options.replay is not None:
            batch, wrong, lines = runner.fails(batches_of(options, tools)[0])
            print("\n".join(lines), wrong or "nothing wrong", sep="\n")
            return 1 if wrong else 0
        runner.run_all(batches_of(options, tools))
        for batch in runner.findings[:3]:
            if not options.no_shrink:
                runner.shrink(batch)
        return 1 if runner.findings else 0


if __name__ == "__main__":
    sys.exit(main())
