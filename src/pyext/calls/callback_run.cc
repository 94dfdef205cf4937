// C calls a callback: thread state, arguments, result, and what happens to exceptions.
#include "pyext/calls/callback_run.h"

#include <cstring>

#include "call/process/saved_errno.h"
#include "pyext/calls/callback.h"
#include "pyext/python/py_compat.h"
#include "pyext/python/py_error.h"
#include "pyext/python/unraisable.h"
#include "pyext/values/to_python.h"

namespace cffi {
namespace {

// Owned references for one call, with the free slot in front that vectorcall may use.
class ArgumentVector {
 public:
  explicit ArgumentVector(size_t capacity) : items_(inline_) {
    if (capacity + 1 > kInlineCount) {
      items_ = static_cast<PyObject**>(PyMem_Malloc((capacity + 1) * sizeof(PyObject*)));
    }
  }
  ~ArgumentVector() {
    for (size_t i = 0; i < count_; ++i) {
      Py_DECREF(items_[i + 1]);
    }
    if (items_ != inline_) {
      PyMem_Free(items_);
    }
  }
  ArgumentVector(const ArgumentVector&) = delete;
  ArgumentVector& operator=(const ArgumentVector&) = delete;

  bool add(PyObject* stolen) {
    if (stolen != nullptr) {
      items_[++count_] = stolen;
    }
    return stolen != nullptr;
  }
  bool allocated() const { return items_ != nullptr; }
  PyObject* call(PyObject* callable) {
    return PyObject_Vectorcall(callable, items_ + 1, count_ | PY_VECTORCALL_ARGUMENTS_OFFSET, nullptr);
  }

