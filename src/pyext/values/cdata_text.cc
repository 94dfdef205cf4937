#include "pyext/values/cdata_text.h"

#include <algorithm>

#include "pyext/memory/lifetime.h"
#include "pyext/python/py_compat.h"
#include "pyext/python/py_error.h"
#include "pyext/values/cdata_index.h"
#include "pyext/values/to_python.h"
#include "value/text_units.h"

namespace cffi {
namespace {

constexpr uint32_t kMaxCodePoint = 0x10FFFF;

// One-byte units that string() reads as bytes: all kinds of char, not _Bool.
bool is_byte_text(const CTypeObject* type) {
  return type->is(kIsChar | kIsInteger) && !type->is(kIsBool | kIsEnum) &&
         type->size.load(std::memory_order_relaxed) == 1;
}

PyObject* bytes_from(const char* data, Py_ssize_t length) { return PyBytes_FromStringAndSize(data, length); }

// UTF-16 as str: pairs joined, lone surrogates kept.
PyObject* str_from_utf16(const char* data, Py_ssize_t length) {
  if (length > PY_SSIZE_T_MAX / static_cast<Py_ssize_t>(sizeof(uint32_t))) {
    return PyErr_NoMemory();
  }
  // In a struct the units may lie at any address: copied before they are looked at.
  auto* units = static_cast<uint16_t*>(PyMem_Malloc(static_cast<size_t>(length) * sizeof(uint16_t)));
  auto* points = static_cast<uint32_t*>(PyMem_Malloc(static_cast<size_t>(length) * sizeof(uint32_t)));
  PyObject* text = nullptr;
  if (units != nullptr && points != nullptr) {
    std::copy_n(data, length * static_cast<Py_ssize_t>(sizeof(uint16_t)), reinterpret_cast<char*>(units));
    size_t count = utf16_decode({units, static_cast<size_t>(length)}, points);
    text = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, points, static_cast<Py_ssize_t>(count));
  } else {
    PyErr_NoMemory();
  }
  PyMem_Free(units);
  PyMem_Free(points);
  return text;
}

PyObject* str_from_utf32(CTypeObject* item, const char* data, Py_ssize_t length) {
  if (length > PY_SSIZE_T_MAX / static_cast<Py_ssize_t>(sizeof(uint32_t))) {
    return PyErr_NoMemory();
  }
  auto* points = static_cast<uint32_t*>(PyMem_Malloc(static_cast<size_t>(length) * sizeof(uint32_t)));
  if (points == nullptr) {
    return PyErr_NoMemory();
  }
  std::copy_n(data, length * static_cast<Py_ssize_t>(sizeof(uint32_t)), reinterpret_cast<char*>(points));
  const uint32_t* end = points + length;
  const uint32_t* bad = std::find_if(points, points + length, [](uint32_t point) { return point > kMaxCodePoint; });
  PyObject* text = nullptr;
  if (bad != end) {
    PyErr_Format(PyExc_ValueError, "%U out of range for conversion to unicode: 0x%x", item->name,
                 static_cast<unsigned int>(*bad));
  } else {
    text = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, points, length);
  }
  PyMem_Free(points);
  return text;
}

PyObject* str_from_wide(CTypeObject* item, const char* data, Py_ssize_t length) {
  return ctype_size(item) == 2 ? str_from_utf16(data, length) : str_from_utf32(item, data, length);
}

// How many items are known to lie at `cdata`; -1 when that is not known. An array inside a record may be declared
// shorter than it is (`char name[1]`): its length says nothing certain.
Py_ssize_t certain_items(CDataObject* cdata) {
  Py_ssize_t size = allocated_size(cdata);
  Py_ssize_t item_size = ctype_size(cdata->type->item);
  if (size >= 0 && item_size > 0) {
    return size / item_size;
  }
  return cdata->type->is(kIsOpenArray) ? array_length(cdata) : -1;
}

// How many items string() and unpack() may read, given what the caller asks for (-1: up to the terminator).
// -1: no limit.
Py_ssize_t readable_items(CDataObject* cdata, Py_ssize_t asked) {
  Py_ssize_t certain = certain_items(cdata);
  if (certain >= 0) {
    return asked < 0 ? certain : std::min(asked, certain);
  }
  return asked < 0 && cdata->type->is(kIsArray) ? array_length(cdata) : asked;
}

PyObject* string_of_array(CDataObject* cdata, Py_ssize_t maxlen) {
  CTypeObject* item = cdata->type->item;
  Py_ssize_t limit = readable_items(cdata, maxlen);
  size_t length = text_length(cdata->data, static_cast<size_t>(ctype_size(item)),
                              limit < 0 ? static_cast<size_t>(PY_SSIZE_T_MAX) : static_cast<size_t>(limit));
  return item->is(kIsWideChar) ? str_from_wide(item, cdata->data, static_cast<Py_ssize_t>(length))
                               : bytes_from(cdata->data, static_cast<Py_ssize_t>(length));
}

