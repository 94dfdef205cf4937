#!/bin/bash
# get_python_i386.sh: lays out an i386 Debian with CPython 3.11 and a compiler in the cache, and prints its folder.
# tools/in_system.sh runs programs in it, on any x86-64 machine.
. "$(dirname "$0")/common.sh"

exec "$root/tools/lay_out_debian.sh" i386 bookworm i386 g++ make pkgconf libffi-dev libgtest-dev zlib1g-dev libsqlite3-dev \
  python3 python3-dev python3-venv python3-pip cmake ninja-build
