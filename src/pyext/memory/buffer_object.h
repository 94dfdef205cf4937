// ffi.buffer: a view of the bytes of a cdata as a Python buffer object (a class: isinstance works).
#pragma once

#include "pyext/values/cdata_object.h"

namespace cffi {

PyObject* make_buffer(CDataObject* cdata, Py_ssize_t size);  // size < 0: that of the cdata
extern PyType_Spec buffer_spec;

}  // namespace cffi
