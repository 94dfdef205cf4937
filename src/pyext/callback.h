// C calls Python: callbacks made with ffi.callback(), and the invocation that extern "Python" will share.
#pragma once

#include "call/closure.h"
#include "pyext/cdata_object.h"

namespace cffi {

struct CallbackObject {
  CDataObject base;  // class __CDataOwnGC, a function pointer whose data is the closure's code
  std::unique_ptr<Closure> closure;
  PyObject* callable;
  PyObject* onerror;      // or null
  char* error_result;     // malloc'ed, of the result's size (at least 8 bytes); returned when the callable raises
  PyInterpreterState* interpreter;
};

// `type` is a function pointer ctype.
PyObject* make_callback(CTypeObject* type, PyObject* callable, PyObject* error, PyObject* onerror);

}  // namespace cffi
