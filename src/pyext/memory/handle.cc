#include "pyext/memory/handle.h"

#include <mutex>
#include <unordered_map>
#include <vector>

#include "pyext/calls/cdata_call.h"
#include "pyext/memory/address_range.h"
#include "pyext/python/parameters.h"
#include "pyext/python/py_error.h"

namespace cffi {

// One per interpreter. Its own lock: looked at by any thread, for a few instructions, without running Python code.
struct HandleRegistry {
  // 16 apart: C code that borrows low bits of pointers keeps working.
  static constexpr uintptr_t kSpacing = 16;
  static constexpr size_t kRangeSize = size_t{64} << 20;

  std::mutex mutex;
  std::vector<uintptr_t> ranges;  // reserved so far, kRangeSize each
  uintptr_t next = 0;
  uintptr_t limit = 0;
  std::unordered_map<uintptr_t, HandleObject*> live;

  // A fresh address for `handle`; 0 when address space is used up.
  uintptr_t add(HandleObject* handle) {
    std::lock_guard lock(mutex);
    if (next == limit) {
      uintptr_t range = reserve_addresses(kRangeSize);
      if (range == 0) {
        return 0;
      }
      ranges.push_back(range);
      next = range;
      limit = range + kRangeSize;
    }
    uintptr_t address = next;
    next += kSpacing;
    live.emplace(address, handle);
    return address;
  }

  void remove(uintptr_t address) {
    std::lock_guard lock(mutex);
    live.erase(address);
  }

  // The object that a live handle stands for, or empty. The handle holds the object until it is removed from here.
  Ref<> find(uintptr_t address) {
    std::lock_guard lock(mutex);
    auto found = live.find(address);
    return found != live.end() ? borrow(found->second->object) : nullptr;
  }
};

namespace {

HandleRegistry& registry_of(State& state) {
  TypesLock lock(state);
  if (state.handles == nullptr) {
    state.handles = new HandleRegistry();
  }
  return *state.handles;
}

}  // namespace

PyObject* new_handle(CTypeObject* type, PyObject* object) {
  State& state = *type->state;
  if (!type->is(kIsVoidPointer)) {
    return raise_format(PyExc_TypeError, "needs 'void *', got '%U'", type->name);
  }
  Ref<HandleObject> self = new_object<HandleObject>(state.cls(kCDataOwnGcClass));
  if (!self) {
    return nullptr;
  }
  init_cdata(&self->base, type, nullptr, nullptr);
  self->object = borrow(object).release();
  uintptr_t address = registry_of(state).add(self.get());
  if (address == 0) {
    return PyErr_NoMemory();
  }
  self->base.data = reinterpret_cast<char*>(address);
  return self.release_object();
}

PyObject* object_from_handle(State& state, CDataObject* pointer) {
  CTypeObject* type = pointer->type;
  bool untyped = type->is(kIsPointer) && type->item->is(kIsVoid | kIsChar);
  if (!untyped) {
    return raise_format(PyExc_TypeError, "expected a 'cdata' object with a 'void *' out of new_handle(), got '%U'",
                        type->name);
  }
  if (pointer->data == nullptr) {
    return raise_format(PyExc_RuntimeError, "cannot use from_handle() on NULL pointer");
  }
  Ref<> object = registry_of(state).find(reinterpret_cast<uintptr_t>(pointer->data));
  if (!object) {
    return raise_format(PyExc_SystemError,
                        "ffi.from_handle(): dead or bogus handle %p: either it never came from ffi.new_handle(), or "
                        "the object that new_handle() returned was not kept alive",
                        pointer->data);
  }
  return object.release();
}

PyObject* object_from_handle_argument(State& state, PyObject* argument) {
  if (!is_cdata(state, argument)) {
    return raise_format(PyExc_TypeError, "expected a 'cdata' object with a 'void *' out of new_handle(), got '%s'",
                        class_name(argument));
  }
  return object_from_handle(state, as_cdata(argument));
}

void forget_handle(HandleObject* handle) {
  State& state = *handle->base.type->state;
  if (handle->base.data != nullptr && state.handles != nullptr) {
    state.handles->remove(reinterpret_cast<uintptr_t>(handle->base.data));
  }
  clear_field(handle->object);
}

void free_handle_registry(HandleRegistry* registry) {
  if (registry == nullptr) {
    return;
  }
  for (uintptr_t range : registry->ranges) {
    release_addresses(range, HandleRegistry::kRangeSize);
  }
  delete registry;
}

}  // namespace cffi
