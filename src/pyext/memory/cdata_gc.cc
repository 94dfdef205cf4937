#include "pyext/memory/cdata_gc.h"

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

bool is_gc_cdata(State& state, const CDataObject* cdata) {
  return Py_TYPE(as_object(const_cast<CDataObject*>(cdata))) == state.cdata_gcp_class;
}

bool is_from_buffer(State& state, const CDataObject* cdata) {
  return Py_TYPE(as_object(const_cast<CDataObject*>(cdata))) == state.cdata_from_buffer_class;
}

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

PyType_Spec gc_spec = {
    .name = "_cffi_backend.__CDataGCP",
    .basicsize = sizeof(CDataGcObject),
    .itemsize = 0,
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL | kDisallowInstantiation,
    .slots = gc_slots,
};

PyObject* remove_destructor(State& state, CDataObject* cdata) {
  if (!is_gc_cdata(state, cdata)) {
    return raise_format(PyExc_TypeError, "Can remove destructor only on a object previously returned by ffi.gc()");
  }
  take_destructor(reinterpret_cast<CDataGcObject*>(cdata));
  Py_RETURN_NONE;
}

// Who keeps the bytes of `cdata` alive, when that is another cdata.
const CDataObject* next_owner(const CDataObject* cdata) {
  PyObject* owner = cdata->owner;
  return owner != nullptr && is_cdata(*cdata->type->state, owner) ? reinterpret_cast<const CDataObject*>(owner)
                                                                  : nullptr;
}

// Has this very cdata been released, or the library closed that it was taken from?
bool gave_up(State& state, const CDataObject* cdata) {
  if (symbol_library_closed(state, cdata->owner)) {
    return true;
  }
  if (is_from_buffer(state, cdata)) {
    return !reinterpret_cast<const CDataFromBufferObject*>(cdata)->gate.is_held();
  }
  // A primitive's bytes lie inside the origin, which no destructor frees.
  return is_gc_cdata(state, cdata) && (cdata->type->flags & kIsPrimitive) == 0 &&
         !reinterpret_cast<const CDataGcObject*>(cdata)->gate.is_held();
}

ReleaseGate* gate_of(const CDataObject* cdata) {
  State& state = *cdata->type->state;
  auto* self = const_cast<CDataObject*>(cdata);
  if (is_gc_cdata(state, cdata)) {
    return &reinterpret_cast<CDataGcObject*>(self)->gate;
  }
  return is_from_buffer(state, cdata) ? &reinterpret_cast<CDataFromBufferObject*>(self)->gate : nullptr;
}

// The library that the bytes of `cdata` lie in. Null: in none, or that is another cdata's matter.
OpenLibrary* library_of(const CDataObject* cdata) {
  bool taken = cdata->owner != nullptr && Py_TYPE(cdata->owner) == cdata->type->state->symbol_class;
  return taken ? const_cast<OpenLibrary*>(reinterpret_cast<SymbolObject*>(cdata->owner)->open) : nullptr;
}

// Those from `cdata` up to `end`.
void unpin_owners(CDataObject* cdata, const CDataObject* end) {
  State& state = *cdata->type->state;
  // What is freed may be the last to hold the next owner.
  for (Ref<CDataObject> owner = borrow(cdata); owner && owner.get() != end;) {
    Ref<CDataObject> next = borrow(const_cast<CDataObject*>(next_owner(owner.get())));
    if (is_from_buffer(state, owner.get())) {
      unpin_from_buffer(reinterpret_cast<CDataFromBufferObject*>(owner.get()));
    } else if (is_gc_cdata(state, owner.get())) {
      auto* gc = reinterpret_cast<CDataGcObject*>(owner.get());
      if (gc->gate.unpin()) {
        free_memory(gc);
      }
    } else if (OpenLibrary* library = library_of(owner.get())) {
      unpin_library(*library);
    }
    owner = std::move(next);
  }
}

}  // namespace

