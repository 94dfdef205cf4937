#!/bin/bash
# test_sdist.sh: makes the source distribution and lets pip install it in a Debian that has nothing but g++ and CPython with
# its headers. Without the compiler, and without the headers, one line of what pip prints must say what to install.
. "$(dirname "$0")/common.sh"

cd "$root"
python=$root/.venv/bin/python
system=$("$root/tools/lay_out_debian.sh" sdist bookworm "$(dpkg --print-architecture)" g++ python3 python3-dev python3-venv)
mkdir -p dist/sdist
sdist=$root/dist/sdist/$("$python" -c 'import scikit_build_core.build as b; print(b.build_sdist("dist/sdist"))' | tail -n 1)
say "$(basename "$sdist"): $(du -k "$sdist" | cut -f 1) KiB, $(tar -tzf "$sdist" | wc -l) files"

# pip_install COMMAND: in the system, after the command.
pip_install() {
  "$root/tools/in_system.sh" "$system" bash -c "
    set -e
    $1
    python3 -m venv /tmp/venv
    /tmp/venv/bin/python -m pip install -q --disable-pip-version-check '$sdist'
    /tmp/venv/bin/python tests/wheels/quickstart.py"
}

must_say() {
  local log=$root/build/sdist-$1.log
  mkdir -p "$root/build"
  if pip_install "$2" >"$log" 2>&1; then die "it was installed without $1"; fi
  # One line: pip indents what the build printed.
  [ "$(grep -c "Building cffi needs" "$log")" -eq 1 ] || die "no line, or more than one, says that $1 is missing: $log"
  say "without $1: $(grep "Building cffi needs" "$log" | sed 's/^ *//')"
}

# What is mounted there is seen by that one command only.
must_say compiler 'for file in /usr/bin/*gcc* /usr/bin/*g++* /usr/bin/c++ /usr/bin/cc; do
  [ -L "$file" ] || mount --bind /dev/null "$file"; done'
must_say headers 'mount -t tmpfs tmpfs /usr/include/python3.11; mount -t tmpfs tmpfs /usr/include/x86_64-linux-gnu/python3.11'
pip_install "" 2>&1 | tee "$root/build/sdist-install.log"
