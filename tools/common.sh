# What the scripts here share. Sourced, never run.

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# Everything that is downloaded or built once and kept (interpreters, system roots) goes here.
cache=${CFFI_CACHE:-$root/.cache}

say() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; }
die() { say "$*"; exit 1; }

# The archive that apt on this machine already uses, whichever file format lists it.
debian_mirror() {
  local mirror
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null | awk '!/security/ && !seen++')
  [ -n "$mirror" ] || die "apt knows no Debian archive; add one to /etc/apt/sources.list.d"
  printf '%s\n' "${mirror%/}"
}
