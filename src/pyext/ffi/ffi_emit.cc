// FFI methods for the build driver: generated modules as text. What the module is called, and how it is compiled, is
// the driver's business.
#include "pyext/ffi/ffi_emit.h"

#include "emit/emit_c.h"
#include "emit/emit_python.h"
#include "pyext/ffi/ffi_object.h"
#include "pyext/python/parameters.h"
#include "pyext/python/py_error.h"
#include "pyext/types/partial_type.h"
#include "pyext/types/undefined_enum_warning.h"

namespace cffi {
namespace {

constexpr uint32_t kOldestLimitedApi = 0x03090000;

bool text_argument(PyObject* value, const char* what, std::string_view& out) {
  if (!PyUnicode_Check(value)) {
    raise_format(PyExc_TypeError, "%s must be a string, not %s", what, class_name(value));
    return false;
  }
  Py_ssize_t length = 0;
  const char* text = PyUnicode_AsUTF8AndSize(value, &length);
  if (text == nullptr) {
    return false;
  }
  out = {text, static_cast<size_t>(length)};
  return true;
}

// The module names of the FFIs that were included, in order: only the driver knows them. None are needed by a module
// that stands alone.
bool includes_argument(FfiObject* ffi, PyObject* value, std::vector<std::string>& out, bool needs_names = true) {
  Ref<> names = steal(value == nullptr ? PyTuple_New(0) : PySequence_Tuple(value));
  if (!names) {
    return false;
  }
  Py_ssize_t count = PyTuple_Size(names.get());
  Py_ssize_t wanted = needs_names ? PyList_Size(ffi->included) : 0;
  if (count != wanted) {
    raise_format(PyExc_ValueError, "includes must have a module name for each of the %zd included FFIs, not %zd",
                 wanted, count);
    return false;
  }
  for (Py_ssize_t i = 0; i < count; ++i) {
    std::string_view name;
    if (!text_argument(PyTuple_GetItem(names.get(), i), "a module name in includes", name)) {
      return false;
    }
    out.emplace_back(name);
  }
  return true;
}

// False: none; True: that of the oldest version there is support for; else the value of Py_LIMITED_API.
bool limited_api_argument(PyObject* value, uint32_t* out) {
  *out = 0;
  if (value == nullptr || value == Py_None || value == Py_False) {
    return true;
  }
  if (value == Py_True) {
    *out = kOldestLimitedApi;
    return true;
  }
  unsigned long number = PyLong_AsUnsignedLong(value);
  if (number == static_cast<unsigned long>(-1) && PyErr_Occurred() != nullptr) {
    return false;
  }
  if (number < kOldestLimitedApi || number > UINT32_MAX) {
    raise_format(PyExc_ValueError, "py_limited_api must be a bool or a version number like 0x03090000");
    return false;
  }
  *out = static_cast<uint32_t>(number);
  return true;
}

// The name of the function that the interpreter looks for (PEP 489): PyInit_ and the last part of the module's
// name, or PyInitU_ and what punycode makes of it.
bool init_function_name(std::string_view module_name, std::string& out) {
  size_t dot = module_name.rfind('.');
  std::string_view last = dot == std::string_view::npos ? module_name : module_name.substr(dot + 1);
  bool is_ascii = true;
  for (char c : last) {
    is_ascii = is_ascii && static_cast<unsigned char>(c) < 0x80;
  }
  if (is_ascii) {
    out = "PyInit_" + std::string(last);
    return true;
  }
  Ref<> text = steal(PyUnicode_FromStringAndSize(last.data(), static_cast<Py_ssize_t>(last.size())));
  Ref<> coded = text ? steal(PyUnicode_AsEncodedString(text.get(), "punycode", "strict")) : nullptr;
  if (!coded) {
    return false;
  }
  out = "PyInitU_" + std::string(PyBytes_AsString(coded.get()));
  for (char& c : out) {
    c = c == '-' ? '_' : c;
  }
  return true;
}

// Identifiers with dots between them: it stands in the source as it is.
bool module_name_argument(PyObject* value, std::string_view& out) {
  if (!text_argument(value, "module_name", out)) {
    return false;
  }
  Ref<> parts = steal(PyObject_CallMethod(value, "split", "s", "."));
  Py_ssize_t count = parts ? PyList_Size(parts.get()) : -1;
  for (Py_ssize_t i = 0; i < count; ++i) {
    Ref<> good = steal(PyObject_CallMethod(PyList_GetItem(parts.get(), i), "isidentifier", nullptr));
    if (good.get() != Py_True) {
      raise_format(PyExc_ValueError, "module_name must be a dotted name, not '%U'", value);
      return false;
    }
  }
  return count > 0;
}

// False with an exception set. Nothing can be written down of an enum with dots where no compiler is.
bool check_enums_for_python(FfiObject* ffi) {
  for (const EnumType* type : ffi->scope->enums()) {
    CTypeObject* ctype = type->complete()->partial ? ctype_of(*ffi->state, type) : nullptr;
    if (PyErr_Occurred() != nullptr || (ctype != nullptr && raise_if_partial(ctype))) {
      return false;
    }
  }
  return true;
}

// A struct with dots is what is left of it without them.
bool warn_of_records_with_dots(FfiObject* ffi) {
  for (const RecordType* type : ffi->scope->records()) {
    const RecordBody* body = type->complete();
    if (body != nullptr && body->partial && !body->sized_by_types &&
        PyErr_WarnFormat(PyExc_UserWarning, 1,
                         "'%s' is declared with dots ('...'), which only a C compiler can fill in: a module for ABI "
                         "mode has the fields that are named, and no others",
                         std::string(type->name).c_str()) < 0) {
      return false;
    }
  }
  return true;
}

PyObject* emitted(FfiObject* ffi, const Result<std::string>& text) {
  return text ? PyUnicode_DecodeUTF8(text->data(), static_cast<Py_ssize_t>(text->size()), "surrogateescape")
              : raise(*ffi->state, text.error());
}

}  // namespace

PyObject* ffi_emit_c(PyObject* self, Bound bound) {
  EmitCOptions options;
  options.for_verify = bound.or_null(5) == Py_True;
  std::string init_function;
  if (!module_name_argument(bound[0], options.module_name) || !text_argument(bound[1], "preamble", options.preamble) ||
      !includes_argument(as_ffi(self), bound[2], options.includes, !options.for_verify) ||
      !limited_api_argument(bound[3], &options.limited_api) ||
      !init_function_name(options.module_name, init_function)) {
    return nullptr;
  }
  PyObject* init_code = bound.or_null(4);
  options.embedding = init_code != nullptr && init_code != Py_None;
  if (options.embedding && !text_argument(init_code, "embedding", options.init_code)) {
    return nullptr;
  }
  options.for_released = bound.or_null(6) != Py_False;
  options.version = CFFI_VERSION;
  options.init_function = init_function;
  TypesLock lock(*as_ffi(self)->state);
  if (!settle_enums_in(*as_ffi(self)->scope, options.for_verify)) {
    return nullptr;
  }
  return emitted(as_ffi(self), emit_c(*as_ffi(self)->scope, options));
}

PyObject* ffi_emit_python(PyObject* self, Bound bound) {
  std::string_view module_name;
  std::vector<std::string> includes;
  if (!module_name_argument(bound[0], module_name) || !includes_argument(as_ffi(self), bound[1], includes)) {
    return nullptr;
  }
  TypesLock lock(*as_ffi(self)->state);
  FfiObject* ffi = as_ffi(self);
  if (!settle_enums_in(*ffi->scope, true) || !check_enums_for_python(ffi) || !warn_of_records_with_dots(ffi)) {
    return nullptr;
  }
  return emitted(as_ffi(self), emit_python(*as_ffi(self)->scope, module_name, includes));
}

}  // namespace cffi
