// ffi.new_handle() and ffi.from_handle(): a Python object as a void *.
//
// A handle's address lies in memory that is reserved for handles alone, and is given out once: a dead handle is known
// as dead however long C keeps it. What is alive is in the interpreter's registry, by address.
#pragma once

#include "pyext/values/cdata_object.h"

namespace cffi {

struct HandleObject {
  CDataObject base;  // class __CDataOwnGC, type void *
  PyObject* object;  // strong
};

// `type` must be void *: TypeError otherwise.
PyObject* new_handle(CTypeObject* type, PyObject* object);
// RuntimeError for NULL, TypeError for other types, SystemError for what is no live handle.
PyObject* object_from_handle(State& state, CDataObject* pointer);
// The same for an argument of any type.
PyObject* object_from_handle_argument(State& state, PyObject* argument);

// Parts of __CDataOwnGC's methods (own_gc_class.cc).
void forget_handle(HandleObject* handle);  // from now on dead; gives the object up

void free_handle_registry(HandleRegistry* registry);

}  // namespace cffi
