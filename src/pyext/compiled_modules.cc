// The entry point for modules made by ffi.compile().
#include "pyext/argument_binding.h"
#include "pyext/backend_functions.h"
#include "pyext/py_error.h"

namespace cffi {

PyObject* backend_init_external_module(PyObject*, PyObject* const* values, Py_ssize_t count, PyObject* keywords) {
  static constexpr const char* kNames[] = {"address"};
  Bound<1> bound({"_init_cffi_1_0_external_module", kNames, 1, 1, 1}, {values, count, keywords});
  return bound ? raise_format(PyExc_ImportError,
                              "this module was compiled by cffi's API mode, which this version of cffi does not have "
                              "yet: it has in-line ABI mode only. Until then use cffi 2.x for it")
               : nullptr;
}

}  // namespace cffi
