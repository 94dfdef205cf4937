#!/bin/bash
# in_system.sh FOLDER COMMAND...: runs a command in a system that tools/lay_out_debian.sh laid out, with this tree (and the
# folders named by $WITH, one a word) at the path that it has here, and this machine's devices, network settings and
# certificates. Needs root; what it mounts is gone when the command ends.
. "$(dirname "$0")/common.sh"

folder=$1
shift
[ "$(id -u)" -eq 0 ] || die "only root can run programs of another system"

# In a mount namespace of its own: nothing of this is seen from outside.
export folder root
exec unshare --mount bash -c '
  set -euo pipefail
  mount -t proc proc "$folder/proc"
  mount --rbind /dev "$folder/dev"
  # First /tmp: the tree may lie there.
  mount -t tmpfs tmpfs "$folder/tmp"
  for shown in "$root" ${WITH:-}; do
    mkdir -p "$folder$shown"
    mount --bind "$shown" "$folder$shown"
  done
  mkdir -p "$folder/etc/ssl"
  for file in /etc/resolv.conf /etc/ssl/certs; do
    [ -d "$file" ] && mkdir -p "$folder$file" || touch "$folder$file"
    mount --bind "$file" "$folder$file"
  done
  exec chroot "$folder" /usr/bin/env PATH=/usr/local/bin:/usr/bin:/usr/sbin HOME=/root CFFI_CACHE= \
    bash -c '\''cd "$root" && exec "$@"'\'' bash "$@"
' bash "$@"
