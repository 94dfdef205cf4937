// + - == < bool int float complex hash, and pointer difference.
#pragma once

#include "pyext/values/cdata_object.h"

namespace cffi {

// Of whichever interpreter's State, found out by the slots of its class: where no State is at hand to ask is_cdata().
bool is_any_cdata(PyObject* object);

PyObject* cdata_add(PyObject* left, PyObject* right);
PyObject* cdata_subtract(PyObject* left, PyObject* right);
int cdata_bool(PyObject* self);
PyObject* cdata_int(PyObject* self);
PyObject* cdata_float(PyObject* self);
PyObject* cdata_complex(PyObject* self, PyObject* unused);  // __complex__
Py_hash_t cdata_hash(PyObject* self);
PyObject* cdata_compare(PyObject* left, PyObject* right, int operation);

}  // namespace cffi
