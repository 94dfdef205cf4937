#!/bin/bash
# install_package.sh PYTHON: builds the package from this tree with warnings as errors and installs it for PYTHON, whose
# environment holds the build requirements. The build folder is kept, so that the next time is quick.
. "$(dirname "$0")/common.sh"

python=$1
case $python in /*) ;; *) python=$PWD/$python ;; esac
"$python" - <<'END' || die "$python has no headers (Debian: python3-dev)"
import os, sys, sysconfig
sys.exit(not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")))
END
environment=$(basename "$(dirname "$(dirname "$python")")")
cd "$root"
PATH="$(dirname "$python"):$PATH" "$python" -m pip install -q --no-build-isolation --no-deps --force-reinstall \
  -C build-dir="build/wheel/${environment#.}" -C cmake.define.CFFI_WERROR=ON .
