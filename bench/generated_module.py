"""What generated modules cost: C text, time to generate, to compile and to import, for 500 functions and 100 structs.

generated_module.py --ours PYTHON --released PYTHON [--cc CC]. Each Python writes the C source of the same declarations;
then CC compiles both with -O2. Prints the best of three processor times, and the ratios; and the same for modules of
ours that need not run on released backends (min_cffi="3.0"). Then 10,000 declarations
(functions, structs and constants) are imported, and a module with none: what they cost more.

Signatures are drawn with the frequencies of real headers: most take a pointer to a struct, most results are int, and
there is about one signature class for three functions (sqlite3.h has 98 for 278, openssl/ssl.h 506 for 4795).
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

FUNCTIONS = 500
STRUCTS = 100
FIELDS = ["int", "long", "unsigned int", "double", "const char *", "size_t", "void *", "unsigned char", "int64_t"]
# A kind of value: how often it is an argument, how often a result. "struct" stands for a pointer to one of the structs.
VALUES = {
    "struct": (40, 12),
    "int": (25, 45),
    "const char *": (12, 6),
    "void *": (6, 4),
    "size_t": (5, 3),
    "unsigned int": (4, 2),
    "double": (3, 2),
    "int64_t": (3, 2),
    "unsigned char": (2, 0),
    "void": (0, 24),
}
ARGUMENT_COUNTS = {0: 3, 1: 28, 2: 34, 3: 22, 4: 9, 5: 3, 6: 1}


def declarations() -> tuple[str, str]:
    """A cdef, and the C header that it is for. Always the same."""
    chance = random.Random(12345)

    def value(use: int) -> str:
        kind = chance.choices(list(VALUES), [weights[use] for weights in VALUES.values()])[0]
        return f"struct s{chance.randrange(STRUCTS)} *" if kind == "struct" else kind

    cdef = []
    source = ["#include <stdint.h>"]
    for i in range(STRUCTS):
        fields = "".join(f"    {chance.choice(FIELDS)} f{k};\n" for k in range(chance.randint(3, 12)))
        cdef.append(f"struct s{i} {{\n{fields}}};")
    source.extend(cdef)
    for i in range(FUNCTIONS):
        count = chance.choices(list(ARGUMENT_COUNTS), list(ARGUMENT_COUNTS.values()))[0]
        kinds = [value(0) for _ in range(count)]
        result = value(1)
        arguments = ", ".join(f"{kind} a{k}" for k, kind in enumerate(kinds)) or "void"
        head = f"{result} function_{i}({arguments})"
        cdef.append(head + ";")
        source.append(head + ";")
    return "\n".join(cdef), "\n".join(source)


def many_declarations(count: int) -> tuple[str, str]:
    """A third functions of a dozen types, a third structs, a third constants."""
    types = ["int", "long", "double", "const char *", "void *", "unsigned char"]
    cdef, source = [], []
    for i in range(count):
        if i % 3 == 0:
            result, argument = types[i % 5], types[i // 5 % 6]
            cdef.append(f"{result} function_{i}({argument});")
            source.append(f"static {result} function_{i}({argument} x) {{ (void)x; return 0; }}")
        elif i % 3 == 1:
            cdef.append(f"struct s{i} {{ int a; {types[i % 6]} b; }};")
            source.append(cdef[-1])
        else:
            cdef.append(f"#define CONSTANT_{i} {i}")
            source.append(cdef[-1])
    return "\n".join(cdef), "\n".join(source)


SUBJECTS: dict[str, Callable[[], tuple[str, str]]] = {
    "generated": declarations,
    "many": lambda: many_declarations(10_000),
    "empty": lambda: ("", ""),
}


def write_source(subject: str, path: str, *min_cffi: str) -> None:
    """Runs in the contestant's interpreter: its C source goes to the path given. Prints the seconds that it took."""
    import cffi

    cdef, source = SUBJECTS[subject]()
    ffi = cffi.FFI()
    ffi.cdef(cdef)
    ffi.set_source(subject, source, **({"min_cffi": min_cffi[0]} if min_cffi else {}))
    before = time.process_time()
    ffi.emit_c_code(path)
    print(time.process_time() - before)


