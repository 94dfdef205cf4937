"""Our layout of random structs and unions against the C compiler's: size, alignment and every field must agree.

CFFI_LAYOUT_DRIVER names the driver (else the newest under build/), CFFI_LAYOUT_COUNT the records a machine,
CFFI_LAYOUT_SEED another set of them.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "layout"))

from run import MACHINES, compare, find_driver, missing

COUNT = int(os.environ.get("CFFI_LAYOUT_COUNT", "2000"))
SEED = int(os.environ.get("CFFI_LAYOUT_SEED", "1"))


@pytest.mark.parametrize("name", MACHINES)
def test_layout_agrees_with_the_compiler(name: str) -> None:
    reason = missing(MACHINES[name])
    if reason is not None:
        pytest.skip(reason)
    driver = find_driver()
    if driver is None:
        pytest.skip("the layout driver is not built (cmake -DCFFI_BUILD_TESTS=ON)")
    differences = compare(MACHINES[name], driver, COUNT, SEED)
    assert not differences, "\n\n".join(differences[:10])
