// ffi.from_buffer(), and reading Python buffers in general.
#pragma once

#include <atomic>

#include "pyext/cdata_object.h"

namespace cffi {

struct CDataFromBufferObject {
  CDataObject base;
  Py_buffer view;          // held until release or death; view.buf null once released
  std::atomic<bool> held;  // taken away by whoever releases the view
};

PyObject* from_buffer(CTypeObject* type, PyObject* object, bool require_writable);
void release_from_buffer(CDataFromBufferObject* self);
// ffi.memmove() (memmove.cc). Either side: a pointer or array cdata, or a Python buffer.
PyObject* cdata_memmove(State& state, PyObject* destination, PyObject* source, Py_ssize_t count);

bool add_from_buffer_class(State& state);  // __CDataFromBuf

}  // namespace cffi
