#!/bin/bash
# get_python_source.sh VERSION SUITE FOLDER: unpacks the sources of a CPython, as published, from Debian's source package.
. "$(dirname "$0")/common.sh"

version=$1 suite=$2 folder=$3
command -v apt-get >/dev/null || die "needs apt-get for the source package"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/source" "$folder"
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
printf 'deb-src [signed-by=%s] %s %s main\n' "$keyring" "$(debian_mirror)" "$suite" >"$work/sources.list"
apt_private() {
  apt-get -qq -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=- \
    -o Dir::State::lists="$work/lists" -o APT::Sandbox::User=root "$@"
}
apt_private update
(cd "$work/source" && apt_private source --download-only "python$version")
tar -xf "$work/source/python${version}"_*.orig.tar.xz --strip-components=1 -C "$folder"
