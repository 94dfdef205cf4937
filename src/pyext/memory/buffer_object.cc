#include "pyext/memory/buffer_object.h"

#include <algorithm>
#include <cstddef>
#include <cstring>

#include "pyext/memory/lifetime.h"
#include "pyext/python/py_compat.h"
#include "pyext/python/py_error.h"

namespace cffi {
namespace {

struct BufferObject {
  PyObject_HEAD CDataObject* cdata;  // strong: keeps the bytes alive
  char* data;
  Py_ssize_t size;
  PyObject* weakrefs;
};

BufferObject* as_buffer(PyObject* self) { return reinterpret_cast<BufferObject*>(self); }

// Releases a Py_buffer at the end of a scope.
class ReadView {
 public:
  ReadView() = default;
  ~ReadView() {
    if (open_) {
      PyBuffer_Release(&view_);
    }
  }
  ReadView(const ReadView&) = delete;
  ReadView& operator=(const ReadView&) = delete;
  // False with an exception set.
  bool open(PyObject* object) {
    open_ = PyObject_GetBuffer(object, &view_, PyBUF_SIMPLE) == 0;
    return open_;
  }
  const Py_buffer* operator->() const { return &view_; }

 private:
  Py_buffer view_ = {};
  bool open_ = false;
};

// May the bytes be touched? False with an exception set.
bool check_alive(BufferObject* self) {
  if (self->size > 0 && (self->data == nullptr || is_released(self->cdata))) {
    raise_unusable_memory(self->cdata);
    return false;
  }
  return true;
}

// How many bytes a buffer over the whole of `cdata` has. -1 with an exception set.
Py_ssize_t whole_size(CDataObject* cdata) {
  CTypeObject* type = cdata->type;
  Py_ssize_t size = 0;
  if (type->is(kIsArray)) {
    size = cdata_size(cdata);
  } else if (Py_TYPE(as_object(cdata)) == type->state->cls(kCDataOwnClass)) {
    size = allocated_size(cdata);  // more than the item's size when that ends in a flexible array
  } else {
    size = ctype_size(type->item);
  }
  if (size < 0 && PyErr_Occurred() == nullptr) {
    raise_format(PyExc_TypeError, "don't know the size pointed to by '%U'", type->name);
  }
  return size;
}

// The result of the comparison of two byte strings, as of bytes objects.
bool compare_bytes(const char* left, Py_ssize_t left_size, const char* right, Py_ssize_t right_size, int operation) {
  Py_ssize_t common = std::min(left_size, right_size);
  int order = common > 0 ? std::memcmp(left, right, static_cast<size_t>(common)) : 0;
  if (order == 0) {
    order = left_size < right_size ? -1 : static_cast<int>(left_size > right_size);
  }
  switch (operation) {
    case Py_EQ:
      return order == 0;
    case Py_NE:
      return order != 0;
    case Py_LT:
      return order < 0;
    case Py_LE:
      return order <= 0;
    case Py_GT:
      return order > 0;
    default:
      return order >= 0;
  }
}

PyObject* buffer_compare(PyObject* left, PyObject* right, int operation) {
  if (PyObject_CheckBuffer(right) == 0) {
    Py_RETURN_NOTIMPLEMENTED;
  }
  ReadView other;
  if (!other.open(right)) {
    PyErr_Clear();  // e.g. not contiguous: then it is not equal to a string of bytes
    Py_RETURN_NOTIMPLEMENTED;
  }
  BufferObject* self = as_buffer(left);
  if (self->size != other->len && (operation == Py_EQ || operation == Py_NE)) {
    return PyBool_FromLong(operation == Py_NE ? 1 : 0);
  }
  if (!check_alive(self)) {
    return nullptr;
  }
  bool result = compare_bytes(self->data, self->size, static_cast<const char*>(other->buf), other->len, operation);
  return PyBool_FromLong(result ? 1 : 0);
}

Py_ssize_t buffer_length(PyObject* self) { return as_buffer(self)->size; }

// sq_item: also what iteration calls, with indexes from 0 until IndexError.
PyObject* buffer_item(PyObject* object, Py_ssize_t index) {
  BufferObject* self = as_buffer(object);
  if (index < 0 || index >= self->size) {
    return raise_format(PyExc_IndexError, "buffer index out of range");
  }
  return check_alive(self) ? PyBytes_FromStringAndSize(self->data + index, 1) : nullptr;
}

struct ByteRange {
  Py_ssize_t start;
  Py_ssize_t length;
  bool is_item;
};

// What `key` (an index or a slice) selects. Indexes are not checked against the size. False with an exception set.
bool selected_range(BufferObject* self, PyObject* key, ByteRange* out) {
  if (PyIndex_Check(key)) {
    Py_ssize_t index = PyNumber_AsSsize_t(key, PyExc_IndexError);
    *out = {index < 0 ? index + self->size : index, 1, true};
    return index != -1 || PyErr_Occurred() == nullptr;
  }
  if (!PySlice_Check(key)) {
    raise_format(PyExc_TypeError, "buffer indices must be integers, not %.200s", Py_TYPE(key)->tp_name);
    return false;
  }
  Py_ssize_t start = 0;
  Py_ssize_t stop = 0;
  Py_ssize_t step = 0;
  if (PySlice_Unpack(key, &start, &stop, &step) < 0) {
    return false;
  }
  if (step != 1) {
    raise_format(PyExc_TypeError, "buffer doesn't support slicing with step != 1");
    return false;
  }
  Py_ssize_t length = PySlice_AdjustIndices(self->size, &start, &stop, step);
  *out = {start, length, false};
  return true;
}

PyObject* buffer_subscript(PyObject* object, PyObject* key) {
  BufferObject* self = as_buffer(object);
  ByteRange range;
  if (!selected_range(self, key, &range)) {
    return nullptr;
  }
  if (range.is_item) {
    return buffer_item(object, range.start);
  }
  return check_alive(self) ? PyBytes_FromStringAndSize(self->data + range.start, range.length) : nullptr;
}

int assign_item(BufferObject* self, Py_ssize_t index, PyObject* value) {
  if (index < 0 || index >= self->size) {
    raise_format(PyExc_IndexError, "buffer assignment index out of range");
    return -1;
  }
  if (!PyBytes_Check(value) || PyBytes_GET_SIZE(value) != 1) {
    raise_format(PyExc_TypeError, "must assign a bytes of length 1, not %.200s", Py_TYPE(value)->tp_name);
    return -1;
  }
  if (!check_alive(self)) {
    return -1;
  }
  self->data[index] = PyBytes_AS_STRING(value)[0];
  return 0;
}

int buffer_assign_subscript(PyObject* object, PyObject* key, PyObject* value) {
  BufferObject* self = as_buffer(object);
  ByteRange range;
  if (value == nullptr) {
    raise_format(PyExc_TypeError, "'del x[n]' not supported for buffer objects");
    return -1;
  }
  if (!selected_range(self, key, &range)) {
    return -1;
  }
  if (range.is_item) {
    return assign_item(self, range.start, value);
  }
  ReadView source;
  if (!source.open(value)) {
    return -1;
  }
  if (source->len != range.length) {
    raise_format(PyExc_ValueError, "right operand length must match slice length");
    return -1;
  }
  if (!check_alive(self)) {
    return -1;
  }
  if (range.length > 0) {
    std::memmove(self->data + range.start, source->buf, static_cast<size_t>(range.length));
  }
  return 0;
}

int buffer_get(PyObject* object, Py_buffer* view, int flags) {
  BufferObject* self = as_buffer(object);
  if (!check_alive(self) || !pin_memory(self->cdata)) {
    view->obj = nullptr;
    return -1;
  }
  if (PyBuffer_FillInfo(view, object, self->data, self->size, 0, flags) < 0) {
    unpin_memory(self->cdata);
    return -1;
  }
  return 0;
}

void buffer_give_back(PyObject* object, Py_buffer* /*view*/) { unpin_memory(as_buffer(object)->cdata); }

PyObject* buffer_new(PyTypeObject* cls, PyObject* arguments, PyObject* keywords) {
  static const char* const names[] = {"cdata", "size", nullptr};
  State* state = state_of_class(cls);
  PyObject* cdata = nullptr;
  Py_ssize_t size = -1;
  if (state == nullptr || PyArg_ParseTupleAndKeywords(arguments, keywords, "O!|n:buffer", const_cast<char**>(names),
                                                      state->cls(kCDataClass), &cdata, &size) == 0) {
    return nullptr;
  }
  return make_buffer(as_cdata(cdata), size);
}

int buffer_traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  Py_VISIT(as_buffer(self)->cdata);
  return 0;
}

// No tp_clear: cycles through a buffer are broken at the destructor or exporter that its cdata refers to, so that a
// memoryview over the buffer never outlives the bytes.
void buffer_dealloc(PyObject* self) {
  PyObject_GC_UnTrack(self);
  if (as_buffer(self)->weakrefs != nullptr) {
    PyObject_ClearWeakRefs(self);
  }
  clear_field(as_buffer(self)->cdata);
  free_instance(self);
}

PyMemberDef buffer_members[] = {
    {"__weaklistoffset__", T_PYSSIZET, offsetof(BufferObject, weakrefs), READONLY, nullptr},
    {nullptr, 0, 0, 0, nullptr},
};

constexpr char kDoc[] =
    "ffi.buffer(cdata[, byte_size]):\n"
    "Return a read-write view of the bytes that 'cdata', a pointer or an array, points to.\n"
    "It can be passed to whatever takes a buffer, or used directly:\n\n"
    "    buf[:]          a copy of it as bytes\n"
    "    buf[:] = bytes  change the original (the lengths must be the same)\n"
    "    buf[index], buf[start:stop], and assigning to them";

PyType_Slot buffer_slots[] = {
    {Py_tp_doc, const_cast<char*>(kDoc)},
    {Py_tp_new, reinterpret_cast<void*>(buffer_new)},
    {Py_tp_dealloc, reinterpret_cast<void*>(buffer_dealloc)},
    {Py_tp_traverse, reinterpret_cast<void*>(buffer_traverse)},
    {Py_tp_members, buffer_members},
    {Py_tp_richcompare, reinterpret_cast<void*>(buffer_compare)},
    {Py_tp_hash, reinterpret_cast<void*>(PyObject_HashNotImplemented)},
    {Py_sq_length, reinterpret_cast<void*>(buffer_length)},
    {Py_sq_item, reinterpret_cast<void*>(buffer_item)},
    {Py_mp_length, reinterpret_cast<void*>(buffer_length)},
    {Py_mp_subscript, reinterpret_cast<void*>(buffer_subscript)},
    {Py_mp_ass_subscript, reinterpret_cast<void*>(buffer_assign_subscript)},
    {Py_bf_getbuffer, reinterpret_cast<void*>(buffer_get)},
    {Py_bf_releasebuffer, reinterpret_cast<void*>(buffer_give_back)},
    {0, nullptr},
};

}  // namespace

