"""Random programs in the released package and in ours, statement by statement: FFI objects of every mode side by side; histories
of cdef() after cdef(); graphs of modules that include each other, with extern "Python" and second lives of modules.

CFFI_PROGRAMS says how many, CFFI_PROGRAMS_SEED which ones, CFFI_PROGRAMS_POOL of how many declarations (each compiled once).
"""

import os
import sys

import pytest
from test_differential import oracle_python  # noqa: F401  (a fixture)

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "programs"))

COUNT = int(os.environ.get("CFFI_PROGRAMS", "400"))
SEED = int(os.environ.get("CFFI_PROGRAMS_SEED", "1"))
POOL = int(os.environ.get("CFFI_PROGRAMS_POOL", "40" if COUNT > 1000 else "6"))


@pytest.mark.parametrize(
    "kind, part, declarations",
    [("mixed", 1, POOL), ("histories", 2, max(1, POOL // 10)), ("graphs", 2, max(2, POOL // 4))],
)
def test_same_programs(oracle_python, kind, part, declarations):  # noqa: F811
    """`part`: of how many programs there is one of this kind."""
    import cffi

    if cffi.__version_info__ < (3,):
        pytest.skip("this interpreter has the released package itself")
    import compare_mixed

    count = COUNT // part
    statements, accepted, unexpected = compare_mixed.differences(
        oracle_python, SEED, count, pool=declarations, kind=kind
    )
    print("%d programs, %d statements; allowed differences: %s" % (count, statements, accepted))
    assert statements > 8 * count
    shown = [
        "%s\n    released: %s\n    ours:     %s" % (compare_mixed.shown(number, at, declarations, kind), *both)
        for number, at, *both in unexpected[:10]
    ]
    assert not unexpected, "%d of %d programs differ (seed %d):\n%s" % (
        len(unexpected),
        count,
        SEED,
        "\n\n".join(shown),
    )


def test_errors_that_the_same_clauses_catch():
    import compare_mixed

    assert compare_mixed.same("error TypeError: x", "error TypeError/api.error: y")
    assert compare_mixed.same("error LookupError: x", "error KeyError: x")
    assert not compare_mixed.same("error KeyError: x", "error LookupError: x")
    assert not compare_mixed.same("error api.error: x", "error TypeError: x")
    assert not compare_mixed.same("value 5", "value 6")
    assert compare_mixed.same(
        "value 5 printed unraisable TypeError: x\n", "value 5 printed unraisable TypeError: x (and why)\n"
    )
    assert not compare_mixed.same(
        "value 5 printed unraisable TypeError: x\n", "value 6 printed unraisable TypeError: x\n"
    )
