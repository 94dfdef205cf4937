// The methods of FFI that make (callbacks and casts included), read and free cdata.
#pragma once

#include "pyext/python/parameters.h"

namespace cffi {

Method ffi_new;
Method ffi_cast;
Method ffi_string;
Method ffi_unpack;
Method ffi_from_buffer;
Method ffi_memmove;
Method ffi_gc;
Method ffi_release;
Method ffi_new_allocator;
Method ffi_new_handle;
Method ffi_from_handle;
Method ffi_callback;

}  // namespace cffi
