"""Random programs over the public API in the released package and in ours, compared statement by statement.

CFFI_PROGRAMS says how many, CFFI_PROGRAMS_SEED which ones. A difference that is on purpose has its reason in
differential/allowed.
"""

import os
import sys

from test_differential import oracle_python  # noqa: F401  (a fixture)

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "programs"))

COUNT = int(os.environ.get("CFFI_PROGRAMS", "600"))
SEED = int(os.environ.get("CFFI_PROGRAMS_SEED", "1"))


def test_same_programs(oracle_python):  # noqa: F811
    import cffi

    if cffi.__version_info__ < (3,):
        pytest.skip("this interpreter has the released package itself")
    import compare_programs

    statements, accepted, unexpected = compare_programs.differences(oracle_python, SEED, COUNT)
    print("%d programs, %d statements; allowed differences: %s" % (COUNT, statements, accepted))
    assert statements > 10 * COUNT
    shown = [
        "%s\n    released: %s\n    ours:     %s" % (compare_programs.shown(number, at), *both)
        for number, at, *both in unexpected[:10]
    ]
    assert not unexpected, "%d of %d programs differ (seed %d):\n%s" % (
        len(unexpected),
        COUNT,
        SEED,
        "\n\n".join(shown),
    )


def test_programs_do_something():
    """Most statements of a program succeed in ours: it is no collection of refusals."""
    import compare_programs

    outcomes = compare_programs.run(sys.executable, SEED, 100, compare_programs.compare.environment())
    texts = [text for program in outcomes.values() for text in program]
    assert len(outcomes) == 100
    assert sum(text.startswith("value") for text in texts) > 0.6 * len(texts)


def test_what_follows_a_difference():
    """Two errors, or two values that no variable gets, leave the same behind."""
    import compare_programs

    for target in (None, "v1"):
        assert compare_programs.still_comparable(target, "error TypeError: x", "error ValueError: y")
        assert not compare_programs.still_comparable(target, "value 1", "error ValueError: y")
        assert not compare_programs.still_comparable(target, "crash with signal 11", "error ValueError: y")
    assert compare_programs.still_comparable(None, "value 1", "value 2")
    assert not compare_programs.still_comparable("v1", "value 1", "value 2")
