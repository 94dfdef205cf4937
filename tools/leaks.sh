#!/bin/bash
# leaks.sh [PYTEST_ARGUMENT...]: which Python tests leave memory behind (tests/leaks.py).
. "$(dirname "$0")/common.sh"

cd "$root"
# All memory from malloc(), which keeps nothing back that it counts as given out; the same order of sets in each run.
export PYTHONMALLOC=malloc GLIBC_TUNABLES=glibc.malloc.tcache_count=0:glibc.malloc.mxfast=0 PYTHONHASHSEED=0
export PYTHONPATH=$root/tests
# Left out: what starts compilers, installers and other programs, whose memory is not this process's.
ignored=()
for path in building embedding callbacks/test_hardened.py misuse/test_misuse_at_random.py package/test_doctor.py; do
  ignored+=("--ignore=tests/python/$path")
done
.venv/bin/python -m pytest -p leaks tests/python "${ignored[@]}" -q -p no:cacheprovider "$@"
