#include "pyext/values/cdata_object.h"

#include <cstdint>
#include <cstring>

#include "base/checked_math.h"
#include "pyext/calls/cdata_call.h"
#include "pyext/python/py_compat.h"
#include "pyext/python/py_error.h"

namespace cffi {
namespace {

// Object allocators align to this; sizeof(CDataObject) is a multiple of it, so what follows the header is aligned too.
constexpr size_t kObjectAlignment = 16;
static_assert(sizeof(CDataObject) % kObjectAlignment == 0);

// All but `vectorcall`.
CDataObject* fill(CDataObject* self, CTypeObject* type, char* data, PyObject* owner, Py_ssize_t length) {
  Py_INCREF(as_object(type));
  self->type = type;
  self->data = data;
  Py_XINCREF(owner);
  self->owner = owner;
  self->weakrefs = nullptr;
  self->length = length;
  return self;
}

// A value of the size of two registers or less has its cdata in a block of the pool.
constexpr size_t kPooledBytes = 16;
constexpr size_t kPooledBlock = sizeof(CDataObject) + kPooledBytes;

// Not function pointers: their calls go straight to call_cdata().
bool is_pooled(const CTypeObject* type, size_t extra) {
  return kPoolsCData && extra <= kPooledBytes && !type->is(kIsFunctionPointer);
}

// A cdata that is not tracked, of `type` with `extra` bytes after its header, which are not initialised.
inline CDataObject* allocate_plain(CTypeObject* type, PyTypeObject* cls, size_t extra) {
  bool pooled = is_pooled(type, extra);
  void* memory = pooled ? type->state->cdata_pool.take(kPooledBlock) : PyObject_Malloc(sizeof(CDataObject) + extra);
  if (memory == nullptr) [[unlikely]] {
    PyErr_NoMemory();
    return nullptr;
  }
  auto* self = as_cdata(PyObject_Init(static_cast<PyObject*>(memory), cls));
  self->vectorcall = pooled ? call_pooled_cdata : call_untracked_cdata;
  return self;
}

// More than this is left to the allocator to clear: the system hands out large blocks cleared.
constexpr size_t kClearedHere = 256;

CDataObject* allocate_cleared(CTypeObject* type, PyTypeObject* cls, size_t extra) {
  if (extra <= kClearedHere) {
    CDataObject* self = allocate_plain(type, cls, extra);
    if (self != nullptr) {
      std::memset(static_cast<void*>(self + 1), 0, extra);
    }
    return self;
  }
  void* memory = PyObject_Calloc(1, sizeof(CDataObject) + extra);
  if (memory == nullptr) {
    PyErr_NoMemory();
    return nullptr;
  }
  auto* self = as_cdata(PyObject_Init(static_cast<PyObject*>(memory), cls));
  self->vectorcall = call_untracked_cdata;
  return self;
}

char* inline_bytes(CDataObject* self) { return reinterpret_cast<char*>(self + 1); }

bool takes_part_in_collection(State& state, PyObject* object) {
  return has_usual_class(state, object) ? is_tracked(as_cdata(object)) : PyObject_IS_GC(object) != 0;
}

// What holds something that takes part in garbage collection must do so too, or cycles through it would leak.
CDataObject* allocate_holder(CTypeObject* type, PyTypeObject* cls, PyObject* owner) {
  if (owner == nullptr || !takes_part_in_collection(*type->state, owner)) {
    return allocate_plain(type, cls, 0);
  }
  auto* self = new_object<CDataObject>(cls).release();
  if (self != nullptr) {
    self->vectorcall = call_cdata;
  }
  return self;
}

}  // namespace

void init_cdata(CDataObject* self, CTypeObject* type, char* data, PyObject* owner, Py_ssize_t length) {
  fill(self, type, data, owner, length);
  self->vectorcall = call_cdata;
}

void dealloc_plain(PyObject* object) {
  auto* self = as_cdata(object);
  if (is_tracked(self)) {
    PyObject_GC_UnTrack(object);
  }
  if (self->weakrefs != nullptr) [[unlikely]] {
    PyObject_ClearWeakRefs(object);
  }
  PyTypeObject* cls = Py_TYPE(object);
  CTypeObject* type = self->type;
  PyObject* owner = self->owner;
  if (kPoolsCData && self->vectorcall == call_pooled_cdata) {
    type->state->cdata_pool.give(self);
  } else if (is_tracked(self)) {
    PyObject_GC_Del(self);
  } else {
    PyObject_Free(self);
  }
  // Last: these may run Python code, and the state may go with its last type.
  Py_XDECREF(owner);
  Py_DECREF(as_object(type));
  Py_DECREF(as_object(cls));
}

PyObject* make_view(CTypeObject* type, char* data, PyObject* owner, Py_ssize_t length) {
  CDataObject* self = allocate_holder(type, type->state->cls(kCDataClass), owner);
  return self != nullptr ? as_object(fill(self, type, data, owner, length)) : nullptr;
}

PyObject* make_pointer(CTypeObject* type, char* address, PyObject* owner) {
  return make_view(type, address, owner, -1);
}

PyObject* make_primitive(CTypeObject* type, const char* data) {
  auto size = static_cast<size_t>(type->size.load(std::memory_order_relaxed));
  CDataObject* self = allocate_plain(type, type->state->cls(kCDataClass), size);
  if (self == nullptr) {
    return nullptr;
  }
  std::memcpy(inline_bytes(self), data, size);
  return as_object(fill(self, type, inline_bytes(self), nullptr, -1));
}

CDataObject* make_owning(CTypeObject* type, Py_ssize_t size, Py_ssize_t length) {
  // Types that ask for more than the allocator gives get slack to align in.
  Py_ssize_t alignment = ctype_alignment(type);
  size_t slack = alignment > static_cast<Py_ssize_t>(kObjectAlignment) ? static_cast<size_t>(alignment) : 0;
  auto total = checked_add(static_cast<uint64_t>(size), sizeof(CDataObject) + slack);
  if (!total) {
    PyErr_NoMemory();
    return nullptr;
  }
  CDataObject* self = allocate_cleared(type, type->state->cls(kCDataOwnClass), static_cast<size_t>(size) + slack);
  if (self == nullptr) {
    return nullptr;
  }
  char* data = inline_bytes(self);
  if (slack != 0) {
    auto address = reinterpret_cast<uintptr_t>(data);
    data += (static_cast<uintptr_t>(alignment) - address % static_cast<uintptr_t>(alignment)) %
            static_cast<uintptr_t>(alignment);
  }
  return fill(self, type, data, nullptr, length);
}

PyObject* make_owning_pointer(CTypeObject* type, CDataObject* record) {
  CDataObject* self = allocate_holder(type, type->state->cls(kCDataOwnClass), as_object(record));
  return self != nullptr ? as_object(fill(self, type, record->data, as_object(record), -1)) : nullptr;
}

namespace {

// Of a type that asks for more than the allocator gives.
PyObject* make_aligned_copy(CTypeObject* type, const char* data, Py_ssize_t size) {
  CDataObject* self = make_owning(type, size);
  if (self != nullptr) {
    std::memcpy(self->data, data, static_cast<size_t>(size));
  }
  return as_object(self);
}

[[gnu::noinline]] PyObject* make_other_record_copy(CTypeObject* type, const char* data) {
  Py_ssize_t size = ctype_size(type);
  if (size < 0) {
    return raise_format(PyExc_TypeError, "result type '%U' is not yet initialized", type->name);
  }
  if (ctype_alignment(type) > static_cast<Py_ssize_t>(kObjectAlignment)) {
    return make_aligned_copy(type, data, size);
  }
  CDataObject* self = allocate_plain(type, type->state->cls(kCDataOwnClass), static_cast<size_t>(size));
  if (self == nullptr) {
    return nullptr;
  }
  copy_value(inline_bytes(self), data, size);
  return as_object(fill(self, type, inline_bytes(self), nullptr, -1));
}

}  // namespace

PyObject* make_record_copy(CTypeObject* type, const char* data) {
  // Records of a register or two: all is done before the object is initialised, so that no register is to be saved.
  // None of them is aligned to more than its size.
  State& state = *type->state;
  auto size = static_cast<size_t>(type->size.load(std::memory_order_relaxed));
  if (kPoolsCData && size <= kPooledBytes && state.cdata_pool.has_blocks()) [[likely]] {
    auto* self = static_cast<CDataObject*>(state.cdata_pool.take(kPooledBlock));
    copy_value(inline_bytes(self), data, static_cast<Py_ssize_t>(size));
    self->vectorcall = call_pooled_cdata;
    fill(self, type, inline_bytes(self), nullptr, -1);
    return PyObject_Init(as_object(self), state.cls(kCDataOwnClass));
  }
  return make_other_record_copy(type, data);
}

Py_ssize_t cdata_size(CDataObject* cdata) {
  CTypeObject* type = cdata->type;
  if (type->is(kIsOpenArray) && cdata->length >= 0) {
    auto size = checked_multiply(static_cast<uint64_t>(cdata->length), static_cast<uint64_t>(ctype_size(type->item)));
    if (!size) {
      PyErr_SetString(PyExc_OverflowError, "array size would overflow a Py_ssize_t");
    }
    return size ? static_cast<Py_ssize_t>(*size) : -1;
  }
  if (type->is(kIsRecord) && cdata->length >= 0) {
    return cdata->length;
  }
  Py_ssize_t size = ctype_size(type);
  if (size < 0) {
    raise_format(*type->state, ExceptionKind::kValueError | ExceptionKind::kFFIError, "ctype '%U' is of unknown size",
                 type->name);
  }
  return size;
}

PyObject* view_owner(CDataObject* cdata) {
  State& state = *cdata->type->state;
  PyTypeObject* cls = Py_TYPE(as_object(cdata));
  if (cls == state.cls(kCDataClass)) {
    return cdata->owner;
  }
  // The pointer that new() gives for a record leads to the record, which owns the bytes.
  bool leads_to_owner = cls == state.cls(kCDataOwnClass) && cdata->owner != nullptr;
  return leads_to_owner ? cdata->owner : as_object(cdata);
}

int traverse_cdata_base(CDataObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(as_object(self)));
  Py_VISIT(as_object(self->type));
  Py_VISIT(self->owner);
  return 0;
}

Py_ssize_t known_record_size(CDataObject* cdata) {
  State& state = *cdata->type->state;
  if (cdata->length >= 0 && cdata->type->is(kIsRecord)) {
    return cdata->length;
  }
  if (Py_TYPE(as_object(cdata)) != state.cls(kCDataOwnClass)) {
    return -1;
  }
  if (cdata->type->is(kIsRecord)) {
    return ctype_size(cdata->type);
  }
  return cdata->owner != nullptr && is_cdata(state, cdata->owner) ? known_record_size(as_cdata(cdata->owner)) : -1;
}

}  // namespace cffi
