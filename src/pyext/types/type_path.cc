#include "pyext/types/type_path.h"

#include "pyext/python/py_error.h"
#include "pyext/types/partial_type.h"
#include "pyext/types/record_fields.h"

namespace cffi {
namespace {

bool add_offset(TypePlace& place, Py_ssize_t offset, CTypeObject* type) {
  if (__builtin_add_overflow(place.offset, offset, &place.offset)) {
    PyErr_SetString(PyExc_OverflowError, "array offset would overflow a Py_ssize_t");
    return false;
  }
  place.type = type;
  return true;
}

bool follow_field(TypePlace& place, PyObject* name, bool first) {
  CTypeObject* record = place.type;
  if (first && record->is(kIsPointer)) {
    record = record->item;
  }
  if (!record->is(kIsRecord)) {
    PyErr_SetString(PyExc_TypeError, "with a field name argument, expected a struct or union ctype");
    return false;
  }
  if (ctype_size(record) < 0) {
    if (!raise_if_partial(record)) {
      PyErr_SetString(PyExc_TypeError, "struct/union is opaque");
    }
    return false;
  }
  CFieldObject* field = find_field_object(record, name);
  if (field == nullptr) {
    if (PyErr_Occurred() == nullptr) {
      PyErr_SetObject(PyExc_KeyError, name);
    }
    return false;
  }
  if (field->bit_size >= 0) {
    PyErr_SetString(PyExc_TypeError, "not supported for bitfields");
    return false;
  }
  return add_offset(place, field->offset, field->type);
}

bool follow_index(TypePlace& place, Py_ssize_t index, bool first) {
  CTypeObject* item = place.type->item;
  bool indexable = place.type->is(kIsArray) || (first && place.type->is(kIsPointer));
  Py_ssize_t size = indexable ? ctype_size(item) : -1;
  if (size < 0) {
    PyErr_SetString(PyExc_TypeError, "with an integer argument, expected an array ctype or a pointer to non-opaque");
    return false;
  }
  Py_ssize_t offset = 0;
  if (__builtin_mul_overflow(index, size, &offset)) {
    PyErr_SetString(PyExc_OverflowError, "array offset would overflow a Py_ssize_t");
    return false;
  }
  return add_offset(place, offset, item);
}

}  // namespace

bool follow_step(TypePlace& place, PyObject* step, bool first) {
  if (PyUnicode_Check(step)) {
    return follow_field(place, step, first);
  }
  Py_ssize_t index = PyLong_Check(step) ? PyLong_AsSsize_t(step) : -1;
  if (!PyLong_Check(step) || (index == -1 && PyErr_Occurred() != nullptr)) {
    PyErr_SetString(PyExc_TypeError, "field name or array index expected");
    return false;
  }
  return follow_index(place, index, first);
}

bool follow_path(CTypeObject* type, PyObject* const* steps, Py_ssize_t count, TypePlace* place) {
  *place = {type, 0};
  for (Py_ssize_t i = 0; i < count; ++i) {
    if (!follow_step(*place, steps[i], i == 0)) {
      return false;
    }
  }
  return true;
}

}  // namespace cffi
