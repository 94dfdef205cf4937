"""The size of generated modules: C text and compiler time for 500 functions and 100 structs, ours and released.

generated_module.py --ours PYTHON --released PYTHON [--cc CC]. Each Python writes the C source of the same declarations;
then CC compiles both with -O2. Prints bytes and the best of three processor times, and the ratios.

Signatures are drawn with the frequencies of real headers: most take a pointer to a struct, most results are int, and
there is about one signature class for three functions (sqlite3.h has 98 for 278, openssl/ssl.h 506 for 4795).
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import sysconfig
import tempfile
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


def write_source() -> None:
    """Runs in the contestant's interpreter: its C source goes to the path given."""
    import cffi

    cdef, source = declarations()
    ffi = cffi.FFI()
    ffi.cdef(cdef)
    if hasattr(ffi, "_emit_c"):
        text = ffi._emit_c("generated", source)
        Path(sys.argv[2]).write_text(text, encoding="utf-8")
    else:
        ffi.set_source("generated", source)
        ffi.emit_c_code(sys.argv[2])


def compile_time(cc: str, path: Path) -> float:
    include = sysconfig.get_paths()["include"]
    best = float("inf")
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([cc, "-O2", "-fPIC", "-c", f"-I{include}", path, "-o", path.with_suffix(".o")], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ours", required=True)
    parser.add_argument("--released", required=True)
    parser.add_argument("--cc", default="gcc")
    options = parser.parse_args()
    sizes, times = [], []
    with tempfile.TemporaryDirectory() as folder:
        for name, python in (("ours", options.ours), ("released", options.released)):
            path = Path(folder, f"{name}.c")
            subprocess.run([python, __file__, "--write", path], check=True, stdout=subprocess.DEVNULL)
            sizes.append(path.stat().st_size - len(declarations()[1]))
            times.append(compile_time(options.cc, path))
            print(f"{name:9} {sizes[-1]:9} bytes of C (without the preamble)  {times[-1]:6.2f} s {options.cc} -O2")
    print(f"ratio     {sizes[0] / sizes[1]:9.3f}                              {times[0] / times[1]:8.3f}")


if __name__ == "__main__":
    write_source() if sys.argv[1:2] == ["--write"] else main()
