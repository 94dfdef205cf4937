// FFI('name', _version=..., _types=..., ...): what the `.py` modules of out-of-line ABI mode write down.
#include "pyext/ffi/ffi_tables.h"

#include <string_view>
#include <vector>

#include "pyext/ffi/ffi_object.h"
#include "pyext/python/py_error.h"

namespace cffi {
namespace {

constexpr int kNotGiven = -1;

// The arguments as Python gives them; all but the name may be missing.
struct TableArguments {
  const char* name = "?";
  int version = kNotGiven;
  PyObject* types = nullptr;
  PyObject* globals = nullptr;
  PyObject* records = nullptr;
  PyObject* enums = nullptr;
  PyObject* typenames = nullptr;
  PyObject* includes = nullptr;
};

bool refuse(const char* argument, const char* expected, PyObject* given) {
  raise_format(PyExc_TypeError, "FFI() argument '%s' must be %s, not %.200s", argument, expected,
               Py_TYPE(given)->tp_name);
  return false;
}

bool bytes_view(const char* argument, PyObject* object, std::string_view* out) {
  if (!PyBytes_Check(object)) {
    return refuse(argument, "made of bytes", object);
  }
  *out = {PyBytes_AS_STRING(object), static_cast<size_t>(PyBytes_GET_SIZE(object))};
  return true;
}

// The items of a tuple, each of bytes.
bool bytes_list(const char* argument, PyObject* tuple, std::vector<std::string_view>& out) {
  if (!PyTuple_Check(tuple)) {
    return refuse(argument, "a tuple", tuple);
  }
  for (Py_ssize_t i = 0; i < PyTuple_Size(tuple); ++i) {
    if (!bytes_view(argument, PyTuple_GetItem(tuple, i), &out.emplace_back())) {
      return false;
    }
  }
  return true;
}

bool integer_value(PyObject* number, IntegerValue& out) {
  if (!PyLong_Check(number)) {
    return refuse("_globals", "a tuple of bytes and ints in turn", number);
  }
  int overflow = 0;
  out.bits = static_cast<uint64_t>(PyLong_AsLongLongAndOverflow(number, &overflow));
  out.is_signed = overflow <= 0;
  if (overflow > 0) {
    out.bits = PyLong_AsUnsignedLongLong(number);
  } else if (overflow < 0) {
    PyErr_SetString(PyExc_OverflowError, "FFI() argument '_globals': a constant below -2**63");
  }
  return PyErr_Occurred() == nullptr;
}

bool global_list(PyObject* tuple, std::vector<PythonGlobal>& out) {
  if (!PyTuple_Check(tuple) || PyTuple_Size(tuple) % 2 != 0) {
    return refuse("_globals", "a tuple of bytes and ints in turn", tuple);
  }
  for (Py_ssize_t i = 0; i < PyTuple_Size(tuple); i += 2) {
    PythonGlobal& global = out.emplace_back();
    if (!bytes_view("_globals", PyTuple_GetItem(tuple, i), &global.entry) ||
        !integer_value(PyTuple_GetItem(tuple, i + 1), global.value)) {
      return false;
    }
  }
  return true;
}

bool record_list(PyObject* tuple, std::vector<std::vector<std::string_view>>& out) {
  if (!PyTuple_Check(tuple)) {
    return refuse("_struct_unions", "a tuple", tuple);
  }
  for (Py_ssize_t i = 0; i < PyTuple_Size(tuple); ++i) {
    if (!bytes_list("_struct_unions", PyTuple_GetItem(tuple, i), out.emplace_back())) {
      return false;
    }
  }
  return true;
}

// Owns the lists that a PythonTableText refers to. The bytes stay where they are: the arguments hold them.
struct TableLists {
  std::vector<PythonGlobal> globals;
  std::vector<std::vector<std::string_view>> records;
  std::vector<std::string_view> enums;
  std::vector<std::string_view> typenames;
};

bool read_tables(const TableArguments& given, TableLists& lists, PythonTableText& text) {
  bool read = (given.types == nullptr || bytes_view("_types", given.types, &text.types)) &&
              (given.globals == nullptr || global_list(given.globals, lists.globals)) &&
              (given.records == nullptr || record_list(given.records, lists.records)) &&
              (given.enums == nullptr || bytes_list("_enums", given.enums, lists.enums)) &&
              (given.typenames == nullptr || bytes_list("_typenames", given.typenames, lists.typenames));
  text.module_name = given.name;
  text.tag = given.version != kNotGiven ? given.version : kFrozenTagFirst;
  text.globals = lists.globals;
  text.records = lists.records;
  text.enums = lists.enums;
  text.typenames = lists.typenames;
  return read;
}

bool include_all(FfiObject* ffi, PyObject* includes) {
  if (!PyTuple_Check(includes)) {
    return refuse("_includes", "a tuple of FFI objects", includes);
  }
  for (Py_ssize_t i = 0; i < PyTuple_Size(includes); ++i) {
    PyObject* other = PyTuple_GetItem(includes, i);
    if (PyObject_TypeCheck(other, ffi->state->cls(kFfiClass)) == 0 || other == as_object(ffi)) {
      return refuse("_includes", "a tuple of FFI objects", other);
    }
    if (!include_ffi(ffi, as_ffi(other))) {
      return false;
    }
  }
  return true;
}

int fill_from(FfiObject* ffi, const TableArguments& given) {
  if (given.version != kNotGiven && !is_frozen_tag(given.version)) {
    PyErr_Format(PyExc_ImportError, "cffi out-of-line Python module '%s' has unknown version 0x%x", given.name,
                 static_cast<unsigned int>(given.version));
    return -1;
  }
  TableLists lists;
  PythonTableText text;
  if (!read_tables(given, lists, text)) {
    return -1;
  }
  Result<std::shared_ptr<const PythonTables>> decoded = PythonTables::decode(text);
  if (!decoded) {
    raise(*ffi->state, decoded.error());
    return -1;
  }
  ModuleDeclarations::Source source;
  source.python = std::move(*decoded);
  set_module(ffi, std::move(source));
  return given.includes == nullptr || include_all(ffi, given.includes) ? 0 : -1;
}

}  // namespace

int ffi_initialise_from_tables(PyObject* self, PyObject* positional, PyObject* keywords) {
  static const char* names[] = {"module_name", "_version",   "_types",    "_globals", "_struct_unions",
                                "_enums",      "_typenames", "_includes", nullptr};
  TableArguments given;
  if (PyArg_ParseTupleAndKeywords(positional, keywords, "|siOOOOOO:FFI", const_cast<char**>(names), &given.name,
                                  &given.version, &given.types, &given.globals, &given.records, &given.enums,
                                  &given.typenames, &given.includes) == 0) {
    return -1;
  }
  if (as_ffi(self)->module != nullptr) {
    PyErr_SetString(PyExc_ValueError, "FFI.__init__() cannot be called twice");
    return -1;
  }
  bool empty = given.version == kNotGiven && given.types == nullptr && given.globals == nullptr &&
               given.records == nullptr && given.enums == nullptr && given.typenames == nullptr &&
               given.includes == nullptr;
  return empty ? 0 : fill_from(as_ffi(self), given);
}

}  // namespace cffi
