"""How large are the files of a folder? python walk.py FOLDER"""

import sys

from _walk import ffi, lib

sizes = {}


@ffi.def_extern(error=-1)
def visit(path, status, kind, place):
    if kind == lib.FTW_F:
        sizes[ffi.string(path).decode()] = status.st_size
    return 0


if __name__ == "__main__":
    if lib.nftw(sys.argv[1].encode(), lib.visit, 20, lib.FTW_PHYS) != 0:
        sys.exit(f"cannot read all of {sys.argv[1]}")
    for path in sorted(sizes):
        print(sizes[path], path)
