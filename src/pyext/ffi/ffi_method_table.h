// The methods of FFI, with their documentation.
#pragma once

#include "pyext/python/py_ref.h"

namespace cffi {

extern PyMethodDef* const ffi_method_table;
extern PyMethodDef* const cdef_ffi_method_table;  // what _CdefFFI has in addition

}  // namespace cffi
