#!/bin/bash
# Lays out a Debian in the cache that has the newest CPythons, 3.14 and 3.15, with a compiler, and prints its folder.
# tools/in_system.sh runs programs in it.
. "$(dirname "$0")/common.sh"

packages=(g++ make pkgconf zlib1g-dev libsqlite3-dev)
for version in 3.14 3.15; do
  packages+=("python$version" "python$version-dev" "python$version-venv")
done
exec "$root/tools/lay_out_debian.sh" sid sid "$(dpkg --print-architecture)" "${packages[@]}"
