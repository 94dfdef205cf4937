"""Real headers parse whole, and every struct, union and enum in them is laid out as the C compiler has it.

Each header is preprocessed, parsed as one cdef by the driver `dump_scope`, and the preprocessed text is compiled
again with a table of sizeof, _Alignof and offsetof after it. The driver comes from the environment variable
CFFI_DUMP_SCOPE or from a build folder.
"""

import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CC = os.environ.get("CC", "gcc")

# Header, pkg-config package that knows its flags, package that Debian has it in.
HEADERS = [
    ("stdio.h", None, "libc6-dev"),
    ("stdlib.h", None, "libc6-dev"),
    ("math.h", None, "libc6-dev"),
    ("string.h", None, "libc6-dev"),
    ("time.h", None, "libc6-dev"),
    ("pthread.h", None, "libc6-dev"),
    ("sys/socket.h", None, "libc6-dev"),
    ("zlib.h", "zlib", "zlib1g-dev"),
    ("sqlite3.h", "sqlite3", "libsqlite3-dev"),
    ("openssl/ssl.h", "openssl", "libssl-dev"),
    ("curl/curl.h", "libcurl", "libcurl4-openssl-dev"),
    ("SDL2/SDL.h", "sdl2", "libsdl2-dev"),
    ("gtk/gtk.h", "gtk+-3.0", "libgtk-3-dev"),
]


def find_driver():
    named = os.environ.get("CFFI_DUMP_SCOPE")
    if named:
        return Path(named)
    built = sorted(ROOT.glob("build/*/tests/oracle/headers/dump_scope"), key=lambda path: path.stat().st_mtime)
    return built[-1] if built else None


@pytest.fixture(scope="session")
def driver():
    path = find_driver()
    if path is None:
        pytest.skip("the driver is not built: cmake --build build/<preset> --target dump_scope, or set CFFI_DUMP_SCOPE")
    if shutil.which(CC) is None:
        pytest.skip(f"no C compiler: {CC}")
    return path


def compiler_flags(package):
    if package is None or shutil.which("pkg-config") is None:
        return []
    found = subprocess.run(["pkg-config", "--cflags", package], capture_output=True, text=True)
    return shlex.split(found.stdout) if found.returncode == 0 else []


def preprocess(header, flags, folder):
    source = folder / "header.c"
    source.write_text(f"#include <{header}>\n")
    result = subprocess.run([CC, "-E", *flags, str(source)], capture_output=True, text=True)
    return result.stdout if result.returncode == 0 else None


class Comparison:
    """What the driver says, as C expressions with the values they must have."""

    def __init__(self, lines):
        self.records = 0
        self.enums = 0
        self.expected = []  # (what, C expression, our value)
        self.bits = []  # (record, path, first bit, width)
        self.declarations = 0
        record = None
        for line in lines:
            kind, name, *values = line.split("\t")
            if kind == "R":
                record = name
                self.records += 1
                self.add(f"sizeof({record})", values[0])
                self.add(f"_Alignof({record})", values[1])
            elif kind == "F":
                self.add(f"__builtin_offsetof({record}, {name})", values[0])
            elif kind == "B":
                self.bits.append((record, name, int(values[0]), int(values[1])))
            elif kind == "E":
                self.enums += 1
                if name != "-":
                    self.add(f"sizeof({name})", values[0])
            elif kind == "C":
                self.add(name, values[0])
            elif kind == "S":
                self.declarations = int(name) + int(values[0])

    def add(self, expression, value):
        self.expected.append((expression, int(value)))

    def program(self):
        """C that prints the compiler's values, in our order: a table, then first bit and width of each bit-field."""
        rows = ",\n".join(f"(long long)({expression})" for expression, _ in self.expected)
        yield "\nint printf(const char *, ...);\n"
        yield "static const long long cffi_table[] = {\n" + (rows or "0") + "};\n"
        yield (
            "static void cffi_bits(const void *object, unsigned long size) {\n"
            "  const unsigned char *bytes = (const unsigned char *)object;\n"
            "  long long first = -1, width = 0;\n"
            "  for (unsigned long i = 0; i < size * 8; ++i)\n"
            "    if (bytes[i / 8] >> i % 8 & 1) { if (first < 0) first = i; ++width; }\n"
            '  printf("%lld\\n%lld\\n", first, width);\n'
            "}\n"
        )
        yield "int main(void) {\n"
        yield f'  for (int i = 0; i < {len(self.expected)}; ++i) printf("%lld\\n", cffi_table[i]);\n'
        for record, path, _, _ in self.bits:
            yield f"  {{ {record} x; __builtin_memset(&x, 0, sizeof x); x.{path} = -1; cffi_bits(&x, sizeof x); }}\n"
        yield "  return 0;\n}\n"

    def mismatches(self, values):
        table = values[: len(self.expected)]
        wrong = [
            f"{expression}: ours {ours}, {CC} {theirs}"
            for (expression, ours), theirs in zip(self.expected, table)
            if ours != theirs
        ]
        rest = values[len(self.expected) :]
        for index, (record, path, first, width) in enumerate(self.bits):
            theirs = tuple(rest[2 * index : 2 * index + 2])
            if theirs != (first, width):
                wrong.append(f"bits of {record}.{path}: ours {(first, width)}, {CC} {theirs}")
        return wrong


def ask_compiler(text, comparison, folder):
    source = folder / "table.i"
    source.write_text(text + "".join(comparison.program()))
    program = folder / "table"
    build = subprocess.run(
        [CC, "-w", "-O0", "-x", "cpp-output", str(source), "-o", str(program)], capture_output=True, text=True
    )
    assert build.returncode == 0, build.stderr[-4000:]
    result = subprocess.run([str(program)], capture_output=True, text=True, check=True)
    return [int(line) for line in result.stdout.split()]


@pytest.mark.parametrize("header, package, debian", HEADERS, ids=[row[0] for row in HEADERS])
def test_header(driver, tmp_path, record_property, header, package, debian):
    text = preprocess(header, compiler_flags(package), tmp_path)
    if text is None:
        pytest.skip(f"<{header}> is not installed (Debian: {debian})")
    source = tmp_path / "header.i"
    source.write_text(text)
    dumped = subprocess.run([str(driver), str(source)], capture_output=True, text=True)
    assert dumped.returncode == 0, dumped.stderr
    comparison = Comparison(dumped.stdout.splitlines())
    assert comparison.declarations > 0
    values = ask_compiler(text, comparison, tmp_path)
    wrong = comparison.mismatches(values)
    figures = {
        "declarations": comparison.declarations,
        "records": comparison.records,
        "enums": comparison.enums,
        "values": len(values),
        "mismatches": len(wrong),
    }
    for name, figure in figures.items():
        record_property(name, figure)
    print(f"\n{header}: " + ", ".join(f"{figure} {name}" for name, figure in figures.items()))
    assert not wrong, "\n".join(wrong[:40])
