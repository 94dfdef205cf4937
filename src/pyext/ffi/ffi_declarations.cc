// FFI methods about declarations: cdef, include, list_types, integer_const; and the libraries that they are for.
#include "pyext/ffi/ffi_declarations.h"

#include <span>
#include <string>
#include <vector>

#include "cparse/parser.h"
#include "pyext/ffi/ffi_object.h"
#include "pyext/libraries/lib_object.h"
#include "pyext/python/parameters.h"
#include "pyext/python/py_error.h"

namespace cffi {
namespace {

// `pack`: None or 0 for none, else a power of two.
bool pack_argument(PyObject* value, CdefOptions& options) {
  if (value == nullptr || value == Py_None) {
    return true;
  }
  Py_ssize_t pack = 0;
  if (!size_argument(value, 0, &pack)) {
    return false;
  }
  if (pack < 0 || (pack & (pack - 1)) != 0) {
    raise_format(PyExc_ValueError, "'pack' must be a power of two, not %zd", pack);
    return false;
  }
  if (pack > INT32_MAX) {
    raise_format(PyExc_OverflowError, "'pack' is %zd: no type is aligned to more than %d", pack, INT32_MAX);
    return false;
  }
  if (options.packed && pack != 0) {
    PyErr_SetString(PyExc_ValueError, "cannot give both 'pack' and 'packed'");
    return false;
  }
  options.pack = static_cast<uint32_t>(pack);
  return true;
}

bool check_source(PyObject* source) {
  if (!PyUnicode_Check(source)) {
    raise_format(PyExc_TypeError, "cdef() argument must be a string, not %s", class_name(source));
  }
  return PyUnicode_Check(source) != 0;
}

// `packed`: a truth value; a number is likely to be meant for `pack`.
bool packed_argument(PyObject* value, CdefOptions& options) {
  int truth = value != nullptr ? PyObject_IsTrue(value) : 0;
  int is_true = truth > 0 ? PyObject_RichCompareBool(value, Py_True, Py_EQ) : 0;
  if (truth < 0 || is_true < 0) {
    return false;
  }
  if (truth != is_true) {
    raise_format(PyExc_ValueError, "'packed' should be False or True; use 'pack' to give another value");
    return false;
  }
  options.packed = truth != 0;
  return true;
}

bool flag_option(PyObject* value, bool* out) {
  int truth = value != nullptr ? PyObject_IsTrue(value) : 0;
  *out = truth > 0;
  return truth >= 0;
}

// Names of variables among the declarations from number `first` on that say neither extern nor static.
std::vector<std::string> bare_variables(const Scope& scope, size_t first) {
  std::vector<std::string> names;
  auto declarations = scope.declarations();
  for (size_t i = first; i < declarations.size(); ++i) {
    if (declarations[i]->kind == DeclarationKind::kVariable && !declarations[i]->has_storage_class) {
      names.emplace_back(declarations[i]->name);
    }
  }
  return names;
}

// In a header such a line defines a variable instead of declaring it. False when the warning is an error.
bool warn_of_bare_variables(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (PyErr_WarnFormat(PyExc_UserWarning, 1,
                         "Global variable '%s' in cdef(): for consistency with C it should have a storage class "
                         "specifier (usually 'extern')",
                         name.c_str()) < 0) {
      return false;
    }
  }
  return true;
}

bool parse_declarations(FfiObject* ffi, PyObject* source, const CdefOptions& options) {
  Py_ssize_t length = 0;
  const char* text = PyUnicode_AsUTF8AndSize(source, &length);
  if (text == nullptr) {
    return false;
  }
  if (static_cast<uint64_t>(length) >= UINT32_MAX) {  // source ranges have 32 bits
    raise_format(PyExc_OverflowError, "cdef() of %zd bytes: 4 GB is the most that one cdef() takes", length);
    return false;
  }
  std::vector<std::string> bare;
  {
    TypesLock lock(*ffi->state);
    size_t known = ffi->scope->declarations().size();
    Result<void> parsed = parse_cdef(*ffi->scope, {text, static_cast<size_t>(length)}, options);
    forget_type_strings(ffi);
    if (!parsed) {
      raise(*ffi->state, parsed.error());
      return false;
    }
    bare = bare_variables(*ffi->scope, known);
  }
  return PyList_Append(ffi->cdef_sources, source) == 0 && warn_of_bare_variables(bare);
}

// Collects names into three sets: typedefs, structs, unions.
struct TypeNames {
  State* state;
  Ref<> typedefs = steal(PySet_New(nullptr));
  Ref<> structs = steal(PySet_New(nullptr));
  Ref<> unions = steal(PySet_New(nullptr));

  static bool add(PyObject* set, std::string_view name) {
    if (name.empty()) {
      return true;
    }
    Ref<> text = steal(PyUnicode_FromStringAndSize(name.data(), static_cast<Py_ssize_t>(name.size())));
    return text && PySet_Add(set, text.get()) == 0;
  }

  bool collect(const ScopeView& view) {
    if (DeclarationSource* names = view.scope->declaration_source()) {
      return collect_lazy(*names);  // what else the scope of a compiled module knows, type strings have mentioned
    }
    for (const Typedef* declared : view.typedefs()) {
      if (!add(typedefs.get(), declared->name)) {
        return false;
      }
    }
    for (const RecordType* record : view.records()) {
      if (!add(record->is_union() ? unions.get() : structs.get(), record->tag)) {
        return false;
      }
    }
    return true;
  }

