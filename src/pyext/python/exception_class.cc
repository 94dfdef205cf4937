#include "pyext/python/exception_class.h"

#include "pyext/interpreter/state.h"
#include "pyext/python/parameters.h"
#include "pyext/python/py_compat.h"
#include "pyext/python/py_error.h"

namespace cffi {
namespace {

using enum ExceptionKind;

struct NamedKind {
  ExceptionKind kind;
  const char* name;  // that of its class
};

// Of several kinds, the first in this order names the class.
constexpr NamedKind kNamedKinds[] = {
    {kCDefError, "CDefError"},
    {kValueError, "ValueError"},
    {kTypeError, "TypeError"},
    {kOverflowError, "OverflowError"},
    {kIndexError, "IndexError"},
    {kNotImplementedError, "NotImplementedError"},
    {kAttributeError, "AttributeError"},
    {kKeyError, "KeyError"},
    {kRuntimeError, "RuntimeError"},
    {kZeroDivisionError, "ZeroDivisionError"},
    {kMemoryError, "MemoryError"},
    {kOSError, "OSError"},
    {kSystemError, "SystemError"},
    {kImportError, "ImportError"},
    {kFFIError, "FFIError"},
};

// Null for what is a set of several.
PyObject* class_of_one(State& state, ExceptionKind kind) {
  switch (kind) {
    case kCDefError:
      return state.cdef_error;
    case kFFIError:
      return state.ffi_error;
    case kTypeError:
      return PyExc_TypeError;
    case kValueError:
      return PyExc_ValueError;
    case kOverflowError:
      return PyExc_OverflowError;
    case kIndexError:
      return PyExc_IndexError;
    case kNotImplementedError:
      return PyExc_NotImplementedError;
    case kAttributeError:
      return PyExc_AttributeError;
    case kKeyError:
      return PyExc_KeyError;
    case kRuntimeError:
      return PyExc_RuntimeError;
    case kZeroDivisionError:
      return PyExc_ZeroDivisionError;
    case kMemoryError:
      return PyExc_MemoryError;
    case kOSError:
      return PyExc_OSError;
    case kSystemError:
      return PyExc_SystemError;
    case kImportError:
      return PyExc_ImportError;
  }
  return nullptr;
}

// CDefError derives from FFIError already.
bool is_implied(ExceptionKind kinds, ExceptionKind kind) { return kind == kFFIError && includes(kinds, kCDefError); }

// f(NamedKind) for each kind in the set that no other one implies; stops, and is false, when f is.
template <typename F>
bool each_kind(ExceptionKind kinds, F f) {
  for (const NamedKind& named : kNamedKinds) {
    if (includes(kinds, named.kind) && !is_implied(kinds, named.kind) && !f(named)) {
      return false;
    }
  }
  return true;
}

bool append(PyObject* list, const Ref<>& item) { return item && PyList_Append(list, item.get()) == 0; }

// The names of the kinds, for pickles; an attribute of the class.
constexpr const char* kKindsAttribute = "_kinds";

// __reduce__ of the combined classes: like that of all exceptions, but the class, which is no attribute of a module,
// is found again by the names of its kinds.
PyObject* reduce(PyObject* self, PyObject*) {
  Ref<> usual = steal(PyObject_CallMethod(PyExc_BaseException, "__reduce__", "O", self));
  Ref<> names = steal(PyObject_GetAttrString(self, kKindsAttribute));
  Ref<> module = steal(PyImport_ImportModule("_cffi_backend"));
  Ref<> rebuild = steal(module ? PyObject_GetAttrString(module.get(), "_rebuild_error") : nullptr);
  if (!usual || !names || !rebuild) {
    return nullptr;
  }
  PyObject* arguments = PyTuple_GetItem(usual.get(), 1);
  PyObject* attributes = PyTuple_Size(usual.get()) > 2 ? PyTuple_GetItem(usual.get(), 2) : Py_None;
  return Py_BuildValue("(O(OO)O)", rebuild.get(), names.get(), arguments, attributes);
}

PyMethodDef reduce_method = {"__reduce__", reduce, METH_NOARGS, "Helper for pickle."};

// KeyError has a __str__ of its own, which shows the repr of a key: here the text is a sentence.
Ref<> class_attributes(PyObject* names) {
  Ref<> attributes = steal(PyDict_New());
  Ref<> as_text = steal(PyObject_GetAttrString(PyExc_BaseException, "__str__"));
  Ref<> kinds = steal(PyList_AsTuple(names));
  bool filled = attributes && as_text && kinds &&
                PyDict_SetItemString(attributes.get(), "__str__", as_text.get()) == 0 &&
                PyDict_SetItemString(attributes.get(), kKindsAttribute, kinds.get()) == 0;
  return filled ? attributes : nullptr;
}

Ref<> make_combined_class(State& state, ExceptionKind kinds) {
  Ref<> bases = steal(PyList_New(0));
  Ref<> names = steal(PyList_New(0));
  bool collected = bases && names && each_kind(kinds, [&](const NamedKind& named) {
                     return append(bases.get(), borrow(class_of_one(state, named.kind))) &&
                            append(names.get(), steal(PyUnicode_FromString(named.name)));
                   });
  Ref<> base_tuple = steal(collected ? PyList_AsTuple(bases.get()) : nullptr);
  Ref<> attributes = base_tuple ? class_attributes(names.get()) : nullptr;
  Ref<> full_name = steal(attributes ? PyUnicode_FromFormat("cffi.%U", PyList_GetItem(names.get(), 0)) : nullptr);
  const char* text = full_name ? PyUnicode_AsUTF8(full_name.get()) : nullptr;
  Ref<> made = steal(text != nullptr ? PyErr_NewException(text, base_tuple.get(), attributes.get()) : nullptr);
  Ref<> method = steal(made ? PyDescr_NewMethod(reinterpret_cast<PyTypeObject*>(made.get()), &reduce_method) : nullptr);
  return method && PyObject_SetAttrString(made.get(), reduce_method.ml_name, method.get()) == 0 ? made : nullptr;
}

PyObject* combined_class(State& state, ExceptionKind kinds) {
  Ref<> key = steal(PyLong_FromLong(static_cast<long>(kinds)));
  Ref<> made = key ? dict_get(state.combined_errors, key.get()) : nullptr;
  if (key && !made && PyErr_Occurred() == nullptr) {
    Ref<> fresh = make_combined_class(state, kinds);
    made = fresh ? dict_set_default(state.combined_errors, key.get(), fresh.get()) : nullptr;
  }
  return made.get();  // the dictionary holds it
}

// False with an exception set.
bool kinds_from_names(PyObject* names, ExceptionKind* kinds) {
  unsigned found = 0;
  for (Py_ssize_t i = 0; i < PyTuple_Size(names); ++i) {
    for (const NamedKind& named : kNamedKinds) {
      PyObject* name = PyTuple_GetItem(names, i);
      if (PyUnicode_Check(name) && PyUnicode_CompareWithASCIIString(name, named.name) == 0) {
        found |= static_cast<unsigned>(named.kind);
      }
    }
  }
  *kinds = static_cast<ExceptionKind>(found);
  if (found == 0) {
    raise_format(PyExc_ValueError, "unknown kinds of exceptions: %R", names);
  }
  return found != 0;
}

}  // namespace

PyObject* exception_class(State& state, ExceptionKind kinds) {
  PyObject* one = class_of_one(state, kinds);
  return one != nullptr ? one : combined_class(state, kinds);
}

bool add_exceptions(State& state) {
  state.combined_errors = PyDict_New();
  state.ffi_error = PyErr_NewExceptionWithDoc(
      "cffi.FFIError", "Declarations that contradict each other, or a request that they cannot answer.", nullptr,
      nullptr);
  state.cdef_error = PyErr_NewExceptionWithDoc(
      "cffi.CDefError", "C declarations that do not parse: names file, line and column, and shows the line.",
      state.ffi_error, nullptr);
  return state.combined_errors != nullptr && state.ffi_error != nullptr && state.cdef_error != nullptr;
}

PyObject* backend_rebuild_error(PyObject* module, Bound bound) {
  if (!PyTuple_Check(bound[0]) || !PyTuple_Check(bound[1])) {
    return raise_format(PyExc_TypeError, "_rebuild_error() takes two tuples");
  }
  ExceptionKind kinds = ExceptionKind::kFFIError;
  PyObject* cls = kinds_from_names(bound[0], &kinds) ? exception_class(*state_of_module(module), kinds) : nullptr;
  return cls != nullptr ? PyObject_CallObject(cls, bound[1]) : nullptr;
}

}  // namespace cffi
