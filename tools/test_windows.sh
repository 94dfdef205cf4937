#!/bin/bash
# test_windows.sh [--released] [FILE|OPTION]...: builds the extension for Windows on x86-64 with the compiler of PyPI's
# ziglang, lays it and the package into a CPython that runs under Wine, and runs pytest there (tests/python unless files are
# named). --released: the same tests on the released package. Modules that tests build are compiled by zig on this side
# (tests/windows). PYTHON is one that has ziglang, cmake and ninja (make test-windows has it).
. "$(dirname "$0")/common.sh"

cd "$root"
build=build/windows
python=${PYTHON:-python3}
zig=$("$python" -c 'import os, ziglang; print(os.path.dirname(ziglang.__file__))')/zig
mkdir -p build

build_extension() {
  cmake -G Ninja -S . -B "$build" --toolchain cmake/zig.cmake -DCFFI_ZIG="$zig" -DCFFI_ZIG_TARGET=x86_64-windows-gnu \
    -DCMAKE_BUILD_TYPE=Release -DCFFI_WERROR=ON -DCFFI_PRECOMPILE_HEADERS=ON -DCFFI_WITH_LIBFFI=OFF \
    -DCMAKE_MODULE_LINKER_FLAGS=-s -DCFFI_PYTHON_INCLUDE_DIRS="$folder/include" \
    -DCFFI_PYTHON_LIBRARY="$folder/libs/python313.lib" -DCFFI_PYTHON_SOABI=cp313-win_amd64
  cmake --build "$build" -j "${JOBS:-2}"
  "$python" tools/check_extension.py "$build"/src/pyext/_cffi_backend.*.pyd
}

install_package() {
  local site=$folder/Lib/site-packages
  rm -rf "$site/cffi"
  cp -r python/cffi "$site/cffi"
  cp "$build"/src/pyext/_cffi_backend.*.pyd "$site/"
}

# gcc.exe and g++.exe, which ask the server.
start_compiler() {
  local programs=$build/programs port_file=$build/compile_port
  mkdir -p "$programs"
  rm -f "$port_file"
  "$zig" cc -target x86_64-windows-gnu -municode -Os -s tests/windows/compiler.c -lws2_32 -o "$programs/gcc.exe"
  cp "$programs/gcc.exe" "$programs/g++.exe"
  # It ends with this script, which holds the other end of its input.
  exec {server}> >(WINEPREFIX=$cache/windows/prefix exec "$python" tests/windows/compile_server.py "$port_file" >&2)
  while [ ! -s "$port_file" ]; do sleep 0.1; done
  CFFI_COMPILE_PORT=$(cat "$port_file")
  export CFFI_COMPILE_PORT WINEPATH="Z:${root//\//\\}\\${build//\//\\}\\programs"
}

if [ "${1:-}" = --released ]; then
  shift
  folder=$(tools/get_python_windows.sh released cffi==2.1.1)
else
  folder=$(tools/get_python_windows.sh)
  build_extension >build/windows.log 2>&1 || { tail -40 build/windows.log; die "failed; see build/windows.log"; }
  install_package
fi
start_compiler
[ $# -gt 0 ] || set -- tests/python
# The last line is pytest's only if Wine let it come to its end.
tools/in_windows.sh "$folder/python.exe" -X utf8 -m pytest -p no:cacheprovider "$@" | tee build/windows-tests.log
tail -1 build/windows-tests.log | grep -qE '[0-9]+ (passed|skipped).* in [0-9]' || die "pytest did not come to its end"
