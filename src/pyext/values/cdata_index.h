// p[i], p[a:b], a[i] = x, p[a:b] = iterable, len(), iteration.
#pragma once

#include "pyext/values/cdata_object.h"

namespace cffi {

PyObject* cdata_subscript(PyObject* self, PyObject* key);
int cdata_assign_subscript(PyObject* self, PyObject* key, PyObject* value);  // value null: deletion (refused)
Py_ssize_t cdata_length(PyObject* self);

// Where item `index` of pointer or array `cdata` is, after all checks. Null with an exception set.
char* item_address(CDataObject* cdata, Py_ssize_t index);
// The item there as a Python object. Null with an exception set.
PyObject* read_item(CDataObject* cdata, Py_ssize_t index);
// The record or array that is the item of `cdata` at `address`, as a view.
PyObject* view_item(CDataObject* cdata, char* address);
bool ends_in_flexible_array(const CTypeObject* record);
// Stores `value` there, even when converting it runs code that releases `cdata`. 0, or -1 with an exception set.
int write_item(CDataObject* cdata, Py_ssize_t index, PyObject* value);

// Whether converting `value` runs no Python code, which could release what it is written to.
bool converts_without_code(PyObject* value);

}  // namespace cffi
