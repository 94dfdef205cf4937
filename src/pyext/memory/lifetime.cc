// A cdata refers to its owner, which is another cdata, a symbol of a library, or nothing. Three links of such a chain
// can lose the memory while somebody still has a cdata that looks at it: a cdata of ffi.gc() (or of an allocator), one
// of from_buffer(), and a symbol, whose library may be closed. Each of these has a ReleaseGate, which says whether the
// memory is still there and keeps it while Python buffers look at it. Every function here walks the chain.
//
// Most cdata need no walk: those that take no part in garbage collection have no such link (cdata_object.h).
#include "pyext/memory/lifetime.h"

#include "pyext/libraries/lib_object.h"
#include "pyext/libraries/symbol_owner.h"
#include "pyext/memory/from_buffer.h"
#include "pyext/memory/gc_cdata.h"
#include "pyext/python/py_error.h"

namespace cffi {
namespace {

// The cdata that keeps the bytes of `cdata` alive; null when that is no other cdata.
const CDataObject* next_owner(const CDataObject* cdata) {
  PyObject* owner = cdata->owner;
  return owner != nullptr && is_cdata(*cdata->type->state, owner) ? reinterpret_cast<const CDataObject*>(owner)
                                                                  : nullptr;
}

// Whether this cdata itself, and none of its owners, was released, or the library that it was taken from closed.
bool is_itself_released(State& state, const CDataObject* cdata) {
  if (symbol_library_closed(state, cdata->owner)) {
    return true;
  }
  if (is_from_buffer(state, cdata)) {
    return !reinterpret_cast<const CDataFromBufferObject*>(cdata)->gate.is_held();
  }
  // A primitive's bytes lie inside the origin, which no destructor frees.
  return is_gc_cdata(state, cdata) && !cdata->type->is(kIsPrimitive) &&
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

// The library in which the bytes of `cdata` lie; null when there is none, or when `cdata` has it from its owner.
OpenLibrary* library_of(const CDataObject* cdata) {
  bool taken = cdata->owner != nullptr && Py_TYPE(cdata->owner) == cdata->type->state->cls(kSymbolClass);
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
      unpin_gc_cdata(reinterpret_cast<CDataGcObject*>(owner.get()));
    } else if (OpenLibrary* library = library_of(owner.get())) {
      unpin_library(*library);
    }
    owner = std::move(next);
  }
}

}  // namespace

bool is_released(const CDataObject* cdata) {
  if (has_permanent_memory(cdata)) {
    return false;
  }
  State& state = *cdata->type->state;
  for (; cdata != nullptr; cdata = next_owner(cdata)) {
    if (is_itself_released(state, cdata)) {
      return true;
    }
  }
  return false;
}

bool is_releasable(const CDataObject* cdata) {
  if (has_permanent_memory(cdata)) {
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
  if (has_permanent_memory(cdata)) {
    return true;
  }
  for (const CDataObject* owner = cdata; owner != nullptr; owner = next_owner(owner)) {
    ReleaseGate* gate = gate_of(owner);
    if (OpenLibrary* library = gate == nullptr ? library_of(owner) : nullptr) {
      gate = &library->gate;
    }
    if (gate != nullptr && !gate->pin()) {
      raise_unusable_memory(cdata);
      unpin_owners(cdata, owner);
      return false;
    }
  }
  return true;
}

void unpin_memory(CDataObject* cdata) {
  if (!has_permanent_memory(cdata)) {
    unpin_owners(cdata, nullptr);
  }
}

Py_ssize_t allocated_size(CDataObject* cdata) {
  State& state = *cdata->type->state;
  if (is_from_buffer(state, cdata)) {
    return reinterpret_cast<CDataFromBufferObject*>(cdata)->view.len;
  }
  if (Py_TYPE(as_object(cdata)) != state.cls(kCDataOwnClass)) {
    return -1;
  }
  if (!cdata->type->is(kIsPointer)) {
    return cdata_size(cdata);
  }
  if (cdata->owner != nullptr && is_cdata(state, cdata->owner)) {
    return cdata_size(as_cdata(cdata->owner));
  }
  return ctype_size(cdata->type->item);
}

std::nullptr_t raise_unusable_memory(CDataObject* cdata) {
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
  if (cdata->data != nullptr && (has_permanent_memory(cdata) || !is_released(cdata))) [[likely]] {
    return true;
  }
  // An empty array may lie nowhere.
  Py_ssize_t size = cdata_size(cdata);
  if (size > 0) {
    raise_unusable_memory(cdata);
  }
  return size == 0;
}

}  // namespace cffi
