// ffi.string() and ffi.unpack().
#pragma once

#include "pyext/values/cdata_object.h"

namespace cffi {

PyObject* cdata_string(CDataObject* cdata, Py_ssize_t maxlen);  // maxlen < 0: up to the terminator
PyObject* cdata_unpack(CDataObject* cdata, Py_ssize_t length);

}  // namespace cffi