PyObject* make_gc_cdata(CTypeObject* type, char* data, PyObject* owner, PyObject* destructor, Py_ssize_t length) {
  PyTypeObject* cls = type->state->cdata_gcp_class;
  auto* self = as_gc(PyType_GenericAlloc(cls, 0));
  if (self == nullptr) {
    return nullptr;
  }
  self->base.type = borrow(type).release();
  self->base.data = data;
  self->base.owner = borrow(owner).release();
  self->base.length = length;
  self->base.vectorcall = call_cdata;
  self->destructor = borrow(destructor).release();
  self->gate.open();
  return as_object(self);
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
  if (Py_TYPE(as_object(cdata)) != state.cdata_own_class || (cdata->type->flags & (kIsPointer | kIsArray)) == 0) {
    return raise_format(PyExc_ValueError, kCannotRelease);
  }
  // A pointer made by an allocator: what the allocator gave belongs to the record behind it.
  if (cdata->owner != nullptr && is_cdata(state, cdata->owner)) {
    Ref<CDataObject> record = borrow(reinterpret_cast<CDataObject*>(cdata->owner));
    if (is_gc_cdata(state, record.get())) {
      release_gc(reinterpret_cast<CDataGcObject*>(record.get()));
    }
  }
  Py_RETURN_NONE;
}

bool is_released(const CDataObject* cdata) {
  if (owes_nobody(cdata)) {
    return false;
  }
  State& state = *cdata->type->state;
  for (; cdata != nullptr; cdata = next_owner(cdata)) {
    if (gave_up(state, cdata)) {
      return true;
    }
  }
  return false;
}

bool is_releasable(const CDataObject* cdata) {
  if (owes_nobody(cdata)) {
    return false;
  }
  State& state = *cdata->type->state;
  for (; cdata != nullptr; cdata = next_owner(cdata)) {
    if (is_gc_cdata(state, cdata) || is_from_buffer(state, cdata) || library_of(cdata) != nullptr) {
      return true;
    }
  }
  return false;
}

bool pin_memory(CDataObject* cdata) {
  if (owes_nobody(cdata)) {
    return true;
  }
  for (const CDataObject* owner = cdata; owner != nullptr; owner = next_owner(owner)) {
    ReleaseGate* gate = gate_of(owner);
    if (OpenLibrary* library = gate == nullptr ? library_of(owner) : nullptr) {
      gate = &library->gate;
    }
    if (gate != nullptr && !gate->pin()) {
      raise_no_memory_behind(cdata);
      unpin_owners(cdata, owner);
      return false;
    }
  }
  return true;
}

void unpin_memory(CDataObject* cdata) {
  if (!owes_nobody(cdata)) {
    unpin_owners(cdata, nullptr);
  }
}

Py_ssize_t allocated_size(CDataObject* cdata) {
  State& state = *cdata->type->state;
  if (is_from_buffer(state, cdata)) {
    return reinterpret_cast<CDataFromBufferObject*>(cdata)->view.len;
  }
  if (Py_TYPE(as_object(cdata)) != state.cdata_own_class) {
    return -1;
  }
  if ((cdata->type->flags & kIsPointer) == 0) {
    return cdata_size(cdata);
  }
  if (cdata->owner != nullptr && is_cdata(state, cdata->owner)) {
    return cdata_size(reinterpret_cast<CDataObject*>(cdata->owner));
  }
  return ctype_size(cdata->type->item);
}

std::nullptr_t raise_no_memory_behind(CDataObject* cdata) {
  for (const CDataObject* owner = cdata; owner != nullptr; owner = next_owner(owner)) {
    if (symbol_library_closed(*cdata->type->state, owner->owner)) {
      return raise_library_closed(*cdata->type->state, owner->owner);
    }
  }
  if (is_released(cdata)) {
    return raise_format(PyExc_RuntimeError, "cannot use cdata '%U' after its memory was released", cdata->type->name);
  }
  return raise_format(PyExc_RuntimeError, "cannot dereference null pointer from cdata '%U'", cdata->type->name);
}

bool check_readable(CDataObject* cdata) {
  if (cdata->data != nullptr && (owes_nobody(cdata) || !is_released(cdata))) [[likely]] {
    return true;
  }
  // An empty array may lie nowhere.
  Py_ssize_t size = cdata_size(cdata);
  if (size > 0) {
    raise_no_memory_behind(cdata);
  }
  return size == 0;
}

bool add_cdata_gc_class(State& state) {
  state.cdata_gcp_class = make_class(state.module, &gc_spec, state.cdata_class);
  return state.cdata_gcp_class != nullptr;
}

}  // namespace cffi
