// FFI.errno and FFI.getwinerror(): this thread's error codes of C.
#include "pyext/ffi/ffi_errno.h"

#include <array>
#include <cstdio>
#include <string>

#include "call/process/saved_errno.h"
#include "call/process/windows_text.h"
#include "pyext/python/parameters.h"
#include "pyext/python/py_error.h"

namespace cffi {

bool errno_argument(PyObject* value, int* out) {
  Ref<> number = steal(PyNumber_Index(value));
  if (!number) {
    return false;
  }
  long code = PyLong_AsLong(number.get());
  if (code == -1 && PyErr_Occurred() != nullptr) {
    return false;
  }
  if (code != static_cast<int>(code)) {
    PyErr_SetString(PyExc_OverflowError, "errno value too large");
    return false;
  }
  *out = static_cast<int>(code);
  return true;
}

PyObject* ffi_get_errno(PyObject*, void*) { return PyLong_FromLong(saved_errno()); }

int ffi_set_errno(PyObject*, PyObject* value, void*) {
  if (value == nullptr) {
    PyErr_SetString(PyExc_AttributeError, "cannot delete 'errno'");
    return -1;
  }
  int code = 0;
  if (!errno_argument(value, &code)) {
    return -1;
  }
  set_saved_errno(code);
  return 0;
}

#if defined(_WIN32)
PyObject* ffi_getwinerror(PyObject*, Bound bound) {
  int code = -1;
  if (!int_argument(bound[0], -1, &code)) {
    return nullptr;
  }
  auto error = code == -1 ? thread_saved_errno.last_error : static_cast<unsigned long>(code);
  std::string text = windows_message(error);
  if (text.empty()) {
    std::array<char, 40> unknown{};
    (void)std::snprintf(unknown.data(), unknown.size(), "Windows Error 0x%lX", error);
    text = unknown.data();
  }
  return Py_BuildValue("is#", static_cast<int>(error), text.data(), static_cast<Py_ssize_t>(text.size()));
}
#else
PyObject* ffi_getwinerror(PyObject*, Bound) {
  return raise_format(PyExc_AttributeError, "getwinerror() exists on Windows only; errno is ffi.errno");
}
#endif

}  // namespace cffi
