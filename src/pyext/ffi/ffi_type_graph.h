// FFI._type_graph(): declarations and types as tuples.
#pragma once

#include "pyext/python/parameters.h"

namespace cffi {

Method ffi_type_graph;

}  // namespace cffi
