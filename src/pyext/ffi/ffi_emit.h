// The methods of FFI that write generated modules, for the build driver.
#pragma once

#include "pyext/python/parameters.h"

namespace cffi {

Method ffi_emit_c;
Method ffi_emit_python;

}  // namespace cffi
