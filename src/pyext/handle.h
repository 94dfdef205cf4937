// ffi.new_handle() and ffi.from_handle(): a Python object as a void *.
#pragma once

#include "pyext/cdata_object.h"

namespace cffi {

// Addresses are never reused while the interpreter lives, so that a dead handle is known as dead.
PyObject* new_handle(CTypeObject* type, PyObject* object);
PyObject* object_from_handle(State& state, CDataObject* pointer);

bool add_own_gc_class(State& state);  // __CDataOwnGC: for handles and callbacks both

}  // namespace cffi
