// Types made one by one. Each struct, union and enum has a family of its own, with what is derived from it, and dies
// with it.
#pragma once

#include "pyext/python/parameters.h"

namespace cffi {

Method backend_new_primitive_type;
Method backend_new_void_type;
Method backend_new_pointer_type;
Method backend_new_array_type;
Method backend_new_struct_type;
Method backend_new_union_type;
Method backend_new_enum_type;
Method backend_new_function_type;

}  // namespace cffi
