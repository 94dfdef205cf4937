#include "pyext/values/text_conversion.h"

#include <cstring>

#include "value/load_store.h"

namespace cffi {

bool check_bool_bytes(PyObject* bytes) {
  const char* text = PyBytes_AS_STRING(bytes);
  for (Py_ssize_t i = 0; i < PyBytes_GET_SIZE(bytes); ++i) {
    if (static_cast<unsigned char>(text[i]) > 1) {
      PyErr_SetString(PyExc_ValueError, "an array of _Bool can only contain \\x00 or \\x01");
      return false;
    }
  }
  return true;
}

int copy_bytes(CTypeObject* array, char* data, Py_ssize_t length, PyObject* bytes) {
  Py_ssize_t size = PyBytes_GET_SIZE(bytes);
  if (length >= 0 && size > length) {
    PyErr_Format(PyExc_IndexError, "initializer bytes is too long for '%U' (got %zd characters)", array->name, size);
    return -1;
  }
  if (array->is(kPointsToBool) && !check_bool_bytes(bytes)) {
    return -1;
  }
  // bytes objects end in a NUL: it is copied along when there is room.
  bool terminate = length < 0 || size < length;
  std::memcpy(data, PyBytes_AS_STRING(bytes), static_cast<size_t>(size) + (terminate ? 1 : 0));
  return 0;
}

Py_ssize_t text_units(PyObject* text, Py_ssize_t unit_size) {
  Py_ssize_t units = PyUnicode_GET_LENGTH(text);
  if (unit_size == 2 && PyUnicode_MAX_CHAR_VALUE(text) > 0xFFFF) {
    for (Py_ssize_t i = 0, count = units; i < count; ++i) {
      units += PyUnicode_READ_CHAR(text, i) > 0xFFFF ? 1 : 0;
    }
  }
  return units;
}

namespace {

char* store_unit(char* out, Py_ssize_t unit_size, uint32_t unit) {
  store_integer(out, static_cast<uint32_t>(unit_size), unit);
  return out + unit_size;
}

}  // namespace

int copy_text(CTypeObject* array, char* data, Py_ssize_t length, PyObject* text) {
  Py_ssize_t unit_size = ctype_size(array->item);
  Py_ssize_t units = text_units(text, unit_size);
  if (length >= 0 && units > length) {
    PyErr_Format(PyExc_IndexError, "initializer unicode is too long for '%U' (got %zd characters)", array->name, units);
    return -1;
  }
  char* out = data;
  for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(text); ++i) {
    Py_UCS4 point = PyUnicode_READ_CHAR(text, i);
    if (unit_size == 2 && point > 0xFFFF) {
      out = store_unit(out, 2, 0xD800U | ((point - 0x10000) >> 10));
      point = 0xDC00U | ((point - 0x10000) & 0x3FF);
    }
    out = store_unit(out, unit_size, point);
  }
  if (length < 0 || units < length) {
    store_unit(out, unit_size, 0);
  }
  return 0;
}

}  // namespace cffi
