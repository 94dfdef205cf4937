#include "pyext/values/cdata_index.h"

#include <algorithm>

#include "pyext/memory/lifetime.h"
#include "pyext/memory/store_checked.h"
#include "pyext/python/py_compat.h"
#include "pyext/python/py_error.h"
#include "pyext/values/aggregate_conversion.h"
#include "pyext/values/cdata_slice.h"
#include "pyext/values/from_python.h"

namespace cffi {
namespace {

std::nullptr_t raise_not_indexable(CDataObject* cdata) {
  return raise_format(PyExc_TypeError, "cdata of type '%U' cannot be indexed", cdata->type->name);
}

// The address of `cdata` moved by `index` items. Null with an exception set.
char* move_by_items(CDataObject* cdata, Py_ssize_t index) {
  CTypeObject* item = cdata->type->item;
  if (cdata->data == nullptr || is_released(cdata)) {
    return raise_unusable_memory(cdata);
  }
  if (index == 0) {
    return cdata->data;
  }
  Py_ssize_t size = ctype_size(item);
  if (size < 0) {
    return item->is(kIsVoid)
               ? raise_format(PyExc_TypeError, "cdata '%U' is opaque", item->name)
               : raise_format(PyExc_TypeError, "ctype '%U' points to items of unknown size", cdata->type->name);
  }
  Py_ssize_t offset = 0;
  if (__builtin_mul_overflow(index, size, &offset)) {
    return raise_format(PyExc_IndexError, "index %zd is too large for cdata '%U'", index, cdata->type->name);
  }
  auto* address = reinterpret_cast<char*>(reinterpret_cast<uintptr_t>(cdata->data) + static_cast<uintptr_t>(offset));
  return address != nullptr ? address : raise_unusable_memory(cdata);  // e.g. the item before one at a small address
}

// new("T *") has one item.
bool is_single_item(CDataObject* cdata) { return Py_TYPE(as_object(cdata)) == cdata->type->state->cls(kCDataOwnClass); }

// False with an exception set.
bool key_to_index(PyObject* key, Py_ssize_t* out) {
  long long small = 0;
  if (small_int(key, &small) && small >= PY_SSIZE_T_MIN && small <= PY_SSIZE_T_MAX) {
    *out = static_cast<Py_ssize_t>(small);
    return true;
  }
  *out = PyNumber_AsSsize_t(key, PyExc_IndexError);
  return *out != -1 || PyErr_Occurred() == nullptr;
}

// Bytes known to belong to each item: more than its size for new() of a record with a flexible array. -1: unknown.
Py_ssize_t item_extent(CDataObject* cdata) {
  if (cdata->type->item->is(kIsRecord) && cdata->type->is(kIsPointer)) {
    return known_record_size(cdata);
  }
  return ctype_size(cdata->type->item);
}

int convert_item(CTypeObject* item, char* address, PyObject* value, Py_ssize_t extent) {
  return item->is(kIsRecord) ? convert_record(item, address, value, extent) : item->from_python(item, address, value);
}

[[gnu::noinline]] int store_item_checked(CDataObject* cdata, char* address, PyObject* value) {
  CTypeObject* item = cdata->type->item;
  Py_ssize_t extent = std::max(item_extent(cdata), ctype_size(item));
  if (extent < 0) {
    return item->from_python(item, address, value);  // only says why not
  }
  auto size = static_cast<size_t>(extent);
  return store_checked(cdata, address, {size, 0, size}, OnMistake::kStoreWhatStandsBefore,
                       [&](char* copy) { return convert_item(item, copy, value, extent); });
}

}  // namespace

// Not for the objects that items are mostly set from.
bool converts_without_code(PyObject* value) {
  return PyLong_CheckExact(value) || PyFloat_CheckExact(value) || PyBytes_CheckExact(value) ||
         PyUnicode_CheckExact(value) || PyBool_Check(value);
}

char* item_address(CDataObject* cdata, Py_ssize_t index) {
  uint32_t flags = cdata->type->flags;
  if ((flags & kIsArray) != 0) {
    if (index < 0) {
      return raise_format(PyExc_IndexError, "negative index");
    }
    if (index >= array_length(cdata)) {
      return raise_format(PyExc_IndexError, "index too large for cdata '%U' (expected %zd < %zd)", cdata->type->name,
                          index, array_length(cdata));
    }
    return move_by_items(cdata, index);
  }
  if ((flags & kIsPointer) == 0) {
    return raise_not_indexable(cdata);
  }
  if (index != 0 && is_single_item(cdata)) {
    return raise_format(PyExc_IndexError, "cdata '%U' can only be indexed by 0", cdata->type->name);
  }
  return move_by_items(cdata, index);
}

PyObject* read_item(CDataObject* cdata, Py_ssize_t index) {
  char* address = item_address(cdata, index);
  if (address == nullptr) {
    return nullptr;
  }
  CTypeObject* item = cdata->type->item;
  if (!item->is(kIsRecord | kIsArray)) {
    return item->to_python(item, address, nullptr);
  }
  // new("struct s *")[0] is the record that owns the bytes, always the same one.
  if (cdata->type->is(kIsPointer) && is_single_item(cdata) && cdata->owner != nullptr) {
    return borrow(cdata->owner).release();
  }
  return view_item(cdata, address);
}

PyObject* view_item(CDataObject* cdata, char* address) {
  CTypeObject* item = cdata->type->item;
  PyObject* owner = view_owner(cdata);
  // Opaque records do have an address. Where a flexible array at the end of an item ends, nobody knows: records of
  // varying size may follow each other in an array.
  return !item->is(kIsRecord) ? item->to_python(item, address, owner) : make_view(item, address, owner);
}

bool ends_in_flexible_array(const CTypeObject* record) {
  const auto* node = type_as<RecordType>(record->type);
  const RecordBody* body = node != nullptr ? node->complete() : nullptr;
  return body != nullptr && body->has_flexible_array;
}

int write_item(CDataObject* cdata, Py_ssize_t index, PyObject* value) {
  char* address = item_address(cdata, index);
  if (address == nullptr) {
    return -1;
  }
  if (!converts_without_code(value) && is_releasable(cdata)) {
    return store_item_checked(cdata, address, value);
  }
  return convert_item(cdata->type->item, address, value, item_extent(cdata));
}

PyObject* cdata_subscript(PyObject* self, PyObject* key) {
  if (PySlice_Check(key)) {
    return read_slice(as_cdata(self), key);
  }
  Py_ssize_t index = 0;
  return key_to_index(key, &index) ? read_item(as_cdata(self), index) : nullptr;
}

int cdata_assign_subscript(PyObject* self, PyObject* key, PyObject* value) {
  if (PySlice_Check(key)) {
    return write_slice(as_cdata(self), key, value);
  }
  Py_ssize_t index = 0;
  if (!key_to_index(key, &index)) {
    return -1;
  }
  if (value == nullptr) {
    if (item_address(as_cdata(self), index) != nullptr) {
      raise_format(PyExc_TypeError, "'del x[n]' not supported for cdata objects");
    }
    return -1;
  }
  return write_item(as_cdata(self), index, value);
}

Py_ssize_t cdata_length(PyObject* self) {
  CDataObject* cdata = as_cdata(self);
  if (!cdata->type->is(kIsArray)) {
    raise_format(PyExc_TypeError, "cdata of type '%U' has no len()", cdata->type->name);
    return -1;
  }
  return array_length(cdata);
}

}  // namespace cffi
