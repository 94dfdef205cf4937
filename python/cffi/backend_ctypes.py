"""Not part of this version of cffi."""

raise ImportError(
    "cffi.backend_ctypes was an internal module of cffi 1.x and 2.x and is no more. Use _cffi_backend, the only backend instead", name="cffi.backend_ctypes"
)
