"""Not part of this version of cffi."""

raise ImportError(
    "cffi.cffi_opcode was an internal module of cffi 1.x and 2.x and is no more. Use ffi.set_source() and ffi.compile() instead", name="cffi.cffi_opcode"
)
