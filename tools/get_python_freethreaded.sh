#!/bin/bash
# get_python_freethreaded.sh [tsan]: builds a free-threaded CPython 3.13 from Debian's source package into the cache and
# prints the path of its python; `tsan`: one that is instrumented for ThreadSanitizer. Takes about three minutes once;
# nothing is installed on the system.
. "$(dirname "$0")/common.sh"

variant=${1:-}
case $variant in
  '') configure=(--with-ensurepip=install) ;;
  tsan) configure=(--with-thread-sanitizer --disable-test-modules --without-ensurepip) ;;  # an instrumented pip takes minutes
  *) die "no such variant: $variant" ;;
esac
name=python3.13t${variant:+-$variant}
prefix=$cache/$name
python=$prefix/bin/python3.13t
if [ -x "$python" ]; then
  printf '%s\n' "$python"
  exit 0
fi
work=$cache/build-$name
rm -rf "$work"
mkdir -p "$cache"
say "fetching and building CPython 3.13 (free-threaded${variant:+, $variant}) into $prefix"
# The steps of the build run instrumented programs, too: that these have races is not what stops a build.
{
  "$root/tools/get_python_source.sh" 3.13 trixie "$work"
  cd "$work"
  ./configure --disable-gil --prefix="$prefix" "${configure[@]}"
  TSAN_OPTIONS=report_bugs=0 make -j"${JOBS:-2}"
  TSAN_OPTIONS=report_bugs=0 make install
} >"$cache/build-$name.log" 2>&1 || die "failed; see $cache/build-$name.log"
rm -rf "$work"
[ -x "$python" ] || die "the build made no $python"
printf '%s\n' "$python"
