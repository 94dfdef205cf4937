// Arrays and records from Python objects: lists, tuples, dicts, bytes, str, cdata.
//
// Converting an item runs Python code, which may change the list or dict that is being read: lengths are asked again
// at every step, and every object taken out is held while it is used.
#include "pyext/values/aggregate_conversion.h"

#include <algorithm>
#include <cstring>

#include "base/checked_math.h"
#include "pyext/memory/lifetime.h"
#include "pyext/python/py_compat.h"
#include "pyext/python/py_error.h"
#include "pyext/types/record_fields.h"
#include "pyext/values/cdata_index.h"
#include "pyext/values/from_python.h"
#include "pyext/values/text_conversion.h"

namespace cffi {
namespace {

// "not str", "not cdata 'int *'": what was given instead.
int refuse(CTypeObject* type, const char* wanted, PyObject* value) {
  if (is_cdata(*type->state, value)) {
    refuse_cdata(type, wanted, as_cdata(value)->type);
  } else {
    bool text = PyUnicode_Check(value) != 0 && type->is(kIsCharPointer);
    PyErr_Format(PyExc_TypeError, "initializer for ctype '%U' must be a %s, not %.200s%s", type->name, wanted,
                 Py_TYPE(value)->tp_name, text ? " (use text.encode() to make bytes of it)" : "");
  }
  return -1;
}

int too_many(PyObject* exception, CTypeObject* type, Py_ssize_t given) {
  PyErr_Format(exception, "too many initializers for '%U' (got %zd)", type->name, given);
  return -1;
}

int convert_items(CTypeObject* array, char* data, Py_ssize_t length, PyObject* sequence) {
  CTypeObject* item = array->item;
  Py_ssize_t item_size = ctype_size(item);
  bool is_list = PyList_Check(sequence) != 0;
  Py_ssize_t given = is_list ? PyList_Size(sequence) : PyTuple_Size(sequence);
  if (length >= 0 && given > length) {
    return too_many(PyExc_IndexError, array, given);
  }
  // `given` was checked; a list that grows meanwhile is not followed, one that shrinks ends the loop.
  for (Py_ssize_t i = 0; i < given; ++i) {
    Ref<> value = is_list ? list_get(sequence, i) : borrow(PyTuple_GetItem(sequence, i));
    if (!value) {
      return PyErr_Occurred() != nullptr ? -1 : 0;
    }
    if (item->from_python(item, data + i * item_size, value.get()) < 0) {
      return -1;
    }
  }
  return 0;
}

const char* wanted_for(CTypeObject* array) {
  if (array->is(kIsCharPointer)) {
    return "bytes or list or tuple";
  }
  return array->item->is(kIsWideChar) ? "unicode or list or tuple" : "list or tuple";
}

bool is_same_array(CTypeObject* array, Py_ssize_t length, PyObject* value) {
  return is_cdata(*array->state, value) && as_cdata(value)->type == array &&
         (array->length >= 0 || length < 0 || array_length(as_cdata(value)) <= length);
}

}  // namespace

int convert_array(CTypeObject* array, char* data, Py_ssize_t length, PyObject* value) {
  if (is_same_array(array, length, value)) {
    Py_ssize_t size = cdata_size(as_cdata(value));
    if (size < 0 || !check_readable(as_cdata(value))) {
      return -1;
    }
    std::memmove(data, as_cdata(value)->data, static_cast<size_t>(size));
    return 0;
  }
  if (PyBytes_Check(value) && array->is(kIsCharPointer)) {
    return copy_bytes(array, data, length, value);
  }
  if (PyUnicode_Check(value) && array->item->is(kIsWideChar)) {
    return copy_text(array, data, length, value);
  }
  if (PyList_Check(value) || PyTuple_Check(value)) {
    return convert_items(array, data, length, value);
  }
  return refuse(array, wanted_for(array), value);
}

namespace {

int convert_field(CFieldObject* field, char* data, PyObject* value, Py_ssize_t record_size) {
  PyObject* items = value;
  if (field->flexible && open_array_length(field->type, &items) < 0) {
    return -1;
  }
  // Not items but a length, which new() has taken already: there is nothing to store.
  return items != nullptr ? write_field(field, data, items, record_size) : 0;
}

// Calls visit(field, value), which returns -1 with an exception set, for each item of a list or tuple.
template <typename Visit>
int visit_by_position(CTypeObject* record, FieldMap* map, PyObject* sequence, Visit visit) {
  bool is_list = PyList_Check(sequence) != 0;
  Py_ssize_t given = is_list ? PyList_Size(sequence) : PyTuple_Size(sequence);
  Py_ssize_t fields = PyTuple_Size(map->positional);
  for (Py_ssize_t i = 0; i < given; ++i) {
    Ref<> value = is_list ? list_get(sequence, i) : borrow(PyTuple_GetItem(sequence, i));
    if (!value) {
      return PyErr_Occurred() != nullptr ? -1 : 0;
    }
    if (i >= fields) {
      return too_many(PyExc_ValueError, record, given);
    }
    if (visit(reinterpret_cast<CFieldObject*>(PyTuple_GetItem(map->positional, i)), value.get()) < 0) {
      return -1;
    }
  }
  return 0;
}

// The same for each item of a dict.
template <typename Visit>
int visit_by_name(FieldMap* map, PyObject* dict, Visit visit) {
  // A copy: conversions may change the dict, and iterating over a changing dict is an error at best.
  Ref<> copy = steal(PyDict_Copy(dict));
  PyObject* name = nullptr;
  PyObject* value = nullptr;
  Py_ssize_t position = 0;
  while (copy && PyDict_Next(copy.get(), &position, &name, &value) != 0) {
    auto* field = reinterpret_cast<CFieldObject*>(PyDict_GetItemWithError(map->by_name, name));
    if (field == nullptr) {
      if (PyErr_Occurred() == nullptr) {
        PyErr_SetObject(PyExc_KeyError, name);
      }
      return -1;
    }
    if (visit(field, value) < 0) {
      return -1;
    }
  }
  return copy ? 0 : -1;
}

bool is_initializer(PyObject* value) {
  return PyList_Check(value) != 0 || PyTuple_Check(value) != 0 || PyDict_Check(value) != 0;
}

// `value` is an initializer.
template <typename Visit>
int visit_fields(CTypeObject* record, PyObject* value, Visit visit) {
  FieldMap* map = field_map(record);
  if (map == nullptr) {
    return -1;
  }
  return PyDict_Check(value) ? visit_by_name(map, value, visit) : visit_by_position(record, map, value, visit);
}

bool is_same_record(CTypeObject* record, PyObject* value) {
  return is_cdata(*record->state, value) && as_cdata(value)->type == record;
}

}  // namespace

int convert_record(CTypeObject* record, char* data, PyObject* value, Py_ssize_t record_size) {
  if (is_same_record(record, value)) {
    Py_ssize_t size = ctype_size(record);
    if (size < 0) {
      return raise_format(PyExc_TypeError, "cannot copy cdata '%U' of unknown size", record->name), -1;
    }
    if (!check_readable(as_cdata(value))) {
      return -1;
    }
    std::memmove(data, as_cdata(value)->data, static_cast<size_t>(size));
    return 0;
  }
  if (!is_initializer(value)) {
    return refuse(record, "list or tuple or dict or struct-cdata", value);
  }
  return visit_fields(record, value, [data, record_size](CFieldObject* field, PyObject* item) {
    return convert_field(field, data, item, record_size);
  });
}

Py_ssize_t open_array_length(CTypeObject* array, PyObject** value) {
  PyObject* object = *value;
  if (PyList_Check(object)) {
    return PyList_Size(object);
  }
  if (PyTuple_Check(object)) {
    return PyTuple_Size(object);
  }
  if (PyBytes_Check(object)) {
    return PyBytes_GET_SIZE(object) + 1;  // with its terminator
  }
  if (PyUnicode_Check(object)) {
    return text_units(object, array->item->is(kIsWideChar) ? ctype_size(array->item) : 4) + 1;
  }
  *value = nullptr;
  if (PyIndex_Check(object) == 0) {
    PyErr_Format(PyExc_TypeError, "expected new array length or list/tuple/str, not %.200s", Py_TYPE(object)->tp_name);
    return -1;
  }
  Py_ssize_t length = PyNumber_AsSsize_t(object, PyExc_OverflowError);
  if (length < 0 && PyErr_Occurred() == nullptr) {
    PyErr_SetString(PyExc_ValueError, "negative array length");
    return -1;
  }
  return length;
}

namespace {

Py_ssize_t raise_array_too_large() {
  PyErr_SetString(PyExc_OverflowError, "array size would overflow a Py_ssize_t");
  return -1;
}

Py_ssize_t flexible_array_size(CTypeObject* array, PyObject* value) {
  Py_ssize_t length = open_array_length(array, &value);
  if (length < 0) {
    return -1;
  }
  auto bytes = checked_multiply(static_cast<uint64_t>(length), static_cast<uint64_t>(ctype_size(array->item)));
  return bytes ? static_cast<Py_ssize_t>(*bytes) : raise_array_too_large();
}

// Where the field ends with this initializer; 0 for one that has always the same size. -1 with an exception set.
Py_ssize_t flexible_field_end(CFieldObject* field, PyObject* value) {
  if (!field->flexible && !ends_in_flexible_array(field->type)) {
    return 0;
  }
  Py_ssize_t size =
      field->flexible ? flexible_array_size(field->type, value) : flexible_record_size(field->type, value);
  if (size < 0) {
    return -1;
  }
  auto end = checked_add(static_cast<uint64_t>(field->offset), static_cast<uint64_t>(size));
  return end ? static_cast<Py_ssize_t>(*end) : raise_array_too_large();
}

}  // namespace

Py_ssize_t flexible_record_size(CTypeObject* record, PyObject* value) {
  Py_ssize_t size = ctype_size(record);
  if (!ends_in_flexible_array(record) || is_same_record(record, value)) {
    return size;
  }
  if (!is_initializer(value)) {
    return refuse(record, "list or tuple or dict", value);
  }
  int result = visit_fields(record, value, [&size](CFieldObject* field, PyObject* item) {
    Py_ssize_t end = flexible_field_end(field, item);
    size = std::max(size, end);
    return end < 0 ? -1 : 0;
  });
  return result < 0 ? -1 : size;
}

}  // namespace cffi
