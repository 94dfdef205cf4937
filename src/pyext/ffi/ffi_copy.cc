// copy.copy() of an in-line FFI: another object with the same declarations, now and later. Whatever is declared through
// one of them is known to all, and their types are the same.
#include "pyext/ffi/ffi_copy.h"

#include <new>

#include "pyext/ffi/ffi_object.h"

namespace cffi {
namespace {

template <typename T>
T* share(T* object) {
  return borrow(object).release();
}

void share_declarations(FfiObject* from, FfiObject* to) {
  to->state = from->state;
  to->module = from->module;
  to->family = share(from->family);
  to->type_cache = share(from->type_cache);
  to->defining_strings = share(from->defining_strings);
  to->included = share(from->included);
  to->cdef_sources = share(from->cdef_sources);
  to->init_once_results = share(from->init_once_results);
  to->extern_functions = share(from->extern_functions);
  TypesLock lock(*from->state);
  to->scope = from->scope;
}

// Attributes of instances: those of a Python subclass.
bool copy_attributes(PyObject* from, PyObject* to) {
  if (PyObject_HasAttrString(from, "__dict__") == 0) {
    return true;
  }
  Ref<> source = steal(PyObject_GetAttrString(from, "__dict__"));
  Ref<> target = source ? steal(PyObject_GetAttrString(to, "__dict__")) : nullptr;
  return target && PyDict_Update(target.get(), source.get()) == 0;
}

}  // namespace

PyObject* ffi_copy(PyObject* self, PyObject*) {
  Ref<FfiObject> copy = new_object<FfiObject>(Py_TYPE(self));
  if (!copy) {
    return nullptr;
  }
  new (&copy->scope) std::shared_ptr<Scope>();
  share_declarations(as_ffi(self), copy.get());
  return copy_attributes(self, copy.object()) ? copy.release_object() : nullptr;
}

}  // namespace cffi
