#!/bin/bash
# test_aarch64.sh [PYTEST_ARGUMENT...]: the unit tests of the core and the Python tests of calls, callbacks and layout
# for arm64 Linux, cross-compiled and run under user-mode qemu with an arm64 CPython.
. "$(dirname "$0")/common.sh"

qemu=$(command -v qemu-aarch64-static || command -v qemu-aarch64) || die "needs qemu-user-static"
command -v aarch64-linux-gnu-g++ >/dev/null || die "needs g++-aarch64-linux-gnu"
sysroot=$("$root/tools/get_python_aarch64.sh")
python=$(find "$sysroot/usr/bin" -name 'python3.[0-9]*' -type f | head -n 1)
version=$(basename "$python")
include=$sysroot/usr/include/$version

cd "$root"
# The architecture's own pyconfig.h lies beside the system headers; those of the cross compiler come first.
tools/build_preset.sh aarch64 -DCFFI_BUILD_EXTENSION=ON -DCFFI_PYTHON_INCLUDE_DIRS="$include" \
  -DCFFI_PYTHON_SOABI="cpython-3${version#python3.}-aarch64-linux-gnu" \
  -DCMAKE_CXX_FLAGS="-idirafter $sysroot/usr/include"
ctest --preset aarch64

packages=$cache/aarch64-packages
if [ ! -e "$packages/.ready" ]; then
  rm -rf "$packages"
  .venv/bin/python -m pip install -q --target "$packages" --python-version "${version#python}" --only-binary :all: \
    -r tools/requirements/test.txt
  touch "$packages/.ready"
fi

features=(calls/test_{calls,variadic,errno} callbacks/test_callbacks records/test_{structs,unions,bitfields,flexible_arrays}
  types/test_addressof_offsetof values/test_{arrays,pointers,integers,floats,bool,chars,enums})
tests=("${features[@]/#/tests/python/}")
# The test library is compiled by $CC, and so are modules, which need the architecture's own pyconfig.h.
export CC="aarch64-linux-gnu-gcc -idirafter $sysroot/usr/include" CXX=aarch64-linux-gnu-g++
PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$root/build/aarch64/src/pyext:$root/python:$packages \
  "$qemu" -L "$sysroot" "$python" -m pytest -p no:cacheprovider "${tests[@]/%/.py}" "$@"
