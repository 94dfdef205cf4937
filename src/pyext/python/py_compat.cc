#include "pyext/python/py_compat.h"

#include <cstddef>

namespace cffi {

// Cross builds take the headers of another machine's CPython: what its pyconfig.h says of types must hold here.
static_assert(sizeof(int) == SIZEOF_INT && sizeof(long) == SIZEOF_LONG && sizeof(long long) == SIZEOF_LONG_LONG);
static_assert(sizeof(void*) == SIZEOF_VOID_P && sizeof(std::size_t) == SIZEOF_SIZE_T);
static_assert(sizeof(wchar_t) == SIZEOF_WCHAR_T);

PyTypeObject* make_class(PyObject* module, PyType_Spec* spec, PyTypeObject* base) {
  // A single base instead of a tuple is accepted from 3.10 on only.
  Ref<> bases = steal(base != nullptr ? PyTuple_Pack(1, base) : nullptr);
  if (base != nullptr && !bases) {
    return nullptr;
  }
  auto* cls = reinterpret_cast<PyTypeObject*>(PyType_FromModuleAndSpec(module, spec, bases.get()));
#if PY_VERSION_HEX < 0x030A0000
  bool callable = false;
  for (const PyType_Slot* slot = spec->slots; slot->slot != 0; ++slot) {
    callable = callable || slot->slot == Py_tp_new;
  }
  if (cls != nullptr && !callable) {
    cls->tp_new = nullptr;
    PyType_Modified(cls);
  }
#endif
  return cls;
}

void forbid_subclasses(PyTypeObject* cls) {
  cls->tp_flags &= ~static_cast<unsigned long>(Py_TPFLAGS_BASETYPE);
  PyType_Modified(cls);
}

void freeze_class([[maybe_unused]] PyTypeObject* cls) {
#if PY_VERSION_HEX >= 0x030A0000
  cls->tp_flags |= Py_TPFLAGS_IMMUTABLETYPE;
  PyType_Modified(cls);
#endif
}

void free_instance(PyObject* self) {
  PyTypeObject* cls = Py_TYPE(self);
  auto* free_function = reinterpret_cast<freefunc>(PyType_GetSlot(cls, Py_tp_free));
  free_function(self);
  Py_DECREF(as_object(cls));
}

Ref<> take_exception() {
#if PY_VERSION_HEX >= 0x030C0000
  return steal(PyErr_GetRaisedException());
#else
  PyObject* type = nullptr;
  PyObject* value = nullptr;
  PyObject* traceback = nullptr;
  PyErr_Fetch(&type, &value, &traceback);
  if (type == nullptr) {
    return nullptr;
  }
  PyErr_NormalizeException(&type, &value, &traceback);
  if (traceback != nullptr) {
    PyException_SetTraceback(value, traceback);
  }
  Py_DECREF(type);
  Py_XDECREF(traceback);
  return steal(value);
#endif
}

void restore_exception(Ref<> exception) {
  if (!exception) {
    return;
  }
#if PY_VERSION_HEX >= 0x030C0000
  PyErr_SetRaisedException(exception.release());
#else
  PyObject* value = exception.release();
  PyObject* type = as_object(Py_TYPE(value));
  Py_INCREF(type);
  PyErr_Restore(type, value, PyException_GetTraceback(value));
#endif
}

Ref<> dict_get(PyObject* dict, PyObject* key) {
#if PY_VERSION_HEX >= 0x030D0000
  PyObject* value = nullptr;
  PyDict_GetItemRef(dict, key, &value);
  return steal(value);
#else
  return borrow(PyDict_GetItemWithError(dict, key));
#endif
}

Ref<> dict_set_default(PyObject* dict, PyObject* key, PyObject* value) {
#if PY_VERSION_HEX >= 0x030D0000
  PyObject* found = nullptr;
  PyDict_SetDefaultRef(dict, key, value, &found);
  return steal(found);
#else
  return borrow(PyDict_SetDefault(dict, key, value));
#endif
}

Ref<> list_get(PyObject* list, Py_ssize_t index) {
#if PY_VERSION_HEX >= 0x030D0000
  Ref<> item = steal(PyList_GetItemRef(list, index));
#else
  Ref<> item = borrow(PyList_GetItem(list, index));
#endif
  if (!item) {
    PyErr_Clear();  // IndexError only: `list` is a list
  }
  return item;
}

}  // namespace cffi
