// An FFI from the tables that a `.py` module has written down.
#pragma once

#include "pyext/python/py_ref.h"

namespace cffi {

// tp_init of FFI.
int ffi_initialise_from_tables(PyObject* self, PyObject* positional, PyObject* keywords);

}  // namespace cffi
