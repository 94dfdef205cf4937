// _cffi_backend functions that make, read and free cdata.
#include "pyext/low_level/backend_memory.h"

#include "call/process/saved_errno.h"
#include "pyext/calls/callback.h"
#include "pyext/ffi/ffi_errno.h"
#include "pyext/low_level/backend_functions.h"
#include "pyext/memory/from_buffer.h"
#include "pyext/memory/gc_cdata.h"
#include "pyext/memory/handle.h"
#include "pyext/memory/memmove.h"
#include "pyext/python/parameters.h"
#include "pyext/python/py_error.h"
#include "pyext/values/cdata_cast.h"
#include "pyext/values/cdata_new.h"
#include "pyext/values/cdata_text.h"

namespace cffi {

PyObject* backend_newp(PyObject* module, Bound bound) {
  CTypeObject* type = ctype_argument(*state_of_module(module), bound[0], "newp", 1);
  return type != nullptr ? new_cdata(type, bound[1]) : nullptr;
}

PyObject* backend_cast(PyObject* module, Bound bound) {
  CTypeObject* type = ctype_argument(*state_of_module(module), bound[0], "cast", 1);
  return type != nullptr ? cast_cdata(type, bound[1]) : nullptr;
}

PyObject* backend_newp_handle(PyObject* module, Bound bound) {
  CTypeObject* type = ctype_argument(*state_of_module(module), bound[0], "newp_handle", 1);
  return type != nullptr ? new_handle(type, bound[1]) : nullptr;
}

PyObject* backend_from_handle(PyObject* module, Bound bound) {
  return object_from_handle_argument(*state_of_module(module), bound[0]);
}

PyObject* backend_callback(PyObject* module, Bound bound) {
  CTypeObject* type = ctype_argument(*state_of_module(module), bound[0], "callback", 1);
  return type != nullptr ? make_callback(type, bound[1], bound.or_null(2), bound.or_null(3)) : nullptr;
}

PyObject* backend_string(PyObject* module, Bound bound) {
  CDataObject* cdata = cdata_argument(*state_of_module(module), bound[0], "string", 1);
  Py_ssize_t maxlen = 0;
  return cdata != nullptr && size_argument(bound[1], -1, &maxlen) ? cdata_string(cdata, maxlen) : nullptr;
}

PyObject* backend_unpack(PyObject* module, Bound bound) {
  CDataObject* cdata = cdata_argument(*state_of_module(module), bound[0], "unpack", 1);
  Py_ssize_t length = 0;
  return cdata != nullptr && size_argument(bound[1], 0, &length) ? cdata_unpack(cdata, length) : nullptr;
}

PyObject* backend_from_buffer(PyObject* module, Bound bound) {
  CTypeObject* type = ctype_argument(*state_of_module(module), bound[0], "from_buffer", 1);
  int writable = 0;
  return type != nullptr && int_argument(bound[2], 0, &writable) ? from_buffer(type, bound[1], writable != 0) : nullptr;
}

PyObject* backend_memmove(PyObject* module, Bound bound) {
  Py_ssize_t size = 0;
  return size_argument(bound[2], 0, &size) ? cdata_memmove(*state_of_module(module), bound[0], bound[1], size)
                                           : nullptr;
}

PyObject* backend_gcp(PyObject* module, Bound bound) {
  State& state = *state_of_module(module);
  CDataObject* cdata = cdata_argument(state, bound[0], "gcp", 1);
  Py_ssize_t size = 0;
  return cdata != nullptr && size_argument(bound[2], 0, &size) ? gc_cdata(state, cdata, bound[1], size) : nullptr;
}

PyObject* backend_release(PyObject* module, Bound bound) {
  if (!is_cdata(*state_of_module(module), bound[0])) {
    return raise_format(PyExc_TypeError, "expected a 'cdata' object, got '%s'", class_name(bound[0]));
  }
  return release_cdata(as_cdata(bound[0]));
}

PyObject* backend_get_errno(PyObject*, Bound) { return PyLong_FromLong(saved_errno()); }

PyObject* backend_set_errno(PyObject*, Bound bound) {
  int code = 0;
  if (!errno_argument(bound[0], &code)) {
    return nullptr;
  }
  set_saved_errno(code);
  Py_RETURN_NONE;
}

}  // namespace cffi
