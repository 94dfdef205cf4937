#!/bin/bash
# get_python_aarch64.sh [VERSION]: lays out an arm64 Debian with CPython (3.11 unless said otherwise) in the cache, and
# prints its folder. Its interpreter runs as `qemu-aarch64-static -L DIR DIR/usr/bin/pythonVERSION`.
. "$(dirname "$0")/common.sh"

case ${1:-3.11} in
  3.11) exec "$root/tools/lay_out_debian.sh" arm64 bookworm arm64 python3 python3-dev libc6-dev ;;
  3.13) exec "$root/tools/lay_out_debian.sh" arm64-trixie trixie arm64 python3.13 ;;
  3.14 | 3.15) exec "$root/tools/lay_out_debian.sh" arm64-sid sid arm64 python3.14 python3.15 ;;
  *) die "Debian has no CPython $1 for arm64" ;;
esac
