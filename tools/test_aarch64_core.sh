#!/bin/bash
# test_aarch64_core.sh [CTEST_ARGUMENT...]: the unit tests of the core and the oracle of calls for arm64 Linux, cross-
# compiled and run under user-mode qemu. Needs no arm64 Python. Skips, saying so, where the tools are missing.
. "$(dirname "$0")/common.sh"

skip() {
  say "skipped: $*"
  exit 0
}
command -v aarch64-linux-gnu-g++ >/dev/null || skip "needs g++-aarch64-linux-gnu"
qemu=$(command -v qemu-aarch64-static || command -v qemu-aarch64) || skip "needs qemu-user-static"
[ -e /usr/src/googletest/CMakeLists.txt ] || skip "needs GoogleTest's sources (libgtest-dev)"

cd "$root"
tools/build_preset.sh aarch64
ctest --preset aarch64 "$@"

say "calls against the arm64 C compiler"
oracle=$root/build/aarch64/tests/oracle/call_oracle
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
run_oracle() { "$qemu" -L /usr/aarch64-linux-gnu "$oracle" "$@"; }
for seed in 1 2 3; do
  run_oracle emit "$seed" 300 >"$work/batch.c"
  aarch64-linux-gnu-gcc -O1 -w -shared -fPIC -o "$work/batch.so" "$work/batch.c"
  run_oracle check "$seed" 300 "$work/batch.so"
done
run_oracle closures 1 5000
