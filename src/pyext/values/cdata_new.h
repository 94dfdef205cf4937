// ffi.new(), ffi.cast(), and allocators.
#pragma once

#include "pyext/values/cdata_object.h"

namespace cffi {

// ffi.new(): `type` is a pointer or array ctype; `init` may be null or None. New cdata or null.
PyObject* new_cdata(CTypeObject* type, PyObject* init);
// The same with memory from an allocator: `allocate` and `release` are callables or None.
PyObject* new_cdata_with(CTypeObject* type, PyObject* init, PyObject* allocate, PyObject* release, bool clear);

}  // namespace cffi