PyObject* enum_name(CDataObject* cdata) {
  Ref<> elements = enum_elements(cdata->type);
  Ref<> value = steal(elements ? cdata->type->to_python(cdata->type, cdata->data, nullptr) : nullptr);
  if (!value) {
    return nullptr;
  }
  Ref<> name = dict_get(elements.get(), value.get());
  if (name || PyErr_Occurred() != nullptr) {
    return name.release();
  }
  return PyObject_Str(value.get());
}

// False with an exception set.
bool check_address(CDataObject* cdata, const char* function) {
  if (cdata->data == nullptr) {
    raise_format(PyExc_RuntimeError, "cannot use %s() on %R", function, as_object(cdata));
    return false;
  }
  if (is_released(cdata)) {
    raise_unusable_memory(cdata);
    return false;
  }
  return true;
}

std::nullptr_t raise_unexpected(CDataObject* cdata) {
  CTypeObject* type = cdata->type;
  bool of_bools = type->item != nullptr && type->item->is(kIsBool);
  return raise_format(PyExc_TypeError, "string(): unexpected cdata '%U' argument%s", type->name,
                      of_bools ? " (use unpack() for its values, or cast it to 'uint8_t *' for its bytes)" : "");
}

PyObject* unpack_items(CDataObject* cdata, Py_ssize_t length, Py_ssize_t item_size) {
  Ref<> list = steal(PyList_New(length));
  if (!list) {
    return nullptr;
  }
  CTypeObject* item = cdata->type->item;
  bool views = item->is(kIsRecord | kIsArray);
  char* data = cdata->data;
  for (Py_ssize_t i = 0; i < length; ++i, data += item_size) {
    PyObject* value = views ? view_item(cdata, data) : item->to_python(item, data, nullptr);
    if (value == nullptr) {
      return nullptr;
    }
    PyList_SET_ITEM(list.get(), i, value);
  }
  return list.release();
}

// What unpack() refuses, in the released package's order. False with an exception set.
bool check_unpack(CDataObject* cdata, Py_ssize_t length) {
  CTypeObject* type = cdata->type;
  if (!type->is(kIsPointer | kIsArray)) {
    raise_format(PyExc_TypeError, "expected a pointer or array, got '%U'", type->name);
    return false;
  }
  if (length < 0) {
    raise_format(PyExc_ValueError, "'length' cannot be negative");
    return false;
  }
  if (!check_address(cdata, "unpack")) {
    return false;
  }
  if (readable_items(cdata, length) < length) {
    raise_format(PyExc_ValueError, "'length' is %zd, but cdata '%U' has only %zd items", length, type->name,
                 certain_items(cdata));
    return false;
  }
  if (ctype_size(type->item) < 0) {
    raise_format(PyExc_ValueError, "'%U' points to items of unknown size", type->name);
    return false;
  }
  return true;
}

}  // namespace

PyObject* cdata_string(CDataObject* cdata, Py_ssize_t maxlen) {
  CTypeObject* type = cdata->type;
  if (type->is(kIsPointer | kIsArray)) {
    bool is_text = is_byte_text(type->item) || type->item->is(kIsWideChar);
    bool is_integer = type->item->is(kIsInteger | kIsEnum) && !type->item->is(kIsBool);
    if (!is_text && (cdata->data != nullptr || !is_integer)) {
      return raise_unexpected(cdata);
    }
    return check_address(cdata, "string") ? string_of_array(cdata, maxlen) : nullptr;
  }
  if (type->is(kIsEnum)) {
    return enum_name(cdata);
  }
  if (type->is(kIsWideChar)) {
    return type->to_python(type, cdata->data, nullptr);
  }
  return is_byte_text(type) ? bytes_from(cdata->data, 1) : raise_unexpected(cdata);
}

PyObject* cdata_unpack(CDataObject* cdata, Py_ssize_t length) {
  if (!check_unpack(cdata, length)) {
    return nullptr;
  }
  CTypeObject* item = cdata->type->item;
  Py_ssize_t item_size = ctype_size(item);
  Py_ssize_t size = 0;
  if (__builtin_mul_overflow(length, item_size, &size)) {
    return PyErr_NoMemory();
  }
  if (item->is(kIsChar)) {
    return bytes_from(cdata->data, length);
  }
  if (item->is(kIsWideChar)) {
    return str_from_wide(item, cdata->data, length);
  }
  return unpack_items(cdata, length, item_size);
}

}  // namespace cffi
