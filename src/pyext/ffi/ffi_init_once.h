// FFI.init_once().
#pragma once

#include "pyext/python/parameters.h"

namespace cffi {

Method ffi_init_once;

}  // namespace cffi
