// p[a:b] and p[a:b] = iterable.
#pragma once

#include "pyext/values/cdata_object.h"

namespace cffi {

PyObject* read_slice(CDataObject* cdata, PyObject* slice);
int write_slice(CDataObject* cdata, PyObject* slice, PyObject* value);  // value null: deletion (refused)

}  // namespace cffi
