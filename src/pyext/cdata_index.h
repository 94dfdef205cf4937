// p[i], p[a:b], a[i] = x, p[a:b] = iterable, len(), iteration.
#pragma once

#include "pyext/cdata_object.h"

namespace cffi {

PyObject* cdata_subscript(PyObject* self, PyObject* key);
int cdata_assign_subscript(PyObject* self, PyObject* key, PyObject* value);  // value null: deletion (refused)
Py_ssize_t cdata_length(PyObject* self);
PyObject* cdata_iterate(PyObject* self);

bool add_cdata_iterator_class(State& state);  // __CData_iterator

}  // namespace cffi
