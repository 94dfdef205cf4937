#include "pyext/py_error.h"

#include <cstdarg>

#include "pyext/py_compat.h"

namespace cffi {
namespace {

PyObject* exception_class(State& state, ExceptionKind kind) {
  switch (kind) {
    case ExceptionKind::kCDefError:
      return state.cdef_error;
    case ExceptionKind::kFFIError:
      return state.ffi_error;
    case ExceptionKind::kTypeError:
      return PyExc_TypeError;
    case ExceptionKind::kValueError:
      return PyExc_ValueError;
    case ExceptionKind::kOverflowError:
      return PyExc_OverflowError;
    case ExceptionKind::kIndexError:
      return PyExc_IndexError;
    case ExceptionKind::kKeyError:
      return PyExc_KeyError;
    case ExceptionKind::kAttributeError:
      return PyExc_AttributeError;
    case ExceptionKind::kNotImplementedError:
      return PyExc_NotImplementedError;
    case ExceptionKind::kMemoryError:
      return PyExc_MemoryError;
    case ExceptionKind::kOSError:
      return PyExc_OSError;
    case ExceptionKind::kSystemError:
      return PyExc_SystemError;
    case ExceptionKind::kImportError:
      return PyExc_ImportError;
  }
  return PyExc_SystemError;
}

bool is_plain_conversion_error(PyObject* exception) {
  PyObject* cls = as_object(Py_TYPE(exception));
  return cls == PyExc_TypeError || cls == PyExc_OverflowError || cls == PyExc_ValueError;
}

}  // namespace

std::nullptr_t raise(State& state, const Error& error) {
  std::string text = describe_error(error);
  // Source excerpts may hold any bytes: an undecodable one must not hide the error.
  Ref<> message = steal(PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "backslashreplace"));
  if (message) {
    PyErr_SetObject(exception_class(state, error_info(error.code).exception), message.get());
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

}  // namespace cffi
