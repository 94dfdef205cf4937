#include "pyext/state.h"

#include "pyext/py_compat.h"

namespace cffi {

TypesLock::TypesLock(State& state) : mutex_(state.types_mutex) {
  if (!mutex_.try_lock()) {
    PyThreadState* detached = PyEval_SaveThread();
    mutex_.lock();
    PyEval_RestoreThread(detached);
  }
}

State* state_of_module(PyObject* module) { return *static_cast<State**>(PyModule_GetState(module)); }

State* state_of_class(PyTypeObject* type) {
  for (PyTypeObject* cls = type; cls != nullptr;
       cls = static_cast<PyTypeObject*>(PyType_GetSlot(cls, Py_tp_base))) {
    if ((PyType_GetFlags(cls) & Py_TPFLAGS_HEAPTYPE) == 0) {
      break;
    }
    PyObject* module = PyType_GetModule(cls);
    if (module != nullptr && PyModule_GetDef(module) == &backend_module) {
      return state_of_module(module);
    }
    PyErr_Clear();  // a class statement in Python: its module is not ours, look at its base
  }
  PyErr_Format(PyExc_TypeError, "%s does not descend from a class of _cffi_backend", type->tp_name);
  return nullptr;
}

}  // namespace cffi
