"""Describes the module histogram._c; pyproject.toml names this file in [tool.cffi]."""

from cffi import FFI


def make_ffi():
    ffi = FFI()
    ffi.cdef("""
        #define BUCKETS ...
        struct histogram {
            double low, high;
            unsigned long count[...];
            ...;
        };
        void histogram_fill(struct histogram *h, const double *values, size_t n);
    """)
    ffi.set_source(
        "histogram._c",
        '#include "histogram.h"',
        sources=["src/histogram.c"],
        include_dirs=["src"],
        depends=["src/histogram.h"],
    )
    return ffi
