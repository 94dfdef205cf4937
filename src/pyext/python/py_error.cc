#include "pyext/python/py_error.h"

#include <cstdarg>

#include "pyext/interpreter/state.h"
#include "pyext/python/exception_class.h"
#include "pyext/python/py_compat.h"

namespace cffi {
namespace {

bool is_plain_conversion_error(PyObject* exception) {
  PyObject* cls = as_object(Py_TYPE(exception));
  return cls == PyExc_TypeError || cls == PyExc_OverflowError || cls == PyExc_ValueError;
}

}  // namespace

std::nullptr_t raise(State& state, const Error& error) {
  std::string text = describe_error(error);
  // Source excerpts may hold any bytes: an undecodable one must not hide the error.
  Ref<> message = steal(PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "backslashreplace"));
  PyObject* cls = message ? exception_class(state, error_info(error.code).exception) : nullptr;
  if (cls != nullptr) {
    PyErr_SetObject(cls, message.get());
  }
  return nullptr;
}

std::nullptr_t raise_format(PyObject* exception, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  PyErr_FormatV(exception, format, arguments);
  va_end(arguments);
  return nullptr;
}

std::nullptr_t raise_format(State& state, ExceptionKind kinds, const char* format, ...) {
  PyObject* cls = exception_class(state, kinds);
  if (cls != nullptr) {
    va_list arguments;
    va_start(arguments, format);
    PyErr_FormatV(cls, format, arguments);
    va_end(arguments);
  }
  return nullptr;
}

void append_to_error(const std::string& suffix) {
  Ref<> exception = take_exception();
  if (!exception) {
    return;
  }
  if (is_plain_conversion_error(exception.get())) {
    Ref<> arguments = steal(PyObject_GetAttrString(exception.get(), "args"));
    if (arguments && PyTuple_Check(arguments.get()) && PyTuple_Size(arguments.get()) == 1 &&
        PyUnicode_Check(PyTuple_GetItem(arguments.get(), 0))) {
      Ref<> text = steal(PyUnicode_FromFormat("%U%s", PyTuple_GetItem(arguments.get(), 0), suffix.c_str()));
      Ref<> changed = steal(text ? PyTuple_Pack(1, text.get()) : nullptr);
      if (changed) {
        PyObject_SetAttrString(exception.get(), "args", changed.get());
      }
    }
    PyErr_Clear();  // the annotation is a courtesy: failing to add it must not replace the error itself
  }
  restore_exception(std::move(exception));
}

PyObject* refuse_pickling(PyObject* self, PyObject*) {
  return raise_format(PyExc_TypeError, "cannot pickle '%s' object", Py_TYPE(self)->tp_name);
}

}  // namespace cffi
