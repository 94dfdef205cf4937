#!/bin/bash
# lay_out_debian.sh NAME SUITE ARCHITECTURE PACKAGE...: lays a Debian with these packages (and those that they need) out
# in the cache, once, and prints its folder. Nothing in it is run: neither root nor binfmt is needed, and no package is
# configured: of what its scripts would have made, only the names of the compilers are there.
. "$(dirname "$0")/common.sh"

name=$1 suite=$2 architecture=$3
shift 3
folder=$cache/$name
# Another list of packages is another system.
mark=$folder/.complete
if [ "$(cat "$mark" 2>/dev/null)" = "$suite $*" ]; then
  printf '%s\n' "$folder"
  exit 0
fi
command -v debootstrap >/dev/null || die "needs debootstrap (tools/setup_system.sh systems)"

say "laying out Debian $suite for $architecture in $folder"
rm -rf "$folder"
mkdir -p "$cache"
{
  packages=$*
  debootstrap --foreign --arch="$architecture" --variant=minbase --include="${packages// /,}" "$suite" "$folder" \
    "$(debian_mirror)"
  for package in "$folder"/var/cache/apt/archives/*.deb; do
    dpkg -x "$package" "$folder"
  done
  for compiler in cc:gcc c++:g++; do
    [ ! -e "$folder/usr/bin/${compiler#*:}" ] || ln -sf "${compiler#*:}" "$folder/usr/bin/${compiler%:*}"
  done
} >"$cache/$name.log" 2>&1 || die "failed; see $cache/$name.log"
rm -f "$folder"/var/cache/apt/archives/*.deb
printf '%s\n' "$suite $*" >"$mark"
printf '%s\n' "$folder"
