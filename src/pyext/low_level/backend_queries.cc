// _cffi_backend functions that ask about types.
#include "pyext/low_level/backend_queries.h"

#include "pyext/ffi/ffi_types.h"
#include "pyext/low_level/backend_functions.h"
#include "pyext/python/parameters.h"
#include "pyext/python/py_error.h"
#include "pyext/types/type_path.h"
#include "pyext/values/cdata_object.h"

namespace cffi {
namespace {

// The type of a cdata, or a ctype itself; borrowed. Null without an exception when it is neither.
CTypeObject* type_behind(State& state, PyObject* object) {
  if (is_cdata(state, object)) {
    return as_cdata(object)->type;
  }
  return is_ctype(state, object) ? as_ctype(object) : nullptr;
}

}  // namespace

PyObject* backend_typeof(PyObject* module, Bound bound) {
  if (!is_cdata(*state_of_module(module), bound[0])) {
    return raise_format(PyExc_TypeError, "expected a 'cdata' object, got '%s'", class_name(bound[0]));
  }
  return borrow(as_object(as_cdata(bound[0])->type)).release();
}

PyObject* backend_sizeof(PyObject* module, Bound bound) {
  State& state = *state_of_module(module);
  CTypeObject* type = type_behind(state, bound[0]);
  if (type == nullptr) {
    return raise_format(PyExc_TypeError, "expected a 'cdata' or 'ctype' object, got '%s'", class_name(bound[0]));
  }
  if (is_cdata(state, bound[0])) {
    Py_ssize_t size = cdata_size(as_cdata(bound[0]));
    return size >= 0 ? PyLong_FromSsize_t(size) : nullptr;
  }
  Py_ssize_t size = ctype_size(type);
  return size >= 0 ? PyLong_FromSsize_t(size)
                   : raise_format(PyExc_ValueError, "ctype '%U' is of unknown size", type->name);
}

PyObject* backend_alignof(PyObject* module, Bound bound) {
  State& state = *state_of_module(module);
  if (!is_ctype(state, bound[0])) {
    return raise_format(PyExc_TypeError, "expected a 'ctype' object, got '%s'", class_name(bound[0]));
  }
  auto* type = as_ctype(bound[0]);
  Py_ssize_t alignment = ctype_alignment(type);
  return alignment >= 0 ? PyLong_FromSsize_t(alignment)
                        : raise_format(PyExc_ValueError, "ctype '%U' is of unknown alignment", type->name);
}

PyObject* backend_typeoffsetof(PyObject* module, Bound bound) {
  CTypeObject* type = ctype_argument(*state_of_module(module), bound[0], "typeoffsetof", 1);
  int following = 0;
  if (type == nullptr || !int_argument(bound[2], 0, &following)) {
    return nullptr;
  }
  TypePlace place = {type, 0};
  return follow_step(place, bound[1], following == 0) ? Py_BuildValue("(On)", as_object(place.type), place.offset)
                                                      : nullptr;
}

PyObject* backend_rawaddressof(PyObject* module, Bound bound) {
  State& state = *state_of_module(module);
  CTypeObject* type = ctype_argument(state, bound[0], "rawaddressof", 1);
  CDataObject* cdata = type != nullptr ? cdata_argument(state, bound[1], "rawaddressof", 2) : nullptr;
  Py_ssize_t offset = 0;
  if (cdata == nullptr || !size_argument(bound[2], 0, &offset)) {
    return nullptr;
  }
  if (!cdata->type->is(kIsRecord | kIsArray | kIsAnyPointer)) {
    return raise_format(PyExc_TypeError, "expected a cdata struct/union/array/pointer object");
  }
  if (!type->is(kIsPointer)) {
    return raise_format(PyExc_TypeError, "expected a pointer ctype");
  }
  auto address = reinterpret_cast<uintptr_t>(cdata_address(cdata)) + static_cast<uintptr_t>(offset);
  return make_pointer(type, reinterpret_cast<char*>(address), view_owner(cdata));
}

PyObject* backend_getcname(PyObject* module, Bound bound) {
  CTypeObject* type = ctype_argument(*state_of_module(module), bound[0], "getcname", 1);
  if (type == nullptr) {
    return nullptr;
  }
  if (!PyUnicode_Check(bound[1])) {
    return raise_format(PyExc_TypeError, "getcname() argument 2 must be str, not %s", class_name(bound[1]));
  }
  return spell_ctype(type, bound[1], true);
}

PyObject* backend_get_types(PyObject* module, Bound) {
  State& state = *state_of_module(module);
  return PyTuple_Pack(2, as_object(state.cls(kCDataClass)), as_object(state.cls(kCTypeClass)));
}

// Names that are known without declaration and stand for another type.
PyObject* backend_get_common_types(PyObject*, Bound bound) {
  static constexpr const char* kCommon[][2] = {{"FILE", "struct _IO_FILE"}, {"bool", "_Bool"}};
  if (!PyDict_Check(bound[0])) {
    return raise_format(PyExc_TypeError, "_get_common_types() argument 1 must be dict, not %s", class_name(bound[0]));
  }
  for (const auto& entry : kCommon) {
    Ref<> spelling = steal(PyUnicode_FromString(entry[1]));
    if (!spelling || PyDict_SetItemString(bound[0], entry[0], spelling.get()) < 0) {
      return nullptr;
    }
  }
  Py_RETURN_NONE;
}

}  // namespace cffi
