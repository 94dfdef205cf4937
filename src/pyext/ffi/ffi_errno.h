// FFI.errno and FFI.getwinerror().
#pragma once

#include "pyext/python/parameters.h"

namespace cffi {

Method ffi_getwinerror;
PyObject* ffi_get_errno(PyObject* self, void* closure);
int ffi_set_errno(PyObject* self, PyObject* value, void* closure);
// An int that fits errno. False with TypeError or OverflowError.
bool errno_argument(PyObject* value, int* out);

}  // namespace cffi
