#!/bin/bash
# test_pythons.sh [PYTEST_ARGUMENT...]: builds and tests the package with every supported CPython that is found here
# (on PATH or kept by pyenv), with a free-threaded 3.13 built from source, and with the newest in a Debian of their own.
# VERSIONS="3.9 3.13t" chooses; 3.11-i386 is a Python of 32 bits in a Debian of its own.
. "$(dirname "$0")/common.sh"

find_python() {
  local version=$1 candidate
  if [ "$version" = 3.13t ]; then
    "$root/tools/get_python_freethreaded.sh" || return 1
    return 0
  fi
  for candidate in "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$version".*/bin/python"$version" /usr/bin/python"$version" \
    /usr/local/bin/python"$version"; do
    if [ -x "$candidate" ] && "$candidate" -c 'import venv, ensurepip' 2>/dev/null; then
      printf '%s\n' "$candidate"
      return 0
    fi
  done
  return 1
}

# The system to run a version in that is not here.
find_system() {
  case $1 in
    3.14 | 3.15) [ "$(id -u)" -eq 0 ] && "$root/tools/get_python_sid.sh" ;;
    3.11-i386) [ "$(id -u)" -eq 0 ] && "$root/tools/get_python_i386.sh" ;;
    *) return 1 ;;
  esac
}

test_with() {
  local version=$1 python=$2
  shift 2
  local venv=$root/.venv-$version
  if [ ! -e "$venv/.ready" ]; then
    "${inside[@]}" "$root/tools/make_venv.sh" "$python" "$venv" "$root"/tools/requirements/{build,test}.txt || return 1
  fi
  "${inside[@]}" "$root/tools/install_package.sh" "$venv/bin/python" || return 1
  (cd "$root" && "${inside[@]}" "$venv/bin/python" -m pytest -q tests/python "$@")
}

summary=() failed=0 tested=0
for version in ${VERSIONS:-3.9 3.10 3.11 3.12 3.13 3.13t 3.14 3.15}; do
  inside=()
  if ! python=$(find_python "$version") && system=$(find_system "$version"); then
    python=/usr/bin/python${version%-*}
    inside=("$root/tools/in_system.sh" "$system")
    [[ $version != *-i386 ]] || inside=(setarch i386 "${inside[@]}")
  fi
  if [ -z "$python" ]; then
    summary+=("$version: skipped, not found")
    continue
  fi
  say "$version: $python"
  tested=$((tested + 1))
  log=$root/build/python-$version.log
  mkdir -p "$root/build"
  if test_with "$version" "$python" "$@" 2>&1 | tee "$log"; then
    summary+=("$version: $(tail -n 1 "$log")")
  else
    summary+=("$version: FAILED: $(tail -n 1 "$log")")
    failed=1
  fi
done
printf '\n'
printf '%s\n' "${summary[@]}"
[ "$tested" -gt 0 ] || die "no CPython found"
exit "$failed"
