#!/bin/bash
# Builds a CPython 3.13 that uses musl instead of glibc, from Debian's source package, into the cache, and prints the path
# of its python. It has no pip, no zlib and no ssl. Takes about three minutes once; nothing is installed on the system.
. "$(dirname "$0")/common.sh"

prefix=$cache/python3.13-musl
python=$prefix/bin/python3.13
if [ -x "$python" ]; then
  printf '%s\n' "$python"
  exit 0
fi
command -v musl-gcc >/dev/null || die "needs musl-gcc (tools/setup_system.sh wheels)"

work=$cache/build-python3.13-musl
rm -rf "$work"
mkdir -p "$work/build" "$work/kernel"
for folder in linux asm-generic; do ln -s "/usr/include/$folder" "$work/kernel/$folder"; done
ln -s /usr/include/x86_64-linux-gnu/asm "$work/kernel/asm"
# configure asks the compiler what kind of system this is, and Debian's musl-gcc says glibc.
cat >"$work/musl-cc" <<END
#!/bin/sh
[ "\$*" != --print-multiarch ] || { echo x86_64-linux-musl; exit; }
exec musl-gcc -isystem "$work/kernel" "\$@"
END
chmod +x "$work/musl-cc"

say "fetching and building CPython 3.13 (musl) into $prefix"
{
  "$root/tools/get_python_source.sh" 3.13 trixie "$work/source"
  cd "$work/build"
  PKG_CONFIG=false CC="$work/musl-cc" "$work/source/configure" --prefix="$prefix" --without-ensurepip \
    --disable-test-modules
  make -j"${JOBS:-2}"
  make install
} >"$cache/build-python3.13-musl.log" 2>&1 || die "failed; see $cache/build-python3.13-musl.log"
rm -rf "$work"
[ -x "$python" ] || die "the build made no $python"
printf '%s\n' "$python"
