// ffi.from_buffer(), and reading Python buffers in general.
#pragma once

#include "pyext/memory/release_gate.h"
#include "pyext/values/cdata_object.h"

namespace cffi {

struct CDataFromBufferObject {
  CDataObject base;
  Py_buffer view;  // until release or death, and until nobody looks at its memory any more
  ReleaseGate gate;
};

PyObject* from_buffer(CTypeObject* type, PyObject* object, bool require_writable);
void release_from_buffer(CDataFromBufferObject* self);
void unpin_from_buffer(CDataFromBufferObject* self);  // what gate.pin() asks for
inline bool is_from_buffer(State& state, const CDataObject* cdata) {
  return Py_TYPE(as_object(const_cast<CDataObject*>(cdata))) == state.cls(kCDataFromBufferClass);
}

extern PyType_Spec from_buffer_spec;  // __CDataFromBuf

}  // namespace cffi
