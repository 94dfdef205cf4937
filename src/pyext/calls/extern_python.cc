#include "pyext/calls/extern_python.h"

#include <atomic>
#include <cstdio>
#include <cstring>
#include <new>

#include "call/process/saved_errno.h"
#include "pyext/calls/callback.h"
#include "pyext/calls/callback_run.h"
#include "pyext/ffi/ffi_object.h"
#include "pyext/modules/c_api.h"
#include "pyext/python/parameters.h"
#include "pyext/python/py_compat.h"
#include "pyext/python/py_error.h"
#include "pyext/values/cdata_object.h"
#include "value/load_store.h"

namespace cffi {

// One interpreter's side of one extern "Python" function.
struct ExternBinding {
  ExternBinding* next = nullptr;
  Interpreter interpreter;
  InterpreterMutex mutex;              // covers `attached`; nothing else happens while it is held
  CallbackObject* attached = nullptr;  // borrowed: the FFI's dictionary holds it
};

namespace {

// The list hangs in a word of the module that is kept for the backend.
std::atomic_ref<void*> list_of(ExternPythonEntry* entry) { return std::atomic_ref<void*>(entry->reserved1); }

ExternBinding* first_binding(ExternPythonEntry* entry) {
  return static_cast<ExternBinding*>(list_of(entry).load(std::memory_order_acquire));
}

Ref<CallbackObject> attached_to(ExternBinding& binding) {
  std::lock_guard<InterpreterMutex> lock(binding.mutex);
  return borrow(binding.attached);
}

// ---- C calls

// The binding of the interpreter that this thread used last, else (a thread that C made) of the main one; else of any
// interpreter that has one.
ExternBinding* choose_binding(ExternPythonEntry* entry) {
  // The end of the interpreter frees thread states, and their threads do not know.
  PyThreadState* usual = Py_IsInitialized() != 0 ? PyGILState_GetThisThreadState() : nullptr;
  PyInterpreterState* wanted = usual != nullptr ? PyThreadState_GetInterpreter(usual) : PyInterpreterState_Main();
  ExternBinding* other = nullptr;
  for (ExternBinding* binding = first_binding(entry); binding != nullptr; binding = binding->next) {
    if (!binding->interpreter.exit->may_enter()) {
      continue;
    }
    if (binding->interpreter.state == wanted) {
      return binding;
    }
    other = other == nullptr ? binding : other;
  }
  return other;
}

// Arguments lie in slots of 8 bytes; records and long doubles by their address.
void* argument_address(CTypeObject* function, Py_ssize_t index, char* slots) {
  auto* type = as_ctype(PyTuple_GetItem(function->arguments, index));
  char* slot = slots + 8 * index;
  return type->is(kIsRecord | kIsLongDouble) ? load_as<void*>(slot) : slot;
}

// Memory for one call: a little of its own, else from the heap.
template <size_t kInlineSize>
class CallRoom {
 public:
  explicit CallRoom(size_t size) : data_(size <= kInlineSize ? inline_ : PyMem_RawCalloc(1, size)) {}
  ~CallRoom() {
    if (data_ != inline_) {
      PyMem_RawFree(data_);
    }
  }
  CallRoom(const CallRoom&) = delete;
  CallRoom& operator=(const CallRoom&) = delete;
  void* data() const { return data_; }  // zeroed; null when there is no memory

