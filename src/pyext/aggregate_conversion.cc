// Arrays and records from Python objects: lists, tuples, dicts, bytes, str, cdata.
//
// Converting an item runs Python code, which may change the list or dict that is being read: lengths are asked again
// at every step, and every object taken out is held while it is used.
#include <cstring>

#include "base/checked_math.h"
#include "pyext/cdata_object.h"
#include "pyext/from_python.h"
#include "pyext/py_compat.h"
#include "pyext/py_error.h"
#include "pyext/record_fields.h"
#include "pyext/text_conversion.h"

namespace cffi {
namespace {

CDataObject* as_cdata(PyObject* value) { return reinterpret_cast<CDataObject*>(value); }

// "not str", "not cdata 'int *'": what was given instead.
int refuse(CTypeObject* type, const char* wanted, PyObject* value) {
  if (is_cdata(*type->state, value)) {
    PyErr_Format(PyExc_TypeError, "initializer for ctype '%U' must be a %s, not cdata '%U'", type->name, wanted,
                 as_cdata(value)->type->name);
  } else {
    bool text = PyUnicode_Check(value) != 0 && (type->flags & kIsCharPointer) != 0;
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
  if ((array->flags & kIsCharPointer) != 0) {
    return "bytes or list or tuple";
  }
  return (array->item->flags & kIsWideChar) != 0 ? "unicode or list or tuple" : "list or tuple";
}

bool is_same_array(CTypeObject* array, Py_ssize_t length, PyObject* value) {
  return is_cdata(*array->state, value) && as_cdata(value)->type == array &&
         (array->length >= 0 || length < 0 || array_length(as_cdata(value)) <= length);
}

}  // namespace

int convert_array(CTypeObject* array, char* data, Py_ssize_t length, PyObject* value) {
  if (is_same_array(array, length, value)) {
    Py_ssize_t size = cdata_size(as_cdata(value));
    if (size < 0) {
      return -1;
    }
    std::memmove(data, as_cdata(value)->data, static_cast<size_t>(size));
    return 0;
  }
  if (PyBytes_Check(value) && (array->flags & kIsCharPointer) != 0) {
    return copy_bytes(array, data, length, value);
  }
  if (PyUnicode_Check(value) && (array->item->flags & kIsWideChar) != 0) {
    return copy_text(array, data, length, value);
  }
  if (PyList_Check(value) || PyTuple_Check(value)) {
    return convert_items(array, data, length, value);
  }
  return refuse(array, wanted_for(array), value);
}

namespace {

int convert_field(CFieldObject* field, char* data, PyObject* value, Py_ssize_t record_size) {
  // new() took the int as the length of the flexible array: there is nothing to store.
  if (field->flexible && PyLong_Check(value)) {
    return open_array_length(field->type, &value) < 0 ? -1 : 0;
  }
  return write_field(field, data, value, record_size);
}

int convert_by_position(CTypeObject* record, FieldMap* map, char* data, PyObject* sequence, Py_ssize_t record_size) {
  bool is_list = PyList_Check(sequence) != 0;
  Py_ssize_t given = is_list ? PyList_Size(sequence) : PyTuple_Size(sequence);
  Py_ssize_t fields = PyTuple_Size(map->positional);
  if (given > fields) {
    return too_many(PyExc_ValueError, record, given);
  }
  for (Py_ssize_t i = 0; i < given; ++i) {
    Ref<> value = is_list ? list_get(sequence, i) : borrow(PyTuple_GetItem(sequence, i));
    if (!value) {
      return PyErr_Occurred() != nullptr ? -1 : 0;
    }
    auto* field = reinterpret_cast<CFieldObject*>(PyTuple_GetItem(map->positional, i));
    if (convert_field(field, data, value.get(), record_size) < 0) {
      return -1;
    }
  }
  return 0;
}

int convert_by_name(FieldMap* map, char* data, PyObject* dict, Py_ssize_t record_size) {
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
    if (convert_field(field, data, value, record_size) < 0) {
      return -1;
    }
  }
  return copy ? 0 : -1;
}

}  // namespace

int convert_record(CTypeObject* record, char* data, PyObject* value, Py_ssize_t record_size) {
  if (is_cdata(*record->state, value) && as_cdata(value)->type == record) {
    Py_ssize_t size = ctype_size(record);
    if (size < 0) {
      return raise_format(PyExc_TypeError, "cannot copy cdata '%U' of unknown size", record->name), -1;
    }
    std::memmove(data, as_cdata(value)->data, static_cast<size_t>(size));
    return 0;
  }
  bool by_position = PyList_Check(value) || PyTuple_Check(value);
  if (!by_position && !PyDict_Check(value)) {
    return refuse(record, "list or tuple or dict or struct-cdata", value);
  }
  FieldMap* map = field_map(record);
  if (map == nullptr) {
    return -1;
  }
  return by_position ? convert_by_position(record, map, data, value, record_size)
                     : convert_by_name(map, data, value, record_size);
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
    return text_units(object, (array->item->flags & kIsWideChar) != 0 ? ctype_size(array->item) : 4) + 1;
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

// The initialiser that `value` has for the record's last field; empty (without an exception) when it has none.
Ref<> last_initializer(FieldMap* map, PyObject* value) {
  Py_ssize_t fields = PyTuple_Size(map->positional);
  if (PyDict_Check(value)) {
    Py_ssize_t count = PyList_Size(map->in_order);
    return count > 0 ? dict_get(value, PyTuple_GetItem(PyList_GetItem(map->in_order, count - 1), 0)) : nullptr;
  }
  if (PyList_Check(value)) {
    return PyList_Size(value) == fields && fields > 0 ? list_get(value, fields - 1) : nullptr;
  }
  if (PyTuple_Check(value)) {
    return PyTuple_Size(value) == fields && fields > 0 ? borrow(PyTuple_GetItem(value, fields - 1)) : nullptr;
  }
  return nullptr;
}

// Bytes that the last field needs behind its offset.
Py_ssize_t flexible_field_size(CFieldObject* field, PyObject* value) {
  if (!field->flexible) {
    return flexible_record_size(field->type, value);
  }
  PyObject* initializer = value;
  Py_ssize_t length = open_array_length(field->type, &initializer);
  if (length < 0) {
    return -1;
  }
  auto bytes = checked_multiply(static_cast<uint64_t>(length), static_cast<uint64_t>(ctype_size(field->type->item)));
  if (!bytes) {
    PyErr_SetString(PyExc_OverflowError, "array size would overflow a Py_ssize_t");
    return -1;
  }
  return static_cast<Py_ssize_t>(*bytes);
}

}  // namespace

Py_ssize_t flexible_record_size(CTypeObject* record, PyObject* value) {
  Py_ssize_t size = ctype_size(record);
  const RecordBody* body = type_as<RecordType>(record->type)->complete();
  if (body == nullptr || !body->has_flexible_array) {
    return size;
  }
  FieldMap* map = field_map(record);
  Ref<> last = map != nullptr ? last_initializer(map, value) : nullptr;
  if (!last) {
    return PyErr_Occurred() != nullptr ? -1 : size;
  }
  Ref<> pair = borrow(PyList_GetItem(map->in_order, PyList_Size(map->in_order) - 1));
  auto* field = reinterpret_cast<CFieldObject*>(PyTuple_GetItem(pair.get(), 1));
  if (!field->flexible && (field->type->flags & kIsRecord) == 0) {
    return size;
  }
  Py_ssize_t tail = flexible_field_size(field, last.get());
  if (tail < 0) {
    return -1;
  }
  auto total = checked_add(static_cast<uint64_t>(field->offset), static_cast<uint64_t>(tail));
  if (!total) {
    PyErr_SetString(PyExc_OverflowError, "array size would overflow a Py_ssize_t");
    return -1;
  }
  return static_cast<Py_ssize_t>(*total) > size ? static_cast<Py_ssize_t>(*total) : size;
}

}  // namespace cffi
