#include "pyext/values/cdata_slice.h"

#include <cstring>

#include "pyext/memory/lifetime.h"
#include "pyext/python/py_compat.h"
#include "pyext/python/py_error.h"
#include "pyext/values/cdata_index.h"

namespace cffi {
namespace {

struct SliceBounds {
  Py_ssize_t start;
  Py_ssize_t length;
};

// False with an exception set. Unlike list slices, both ends must be given.
bool slice_end(PyObject* end, const char* name, Py_ssize_t* out) {
  if (end == Py_None) {
    PyErr_Format(PyExc_IndexError, "slice %s must be specified", name);
    return false;
  }
  long long small = 0;
  if (small_int(end, &small) && small >= PY_SSIZE_T_MIN && small <= PY_SSIZE_T_MAX) {
    *out = static_cast<Py_ssize_t>(small);
    return true;
  }
  if (!PyIndex_Check(end)) {
    raise_format(PyExc_TypeError, "an integer is required");
    return false;
  }
  Ref<> number = steal(PyNumber_Index(end));
  *out = number ? PyLong_AsSsize_t(number.get()) : -1;
  return *out != -1 || PyErr_Occurred() == nullptr;
}

bool check_array_bounds(CDataObject* array, Py_ssize_t start, Py_ssize_t stop) {
  if (start < 0) {
    raise_format(PyExc_IndexError, "negative index");
    return false;
  }
  if (stop > array_length(array)) {
    raise_format(PyExc_IndexError, "index too large (expected %zd <= %zd)", stop, array_length(array));
    return false;
  }
  return true;
}

// False with an exception set.
bool slice_bounds(CDataObject* cdata, PyObject* key, SliceBounds* out) {
  auto* slice = reinterpret_cast<PySliceObject*>(key);
  Py_ssize_t start = 0;
  Py_ssize_t stop = 0;
  if (!slice_end(slice->start, "start", &start) || !slice_end(slice->stop, "stop", &stop)) {
    return false;
  }
  if (slice->step != Py_None) {
    raise_format(PyExc_IndexError, "slice with step not supported");
    return false;
  }
  if (start > stop) {
    raise_format(PyExc_IndexError, "slice start > stop");
    return false;
  }
  uint32_t flags = cdata->type->flags;
  if ((flags & (kIsPointer | kIsArray)) == 0) {
    raise_format(PyExc_TypeError, "cdata of type '%U' cannot be indexed", cdata->type->name);
    return false;
  }
  if ((flags & kIsArray) != 0 && !check_array_bounds(cdata, start, stop)) {
    return false;
  }
  if (__builtin_sub_overflow(stop, start, &out->length)) {
    raise_format(PyExc_OverflowError, "array size would overflow a Py_ssize_t");
    return false;
  }
  out->start = start;
  return true;
}

// The slice as a cdata of type T[]: all further access is checked against its length.
Ref<CDataObject> make_slice(CDataObject* cdata, PyObject* key) {
  SliceBounds bounds;
  if (!slice_bounds(cdata, key, &bounds)) {
    return nullptr;
  }
  CTypeObject* item = cdata->type->item;
  Py_ssize_t item_size = ctype_size(item);
  if (item_size < 0) {
    return raise_format(PyExc_ValueError, "array item of unknown size: '%U'", item->name);
  }
  Py_ssize_t offset = 0;
  if (__builtin_mul_overflow(bounds.start, item_size, &offset)) {
    return raise_format(PyExc_OverflowError, "array size would overflow a Py_ssize_t");
  }
  if (is_released(cdata)) {
    return raise_unusable_memory(cdata);
  }
  CTypeObject* array = array_ctype(item, -1);
  if (array == nullptr) {
    return nullptr;
  }
  auto* address = reinterpret_cast<char*>(reinterpret_cast<uintptr_t>(cdata->data) + static_cast<uintptr_t>(offset));
  return steal(as_cdata(make_view(array, address, view_owner(cdata), bounds.length)));
}

std::nullptr_t raise_too_few(Py_ssize_t expected, Py_ssize_t got) {
  return raise_format(PyExc_ValueError, "need %zd values to unpack, got %zd", expected, got);
}

std::nullptr_t raise_too_many(Py_ssize_t expected) {
  return raise_format(PyExc_ValueError, "got more than %zd values to unpack", expected);
}

// The bytes of a bytes or bytearray object (null: it is neither), without running any code.
const char* bytes_of(PyObject* value, Py_ssize_t* size) {
  if (PyBytes_Check(value)) {
    *size = PyBytes_GET_SIZE(value);
    return PyBytes_AS_STRING(value);
  }
  if (PyByteArray_Check(value)) {
    *size = PyByteArray_GET_SIZE(value);
    return PyByteArray_AS_STRING(value);
  }
  return nullptr;
}

// Copies `bytes`, as many as the whole slice has, over it.
int assign_bytes(CDataObject* slice, const char* bytes) {
  if (slice->length == 0) {
    return 0;
  }
  char* address = item_address(slice, 0);
  if (address == nullptr) {
    return -1;
  }
  Py_ssize_t size = cdata_size(slice);
  if (size < 0) {
    return -1;
  }
  std::memmove(address, bytes, static_cast<size_t>(size));
  return 0;
}

// Writes item `index` of a slice whose memory may or may not go away meanwhile.
class ItemWriter {
 public:
  explicit ItemWriter(CDataObject* slice)
      : slice_(slice), direct_(slice->data != nullptr && !is_releasable(slice)), size_(ctype_size(slice->type->item)) {}

