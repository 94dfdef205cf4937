// _cffi_backend.new_*_type(): types made one by one instead of by declarations.
#include "pyext/low_level/backend_types.h"

#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

#include "ctype/primitive.h"
#include "ctype/type_query.h"
#include "pyext/low_level/backend_functions.h"
#include "pyext/python/parameters.h"
#include "pyext/python/py_error.h"
#include "pyext/types/type_family.h"
#include "pyext/values/to_python.h"

namespace cffi {
namespace {

// A str argument as UTF-8, valid while the argument lives. False with TypeError set.
bool text_argument(PyObject* argument, const char* function, int position, std::string_view* out) {
  if (!PyUnicode_Check(argument)) {
    raise_format(PyExc_TypeError, "%s() argument %d must be str, not %s", function, position, class_name(argument));
    return false;
  }
  Py_ssize_t length = 0;
  const char* text = PyUnicode_AsUTF8AndSize(argument, &length);
  *out = text != nullptr ? std::string_view(text, static_cast<size_t>(length)) : std::string_view();
  return text != nullptr;
}

PyObject* new_reference(CTypeObject* type) { return borrow(as_object(type)).release(); }

// "foo" of "struct foo"; a name without the keyword is its own tag.
std::string_view tag_of(std::string_view name, std::string_view keyword) {
  return name.starts_with(keyword) ? name.substr(keyword.size()) : name;
}

std::optional<Primitive> find_primitive(std::string_view name) {
  if (name == "_cffi_float_complex_t") {
    return Primitive::kFloatComplex;
  }
  if (name == "_cffi_double_complex_t") {
    return Primitive::kDoubleComplex;
  }
  auto primitive = primitive_by_name(name);
  bool usable = primitive && *primitive != Primitive::kVoid && static_cast<int>(*primitive) < kFrozenPrimitiveCount;
  return usable ? primitive : std::nullopt;
}

// For one struct, union or enum. Under TypesLock.
Ref<TypeFamilyObject> new_family(State& state) {
  Ref<TypeFamilyObject> family = make_type_family(state, TypeTable::make(state.common->table));
  if (family) {
    family->low_level = true;
  }
  return family;
}

PyObject* new_record_type(State& state, RecordKind kind, const char* function, PyObject* argument) {
  std::string_view name;
  if (!text_argument(argument, function, 1, &name)) {
    return nullptr;
  }
  TypesLock lock(state);
  Ref<TypeFamilyObject> family = new_family(state);
  if (!family) {
    return nullptr;
  }
  std::string_view tag = tag_of(name, kind == RecordKind::kStruct ? "struct " : "union ");
  return new_reference(ctype_of(state, family->table->new_record(kind, name, tag)));
}

// Integers, and other enums.
bool is_enum_base(CTypeObject* base) { return base->is(kIsInteger) && value_primitive(base->type).has_value(); }

// `value` as the bits of an integer of type `base`. False with an exception set.
bool enumerator_value(CTypeObject* base, PyObject* value, int64_t* out) {
  alignas(16) char room[16] = {};
  if (base->from_python(base, room, value) < 0) {
    return false;
  }
  *out = static_cast<int64_t>(load_integer_bits(base, room));
  return true;
}

// Fills `out`; the names are copied into the table's arena under the lock later.
bool collect_enumerators(CTypeObject* base, PyObject* names, PyObject* values, std::vector<Enumerator>& out) {
  out.resize(static_cast<size_t>(PyTuple_Size(names)));
  for (size_t i = 0; i < out.size(); ++i) {
    PyObject* name = PyTuple_GetItem(names, static_cast<Py_ssize_t>(i));
    if (!PyUnicode_Check(name)) {
      PyErr_SetString(PyExc_TypeError, "enumerators must be a list of strings");
      return false;
    }
    if (!text_argument(name, "new_enum_type", 2, &out[i].name)) {
      return false;
    }
  }
  for (size_t i = 0; i < out.size(); ++i) {
    if (!enumerator_value(base, PyTuple_GetItem(values, static_cast<Py_ssize_t>(i)), &out[i].value)) {
      return false;
    }
  }
  return true;
}

PyObject* make_enum(State& state, std::string_view name, CTypeObject* base, std::vector<Enumerator>& enumerators) {
  TypesLock lock(state);
  Ref<TypeFamilyObject> family = new_family(state);
  if (!family) {
    return nullptr;
  }
  TypeTable& table = *family->table;
  for (Enumerator& enumerator : enumerators) {
    enumerator.name = table.arena().copy(enumerator.name);
  }
  EnumType* type = table.new_enum(name, tag_of(name, "enum "));
  EnumBody body;
  body.underlying = *value_primitive(base->type);
  body.enumerators = enumerators;
  table.complete(type, body);
  return new_reference(ctype_of(state, type));
}

// An argument's type as a parameter: arrays and functions become pointers (C11 6.7.6.3p7,8). Null with TypeError.
CTypeObject* parameter_type(State& state, PyObject* argument) {
  if (!is_ctype(state, argument)) {
    return raise_format(PyExc_TypeError, "expected a tuple of ctypes");
  }
  auto* type = as_ctype(argument);
  if (!type->is(kIsArray) && ctype_size(type) < 0) {
    return raise_format(PyExc_TypeError, "ctype '%U' has incomplete type", type->name);
  }
  return type->is(kIsArray) ? pointer_ctype(type->item) : type;
}

PyObject* make_function(State& state, CTypeObject* result, const std::vector<CTypeObject*>& parameters, bool variadic) {
  std::vector<QualType> types;
  types.reserve(parameters.size());
  for (CTypeObject* parameter : parameters) {
    types.push_back({parameter->type});
  }
  CTypeObject* made = function_pointer_ctype(state, state.common->table->function({result->type}, types, variadic));
  if (made == nullptr) {
    return nullptr;
  }
  // It lies in the family of one of its components, and uses the others.
  add_family_dependency(made->family, result->family);
  for (CTypeObject* parameter : parameters) {
    add_family_dependency(made->family, parameter->family);
  }
  return new_reference(made);
}

bool check_result_type(CTypeObject* result) {
  if (result->is(kIsArray)) {
    raise_format(PyExc_TypeError, "invalid result type: '%U'", result->name);
    return false;
  }
  if (!result->is(kIsVoid) && ctype_size(result) < 0) {
    raise_format(PyExc_TypeError, "result type '%U' is not yet initialized", result->name);
    return false;
  }
  return true;
}

bool check_abi(PyObject* abi) {
  int number = 0;
  if (!int_argument(abi, static_cast<int>(kDefaultAbi), &number)) {
    return false;
  }
  if (number != kDefaultAbi) {
    raise_format(PyExc_ValueError, "unknown calling convention %d: FFI_DEFAULT_ABI is the only one here", number);
    return false;
  }
  return true;
}

}  // namespace

PyObject* backend_new_primitive_type(PyObject* module, Bound bound) {
  State& state = *state_of_module(module);
  std::string_view name;
  if (!text_argument(bound[0], "new_primitive_type", 1, &name)) {
    return nullptr;
  }
  auto primitive = find_primitive(name);
  if (!primitive) {
    PyErr_SetObject(PyExc_KeyError, bound[0]);
    return nullptr;
  }
  TypesLock lock(state);
  return new_reference(ctype_of(state, state.common->table->primitive(*primitive)));
}

PyObject* backend_new_void_type(PyObject* module, Bound) { return new_reference(state_of_module(module)->void_ctype); }

PyObject* backend_new_pointer_type(PyObject* module, Bound bound) {
  CTypeObject* item = ctype_argument(*state_of_module(module), bound[0], "new_pointer_type", 1);
  return item != nullptr ? new_reference(pointer_ctype(item)) : nullptr;
}

PyObject* backend_new_array_type(PyObject* module, Bound bound) {
  CTypeObject* pointer = ctype_argument(*state_of_module(module), bound[0], "new_array_type", 1);
  if (pointer == nullptr) {
    return nullptr;
  }
  PyObject* given = bound.or_null(1);
  Py_ssize_t length = given != nullptr ? PyNumber_AsSsize_t(given, PyExc_OverflowError) : -1;
  if (length == -1 && PyErr_Occurred() != nullptr) {
    return nullptr;
  }
  if (length < 0 && given != nullptr) {
    return raise_format(PyExc_ValueError, "negative array length");
  }
  if (!pointer->is(kIsPointer)) {
    return raise_format(PyExc_TypeError, "first arg must be a pointer ctype");
  }
  Py_ssize_t size = ctype_size(pointer->item);
  if (size < 0) {
    return raise_format(PyExc_ValueError, "array item of unknown size: '%U'", pointer->item->name);
  }
  Py_ssize_t total = 0;
  if (__builtin_mul_overflow(size, length, &total)) {
    return raise_format(PyExc_OverflowError, "array size would overflow a Py_ssize_t");
  }
  return new_reference(array_ctype(pointer->item, length));
}

PyObject* backend_new_struct_type(PyObject* module, Bound bound) {
  return new_record_type(*state_of_module(module), RecordKind::kStruct, "new_struct_type", bound[0]);
}

PyObject* backend_new_union_type(PyObject* module, Bound bound) {
  return new_record_type(*state_of_module(module), RecordKind::kUnion, "new_union_type", bound[0]);
}

PyObject* backend_new_enum_type(PyObject* module, Bound bound) {
  State& state = *state_of_module(module);
  std::string_view name;
  if (!text_argument(bound[0], "new_enum_type", 1, &name)) {
    return nullptr;
  }
  for (int i = 1; i <= 2; ++i) {
    if (!PyTuple_Check(bound[i])) {
      return raise_format(PyExc_TypeError, "new_enum_type() argument %d must be tuple, not %s", i + 1,
                          class_name(bound[i]));
    }
  }
  CTypeObject* base = ctype_argument(state, bound[3], "new_enum_type", 4);
  if (base == nullptr) {
    return nullptr;
  }
  if (PyTuple_Size(bound[1]) != PyTuple_Size(bound[2])) {
    return raise_format(PyExc_ValueError, "tuple args must have the same size");
  }
  if (!is_enum_base(base)) {
    return raise_format(PyExc_TypeError, "expected a primitive signed or unsigned base type");
  }
  std::vector<Enumerator> enumerators;
  return collect_enumerators(base, bound[1], bound[2], enumerators) ? make_enum(state, name, base, enumerators)
                                                                    : nullptr;
}

PyObject* backend_new_function_type(PyObject* module, Bound bound) {
  State& state = *state_of_module(module);
  if (!PyTuple_Check(bound[0])) {
    return raise_format(PyExc_TypeError, "new_function_type() argument 1 must be tuple, not %s", class_name(bound[0]));
  }
  CTypeObject* result = ctype_argument(state, bound[1], "new_function_type", 2);
  int ellipsis = 0;
  if (result == nullptr || !int_argument(bound[2], 0, &ellipsis) || !check_abi(bound[3]) ||
      !check_result_type(result)) {
    return nullptr;
  }
  TypesLock lock(state);
  std::vector<CTypeObject*> parameters;
  for (Py_ssize_t i = 0; i < PyTuple_Size(bound[0]); ++i) {
    CTypeObject* type = parameter_type(state, PyTuple_GetItem(bound[0], i));
    if (type == nullptr) {
      return nullptr;
    }
    parameters.push_back(type);
  }
  return make_function(state, result, parameters, ellipsis != 0);
}

}  // namespace cffi
