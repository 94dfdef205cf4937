#include "pyext/argument.h"

#include <cstdlib>
#include <cstring>

#include "base/checked_math.h"
#include "pyext/cdata_object.h"
#include "pyext/file_argument.h"
#include "pyext/from_python.h"
#include "pyext/py_compat.h"
#include "pyext/text_conversion.h"
#include "pyext/to_python.h"
#include "value/load_store.h"
#include "value/range_check.h"

namespace cffi {

void CallScratch::free_blocks() {
  while (blocks_ != nullptr) {
    void* next = *static_cast<void**>(blocks_);
    std::free(blocks_);
    blocks_ = next;
  }
}

char* CallScratch::allocate(Py_ssize_t size) {
  constexpr Py_ssize_t kAlignment = 16;
  Py_ssize_t rounded = size <= kInlineSize ? (size + kAlignment - 1) & ~(kAlignment - 1) : size;
  if (rounded <= kInlineSize - used_) {
    char* memory = inline_ + used_;
    used_ += rounded;
    std::memset(memory, 0, static_cast<size_t>(rounded));
    return memory;
  }
  // Each block starts with the address of the one before it.
  auto total = checked_add(static_cast<uint64_t>(size), kAlignment);
  void* block = total ? std::calloc(1, static_cast<size_t>(*total)) : nullptr;
  if (block == nullptr) {
    PyErr_NoMemory();
    return nullptr;
  }
  *static_cast<void**>(block) = blocks_;
  blocks_ = block;
  return static_cast<char*>(block) + kAlignment;
}

namespace {

void store_slot(char* slot, int64_t value) { store_as(slot, value); }

// Exact small ints, which nearly all are, never leave this function.
template <typename T>
int integer_argument(CTypeObject* type, char* slot, PyObject* value, CallScratch&) {
  long long number = 0;
  if (small_int(value, &number)) {
    if constexpr (std::is_signed_v<T>) {
      if (fits_signed(number, sizeof(T) * 8)) {
        store_slot(slot, number);
        return 0;
      }
    } else if (number >= 0 && fits_unsigned(static_cast<uint64_t>(number), sizeof(T) * 8)) {
      store_slot(slot, number);
      return 0;
    }
  }
  if (type->from_python(type, slot, value) < 0) {
    return -1;
  }
  store_slot(slot, static_cast<int64_t>(load_as<T>(slot)));
  return 0;
}

// bool, char, wide chars: converted in place, then extended.
int small_argument(CTypeObject* type, char* slot, PyObject* value, CallScratch&) {
  if (type->from_python(type, slot, value) < 0) {
    return -1;
  }
  store_slot(slot, static_cast<int64_t>(load_integer_bits(type, slot)));
  return 0;
}

int char_argument(CTypeObject* type, char* slot, PyObject* value, CallScratch&) {
  if (!to_char(type, value, slot)) {
    return -1;
  }
  store_slot(slot, static_cast<int64_t>(*slot));  // plain char: signed exactly when this compiler's is
  return 0;
}

int double_argument(CTypeObject*, char* slot, PyObject* value, CallScratch&) {
  double number = PyFloat_CheckExact(value) ? PyFloat_AS_DOUBLE(value) : PyFloat_AsDouble(value);
  if (number == -1.0 && PyErr_Occurred() != nullptr) {
    return -1;
  }
  store_as(slot, number);
  return 0;
}

int plain_argument(CTypeObject* type, char* slot, PyObject* value, CallScratch&) {
  return type->from_python(type, slot, value);
}

// Only what the initialiser names is written: the rest must not be stack contents.
int store_record(CTypeObject* type, char* slot, PyObject* value) {
  Py_ssize_t size = ctype_size(type);
  if (size >= 0 && is_cdata(*type->state, value) && reinterpret_cast<CDataObject*>(value)->type == type) {
    return convert_record(type, slot, value, size);  // fills all of it
  }
  if (size < 0) {
    PyErr_Format(PyExc_TypeError, "ctype '%U' has incomplete type", type->name);
    return -1;
  }
  std::memset(slot, 0, static_cast<size_t>(size));
  return convert_record(type, slot, value, size);
}

int record_argument(CTypeObject* type, char* slot, PyObject* value, CallScratch&) {
  return store_record(type, slot, value);
}

int pointer_argument(CTypeObject* type, char* slot, PyObject* value, CallScratch& scratch) {
  char* address = nullptr;
  Py_ssize_t size = prepare_pointer_argument(type, value, &address);
  if (size < 0) {
    return -1;
  }
  if (size > 0) {
    address = scratch.allocate(size);
    if (address == nullptr || fill_pointer_argument(type, address, size, value) < 0) {
      return -1;
    }
  }
  store_as(slot, address);
  return 0;
}

ArgumentConverter choose_integer_argument(bool is_signed, Py_ssize_t size) {
  switch (size) {
    case 1:
      return is_signed ? integer_argument<int8_t> : integer_argument<uint8_t>;
    case 2:
      return is_signed ? integer_argument<int16_t> : integer_argument<uint16_t>;
    case 4:
      return is_signed ? integer_argument<int32_t> : integer_argument<uint32_t>;
    case 8:
      return is_signed ? integer_argument<int64_t> : integer_argument<uint64_t>;
    default:
      return plain_argument;
  }
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
  bool bytes = (type->flags & kIsCharPointer) != 0;
  PyErr_Format(PyExc_TypeError, "initializer for ctype '%U' must be a %slist or tuple, not str%s", type->name,
               bytes ? "bytes or " : "", bytes ? " (use text.encode() to make bytes of it)" : "");
  return -1;
}

}  // namespace

ArgumentConverter choose_argument_converter(const CTypeObject* type) {
  uint32_t flags = type->flags;
  Py_ssize_t size = type->size.load(std::memory_order_relaxed);
  if ((flags & kIsPointer) != 0) return pointer_argument;
  if ((flags & kIsChar) != 0) return char_argument;
  if ((flags & (kIsBool | kIsWideChar)) != 0) return small_argument;
  if ((flags & kIsInteger) != 0) return choose_integer_argument((flags & kIsSigned) != 0, size);
  if ((flags & kIsFloat) != 0 && size == 8) return double_argument;
  if ((flags & kIsRecord) != 0) return record_argument;
  return plain_argument;
}

int store_argument(CTypeObject* type, char* out, PyObject* value) {
  return (type->flags & kIsRecord) != 0 ? store_record(type, out, value) : type->from_python(type, out, value);
}

Py_ssize_t prepare_pointer_argument(CTypeObject* type, PyObject* value, char** address) {
  // bytes first: telling them apart is one bit, cdata may need a walk through base classes.
  if (PyBytes_Check(value) && (type->flags & kPointsToBytes) != 0) {
    if ((type->flags & kPointsToBool) != 0 && !check_bool_bytes(value)) {
      return -1;
    }
    *address = PyBytes_AS_STRING(value);
    return 0;
  }
  if (is_cdata(*type->state, value) || (type->flags & kIsPointer) == 0) {
    return to_pointer(type, value, address);
  }
  bool sized_items = (type->flags & kIsVoidPointer) == 0 && ctype_size(type->item) >= 0;
  if (sized_items && PyList_Check(value)) {
    return items_size(type, PyList_Size(value));
  }
  if (sized_items && PyTuple_Check(value)) {
    return items_size(type, PyTuple_Size(value));
  }
  if (sized_items && PyUnicode_Check(value)) {
    bool wide = (type->item->flags & kIsWideChar) != 0;
    return wide ? items_size(type, text_units(value, ctype_size(type->item)) + 1) : refuse_text(type);
  }
  if ((type->flags & kIsFilePointer) != 0 && is_python_file(*type->state, value)) {
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
