// The methods of FFI that answer questions about types.
#pragma once

#include "pyext/ffi/ffi_object.h"
#include "pyext/python/parameters.h"

namespace cffi {

Method ffi_typeof;
Method ffi_sizeof;
Method ffi_alignof;
FastFunction ffi_offsetof;
Method ffi_getctype;
FastFunction ffi_addressof;

// The C spelling of `type` with `extra` put where a name goes. `raw`: exactly as it is; else with the space or the
// parentheses that C wants. Null with an exception set.
PyObject* spell_ctype(CTypeObject* type, PyObject* extra, bool raw);

// &cdata followed by a path: addressof(). The path may begin at what a pointer points to.
PyObject* address_of_cdata(CDataObject* cdata, PyObject* const* steps, Py_ssize_t count);

}  // namespace cffi
