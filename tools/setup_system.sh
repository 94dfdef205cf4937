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
    demo) echo "g++ zlib1g-dev libsqlite3-dev" ;;
    unit) echo "libgtest-dev libffi-dev" ;;
    headers) echo "zlib1g-dev libsqlite3-dev libssl-dev libcurl4-openssl-dev libsdl2-dev libgtk-3-dev pkg-config clang-19|clang" ;;
    fuzz) echo "clang-14|clang libclang-rt-14-dev|libclang-rt-dev" ;;
    cross) echo "g++-aarch64-linux-gnu qemu-user-static|qemu-user" ;;
    wheels) echo "$(packages_of pythons) $(packages_of systems) musl-tools linux-libc-dev binutils qemu-user-static|qemu-user" ;;
    systems) echo "debootstrap" ;;
    windows) echo "wine64 wine" ;;
    aarch64) echo "$(packages_of cross) $(packages_of unit) $(packages_of systems)" ;;
    packages) echo "$(packages_of build) libcairo2 libgdk-pixbuf-2.0-0 libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libportaudio2 libsndfile1 liblzma-dev xvfb libxcb-xtest0 libxcb-xkb1 fonts-dejavu-core ghostscript libnotmuch-dev notmuch libyang2-dev|libyang-dev libzmq3-dev" ;;
    pythons) echo "g++ make xz-utils libssl-dev zlib1g-dev libffi-dev" ;;
    *) die "no such group of packages: $1" ;;
  esac
}

installed() { [[ $(dpkg-query -W -f '${Status}' "$1" 2>/dev/null) == *" installed" ]]; }
available() { [[ $(LC_ALL=C apt-cache policy "$1" 2>/dev/null) == *"Candidate: "[0-9]* ]]; }
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

# The first alternative of a word that the archive has.
choose() {
  local alternative
  for alternative in ${1//|/ }; do
    available "$alternative" && echo "$alternative" && return 0
  done
  return 1
}

install() { DEBIAN_FRONTEND=noninteractive apt install --no-install-recommends -y "$@"; }

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
packages=()
for word in $missing; do
  if package=$(choose "$word"); then packages+=("$package"); else say "the archive has no $word"; fi
done
[ ${#packages[@]} -gt 0 ] || exit 0
say "installing ${packages[*]}"
install "${packages[@]}" && exit 0
# All at once failed: get what can be had.
for package in "${packages[@]}"; do
  install "$package" || say "could not install $package; what needs it is skipped, or says so"
done
