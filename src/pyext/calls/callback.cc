#include "pyext/calls/callback.h"

#include <new>
#include <vector>

#include "pyext/calls/call_signature.h"
#include "pyext/calls/callback_run.h"
#include "pyext/python/parameters.h"
#include "pyext/python/py_error.h"
#include "pyext/types/type_family.h"

namespace cffi {
namespace {

bool check_type(CTypeObject* type) {
  if (!type->is(kIsFunctionPointer)) {
    raise_format(PyExc_TypeError, "expected a function ctype, got '%U'", type->name);
    return false;
  }
  return check_signature(type);
}

bool check_not_variadic(CTypeObject* type) {
  if (function_type_of(type)->variadic) {
    raise_format(PyExc_NotImplementedError, "%U: callback with unsupported argument or return type or with '...'",
                 type->name);
    return false;
  }
  return true;
}

bool check_callables(PyObject* callable, PyObject* onerror) {
  if (PyCallable_Check(callable) == 0) {
    raise_format(PyExc_TypeError, "expected a callable object, not %s: the 'python_callable' argument is not callable",
                 class_name(callable));
    return false;
  }
  if (onerror != nullptr && PyCallable_Check(onerror) == 0) {
    raise_format(PyExc_TypeError, "expected a callable object for 'onerror', not %s", class_name(onerror));
    return false;
  }
  return true;
}

// `error` may be null.
bool fill_error_result(CTypeObject* type, PyObject* error, CallbackContext& context) {
  context.result_size = callback_result_size(type->result);
  size_t room = context.result_size < 16 ? 16 : context.result_size;
  context.error_result.reset(new (std::nothrow) char[room]());
  if (!context.error_result) {
    PyErr_NoMemory();
    return false;
  }
  return error == nullptr || store_callback_result(type->result, context.error_result.get(), error) == 0;
}

// Compiles the machine code's side.
bool compile_closure(CTypeObject* type, CallbackContext& context) {
  if (!check_not_variadic(type)) {
    return false;
  }
  std::vector<CTypeObject*> arguments = declared_arguments(type);
  CallSignature signature(type, arguments, arguments.size());
  Result<std::unique_ptr<Closure>> closure =
      Closure::make(type->family->table->target(), signature, run_callback, &context);
  if (!closure) {
    raise(*type->state, closure.error());
    return false;
  }
  context.closure = std::move(*closure);
  return true;
}

// `code`: where C has a function already; null: a closure is made.
CallbackContext* make_context(CTypeObject* type, PyObject* error, const char* code) {
  auto* context = new (std::nothrow) CallbackContext;
  if (context == nullptr) {
    PyErr_NoMemory();
    return nullptr;
  }
  context->interpreter = current_interpreter(*type->state);
  context->owner = nullptr;
  if (!fill_error_result(type, error, *context) || (code == nullptr && !compile_closure(type, *context))) {
    delete context;
    return nullptr;
  }
  return context;
}

PyObject* make(CTypeObject* type, PyObject* callable, PyObject* error, PyObject* onerror, char* code) {
  State& state = *type->state;
  if (!check_type(type) || !check_callables(callable, onerror)) {
    return nullptr;
  }
  Ref<CallbackObject> self = new_object<CallbackObject>(state.cls(kCDataOwnGcClass));
  if (!self) {
    return nullptr;
  }
  init_cdata(&self->base, type, nullptr, nullptr);
  self->callable = borrow(callable).release();
  self->onerror = borrow(onerror).release();
  self->context = make_context(type, error, code);
  if (self->context == nullptr) {
    return nullptr;
  }
  self->base.data = code != nullptr ? code : static_cast<char*>(self->context->closure->code());
  self->context->owner = self.get();
  return self.release_object();
}

}  // namespace

PyObject* make_callback(CTypeObject* type, PyObject* callable, PyObject* error, PyObject* onerror) {
  return make(type, callable, error, onerror, nullptr);
}

PyObject* make_attachment(CTypeObject* type, PyObject* callable, PyObject* error, PyObject* onerror, char* code) {
  return make(type, callable, error, onerror, code);
}

void retire_callback(CallbackObject* callback) {
  if (CallbackContext* context = std::exchange(callback->context, nullptr)) {
    context->owner = nullptr;
    retire_context(*callback->base.type->state, context);
  }
}

}  // namespace cffi
