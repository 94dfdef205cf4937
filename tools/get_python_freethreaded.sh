#!/bin/bash
# Builds a free-threaded CPython 3.13 from Debian's source package into the cache and prints the path of its python.
# Takes about three minutes once; nothing is installed on the system.
. "$(dirname "$0")/common.sh"

prefix=$cache/python3.13t
python=$prefix/bin/python3.13t
if [ -x "$python" ]; then
  printf '%s\n' "$python"
  exit 0
fi
command -v apt-get >/dev/null || die "needs apt-get for the source package"

work=$cache/build-python3.13t
rm -rf "$work"
mkdir -p "$work/apt/lists/partial" "$work/source" "$work/build"
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
printf 'deb-src [signed-by=%s] %s trixie main\n' "$keyring" "$(debian_mirror)" >"$work/apt/sources.list"
apt_private() {
  apt-get -qq -o Dir::Etc::sourcelist="$work/apt/sources.list" -o Dir::Etc::sourceparts=- \
    -o Dir::State::lists="$work/apt/lists" -o APT::Sandbox::User=root "$@"
}

say "fetching and building CPython 3.13 (free-threaded) into $prefix"
{
  apt_private update
  (cd "$work/source" && apt_private source --download-only python3.13)
  tar -xf "$work"/source/python3.13_*.orig.tar.xz --strip-components=1 -C "$work/build"
  cd "$work/build"
  ./configure --disable-gil --prefix="$prefix" --with-ensurepip=install
  make -j"${JOBS:-2}"
  make install
} >"$cache/build-python3.13t.log" 2>&1 || die "failed; see $cache/build-python3.13t.log"
rm -rf "$work"
[ -x "$python" ] || die "the build made no $python"
printf '%s\n' "$python"
