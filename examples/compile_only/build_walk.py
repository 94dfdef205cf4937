"""Makes the module _walk beside this file: python build_walk.py. Nothing but CFFI and a C compiler is needed."""

import os
import sys

from cffi import FFI

ffibuilder = FFI()
ffibuilder.cdef("""
    typedef int... off_t;
    struct stat { off_t st_size; ...; };
    struct FTW { int base, level; };

    #define FTW_F ...
    #define FTW_PHYS ...
    int nftw(const char *path, int (*visit)(const char *, const struct stat *, int, struct FTW *), int files,
             int flags);

    extern "Python" int visit(const char *path, const struct stat *status, int kind, struct FTW *place);
""")
ffibuilder.set_source("_walk", "#include <ftw.h>")

if __name__ == "__main__":
    folder = os.path.dirname(os.path.abspath(__file__))
    print("made", ffibuilder.compile(tmpdir=folder, verbose="-v" in sys.argv))
