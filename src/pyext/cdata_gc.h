// ffi.gc(), ffi.release(), `with cdata:`: when memory goes.
#pragma once

#include "pyext/cdata_object.h"

namespace cffi {

struct CDataGcObject {
  CDataObject base;      // `owner` is the original cdata
  PyObject* destructor;  // strong; null once called or taken away
};

// ffi.gc(cdata, destructor, size): destructor None takes the destructor of a gc cdata away and returns None.
PyObject* gc_cdata(State& state, CDataObject* cdata, PyObject* destructor, Py_ssize_t size);
// Like gc_cdata with a destructor that must be there (allocators): new cdata of `type` at `data`.
PyObject* make_gc_cdata(CTypeObject* type, char* data, PyObject* owner, PyObject* destructor, Py_ssize_t length = -1);
// Frees now what `cdata` owns: destructor, from_buffer lock, own memory's keep-alive. Second call does nothing. None.
PyObject* release_cdata(CDataObject* cdata);

bool add_cdata_gc_class(State& state);  // __CDataGCP

}  // namespace cffi
