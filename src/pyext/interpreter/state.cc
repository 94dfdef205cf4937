#include "pyext/interpreter/state.h"

#include "pyext/memory/handle.h"
#include "pyext/python/py_compat.h"
#include "pyext/values/cdata_object.h"

namespace cffi {

State::~State() {
  for (PyTypeObject*& made : classes) {
    clear_field(made);
  }
  clear_field(ffi_error);
  clear_field(cdef_error);
  clear_field(combined_errors);
  free_handle_registry(handles);
}

void State::release() {
  if (references_.fetch_sub(1, std::memory_order_acq_rel) == 1) {
    delete this;
  }
}

void State::forget_module() {
  module = nullptr;
  clear_field(null_cdata);
  clear_field(io_base);
  clear_field(common_reference);
  clear_field(published);
  clear_field(compiled_modules);
}

int State::traverse(visitproc visit, void* arg) {
  int stop = 0;
  for (PyTypeObject* made : classes) {
    stop = stop != 0 || made == nullptr ? stop : visit(as_object(made), arg);
  }
  for (PyObject* object :
       {ffi_error, cdef_error, combined_errors, common_reference, null_cdata, io_base, published, compiled_modules}) {
    stop = stop != 0 || object == nullptr ? stop : visit(object, arg);
  }
  return stop != 0 ? stop : traverse_null(visit, arg);
}

// Cdata that own nothing are not tracked, but ffi.NULL, which the module has and which has types of the module, would
// make the module immortal. While nobody else holds it, what it refers to is what the module refers to.
int State::traverse_null(visitproc visit, void* arg) {
  constexpr Py_ssize_t kOwnReferences = 2;  // null_cdata and the class attribute
  if (!kClassesCanBeFrozen || null_cdata == nullptr || Py_REFCNT(null_cdata) != kOwnReferences) {
    return 0;
  }
  int stop = visit(as_object(Py_TYPE(null_cdata)), arg);
  return stop != 0 ? stop : visit(as_object(as_cdata(null_cdata)->type), arg);
}

State* state_of_module(PyObject* module) { return static_cast<ModuleState*>(PyModule_GetState(module))->state; }

bool is_backend_module(PyObject* object) {
  return PyModule_Check(object) != 0 && PyModule_GetDef(object) == &backend_module;
}

State* state_of_class(PyTypeObject* type) {
  for (PyTypeObject* cls = type; cls != nullptr; cls = static_cast<PyTypeObject*>(PyType_GetSlot(cls, Py_tp_base))) {
    if ((PyType_GetFlags(cls) & Py_TPFLAGS_HEAPTYPE) == 0) {
      break;
    }
    PyObject* module = PyType_GetModule(cls);
    if (module != nullptr && is_backend_module(module)) {
      return state_of_module(module);
    }
    PyErr_Clear();  // a class statement in Python: its module is not ours, look at its base
  }
  PyErr_Format(PyExc_TypeError, "%s does not descend from a class of _cffi_backend", type->tp_name);
  return nullptr;
}

}  // namespace cffi
