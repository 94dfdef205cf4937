// Iteration over arrays.
#pragma once

#include "pyext/values/cdata_object.h"

namespace cffi {

PyObject* cdata_iterate(PyObject* self);  // tp_iter

extern PyType_Spec cdata_iterator_spec;  // __CData_iterator

}  // namespace cffi
