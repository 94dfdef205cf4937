// C calls Python: callbacks made with ffi.callback(), and the invocation that extern "Python" shares.
#pragma once

#include "pyext/calls/callback_context.h"
#include "pyext/values/cdata_object.h"

namespace cffi {

struct CallbackObject {
  CDataObject base;          // class __CDataOwnGC, a function pointer whose data is the closure's code
  CallbackContext* context;  // owned
  PyObject* callable;        // strong
  PyObject* onerror;         // strong, or null
};

// `type` is a function pointer ctype; `error` and `onerror` may be null. Errors: TypeError, NotImplementedError
// (variadic or a type that cannot be passed), and those of converting `error`.
PyObject* make_callback(CTypeObject* type, PyObject* callable, PyObject* error, PyObject* onerror);

// What def_extern() attaches: like a callback, but C has a function of its own at `code` that leads to it. Not for
// calling by its data; see extern_python.h.
PyObject* make_attachment(CTypeObject* type, PyObject* callable, PyObject* error, PyObject* onerror, char* code);

// Part of __CDataOwnGC's methods (own_gc_class.cc).
void retire_callback(CallbackObject* callback);

}  // namespace cffi
