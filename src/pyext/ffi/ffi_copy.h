// copy.copy() of an FFI.
#pragma once

#include "pyext/python/py_ref.h"

namespace cffi {

PyObject* ffi_copy(PyObject* self, PyObject* nothing);  // METH_NOARGS

}  // namespace cffi
