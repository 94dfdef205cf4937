// ffi.memmove().
#pragma once

#include "pyext/interpreter/state.h"

namespace cffi {

// Either side: a pointer or array cdata, or a Python buffer.
PyObject* cdata_memmove(State& state, PyObject* destination, PyObject* source, Py_ssize_t count);

}  // namespace cffi
