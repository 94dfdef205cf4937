// ffi.gc(), ffi.release(), `with cdata:`: when memory goes.
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
// Frees now what `cdata` owns: calls the destructor, gives the from_buffer lock back. Memory of new() stays until the
// cdata dies (the bytes lie inside it). Second call does nothing. None.
PyObject* release_cdata(CDataObject* cdata);

// Was `cdata`, or the owner of the bytes it looks at, released, or the library closed that the bytes lie in? Then what
// lies at its address must not be used any more.
bool is_released(const CDataObject* cdata);
// Could running Python code take the bytes of `cdata` away, by release() or dlclose()?
bool is_releasable(const CDataObject* cdata);
// A Python buffer looks at the bytes of `cdata`: until it is given back, release() leaves them where they are.
// False with an exception set: they have gone already.
bool pin_memory(CDataObject* cdata);
void unpin_memory(CDataObject* cdata);
// How many bytes are known to lie at the address of pointer or array `cdata`, because new() or from_buffer() put them
// there. -1 when that is not known (no exception).
Py_ssize_t allocated_size(CDataObject* cdata);
// RuntimeError for the use of a NULL or released cdata; ValueError for one that lies in a closed library. Returns null.
std::nullptr_t raise_no_memory_behind(CDataObject* cdata);
// May the bytes of an array or record be read? False with that exception set.
bool check_readable(CDataObject* cdata);

// The common case, without a walk.
inline bool owes_nobody(const CDataObject* cdata) { return !is_tracked(cdata); }

bool add_cdata_gc_class(State& state);  // __CDataGCP

}  // namespace cffi
