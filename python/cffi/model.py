"""Not part of this version of cffi."""

raise ImportError(
    "cffi.model was an internal module of cffi 1.x and 2.x and is no more. Use ffi.typeof() and CType objects instead", name="cffi.model"
)
