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

PyObject* backend_newp(PyObject* module, PyObject* const* values, Py_ssize_t count, PyObject* keywords) {
  static constexpr const char* kNames[] = {"ctype", "init"};
  Bound<2> bound({"newp", kNames, 2, 1, 2}, {values, count, keywords});
  CTypeObject* type = bound ? ctype_argument(*state_of_module(module), bound[0], "newp", 1) : nullptr;
  return type != nullptr ? new_cdata(type, bound[1]) : nullptr;
}

PyObject* backend_cast(PyObject* module, PyObject* const* values, Py_ssize_t count, PyObject* keywords) {
  static constexpr const char* kNames[] = {"ctype", "value"};
  Bound<2> bound({"cast", kNames, 2, 2, 2}, {values, count, keywords});
  CTypeObject* type = bound ? ctype_argument(*state_of_module(module), bound[0], "cast", 1) : nullptr;
  return type != nullptr ? cast_cdata(type, bound[1]) : nullptr;
}

PyObject* backend_newp_handle(PyObject* module, PyObject* const* values, Py_ssize_t count, PyObject* keywords) {
  static constexpr const char* kNames[] = {"ctype", "object"};
  Bound<2> bound({"newp_handle", kNames, 2, 2, 2}, {values, count, keywords});
  CTypeObject* type = bound ? ctype_argument(*state_of_module(module), bound[0], "newp_handle", 1) : nullptr;
  return type != nullptr ? new_handle(type, bound[1]) : nullptr;
}

PyObject* backend_from_handle(PyObject* module, PyObject* const* values, Py_ssize_t count, PyObject* keywords) {
  static constexpr const char* kNames[] = {"handle"};
  Bound<1> bound({"from_handle", kNames, 1, 1, 1}, {values, count, keywords});
  return bound ? object_from_handle_argument(*state_of_module(module), bound[0]) : nullptr;
}

PyObject* backend_callback(PyObject* module, PyObject* const* values, Py_ssize_t count, PyObject* keywords) {
  static constexpr const char* kNames[] = {"ctype", "callable", "error", "onerror"};
  Bound<4> bound({"callback", kNames, 4, 2, 4}, {values, count, keywords});
  CTypeObject* type = bound ? ctype_argument(*state_of_module(module), bound[0], "callback", 1) : nullptr;
  return type != nullptr ? make_callback(type, bound[1], bound.or_null(2), bound.or_null(3)) : nullptr;
}

PyObject* backend_string(PyObject* module, PyObject* const* values, Py_ssize_t count, PyObject* keywords) {
  static constexpr const char* kNames[] = {"cdata", "maxlen"};
  Bound<2> bound({"string", kNames, 2, 1}, {values, count, keywords});
  CDataObject* cdata = bound ? cdata_argument(*state_of_module(module), bound[0], "string", 1) : nullptr;
  Py_ssize_t maxlen = 0;
  return cdata != nullptr && size_argument(bound[1], -1, &maxlen) ? cdata_string(cdata, maxlen) : nullptr;
}

PyObject* backend_unpack(PyObject* module, PyObject* const* values, Py_ssize_t count, PyObject* keywords) {
  static constexpr const char* kNames[] = {"cdata", "length"};
  Bound<2> bound({"unpack", kNames, 2, 2}, {values, count, keywords});
  CDataObject* cdata = bound ? cdata_argument(*state_of_module(module), bound[0], "unpack", 1) : nullptr;
  Py_ssize_t length = 0;
  return cdata != nullptr && size_argument(bound[1], 0, &length) ? cdata_unpack(cdata, length) : nullptr;
}

PyObject* backend_from_buffer(PyObject* module, PyObject* const* values, Py_ssize_t count, PyObject* keywords) {
  static constexpr const char* kNames[] = {"ctype", "python_buffer", "require_writable"};
  Bound<3> bound({"from_buffer", kNames, 3, 2, 3}, {values, count, keywords});
  CTypeObject* type = bound ? ctype_argument(*state_of_module(module), bound[0], "from_buffer", 1) : nullptr;
  int writable = 0;
  return type != nullptr && int_argument(bound[2], 0, &writable) ? from_buffer(type, bound[1], writable != 0) : nullptr;
}

PyObject* backend_memmove(PyObject* module, PyObject* const* values, Py_ssize_t count, PyObject* keywords) {
  static constexpr const char* kNames[] = {"dest", "src", "n"};
  Bound<3> bound({"memmove", kNames, 3, 3}, {values, count, keywords});
  Py_ssize_t size = 0;
  return bound && size_argument(bound[2], 0, &size) ? cdata_memmove(*state_of_module(module), bound[0], bound[1], size)
                                                    : nullptr;
}

PyObject* backend_gcp(PyObject* module, PyObject* const* values, Py_ssize_t count, PyObject* keywords) {
  static constexpr const char* kNames[] = {"cdata", "destructor", "size"};
  State& state = *state_of_module(module);
  Bound<3> bound({"gcp", kNames, 3, 2}, {values, count, keywords});
  CDataObject* cdata = bound ? cdata_argument(state, bound[0], "gcp", 1) : nullptr;
  Py_ssize_t size = 0;
  return cdata != nullptr && size_argument(bound[2], 0, &size) ? gc_cdata(state, cdata, bound[1], size) : nullptr;
}

PyObject* backend_release(PyObject* module, PyObject* const* values, Py_ssize_t count, PyObject* keywords) {
  static constexpr const char* kNames[] = {"cdata"};
  Bound<1> bound({"release", kNames, 1, 1, 1}, {values, count, keywords});
  if (!bound) {
    return nullptr;
  }
  if (!is_cdata(*state_of_module(module), bound[0])) {
    return raise_format(PyExc_TypeError, "expected a 'cdata' object, got '%s'", class_name(bound[0]));
  }
  return release_cdata(as_cdata(bound[0]));
}

PyObject* backend_get_errno(PyObject*, PyObject* const* values, Py_ssize_t count, PyObject* keywords) {
  Bound<1> bound({"get_errno", nullptr, 0, 0}, {values, count, keywords});
  return bound ? PyLong_FromLong(saved_errno()) : nullptr;
}

PyObject* backend_set_errno(PyObject*, PyObject* const* values, Py_ssize_t count, PyObject* keywords) {
  static constexpr const char* kNames[] = {"errno"};
  Bound<1> bound({"set_errno", kNames, 1, 1, 1}, {values, count, keywords});
  int code = 0;
  if (!bound || !errno_argument(bound[0], &code)) {
    return nullptr;
  }
  set_saved_errno(code);
  Py_RETURN_NONE;
}

}  // namespace cffi
