"""How often do values occur in each of the equal parts of a range?"""

from ._c import ffi, lib

BUCKETS = lib.BUCKETS


def histogram(values, low, high):
    h = ffi.new("struct histogram *", {"low": low, "high": high})
    lib.histogram_fill(h, ffi.from_buffer("double[]", values), len(values))
    return list(h.count)
