"""Mutants of the tables of out-of-line modules: each loaded and touched everywhere, in child processes.

    python tests/misuse/mutants.py --mutants 10000 [--seed 1]
    python tests/misuse/mutants.py --replay KIND SEED

Kinds: `python` (a `.py` module), `compiled` (a module in API mode), and `frozen` (one that the released package generated,
if CFFI_ORACLE_PYTHON names a Python that has it). An exception is fine; a signal or a SystemError is not.
"""

import argparse
import faulthandler
import os
import random
import resource
import signal
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import _cffi_backend
import building
import tables
from world import Finding, judge

A_CHILD = 100  # mutants
SECONDS = 120
MEMORY = 3 << 29
SMALL = 1 << 20


def attempt(function, *arguments):
    """The result, or None after an exception."""
    try:
        return function(*arguments)
    except BaseException as error:
        judge(error)
        return None


# ---- looking at everything that a module has


def touch_type(ffi, kind, depth=0):
    if kind is None or depth > 3:
        return
    for name in ("kind", "cname", "item", "length", "args", "result", "ellipsis", "abi", "elements", "relements"):
        value = attempt(getattr, kind, name)
        if isinstance(value, _cffi_backend.CType):
            touch_type(ffi, value, depth + 1)
    size = attempt(ffi.sizeof, kind)
    attempt(ffi.alignof, kind)
    for name, field in attempt(lambda: kind.fields) or ():
        attempt(ffi.offsetof, kind, name)
        touch_type(ffi, field.type, depth + 1)
    attempt(ffi.getctype, kind, "*x")
    if kind.kind in ("struct", "union", "array") and (size or 0) < SMALL:
        touch_memory(ffi, kind)


def touch_memory(ffi, kind):
    made = attempt(ffi.new, kind if kind.kind == "array" else ffi.getctype(kind, "*"))
    if made is None:
        return
    attempt(repr, made)
    for name in attempt(dir, made) or ():
        value = attempt(getattr, made, name)
        if isinstance(value, (int, float)):
            attempt(setattr, made, name, value)
    if kind.kind != "array":
        attempt(ffi.new, ffi.getctype(kind, "*"), made[0])
    attempt(bytes, attempt(ffi.buffer, made))


def touch_lib(ffi, lib):
    for name in attempt(dir, lib) or ():
        address = attempt(ffi.addressof, lib, name)
        # A variable: a mutant may say that it is larger than what lies there.
        if address is not None:
            kind = ffi.typeof(address)
            touch_type(ffi, kind)
            if kind.kind == "pointer" and (attempt(ffi.sizeof, kind.item) or SMALL) > 64:
                continue
        value = attempt(getattr, lib, name)
        attempt(repr, value)
        attempt(ffi.integer_const, name)
    attempt(getattr, lib, "nosuch")
    attempt(lambda: lib.__dict__)


def touch(ffi, lib):
    for names, pattern in zip(attempt(ffi.list_types) or (), ("%s", "struct %s", "union %s")):
        for name in names:
            touch_type(ffi, attempt(ffi.typeof, pattern % name))
    for text in ("enum color", "struct pair *", "struct all", "unary", "struct flex *", "int[LIMIT]", "struct nosuch"):
        touch_type(ffi, attempt(ffi.typeof, text))
    if lib is not None:
        touch_lib(ffi, lib)


# ---- the kinds


class Kinds:
    def __init__(self, folder):
        self.tools = building.build(folder)
        with open(os.path.join(folder, "_misused_tables.py")) as source:
            self.python = tables.PythonTables(source.read())
        self.modules = {"compiled": capture("_misused", folder)}
        if building.build_frozen(folder):
            self.modules["frozen"] = capture("_misused_frozen", folder)

    def names(self):
        return ["python"] + sorted(self.modules)

    def load(self, kind, rng):
        """(ffi, lib) of a mutant, and what keeps it alive; raises what loading it raises."""
        if kind == "python":
            ffi = self.python.mutant(rng)()
            return ffi, attempt(ffi.dlopen, self.tools.libraries[0]), None
        mutated = tables.CompiledTables(self.modules[kind])
        for _ in range(rng.choice([1, 1, 1, 2, 3, 8])):
            mutated.change(rng)
        module = _cffi_backend._init_cffi_1_0_external_module(mutated.address())
        return module.ffi, module.lib, mutated


def capture(name, folder):
    """What the module hands over at its import."""
    seen = []
    real = _cffi_backend._init_cffi_1_0_external_module

    def note(address):
        seen.append(tables.module_at(address))
        return real(address)

    sys.modules.pop(name, None)
    _cffi_backend._init_cffi_1_0_external_module = note
    try:
        building.load(name, folder)
    finally:
        _cffi_backend._init_cffi_1_0_external_module = real
    return seen[0]


def run(kinds, kind, seed):
    """True if it could be loaded."""
    rng = random.Random("%s %d" % (kind, seed))
    try:
        ffi, lib, kept = kinds.load(kind, rng)
    except BaseException as error:
        judge(error)
        return False
    TABLES.append(kept)
    touch(ffi, lib)
    return True


TABLES = []  # those of a module on disk stay in memory for ever, as well


def child(kinds, kind, seeds, note):
    # A sanitizer reserves address space, and reports signals itself.
    if "libasan" not in os.environ.get("LD_PRELOAD", ""):
        faulthandler.enable(2)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    loaded = 0
    for seed in seeds:
        signal.alarm(SECONDS)
        os.pwrite(note, b"%20d%20d" % (seed, loaded), 0)
        try:
            loaded += run(kinds, kind, seed)
        except Finding as finding:
            os.write(2, ("%s\n" % finding).encode())
            os._exit(3)
    os.pwrite(note, b"%20d%20d" % (seeds[-1], loaded), 0)
    os._exit(0)


def run_child(kinds, kind, seeds):
    """(how it ended: 0 or a wait status, last seed, how many could be loaded)"""
    with tempfile.TemporaryFile() as note:
        process = os.fork()
        if process == 0:
            child(kinds, kind, seeds, note.fileno())
        status = os.waitpid(process, 0)[1]
        seed, loaded = os.pread(note.fileno(), 20, 0), os.pread(note.fileno(), 20, 20)
        return status, int(seed), int(loaded)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mutants", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--replay", nargs=2, metavar=("KIND", "SEED"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        kinds = Kinds(folder)
        if options.replay:
            status, _, loaded = run_child(kinds, options.replay[0], [int(options.replay[1])])
            print("status %d, loaded: %s" % (status, bool(loaded)))
            return 1 if status else 0
        return 1 if sum(run_kind(kinds, kind, options) for kind in kinds.names()) else 0


def run_kind(kinds, kind, options):
    wanted = -(-options.mutants // len(kinds.names()))
    first = options.seed * 1000000
    failures = total = done = 0
    while done < wanted:
        seeds = list(range(first + done, first + min(done + A_CHILD, wanted)))
        status, seed, loaded = run_child(kinds, kind, seeds)
        total += loaded
        done = seed - first + 1
        if status:
            failures += 1
            what = signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else "finding"
            print("%s: --replay %s %d" % (what, kind, seed), flush=True)
        if failures > 20:
            break
    print("%s: %d mutants, %d of them could be loaded, %d findings" % (kind, done, total, failures), flush=True)
    return failures


if __name__ == "__main__":
    sys.exit(main())