 private:
  alignas(16) char inline_[kInlineSize] = {};
  void* data_;
};

// The result goes where the arguments are, so it is made aside first.
void call_and_store(CallbackObject* self, ExternPythonEntry* entry, char* slots) {
  CTypeObject* function = self->base.type;
  size_t size = self->context->result_size;
  Py_ssize_t count = PyTuple_Size(function->arguments);
  CallRoom<64> result(size);
  CallRoom<128> addresses(static_cast<size_t>(count) * sizeof(void*));
  if (result.data() == nullptr || addresses.data() == nullptr) {
    std::memset(slots, 0, entry->size_of_result);
    return;
  }
  auto** arguments = static_cast<void**>(addresses.data());
  for (Py_ssize_t i = 0; i < count; ++i) {
    arguments[i] = argument_address(function, i, slots);
  }
  call_attached(self, static_cast<char*>(result.data()), arguments);
  std::memcpy(slots, result.data(), entry->size_of_result < size ? entry->size_of_result : size);
}

// False: nothing is attached there.
bool call_binding(ExternBinding& binding, ExternPythonEntry* entry, char* slots) {
  InterpreterEntry attached_thread(binding.interpreter);
  Ref<CallbackObject> self = attached_thread ? attached_to(binding) : nullptr;
  if (self) {
    call_and_store(self.get(), entry, slots);
  }
  return static_cast<bool>(self);
}

// ---- Python defines

ExternBinding* make_binding(State& state) {
  auto* binding = new (std::nothrow) ExternBinding;
  if (binding == nullptr) {
    PyErr_NoMemory();
    return nullptr;
  }
  binding->interpreter = current_interpreter(state);
  return binding;
}

// This interpreter's binding, made at the first definition.
ExternBinding* own_binding(State& state, ExternPythonEntry* entry) {
  for (ExternBinding* binding = first_binding(entry); binding != nullptr; binding = binding->next) {
    if (binding->interpreter.exit == state.exit) {
      return binding;
    }
  }
  ExternBinding* binding = make_binding(state);
  if (binding == nullptr) {
    return nullptr;
  }
  void* head = list_of(entry).load(std::memory_order_relaxed);
  do {
    binding->next = static_cast<ExternBinding*>(head);
  } while (!list_of(entry).compare_exchange_weak(head, binding, std::memory_order_release, std::memory_order_relaxed));
  return binding;
}

// The entry of an extern "Python" function of this FFI's own; its type as that of a pointer. Null with an exception.
const GlobalEntry* find_extern(FfiObject* ffi, PyObject* name, CTypeObject** type) {
  const char* text = PyUnicode_AsUTF8(name);
  if (text == nullptr) {
    return nullptr;
  }
  TypesLock lock(*ffi->state);
  auto found = ffi->scope->find_own(text);
  if (!found) {
    return raise(*ffi->state, found.error());
  }
  const Declaration* declaration = *found;
  if (declaration == nullptr || declaration->kind != DeclarationKind::kExternPython || declaration->origin == nullptr) {
    return raise_format(*ffi->state, ExceptionKind::kValueError | ExceptionKind::kFFIError,
                        "ffi.def_extern('%U'): no 'extern \"Python\"' function with this name", name);
  }
  *type = function_pointer_ctype(*ffi->state, declaration->type.type);
  return *type != nullptr ? static_cast<const GlobalEntry*>(declaration->origin) : nullptr;
}

// `attachment` takes the place of an earlier one, which is dropped only when nothing leads to it any more.
bool attach(FfiObject* ffi, PyObject* name, const GlobalEntry& entry, const Ref<>& attachment) {
  ExternBinding* binding = own_binding(*ffi->state, static_cast<ExternPythonEntry*>(entry.address));
  if (binding == nullptr) {
    return false;
  }
  auto* self = reinterpret_cast<CallbackObject*>(attachment.get());
  self->context->binding = binding;
  Ref<> earlier;  // goes when the lock has been given back: that may run Python code
  // Two definitions at once: what the dictionary holds must be what is attached.
  TypesLock types_lock(*ffi->state);
  earlier = dict_get(ffi->extern_functions, name);
  if (PyErr_Occurred() != nullptr || PyDict_SetItem(ffi->extern_functions, name, attachment.get()) < 0) {
    return false;
  }
  std::lock_guard<InterpreterMutex> lock(binding->mutex);
  binding->attached = self;
  return true;
}

// `bound`: (ffi, name or None, error or None, onerror or None)
PyObject* define(PyObject* bound, PyObject* callable) {
  FfiObject* ffi = as_ffi(PyTuple_GetItem(bound, 0));
  Ref<> name = borrow(PyTuple_GetItem(bound, 1));
  if (name.get() == Py_None) {
    name = steal(PyObject_GetAttrString(callable, "__name__"));
  }
  if (!name) {
    return nullptr;
  }
  if (!PyUnicode_Check(name.get())) {
    return raise_format(PyExc_TypeError, "def_extern() argument 'name' must be str or None, not %s",
                        class_name(name.get()));
  }
  CTypeObject* type = nullptr;
  const GlobalEntry* entry = find_extern(ffi, name.get(), &type);
  if (entry == nullptr) {
    return nullptr;
  }
  PyObject* error = PyTuple_GetItem(bound, 2);
  PyObject* onerror = PyTuple_GetItem(bound, 3);
  Ref<> attachment =
      steal(make_attachment(type, callable, error != Py_None ? error : nullptr, onerror != Py_None ? onerror : nullptr,
                            static_cast<char*>(entry->size_or_direct_function)));
  return attachment && attach(ffi, name.get(), *entry, attachment) ? borrow(callable).release() : nullptr;
}

PyMethodDef decorator = {"def_extern_decorator", define, METH_O,
                         "Attaches the decorated function to an extern \"Python\" one."};

PyObject* or_none(PyObject* value) { return value != nullptr ? value : Py_None; }

}  // namespace

PyObject* refuse_def_extern(PyObject* self, PyObject* const*, Py_ssize_t, PyObject*) {
  return raise_format(*as_ffi(self)->state, ExceptionKind::kValueError | ExceptionKind::kFFIError,
                      "ffi.def_extern() is only available on API-mode FFI objects");
}

PyObject* ffi_def_extern(PyObject* self, Bound bound) {
  Ref<> pending = steal(PyTuple_Pack(4, self, or_none(bound[0]), or_none(bound[1]), or_none(bound[2])));
  return pending ? PyCFunction_New(&decorator, pending.get()) : nullptr;
}

void detach_extern_functions(FfiObject* ffi) {
  if (ffi->extern_functions == nullptr) {
    return;
  }
  PyObject* value = nullptr;
  for (Py_ssize_t position = 0; PyDict_Next(ffi->extern_functions, &position, nullptr, &value) != 0;) {
    auto* attachment = reinterpret_cast<CallbackObject*>(value);
    ExternBinding* binding = attachment->context->binding;
    std::lock_guard<InterpreterMutex> lock(binding->mutex);
    if (binding->attached == attachment) {
      binding->attached = nullptr;
    }
  }
  PyDict_Clear(ffi->extern_functions);
}

// Printed by C: nobody may be there to run Python.
void call_extern_python(ExternPythonEntry* entry, char* arguments) {
  save_errno();
  ExternBinding* binding = choose_binding(entry);
  if (binding == nullptr || !call_binding(*binding, entry, arguments)) {
    if (binding != nullptr || first_binding(entry) == nullptr) {
      std::fprintf(stderr,
                   "extern \"Python\": function %s() called, but no code was attached to it yet with "
                   "@ffi.def_extern().  Returning 0.\n",
                   entry->name);
    }
    std::memset(arguments, 0, entry->size_of_result);
  }
  restore_errno();
}

}  // namespace cffi
