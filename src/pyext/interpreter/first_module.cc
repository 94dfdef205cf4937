#include "pyext/interpreter/first_module.h"

#include "pyext/interpreter/state.h"
#include "pyext/python/py_compat.h"

namespace cffi {
namespace {

// Another copy of the extension in the same process has classes of its own, so the key names this one.
Ref<> make_key() { return steal(PyUnicode_FromFormat("_cffi_backend %p", &backend_module)); }

// Borrowed; null without an exception where there is none.
PyObject* interpreter_dict() { return PyInterpreterState_GetDict(PyInterpreterState_Get()); }

}  // namespace

Ref<> first_module() {
  PyObject* dictionary = interpreter_dict();
  Ref<> key = dictionary != nullptr ? make_key() : nullptr;
  Ref<> module = key ? dict_get(dictionary, key.get()) : nullptr;
  return module.get() != Py_None ? std::move(module) : nullptr;
}

bool remember_first_module(PyObject* module) {
  PyObject* dictionary = interpreter_dict();
  if (dictionary == nullptr) {
    PyErr_NoMemory();
    return false;
  }
  Ref<> key = make_key();
  return key && dict_set_default(dictionary, key.get(), module);
}

void let_first_module_go() {
  PyObject* dictionary = interpreter_dict();
  Ref<> key = dictionary != nullptr ? make_key() : nullptr;
  if (!key || PyDict_SetItem(dictionary, key.get(), Py_None) < 0) {
    PyErr_Clear();  // no memory for it: the module goes with the dictionary
  }
}

}  // namespace cffi
