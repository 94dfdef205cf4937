#!/bin/bash
# Lays out an arm64 Debian with CPython in the cache, and prints its folder.
# Its interpreter runs as `qemu-aarch64-static -L DIR DIR/usr/bin/python3.11`.
. "$(dirname "$0")/common.sh"

exec "$root/tools/lay_out_debian.sh" arm64 bookworm arm64 python3 python3-dev libc6-dev
