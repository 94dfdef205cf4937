#include "pyext/memory/gc_cdata.h"

#include <atomic>

#include "pyext/calls/cdata_call.h"
#include "pyext/libraries/lib_object.h"
#include "pyext/memory/from_buffer.h"
#include "pyext/python/py_compat.h"
#include "pyext/python/py_error.h"
#include "pyext/python/unraisable.h"

namespace cffi {
namespace {

constexpr char kCannotRelease[] =
    "only 'cdata' object from ffi.new(), ffi.gc(), ffi.from_buffer() or ffi.new_allocator()() can be used with the "
    "'with' keyword or ffi.release()";

CDataGcObject* as_gc(PyObject* self) { return reinterpret_cast<CDataGcObject*>(self); }

// Whoever gets the destructor out calls it: exactly once, whichever threads release, finalize or free the object.
Ref<> take_destructor(CDataGcObject* self) {
  return steal(std::atomic_ref<PyObject*>(self->destructor).exchange(nullptr));
}

void call_destructor(CDataGcObject* self, const Ref<>& destructor) {
  Ref<> origin = borrow(self->base.owner);
  Ref<> pending = take_exception();
  Ref<> result = steal(PyObject_CallFunctionObjArgs(destructor.get(), origin.get(), nullptr));
  if (!result) {
    Ref<> exception = take_exception();
    Ref<> message = steal(PyUnicode_FromFormat("Exception ignored from callback for ffi.gc %R", origin.get()));
    report_unraisable(std::move(exception), message);
  }
  restore_exception(std::move(pending));
}

void free_memory(CDataGcObject* self) {
  if (Ref<> destructor = take_destructor(self)) {
    call_destructor(self, destructor);
  }
}

// Without a destructor nothing is freed: the memory stays good.
void release_gc(CDataGcObject* self) {
  bool frees = std::atomic_ref<PyObject*>(self->destructor).load() != nullptr;
  if (frees && self->gate.release()) {
    free_memory(self);
  }
}

void gc_finalize(PyObject* self) { release_gc(as_gc(self)); }

int gc_traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(as_gc(self)->destructor);
  return traverse_cdata_base(&as_gc(self)->base, visit, arg);
}

int gc_clear(PyObject* self) {
  take_destructor(as_gc(self));
  return 0;
}

void gc_dealloc(PyObject* self) {
  if (PyObject_CallFinalizerFromDealloc(self) < 0) {
    return;  // the destructor made a new reference to `self`
  }
  PyObject_GC_UnTrack(self);
  gc_clear(self);
  clear_cdata_base(&as_gc(self)->base);
  free_instance(self);
}

PyType_Slot gc_slots[] = {
    {Py_tp_dealloc, reinterpret_cast<void*>(gc_dealloc)},   {Py_tp_traverse, reinterpret_cast<void*>(gc_traverse)},
    {Py_tp_clear, reinterpret_cast<void*>(gc_clear)},       {Py_tp_finalize, reinterpret_cast<void*>(gc_finalize)},
    {Py_tp_free, reinterpret_cast<void*>(PyObject_GC_Del)}, {0, nullptr},
};

PyObject* remove_destructor(State& state, CDataObject* cdata) {
  if (!is_gc_cdata(state, cdata)) {
    return raise_format(PyExc_TypeError, "Can remove destructor only on a object previously returned by ffi.gc()");
  }
  take_destructor(reinterpret_cast<CDataGcObject*>(cdata));
  Py_RETURN_NONE;
}

}  // namespace

void unpin_gc_cdata(CDataGcObject* self) {
  if (self->gate.unpin()) {
    free_memory(self);
  }
}

PyObject* make_gc_cdata(CTypeObject* type, char* data, PyObject* owner, PyObject* destructor, Py_ssize_t length) {
  auto self = new_object<CDataGcObject>(type->state->cls(kCDataGcClass));
  if (!self) {
    return nullptr;
  }
  init_cdata(&self->base, type, data, owner, length);
  self->destructor = borrow(destructor).release();
  self->gate.open();
  return self.release_object();
}

PyObject* gc_cdata(State& state, CDataObject* cdata, PyObject* destructor, Py_ssize_t /*size*/) {
  // CPython has no notion of memory pressure: `size` is there for PyPy's sake.
  if (destructor == Py_None) {
    return remove_destructor(state, cdata);
  }
  return make_gc_cdata(cdata->type, cdata->data, as_object(cdata), destructor, cdata->length);
}

PyObject* release_cdata(CDataObject* cdata) {
  State& state = *cdata->type->state;
  if (is_gc_cdata(state, cdata)) {
    release_gc(reinterpret_cast<CDataGcObject*>(cdata));
    Py_RETURN_NONE;
  }
  if (is_from_buffer(state, cdata)) {
    release_from_buffer(reinterpret_cast<CDataFromBufferObject*>(cdata));
    Py_RETURN_NONE;
  }
  if (Py_TYPE(as_object(cdata)) != state.cls(kCDataOwnClass) || !cdata->type->is(kIsPointer | kIsArray)) {
    return raise_format(PyExc_ValueError, kCannotRelease);
  }
  // A pointer made by an allocator: what the allocator gave belongs to the record that it points to.
  if (cdata->owner != nullptr && is_cdata(state, cdata->owner)) {
    Ref<CDataObject> record = borrow(as_cdata(cdata->owner));
    if (is_gc_cdata(state, record.get())) {
      release_gc(reinterpret_cast<CDataGcObject*>(record.get()));
    }
  }
  Py_RETURN_NONE;
}

PyType_Spec gc_cdata_spec = {
    .name = "_cffi_backend.__CDataGCP",
    .basicsize = sizeof(CDataGcObject),
    .itemsize = 0,
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL | kDisallowInstantiation,
    .slots = gc_slots,
};

}  // namespace cffi