 private:
  static constexpr size_t kInlineCount = 9;
  PyObject* inline_[kInlineCount];
  PyObject** items_;
  size_t count_ = 0;
};

// Records are copied: the caller's frame dies before the Python object does.
PyObject* argument_to_python(CTypeObject* type, void* data) {
  if (!type->is(kIsRecord)) {
    return type->to_python(type, static_cast<char*>(data), nullptr);
  }
  if (ctype_size(type) < 0) {
    return raise_format(PyExc_TypeError, "argument type '%U' is incomplete", type->name);
  }
  Ref<CDataObject> copy = steal(as_cdata(make_record_copy(type, static_cast<char*>(data))));
  return copy ? make_view(type, copy->data, copy.object()) : nullptr;
}

Ref<> call_python(CTypeObject* function, PyObject* callable, void* const* arguments) {
  auto count = static_cast<size_t>(PyTuple_Size(function->arguments));
  ArgumentVector vector(count);
  if (!vector.allocated()) {
    PyErr_NoMemory();
    return nullptr;
  }
  for (size_t i = 0; i < count; ++i) {
    PyObject* type = PyTuple_GetItem(function->arguments, static_cast<Py_ssize_t>(i));
    if (!vector.add(argument_to_python(as_ctype(type), arguments[i]))) {
      return nullptr;
    }
  }
  return steal(vector.call(callable));
}

// onerror(type, value, traceback): None leaves the error result, anything else is the result.
bool ask_onerror(CallbackObject* self, PyObject* onerror, PyObject* exception, char* result) {
  Ref<> traceback = steal(PyException_GetTraceback(exception));
  Ref<> value = steal(PyObject_CallFunctionObjArgs(onerror, as_object(Py_TYPE(exception)), exception,
                                                   traceback ? traceback.get() : Py_None, nullptr));
  if (!value || value.get() == Py_None) {
    return static_cast<bool>(value);
  }
  // Converted aside: a conversion that fails halfway must leave the error result as it is.
  size_t size = self->context->result_size;
  char* room = static_cast<char*>(PyMem_Calloc(1, size < 16 ? 16 : size));
  if (room == nullptr) {
    PyErr_NoMemory();
    return false;
  }
  bool stored = store_callback_result(self->base.type->result, room, value.get()) == 0;
  if (stored) {
    std::memcpy(result, room, size);
  }
  PyMem_Free(room);
  return stored;
}

// `result` holds the error result already.
void handle_exception(CallbackObject* self, PyObject* callable, const char* when, char* result) {
  Ref<> exception = take_exception();
  Ref<> onerror = borrow(self->onerror);
  Ref<> second;
  if (onerror && exception) {
    if (ask_onerror(self, onerror.get(), exception.get(), result)) {
      return;
    }
    second = take_exception();
  }
  Ref<> heading = steal(PyUnicode_FromFormat("Exception ignored from cffi callback %R%s", callable, when));
  report_unraisable(std::move(exception), heading);
  if (second) {
    report_unraisable(
        std::move(second),
        steal(PyUnicode_FromString("Exception ignored during handling of the above exception by 'onerror'")));
  }
}

void copy_error_result(const CallbackContext& context, char* result) {
  std::memcpy(result, context.error_result.get(), context.result_size);
}

// Holds the callback: the callable may drop the last other reference.
void run_in_python(CallbackContext& context, char* result, void* const* arguments) {
  if (Ref<CallbackObject> self = borrow(context.owner.load())) {
    call_attached(self.get(), result, arguments);
  } else {
    copy_error_result(context, result);
  }
}

}  // namespace

size_t callback_result_size(CTypeObject* type) {
  if (type->is(kIsVoid)) {
    return 0;
  }
  bool extended = type->is(kIsInteger | kIsText | kIsAnyPointer);
  auto size = static_cast<size_t>(ctype_size(type));
  return extended && size < sizeof(uint64_t) ? sizeof(uint64_t) : size;
}

int store_callback_result(CTypeObject* type, char* out, PyObject* value) {
  if (type->is(kIsVoid)) {
    if (value == Py_None) {
      return 0;
    }
    raise_format(PyExc_TypeError, "callback with the return type 'void' must return None");
    return -1;
  }
  if (type->from_python(type, out, value) < 0) {
    return -1;
  }
  if (type->is(kIsInteger | kIsText)) {
    uint64_t bits = load_integer_bits(type, out);
    if (ctype_size(type) < static_cast<Py_ssize_t>(sizeof bits)) {
      std::memcpy(out, &bits, sizeof bits);
    }
  }
  return 0;
}

void call_attached(CallbackObject* self, char* result, void* const* arguments) {
  Ref<> callable = borrow(self->callable);
  if (!callable) {
    copy_error_result(*self->context, result);
    return;
  }
  // A finalizer that runs while an exception travels may call C, which calls back: the exception must survive.
  Ref<> travelling = PyErr_Occurred() != nullptr ? take_exception() : nullptr;
  Ref<> value = call_python(self->base.type, callable.get(), arguments);
  bool stored = value && store_callback_result(self->base.type->result, result, value.get()) == 0;
  if (!stored) {
    copy_error_result(*self->context, result);
    handle_exception(self, callable.get(), value ? ", trying to convert the result back to C" : "", result);
  }
  value = nullptr;
  callable = nullptr;
  restore_exception(std::move(travelling));
}

void run_callback(void* opaque, void* result, void* const* arguments) {
  save_errno();
  auto& context = *static_cast<CallbackContext*>(opaque);
  context.active.fetch_add(1);
  char* out = static_cast<char*>(result);
  bool done = false;
  if (context.owner.load() != nullptr) {
    if (InterpreterEntry entry(context.interpreter); entry) {
      run_in_python(context, out, arguments);
      done = true;
    }
  }
  if (!done) {
    copy_error_result(context, out);
  }
  context.active.fetch_sub(1);
  restore_errno();
}

void retire_context(State& state, CallbackContext* context) {
  if (state.exit->is_finalizing()) {
    return;  // C may still call: the process is ending, nothing is lost
  }
  TypesLock lock(state);
  // The machine code looks at its closure after run_callback() too: what ran a moment ago is freed at the next
  // occasion.
  CallbackContext* waiting = std::exchange(state.dying_callbacks, nullptr);
  while (waiting != nullptr) {
    CallbackContext* next = waiting->next_dying;
    if (waiting->active == 0) {
      delete waiting;
    } else {
      waiting->next_dying = std::exchange(state.dying_callbacks, waiting);
    }
    waiting = next;
  }
  if (context->active == 0) {
    delete context;
  } else {
    context->next_dying = std::exchange(state.dying_callbacks, context);
  }
}

}  // namespace cffi
