// Iteration over arrays.
#pragma once

#include "pyext/values/cdata_object.h"

namespace cffi {

PyObject* cdata_iterate(PyObject* self);  // tp_iter

bool add_cdata_iterator_class(State& state);  // __CData_iterator

}  // namespace cffi
