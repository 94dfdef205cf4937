#include "pyext/calls/call_signature.h"

#include "pyext/python/py_error.h"
#include "pyext/types/partial_type.h"

namespace cffi {

bool check_signature(CTypeObject* function) {
  if (!realize_signature(function)) {
    return false;
  }
  if (ctype_size(function->result) < 0 && !function->result->is(kIsVoid)) {
    if (!raise_if_partial(function->result)) {
      raise_format(PyExc_TypeError, "result type '%U' is not yet initialized", function->result->name);
    }
    return false;
  }
  for (CTypeObject* argument : declared_arguments(function)) {
    if (ctype_size(argument) < 0) {
      if (!raise_if_partial(argument)) {
        raise_format(PyExc_TypeError, "ctype '%U' has incomplete type", argument->name);
      }
      return false;
    }
  }
  return true;
}

std::vector<CTypeObject*> declared_arguments(CTypeObject* function) {
  std::vector<CTypeObject*> arguments;
  Py_ssize_t count = PyTuple_Size(function->arguments);
  arguments.reserve(static_cast<size_t>(count));
  for (Py_ssize_t i = 0; i < count; ++i) {
    arguments.push_back(as_ctype(PyTuple_GetItem(function->arguments, i)));
  }
  return arguments;
}

CallSignature::CallSignature(CTypeObject* function, std::span<CTypeObject* const> arguments, size_t fixed_count) {
  types_.reserve(arguments.size());
  for (CTypeObject* argument : arguments) {
    types_.push_back(argument->type);
  }
  const FunctionType* type = function_type_of(function);
  signature_ = {function->result->type, types_, static_cast<uint32_t>(fixed_count), type->variadic, type->convention};
}

}  // namespace cffi