  int write(Py_ssize_t index, PyObject* value) {
    CTypeObject* item = slice_->type->item;
    if (!direct_ || item->is(kIsRecord)) {
      return write_item(slice_, index, value);
    }
    return item->from_python(item, slice_->data + index * size_, value);
  }

 private:
  CDataObject* slice_;
  bool direct_;
  Py_ssize_t size_;
};

// From a list or tuple that may change while its items are converted.
int assign_sequence(CDataObject* slice, PyObject* values) {
  ItemWriter writer(slice);
  bool is_list = PyList_CheckExact(values) != 0;
  for (Py_ssize_t i = 0; i < slice->length; ++i) {
    Ref<> value;
    if (i < PySequence_Fast_GET_SIZE(values)) {
      value = is_list ? list_get(values, i) : borrow(PyTuple_GetItem(values, i));
    }
    if (!value) {
      raise_too_few(slice->length, i);
      return -1;
    }
    if (writer.write(i, value.get()) < 0) {
      return -1;
    }
  }
  if (PySequence_Fast_GET_SIZE(values) > slice->length) {
    raise_too_many(slice->length);
    return -1;
  }
  return 0;
}

int assign_iterable(CDataObject* slice, PyObject* values) {
  Ref<> iterator = steal(PyObject_GetIter(values));
  if (!iterator) {
    return -1;
  }
  ItemWriter writer(slice);
  for (Py_ssize_t i = 0; i < slice->length; ++i) {
    Ref<> value = steal(PyIter_Next(iterator.get()));
    if (!value) {
      if (PyErr_Occurred() == nullptr) {
        raise_too_few(slice->length, i);
      }
      return -1;
    }
    if (writer.write(i, value.get()) < 0) {
      return -1;
    }
  }
  Ref<> surplus = steal(PyIter_Next(iterator.get()));
  if (surplus) {
    raise_too_many(slice->length);
  }
  return PyErr_Occurred() == nullptr ? 0 : -1;
}

// The other array's items, when they can be copied as they are; null without an exception when not.
const char* same_items(CDataObject* slice, PyObject* value) {
  if (!is_cdata(*slice->type->state, value)) {
    return nullptr;
  }
  auto* source = as_cdata(value);
  if (!source->type->is(kIsArray) || source->type->item != slice->type->item || array_length(source) != slice->length ||
      source->data == nullptr || is_released(source)) {
    return nullptr;
  }
  return source->data;
}

int assign_values(CDataObject* slice, PyObject* value) {
  if (const char* items = same_items(slice, value)) {
    return assign_bytes(slice, items);
  }
  CTypeObject* item = slice->type->item;
  Py_ssize_t size = 0;
  if (const char* bytes = bytes_of(value, &size)) {
    if (item->is(kIsChar) && size != slice->length) {
      raise_format(PyExc_ValueError, "need a string of length %zd, got %zd", slice->length, size);
      return -1;
    }
    bool holds_any_byte = item->is(kIsUnsigned) && !item->is(kIsBool | kIsEnum);
    if (size == slice->length && (item->is(kIsChar) || (holds_any_byte && ctype_size(item) == 1))) {
      return assign_bytes(slice, bytes);
    }
  }
  if (PyList_CheckExact(value) || PyTuple_CheckExact(value)) {
    return assign_sequence(slice, value);
  }
  return assign_iterable(slice, value);
}

}  // namespace

PyObject* read_slice(CDataObject* cdata, PyObject* slice) { return make_slice(cdata, slice).release_object(); }

int write_slice(CDataObject* cdata, PyObject* slice, PyObject* value) {
  Ref<CDataObject> target = make_slice(cdata, slice);
  if (!target) {
    return -1;
  }
  if (value == nullptr) {
    raise_format(PyExc_TypeError, "'del x[n]' not supported for cdata objects");
    return -1;
  }
  return assign_values(target.get(), value);
}

}  // namespace cffi
