#!/bin/bash
# Installs the system packages that a task needs: setup_system.sh GROUP... (see packages_of below).
#
# Only what is missing is installed, only as root, and only with apt-get. What cannot be installed is named, and
# the script goes on: the step that needs it fails or skips by itself with a message of its own.
. "$(dirname "$0")/common.sh"

# One package a word; `a|b` is the first of them that the archive has.
packages_of() {
  case $1 in
    build) echo "g++ make" ;;
    python) echo "python3-dev python3-venv" ;;
    demo) echo "zlib1g libsqlite3-0" ;;
    unit) echo "libgtest-dev libffi-dev" ;;
    headers) echo "zlib1g-dev libsqlite3-dev libssl-dev libcurl4-openssl-dev libsdl2-dev libgtk-3-dev" ;;
    fuzz) echo "clang-14|clang libclang-rt-14-dev|libclang-rt-dev" ;;
    aarch64) echo "g++-aarch64-linux-gnu libgtest-dev qemu-user-static|qemu-user debootstrap" ;;
    pythons) echo "g++ make xz-utils libssl-dev zlib1g-dev libffi-dev" ;;
    *) die "no such group of packages: $1" ;;
  esac
}

installed() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q ' installed$'; }
available() { apt-cache policy "$1" 2>/dev/null | grep -q 'Candidate: [0-9]'; }
apt() { apt-get -qq -o DPkg::Lock::Timeout=300 "$@" </dev/null >&2; }

# The words of the groups asked for that have no alternative installed.
missing_words() {
  local group word alternative
  for group in "$@"; do
    for word in $(packages_of "$group"); do
      for alternative in ${word//|/ }; do
        installed "$alternative" && continue 2
      done
      echo "$word"
    done
  done | sort -u
}

install_word() {
  local alternative
  for alternative in ${1//|/ }; do
    if available "$alternative"; then
      DEBIAN_FRONTEND=noninteractive apt install --no-install-recommends -y "$alternative" && return 0
    fi
  done
  return 1
}

[ $# -gt 0 ] || die "usage: $0 GROUP..."
for group in "$@"; do packages_of "$group" >/dev/null; done
if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
  say "not a Debian system: install by hand what these groups stand for: $*"
  exit 0
fi
missing=$(missing_words "$@")
[ -n "$missing" ] || exit 0
if [ "$(id -u)" -ne 0 ]; then
  say "missing, and only root may install them: $(echo $missing)"
  exit 0
fi
apt update || say "apt-get update failed; trying with the lists there are"
for word in $missing; do
  install_word "$word" || say "could not install $word; what needs it will be skipped or will say so"
done
