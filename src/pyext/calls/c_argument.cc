#include "pyext/calls/c_argument.h"

#include <cstring>

#include "base/checked_math.h"
#include "pyext/calls/file_argument.h"
#include "pyext/python/py_compat.h"
#include "pyext/values/aggregate_conversion.h"
#include "pyext/values/from_python.h"
#include "pyext/values/pointer_conversion.h"
#include "pyext/values/text_conversion.h"
#include "pyext/values/to_python.h"
#include "value/load_store.h"
#include "value/range_check.h"

namespace cffi {

namespace {

// Integers, bool, wide chars: converted in place, then extended.
int extended_argument(CTypeObject* type, char* slot, PyObject* value, CallScratch&) {
  if (type->from_python(type, slot, value) < 0) {
    return -1;
  }
  store_as(slot, load_integer_bits(type, slot));
  return 0;
}

int char_argument(CTypeObject* type, char* slot, PyObject* value, CallScratch&) {
  if (!to_char(type, value, slot)) {
    return -1;
  }
  store_as(slot, static_cast<int64_t>(*slot));  // plain char: signed exactly when this compiler's is
  return 0;
}

[[gnu::noinline]] int double_from_other(char* slot, PyObject* value) {
  double number = PyFloat_AsDouble(value);
  if (number == -1.0 && PyErr_Occurred() != nullptr) {
    return -1;
  }
  store_as(slot, number);
  return 0;
}

int double_argument(CTypeObject*, char* slot, PyObject* value, CallScratch&) {
  if (PyFloat_CheckExact(value)) [[likely]] {
    store_as(slot, PyFloat_AS_DOUBLE(value));
    return 0;
  }
  return double_from_other(slot, value);
}

int plain_argument(CTypeObject* type, char* slot, PyObject* value, CallScratch&) {
  return type->from_python(type, slot, value);
}

// Only what the initialiser names is written: the rest must not be stack contents.
[[gnu::noinline]] int store_record(CTypeObject* type, char* slot, PyObject* value) {
  Py_ssize_t size = ctype_size(type);
  if (size < 0) {
    PyErr_Format(PyExc_TypeError, "ctype '%U' has incomplete type", type->name);
    return -1;
  }
  std::memset(slot, 0, static_cast<size_t>(size));
  return convert_record(type, slot, value, size);
}

// `type` is complete: nothing incomplete gets into a call plan.
int record_argument(CTypeObject* type, char* slot, PyObject* value, CallScratch&) {
  if (is_usual_cdata(*type->state, value) && as_cdata(value)->type == type) [[likely]] {
    copy_value(slot, as_cdata(value)->data, type->size.load(std::memory_order_relaxed));
    return 0;
  }
  return store_record(type, slot, value);
}

[[gnu::noinline]] int pointer_from_other(CTypeObject* type, char* slot, PyObject* value, CallScratch& scratch) {
  return store_pointer_argument(type, slot, value, scratch);
}

int pointer_argument(CTypeObject* type, char* slot, PyObject* value, CallScratch& scratch) {
  if (PyBytes_CheckExact(value)) {
    if ((type->flags & (kPointsToBytes | kPointsToBool)) == kPointsToBytes) [[likely]] {
      store_as(slot, PyBytes_AS_STRING(value));
      return 0;
    }
  } else if (store_same_pointer(type, slot, value)) {
    return 0;
  }
  return pointer_from_other(type, slot, value, scratch);
}

ArgumentStep integer_step(CTypeObject* type, uint32_t bits) {
  if (type->is(kIsSigned)) {
    return {type, extended_argument, min_signed(bits), max_signed(bits)};
  }
  return {type, extended_argument, 0, bits < 64 ? static_cast<int64_t>(max_unsigned(bits)) : INT64_MAX};
}

// Bytes that `count` items of `pointer`'s target take: at least 1, so that an empty list has an address too.
Py_ssize_t items_size(CTypeObject* pointer, Py_ssize_t count) {
  auto bytes = checked_multiply(static_cast<uint64_t>(count), static_cast<uint64_t>(ctype_size(pointer->item)));
  if (!bytes) {
    PyErr_SetString(PyExc_OverflowError, "array size would overflow a Py_ssize_t");
    return -1;
  }
  return *bytes > 0 ? static_cast<Py_ssize_t>(*bytes) : 1;
}

int refuse_text(CTypeObject* type) {
  bool bytes = type->is(kIsCharPointer);
  PyErr_Format(PyExc_TypeError, "initializer for ctype '%U' must be a %slist or tuple, not str%s", type->name,
               bytes ? "bytes or " : "", bytes ? " (use text.encode() to make bytes of it)" : "");
  return -1;
}

}  // namespace

ArgumentStep make_argument_step(CTypeObject* type) {
  uint32_t flags = type->flags;
  Py_ssize_t size = type->size.load(std::memory_order_relaxed);
  if ((flags & kIsAnyPointer) != 0) return {type, pointer_argument};
  if ((flags & kIsChar) != 0) return {type, char_argument};
  if ((flags & kIsWideChar) != 0) return {type, extended_argument};
  if ((flags & kIsBool) != 0) return {type, extended_argument, 0, 1};
  if ((flags & kIsInteger) != 0 && size <= 8) return integer_step(type, static_cast<uint32_t>(size) * 8);
  if ((flags & kIsFloat) != 0 && size == 8) return {type, double_argument};
  if ((flags & kIsRecord) != 0) return {type, record_argument};
  return {type, plain_argument};
}

int store_argument(CTypeObject* type, char* out, PyObject* value) {
  if (!type->is(kIsRecord)) {
    return type->from_python(type, out, value);
  }
  return copy_same_record(type, out, value) ? 0 : store_record(type, out, value);
}

Py_ssize_t prepare_pointer_argument(CTypeObject* type, PyObject* value, char** address) {
  // bytes first: telling them apart is one bit, cdata may need a walk through base classes.
  if (PyBytes_Check(value) && type->is(kPointsToBytes)) {
    if (type->is(kPointsToBool) && !check_bool_bytes(value)) {
      return -1;
    }
    *address = PyBytes_AS_STRING(value);
    return 0;
  }
  if (is_cdata(*type->state, value) || !type->is(kIsPointer)) {
    return to_pointer(type, value, address);
  }
  bool sized_items = !type->is(kIsVoidPointer) && ctype_size(type->item) >= 0;
  if (sized_items && PyList_Check(value)) {
    return items_size(type, PyList_Size(value));
  }
  if (sized_items && PyTuple_Check(value)) {
    return items_size(type, PyTuple_Size(value));
  }
  if (sized_items && PyUnicode_Check(value)) {
    bool wide = type->item->is(kIsWideChar);
    return wide ? items_size(type, text_units(value, ctype_size(type->item)) + 1) : refuse_text(type);
  }
  if (type->is(kIsFilePointer) && is_python_file(*type->state, value)) {
    *address = file_of_python_file(value);
    return *address != nullptr ? 0 : -1;
  }
  return to_pointer(type, value, address);  // raises
}

int fill_pointer_argument(CTypeObject* type, char* buffer, Py_ssize_t size, PyObject* value) {
  CTypeObject* array = array_ctype(type->item, -1);
  if (array == nullptr) {
    return -1;
  }
  Py_ssize_t item_size = ctype_size(type->item);
  return convert_array(array, buffer, item_size > 0 ? size / item_size : -1, value);
}

}  // namespace cffi
