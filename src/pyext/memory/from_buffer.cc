#include "pyext/memory/from_buffer.h"

#include "pyext/calls/cdata_call.h"
#include "pyext/python/py_compat.h"
#include "pyext/python/py_error.h"
#include "pyext/values/cdata_repr.h"

namespace cffi {
namespace {

CDataFromBufferObject* as_from_buffer(PyObject* self) { return reinterpret_cast<CDataFromBufferObject*>(self); }

void give_back(CDataFromBufferObject* self) {
  Ref<> pending = take_exception();
  PyBuffer_Release(&self->view);
  self->view.buf = nullptr;
  if (PyErr_Occurred() != nullptr) {
    write_unraisable(nullptr);
  }
  restore_exception(std::move(pending));
}

int from_buffer_traverse(PyObject* self, visitproc visit, void* arg) {
  if (as_from_buffer(self)->gate.has_memory()) {
    Py_VISIT(as_from_buffer(self)->view.obj);
  }
  return traverse_cdata_base(&as_from_buffer(self)->base, visit, arg);
}

// Garbage: before anything of it is cleared.
void from_buffer_finalize(PyObject* self) {
  CDataFromBufferObject* cdata = as_from_buffer(self);
  if (kMemoryViewsMustBeGivenBackEarly && cdata->gate.is_held() && cdata->view.obj != nullptr &&
      PyMemoryView_Check(cdata->view.obj)) {
    release_from_buffer(cdata);
  }
}

int from_buffer_clear(PyObject* self) {
  release_from_buffer(as_from_buffer(self));
  return 0;
}

void from_buffer_dealloc(PyObject* self) {
  PyObject_GC_UnTrack(self);
  from_buffer_clear(self);
  clear_cdata_base(&as_from_buffer(self)->base);
  free_instance(self);
}

PyObject* from_buffer_repr(PyObject* object) {
  CDataFromBufferObject* self = as_from_buffer(object);
  if (!self->gate.is_held()) {
    Ref<> released = steal(PyUnicode_FromString("buffer RELEASED"));
    return released ? cdata_repr_with(&self->base, released.get()).release() : nullptr;
  }
  Ref<> exporter = borrow(self->view.obj);
  const char* name = exporter ? Py_TYPE(exporter.get())->tp_name : "(null)";
  Ref<> middle = steal(self->base.type->is(kIsArray)
                           ? PyUnicode_FromFormat("buffer len %zd from '%.200s' object", self->base.length, name)
                           : PyUnicode_FromFormat("buffer from '%.200s' object", name));
  return middle ? cdata_repr_with(&self->base, middle.get()).release() : nullptr;
}

PyType_Slot from_buffer_slots[] = {
    {Py_tp_repr, reinterpret_cast<void*>(from_buffer_repr)},
    {Py_tp_dealloc, reinterpret_cast<void*>(from_buffer_dealloc)},
    {Py_tp_traverse, reinterpret_cast<void*>(from_buffer_traverse)},
    {Py_tp_clear, reinterpret_cast<void*>(from_buffer_clear)},
    {Py_tp_finalize, reinterpret_cast<void*>(from_buffer_finalize)},
    {Py_tp_free, reinterpret_cast<void*>(PyObject_GC_Del)},
    {0, nullptr},
};

// How many items of array type `type` lie in `available` bytes: its length, or for `T[]` all that fit.
// -1 with an exception set.
Py_ssize_t items_in_buffer(CTypeObject* type, Py_ssize_t available) {
  Py_ssize_t item_size = ctype_size(type->item);
  if (item_size < 0) {
    raise_format(PyExc_ValueError, "array item of unknown size: '%U'", type->item->name);
    return -1;
  }
  if (type->length < 0) {
    return item_size > 0 ? available / item_size : available;
  }
  if (available < ctype_size(type)) {
    raise_format(PyExc_ValueError, "buffer is too small (%zd bytes) for '%U' (%zd bytes)", available, type->name,
                 ctype_size(type));
    return -1;
  }
  return type->length;
}

}  // namespace

PyObject* from_buffer(CTypeObject* type, PyObject* object, bool require_writable) {
  if (!type->is(kIsPointer | kIsArray)) {
    return raise_format(PyExc_TypeError, "expected a pointer or array ctype, got '%U'", type->name);
  }
  if (PyUnicode_Check(object)) {
    return raise_format(PyExc_TypeError, "from_buffer() cannot return the address of a unicode object");
  }
  auto self = new_object<CDataFromBufferObject>(type->state->cls(kCDataFromBufferClass));
  if (!self) {
    return nullptr;
  }
  init_cdata(&self->base, type, nullptr, nullptr);
  if (PyObject_GetBuffer(object, &self->view, require_writable ? PyBUF_WRITABLE : PyBUF_SIMPLE) < 0) {
    return nullptr;
  }
  self->gate.open();
  if (type->is(kIsArray)) {
    Py_ssize_t length = items_in_buffer(type, self->view.len);
    if (length < 0) {
      return nullptr;
    }
    self->base.length = length;
  }
  self->base.data = static_cast<char*>(self->view.buf);
  return self.release_object();
}

void release_from_buffer(CDataFromBufferObject* self) {
  if (!self->gate.is_held()) {
    return;
  }
  if (self->gate.release()) {
    give_back(self);
  }
}

void unpin_from_buffer(CDataFromBufferObject* self) {
  if (self->gate.unpin()) {
    give_back(self);
  }
}

PyType_Spec from_buffer_spec = {
    .name = "_cffi_backend.__CDataFromBuf",
    .basicsize = sizeof(CDataFromBufferObject),
    .itemsize = 0,
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL | kDisallowInstantiation,
    .slots = from_buffer_slots,
};

}  // namespace cffi
