// ffi.gc() and the memory of allocators: cdata with a destructor. And ffi.release() of cdata of any class.
#pragma once

#include "pyext/memory/release_gate.h"
#include "pyext/values/cdata_object.h"

namespace cffi {

struct CDataGcObject {
  CDataObject base;      // `owner` is the original cdata
  PyObject* destructor;  // strong; null once called or taken away
  ReleaseGate gate;
};

// ffi.gc(cdata, destructor, size): destructor None takes the destructor of a gc cdata away and returns None.
PyObject* gc_cdata(State& state, CDataObject* cdata, PyObject* destructor, Py_ssize_t size);
// New cdata of `type` at `data`, class __CDataGCP: `destructor` (null: none) is called with `owner` when it dies.
PyObject* make_gc_cdata(CTypeObject* type, char* data, PyObject* owner, PyObject* destructor, Py_ssize_t length = -1);
// Frees what `cdata` owns: calls the destructor, or releases the buffer of from_buffer(). Memory of new() lies inside
// the cdata, and stays until that dies. A second call does nothing. None, or null with an exception set.
PyObject* release_cdata(CDataObject* cdata);

// A Python buffer that pinned the gate is given back.
void unpin_gc_cdata(CDataGcObject* self);

inline bool is_gc_cdata(State& state, const CDataObject* cdata) {
  return Py_TYPE(as_object(const_cast<CDataObject*>(cdata))) == state.cls(kCDataGcClass);
}

extern PyType_Spec gc_cdata_spec;  // __CDataGCP

}  // namespace cffi
