#!/bin/bash
# build_preset.sh PRESET [CMAKE_ARGUMENT...]: configures and builds one preset of CMakePresets.json.
. "$(dirname "$0")/common.sh"

preset=$1
shift
cd "$root"
cmake --preset "$preset" "$@" >"$(mkdir -p build && echo build)/$preset-configure.log" 2>&1 ||
  { cat "build/$preset-configure.log" >&2; die "configuring $preset failed"; }
cmake --build "build/$preset" -j "${JOBS:-2}"
