// FFI._adopt(), the half of verify() that cannot be written in Python: from now on the FFI takes its types from the
// module that was compiled from its declarations, so that what users make with it fits the module's functions.
#include <utility>

#include "pyext/argument_binding.h"
#include "pyext/ffi_methods.h"
#include "pyext/py_error.h"

namespace cffi {
namespace {

void swap_declarations(FfiObject* first, FfiObject* second) {
  TypesLock lock(*first->state);
  std::swap(first->scope, second->scope);
  std::swap(first->family, second->family);
  std::swap(first->included, second->included);
  std::swap(first->cdef_sources, second->cdef_sources);
  PyDict_Clear(first->type_cache);
  PyDict_Clear(first->defining_strings);
}

}  // namespace

// Returns an FFI that has the declarations as they were given to cdef(): the next module is generated from those. Types
// that are in use stay: the family that made them is kept.
PyObject* ffi_adopt(PyObject* self, PyObject* const* values, Py_ssize_t count, PyObject* keyword_names) {
  static constexpr const char* kNames[] = {"compiled"};
  Bound<1> bound({"FFI._adopt", kNames, 1, 1}, {values, count, keyword_names});
  if (!bound) {
    return nullptr;
  }
  State& state = *as_ffi(self)->state;
  if (Py_TYPE(bound[0]) != state.ffi_class) {
    return raise_format(PyExc_TypeError, "_adopt() takes the FFI of a compiled module, not '%s'", class_name(bound[0]));
  }
  Ref<> declared = steal(PyObject_CallObject(as_object(state.cdef_ffi_class), nullptr));
  if (!declared) {
    return nullptr;
  }
  swap_declarations(as_ffi(self), as_ffi(declared.get()));
  add_family_dependency(as_ffi(self)->family, as_ffi(declared.get())->family);
  return include_ffi(as_ffi(self), as_ffi(bound[0])) ? declared.release() : nullptr;
}

}  // namespace cffi
