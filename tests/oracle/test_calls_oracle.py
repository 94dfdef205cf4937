"""Our calls and closures against libffi's and the C compiler's, with random signatures and values.

CFFI_CALL_ORACLE names the program (else the newest build/*/tests/oracle/call_oracle), CFFI_CALL_COUNT the signatures,
CFFI_CALL_SEED another set of them. The compiler is $CC or gcc.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COUNT = int(os.environ.get("CFFI_CALL_COUNT", "10000"))
SEED = int(os.environ.get("CFFI_CALL_SEED", "1"))
# A C file of this many signatures compiles in about two seconds.
BATCH = 400
BATCHES = 2
# Of functions that are called as the system calls its own, and of those that are called as Windows does.
CONVENTIONS = [[], ["ms_abi"]] if platform.machine() in {"x86_64", "AMD64"} else [[]]
NO_LIBFFI = 77  # the program's exit status for "not in this build"


@pytest.fixture(scope="session")
def oracle() -> Path:
    named = os.environ.get("CFFI_CALL_ORACLE")
    if named:
        return Path(named)
    # Those of other machines (cross builds) do not run here.
    found = [path for path in ROOT.glob("build/*/tests/oracle/call_oracle") if "aarch64" not in str(path)]
    if not found:
        pytest.skip("call_oracle is not built (cmake -DCFFI_BUILD_TESTS=ON)")
    return max(found, key=lambda path: path.stat().st_mtime)


def run(program: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=False)


def assert_all_agree(done: subprocess.CompletedProcess[str], at_least: int) -> None:
    summary = re.search(r"(\d+) calls, (\d+) skipped, (\d+) failed\n$", done.stdout)
    assert summary, f"exit status {done.returncode}\n{done.stdout}{done.stderr}"
    assert done.returncode == 0, done.stdout
    assert int(summary[1]) >= at_least, summary[0]


def test_both_directions_agree_with_libffi(oracle: Path) -> None:
    done = run(oracle, "libffi", SEED, COUNT)
    if done.returncode == NO_LIBFFI:
        pytest.skip("this build has no libffi")
    # A few signatures are left out: those that libffi itself gets wrong (call_oracle.cc lists them).
    assert_all_agree(done, at_least=int(1.98 * COUNT))


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_our_calls_reach_our_closures(oracle: Path, convention: list[str]) -> None:
    assert_all_agree(run(oracle, *convention, "closures", SEED, COUNT), at_least=int(0.8 * COUNT))


@pytest.mark.parametrize("convention", CONVENTIONS)
@pytest.mark.parametrize("seed", range(SEED, SEED + BATCHES))
def test_both_directions_agree_with_the_c_compiler(
    oracle: Path, tmp_path: Path, seed: int, convention: list[str]
) -> None:
    """Everything, also what libffi cannot say: unions, bit-fields, packed and aligned structs, 128-bit numbers."""
    compiler = os.environ.get("CC", "gcc")
    if shutil.which(compiler) is None:
        pytest.skip(f"no {compiler}")
    source = tmp_path / "batch.c"
    library = tmp_path / "batch.so"
    source.write_text(run(oracle, *convention, "emit", seed, BATCH).stdout)
    subprocess.run([compiler, "-O1", "-w", "-shared", "-fPIC", "-o", library, source], check=True, capture_output=True)
    # Variadic functions are called only: a callback is never variadic.
    assert_all_agree(run(oracle, *convention, "check", seed, BATCH, library), at_least=int(1.5 * BATCH))