def time_import(folder: str, subject: str) -> None:
    """Runs in the contestant's interpreter. Prints the seconds."""
    import _cffi_backend  # noqa: F401 - that it is there already is the same for all

    sys.path.insert(0, folder)
    before = time.perf_counter()
    __import__(subject)
    print(time.perf_counter() - before)


def run(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip().splitlines()[-1]


def processor_time(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


class Contestant:
    def __init__(self, python: str, folder: Path, cc: str, *min_cffi: str) -> None:
        self.python, self.folder, self.cc, self.min_cffi = python, folder, cc, min_cffi
        folder.mkdir()

    def generate(self, subject: str) -> float:
        command = [self.python, __file__, "--write", subject, str(self.folder / f"{subject}.c"), *self.min_cffi]
        return min(float(run(command)) for _ in range(3))

    def compile(self, subject: str, *flags: str, times: int = 1) -> float:
        include = run([self.python, "-c", "import sysconfig; print(sysconfig.get_paths()['include'])"])
        source, compiled = self.folder / f"{subject}.c", self.folder / f"{subject}.o"
        command = [self.cc, *flags, "-fPIC", "-c", f"-I{include}", str(source), "-o", str(compiled)]
        seconds = min(processor_time(command) for _ in range(times))
        # What is declared only is looked for when it is called.
        subprocess.run([self.cc, "-shared", str(compiled), "-o", str(self.shared(subject))], check=True)
        return seconds

    def shared(self, subject: str) -> Path:
        return self.folder / (subject + ".so")

    def stripped_size(self, subject: str) -> int:
        subprocess.run(["strip", str(self.shared(subject))], check=True)
        return self.shared(subject).stat().st_size

    def import_time(self, subject: str, times: int = 20) -> float:
        return min(float(run([self.python, __file__, "--import", str(self.folder), subject])) for _ in range(times))


def measure(contestant: Contestant) -> dict[str, float]:
    figures = {"generate, ms": contestant.generate("generated") * 1e3}
    text = (contestant.folder / "generated.c").stat().st_size - len(declarations()[1])
    figures["C text, kB (without the preamble)"] = text / 1e3
    figures["compile -O2, s"] = contestant.compile("generated", "-O2", times=3)
    figures[".so, kB (stripped)"] = contestant.stripped_size("generated") / 1e3
    # The functions are not there to be linked: the module that is imported defines its own.
    contestant.generate("many")
    contestant.generate("empty")
    for subject in ("many", "empty"):
        contestant.compile(subject, "-O0")
    empty, many = contestant.import_time("empty"), contestant.import_time("many")
    figures["import of nothing, ms"] = empty * 1e3
    figures["import of 10,000 declarations, ms"] = many * 1e3
    figures["what they cost more, ms"] = (many - empty) * 1e3
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ours", required=True)
    parser.add_argument("--released", required=True)
    parser.add_argument("--cc", default="gcc")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        contestants = [("ours", options.ours), ("newest", options.ours, "3.0"), ("released", options.released)]
        ours, newest, released = (
            measure(Contestant(os.path.abspath(python), Path(folder, name), options.cc, *rest))
            for name, python, *rest in contestants
        )
    print(f"{'':36}{'ours':>10}{'min 3.0':>10}{'released':>10}{'ours/released':>15}")
    for title, figure in ours.items():
        print(f"{title:36}{figure:10.2f}{newest[title]:10.2f}{released[title]:10.2f}{figure / released[title]:15.3f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--write"]:
        write_source(*sys.argv[2:])
    elif sys.argv[1:2] == ["--import"]:
        time_import(*sys.argv[2:])
    else:
        main()