PyObject* make_buffer(CDataObject* cdata, Py_ssize_t size) {
  CTypeObject* type = cdata->type;
  if (!type->is(kIsPointer | kIsArray)) {
    return raise_format(PyExc_TypeError, "expected a pointer or array cdata, got '%U'", type->name);
  }
  Py_ssize_t available = allocated_size(cdata);
  if (size < -1) {
    return raise_format(PyExc_ValueError, "negative size");
  }
  if (size == -1) {
    size = whole_size(cdata);
    if (size < 0) {
      return nullptr;
    }
  } else if (available >= 0 && size > available) {
    return raise_format(PyExc_ValueError, "cdata '%U' has only %zd bytes, cannot make a buffer of %zd", type->name,
                        available, size);
  }
  if (size > 0 && (cdata->data == nullptr || is_released(cdata))) {
    return raise_unusable_memory(cdata);
  }
  auto self = new_object<BufferObject>(type->state->cls(kBufferClass));
  if (!self) {
    return nullptr;
  }
  self->cdata = borrow(cdata).release();
  self->data = cdata->data;
  self->size = size;
  return self.release_object();
}

PyType_Spec buffer_spec = {
    .name = "_cffi_backend.buffer",
    .basicsize = sizeof(BufferObject),
    .itemsize = 0,
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = buffer_slots,
};

}  // namespace cffi
