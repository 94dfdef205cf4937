#!/bin/bash
# in_windows.sh COMMAND...: runs a Windows program (its path may be this system's) under Wine, in the prefix that
# tools/get_python_windows.sh made. Its output comes through a pipe, and its input is empty: Wine shows what a program
# writes to a terminal in the manner of a terminal of its own.
#
# A program that Wine gives up on can end with status 0: whoever runs tests must look for their last line.
. "$(dirname "$0")/common.sh"

export WINEPREFIX=$cache/windows/prefix WINEDEBUG=${WINEDEBUG:--all} WINEDLLOVERRIDES=${WINEDLLOVERRIDES:-winedbg.exe=d}
export PATH=/usr/lib/wine:$PATH
command -v wine64 >/dev/null || die "needs Wine (tools/setup_system.sh windows)"
wine64 "$@" </dev/null 2>&1 | cat