  bool collect_lazy(DeclarationSource& names) {
    auto lazy_typedefs = names.list_typedefs();
    auto lazy_records = names.list_records();
    if (!lazy_typedefs || !lazy_records) {
      raise(*state, (lazy_typedefs ? lazy_records : lazy_typedefs).error());
      return false;
    }
    for (const DeclarationSource::Entry& listed : *lazy_typedefs) {
      if (!add(typedefs.get(), listed.name)) {
        return false;
      }
    }
    for (const DeclarationSource::Entry& listed : *lazy_records) {
      if (!add(listed.is_union ? unions.get() : structs.get(), listed.name)) {
        return false;
      }
    }
    return true;
  }

  bool collect_all(const Scope& scope) {
    for (const ScopeView& view : scope.visible()) {
      if (!collect(view)) {
        return false;
      }
    }
    return true;
  }

  static Ref<> sorted(PyObject* set) {
    Ref<> list = steal(PySequence_List(set));
    return list && PyList_Sort(list.get()) == 0 ? list : nullptr;
  }
};

}  // namespace

PyObject* ffi_embedding_cdef(PyObject* self, Bound bound) {
  CdefOptions options;
  options.embedding = true;
  if (!check_source(bound[0]) || !packed_argument(bound[1], options) || !pack_argument(bound[2], options) ||
      !parse_declarations(as_ffi(self), bound[0], options)) {
    return nullptr;
  }
  Py_RETURN_NONE;
}

PyObject* ffi_cdef(PyObject* self, Bound bound) {
  CdefOptions options;
  if (!check_source(bound[0]) || !flag_option(bound[1], &options.override) || !packed_argument(bound[2], options) ||
      !pack_argument(bound[3], options) || !parse_declarations(as_ffi(self), bound[0], options)) {
    return nullptr;
  }
  Py_RETURN_NONE;
}

PyObject* ffi_include(PyObject* self, Bound bound) {
  if (PyObject_TypeCheck(bound[0], as_ffi(self)->state->cls(kFfiClass)) == 0) {
    return raise_format(PyExc_TypeError, "ffi.include() expects an argument that is also of type cffi.FFI, not '%s'",
                        class_name(bound[0]));
  }
  if (bound[0] == self) {
    return raise_format(PyExc_ValueError, "self.include(self)");
  }
  if (!include_ffi(as_ffi(self), as_ffi(bound[0]))) {
    return nullptr;
  }
  Py_RETURN_NONE;
}

PyObject* ffi_list_types(PyObject* self, Bound) {
  TypeNames names{as_ffi(self)->state};
  if (!names.typedefs || !names.structs || !names.unions) {
    return nullptr;
  }
  {
    TypesLock lock(*as_ffi(self)->state);
    if (!names.collect_all(*as_ffi(self)->scope)) {
      return nullptr;
    }
  }
  Ref<> typedefs = TypeNames::sorted(names.typedefs.get());
  Ref<> structs = TypeNames::sorted(names.structs.get());
  Ref<> unions = TypeNames::sorted(names.unions.get());
  return typedefs && structs && unions ? PyTuple_Pack(3, typedefs.get(), structs.get(), unions.get()) : nullptr;
}

PyObject* constant_value(const Declaration& declaration) {
  const IntegerValue& value = declaration.value;
  return value.is_signed ? PyLong_FromLongLong(static_cast<int64_t>(value.bits))
                         : PyLong_FromUnsignedLongLong(value.bits);
}

std::nullptr_t raise_not_an_integer(State& state, PyObject* name) {
  return raise_format(state, ExceptionKind::kAttributeError | ExceptionKind::kFFIError,
                      "function, global variable or non-integer constant '%U' must be fetched from its original 'lib' "
                      "object",
                      name);
}

PyObject* ffi_integer_const(PyObject* self, Bound bound) {
  const char* name = PyUnicode_Check(bound[0]) ? PyUnicode_AsUTF8(bound[0]) : nullptr;
  if (name == nullptr) {
    return PyErr_Occurred() != nullptr
               ? nullptr
               : raise_format(PyExc_TypeError, "integer_const() argument must be str, not %s", class_name(bound[0]));
  }
  FfiObject* ffi = as_ffi(self);
  TypesLock lock(*ffi->state);
  auto declaration = ffi->scope->find(name);
  if (!declaration) {
    return raise(*ffi->state, declaration.error());
  }
  if (*declaration == nullptr) {
    return raise_format(PyExc_AttributeError, "integer constant '%U' not found", bound[0]);
  }
  return (*declaration)->kind == DeclarationKind::kConstant ? constant_value(**declaration)
                                                            : raise_not_an_integer(*ffi->state, bound[0]);
}

PyObject* ffi_dlopen(PyObject* self, Bound bound) {
  FfiObject* ffi = as_ffi(self);
  // FFI objects of compiled modules open the program itself when they are told nothing.
  if (bound[0] == nullptr && PyObject_TypeCheck(self, ffi->state->cls(kCdefFfiClass)) != 0) {
    return raise_missing("FFI.dlopen", "name");
  }
  int flags = 0;
  if (!int_argument(bound[1], 0, &flags)) {
    return nullptr;
  }
  return open_lib(ffi, bound[0] != nullptr ? bound[0] : Py_None, flags);
}

PyObject* ffi_dlclose(PyObject* self, Bound bound) {
  if (PyObject_TypeCheck(bound[0], as_ffi(self)->state->cls(kLibClass)) == 0) {
    return raise_format(PyExc_TypeError, "dlclose() takes a library from ffi.dlopen(), not '%s'", class_name(bound[0]));
  }
  return close_lib(reinterpret_cast<LibObject*>(bound[0]));
}

}  // namespace cffi
