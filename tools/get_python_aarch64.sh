#!/bin/bash
# Lays out an arm64 Debian with CPython in the cache, without needing root or binfmt, and prints its folder.
# Its interpreter runs as `qemu-aarch64-static -L DIR DIR/usr/bin/python3.11`.
. "$(dirname "$0")/common.sh"

sysroot=$cache/arm64
if [ -e "$sysroot/.complete" ]; then
  printf '%s\n' "$sysroot"
  exit 0
fi
command -v debootstrap >/dev/null || die "needs debootstrap (tools/setup_system.sh aarch64)"

say "laying out an arm64 Debian in $sysroot"
rm -rf "$sysroot"
mkdir -p "$cache"
{
  debootstrap --foreign --arch=arm64 --variant=minbase --include=python3,python3-dev,libc6-dev bookworm \
    "$sysroot" "$(debian_mirror)"
  for package in "$sysroot"/var/cache/apt/archives/*.deb; do
    dpkg -x "$package" "$sysroot"
  done
} >"$cache/arm64.log" 2>&1 || die "failed; see $cache/arm64.log"
rm -f "$sysroot"/var/cache/apt/archives/*.deb
touch "$sysroot/.complete"
printf '%s\n' "$sysroot"
