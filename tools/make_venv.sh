#!/bin/bash
# make_venv.sh PYTHON FOLDER REQUIREMENTS...: makes (anew) a virtual environment with these requirements, and marks it
# FOLDER/.ready when it is whole.
. "$(dirname "$0")/common.sh"

python=$1 folder=$2
shift 2
"$python" -c 'import ensurepip, venv' 2>/dev/null || die "$python cannot make virtual environments (Debian: python3-venv)"
rm -rf "$folder"
"$python" -m venv "$folder"
requirements=()
for file in "$@"; do requirements+=(-r "$file"); done
"$folder/bin/python" -m pip install -q "${requirements[@]}"
touch "$folder/.ready"
