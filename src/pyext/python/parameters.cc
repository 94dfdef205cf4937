#include "pyext/python/parameters.h"

#include "pyext/interpreter/state.h"
#include "pyext/python/py_error.h"
#include "pyext/values/cdata_object.h"

namespace cffi {
namespace {

int find_parameter(const Parameters& parameters, PyObject* name) {
  for (int i = parameters.positional_only; i < parameters.count; ++i) {
    if (PyUnicode_CompareWithASCIIString(name, parameters.names[i]) == 0) {
      return i;
    }
  }
  return -1;
}

bool too_many(const Parameters& parameters, Py_ssize_t given) {
  const char* plural = parameters.count == 1 ? "" : "s";
  if (parameters.required == parameters.count) {
    raise_format(PyExc_TypeError, "%s() takes %d positional argument%s but %zd %s given", parameters.function,
                 parameters.count, plural, given, given == 1 ? "was" : "were");
  } else {
    raise_format(PyExc_TypeError, "%s() takes from %d to %d positional arguments but %zd were given",
                 parameters.function, parameters.required, parameters.count, given);
  }
  return false;
}

bool bind_keywords(const Parameters& parameters, const CallArguments& arguments, PyObject** bound) {
  Py_ssize_t count = PyTuple_Size(arguments.keyword_names);
  for (Py_ssize_t i = 0; i < count; ++i) {
    PyObject* name = PyTuple_GetItem(arguments.keyword_names, i);
    int index = find_parameter(parameters, name);
    if (index < 0) {
      raise_format(PyExc_TypeError, "%s() got an unexpected keyword argument '%U'", parameters.function, name);
      return false;
    }
    if (bound[index] != nullptr) {
      raise_format(PyExc_TypeError, "%s() got multiple values for argument '%U'", parameters.function, name);
      return false;
    }
    bound[index] = arguments.values[arguments.count + i];
  }
  return true;
}

}  // namespace

std::nullptr_t raise_missing(const char* function, const char* name) {
  return raise_format(PyExc_TypeError, "%s() missing 1 required positional argument: '%s'", function, name);
}

bool bind_arguments(const Parameters& parameters, const CallArguments& arguments, PyObject** bound) {
  if (arguments.count > parameters.count) {
    return too_many(parameters, arguments.count);
  }
  for (int i = 0; i < parameters.count; ++i) {
    bound[i] = i < arguments.count ? arguments.values[i] : nullptr;
  }
  if (arguments.keyword_names != nullptr && !bind_keywords(parameters, arguments, bound)) {
    return false;
  }
  for (int i = 0; i < parameters.required; ++i) {
    if (bound[i] == nullptr) {
      raise_missing(parameters.function, parameters.names[i]);
      return false;
    }
  }
  return true;
}

const char* class_name(PyObject* object) { return Py_TYPE(object)->tp_name; }

CTypeObject* ctype_argument(State& state, PyObject* argument, const char* function, int position) {
  if (is_ctype(state, argument)) {
    return as_ctype(argument);
  }
  return raise_format(PyExc_TypeError, "%s() argument %d must be _cffi_backend.CType, not %s", function, position,
                      class_name(argument));
}

CDataObject* cdata_argument(State& state, PyObject* argument, const char* function, int position) {
  if (is_cdata(state, argument)) {
    return as_cdata(argument);
  }
  return raise_format(PyExc_TypeError, "%s() argument %d must be _cffi_backend._CDataBase, not %s", function, position,
                      class_name(argument));
}

bool size_argument(PyObject* argument, Py_ssize_t otherwise, Py_ssize_t* out) {
  *out = otherwise;
  if (argument == nullptr) {
    return true;
  }
  Ref<> number = steal(PyNumber_Index(argument));
  *out = number ? PyLong_AsSsize_t(number.get()) : -1;
  return *out != -1 || PyErr_Occurred() == nullptr;
}

bool int_argument(PyObject* argument, int otherwise, int* out) {
  *out = otherwise;
  if (argument == nullptr) {
    return true;
  }
  Ref<> number = steal(PyNumber_Index(argument));
  long value = number ? PyLong_AsLong(number.get()) : -1;
  if (value == -1 && PyErr_Occurred() != nullptr) {
    return false;
  }
  *out = static_cast<int>(value);
  if (*out != value) {
    raise_format(PyExc_OverflowError, "signed integer is %s", value > 0 ? "greater than maximum" : "less than minimum");
    return false;
  }
  return true;
}

}  // namespace cffi
