// FFI._verified(): a module that was compiled from declarations completes them.
#pragma once

#include "pyext/python/parameters.h"

namespace cffi {

Method ffi_verified;

}  // namespace cffi
