#!/bin/bash
# fuzz.sh SECONDS: builds the fuzzers with clang and runs each for so long, two at a time. What they learned stays in
# the cache; an input that fails lies in build/fuzz/findings.
. "$(dirname "$0")/common.sh"

seconds=$1
cd "$root"
# Debian 12's compiler has its version in the name.
clangxx=$(command -v clang++-14 || command -v clang++) || die "needs clang (Debian: clang-14)"
clang=${clangxx/clang++/clang}
tools/build_preset.sh fuzz -DCMAKE_C_COMPILER="$clang" -DCMAKE_CXX_COMPILER="$clangxx"

run_fuzzer() {
  local program=$1 name seeds
  name=$(basename "$program")
  seeds=tests/fuzz/corpus/${name%_fuzzer}
  mkdir -p "$cache/corpus/$name" build/fuzz/findings
  local arguments=(-max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1
    -artifact_prefix="build/fuzz/findings/$name-" "$cache/corpus/$name")
  [ ! -d "$seeds" ] || arguments+=("$seeds")
  [ ! -f "tests/fuzz/$name.dict" ] || arguments+=(-dict="tests/fuzz/$name.dict")
  if "$program" "${arguments[@]}" >"build/fuzz/$name.log" 2>&1; then
    echo "$name: no finding in $(sed -n 's/^stat::number_of_executed_units: *//p' "build/fuzz/$name.log") runs"
  else
    echo "$name: FAILED, see build/fuzz/$name.log"
    tail -n 40 "build/fuzz/$name.log"
    return 1
  fi
}
export -f run_fuzzer
export seconds cache

programs=$(find build/fuzz/tests/fuzz -maxdepth 1 -name '*_fuzzer' -type f -perm -u+x | sort)
[ -n "$programs" ] || die "there are no fuzzers"
echo "$programs" | xargs -P "${JOBS:-2}" -I{} bash -c 'set -euo pipefail; run_fuzzer {}'
