#include "pyext/calls/variadic_call.h"

#include <cstring>

#include "pyext/calls/call_signature.h"
#include "pyext/python/py_error.h"
#include "pyext/types/type_family.h"
#include "pyext/values/to_python.h"
#include "value/load_store.h"

namespace cffi {
namespace {

constexpr uint32_t kIsPromotable = kIsInteger | kIsText;

// The type under which `argument` is passed. Borrowed; null with an exception set.
CTypeObject* promoted_type(CDataObject* argument) {
  CTypeObject* type = argument->type;
  State& state = *type->state;
  if (type->is(kIsArray)) {
    return pointer_ctype(type->item);
  }
  if (type->is(kIsPromotable) && ctype_size(type) < ctype_size(state.int_ctype)) {
    return state.int_ctype;
  }
  if (type->is(kIsFloat) && ctype_size(type) < static_cast<Py_ssize_t>(sizeof(double))) {
    TypesLock lock(state);
    return ctype_of(state, state.common->table->primitive(Primitive::kDouble));
  }
  if (ctype_size(type) < 0) {
    return raise_format(PyExc_TypeError, "ctype '%U' has incomplete type", type->name);
  }
  return type;
}

}  // namespace

std::unique_ptr<CallPlan> compile_variadic_plan(CTypeObject* function, const CallRecipe& recipe,
                                                std::span<PyObject* const> arguments) {
  std::vector<CTypeObject*> types = declared_arguments(function);
  for (size_t i = types.size(); i < arguments.size(); ++i) {
    if (!is_cdata(*function->state, arguments[i])) {
      return raise_format(PyExc_TypeError,
                          "argument %zu passed in the variadic part needs to be a cdata object (got %s)", i + 1,
                          Py_TYPE(arguments[i])->tp_name);
    }
    CTypeObject* type = promoted_type(as_cdata(arguments[i]));
    if (type == nullptr) {
      return nullptr;
    }
    types.push_back(type);
  }
  return compile_plan(function, types, recipe.arguments.size());
}

void store_variadic_argument(CDataObject* argument, char* slot) {
  CTypeObject* type = argument->type;
  if (type->is(kIsAnyPointer | kIsArray)) {
    store_as(slot, cdata_address(argument));
  } else if (type->is(kIsChar)) {
    store_as(slot, static_cast<int64_t>(*argument->data));  // signed exactly when this compiler's plain char is
  } else if (type->is(kIsPromotable) && ctype_size(type) <= 8) {
    store_as(slot, load_integer_bits(type, argument->data));
  } else if (type->is(kIsFloat)) {
    store_as(slot, load_float(argument->data, static_cast<uint32_t>(ctype_size(type))));
  } else {
    std::memcpy(slot, argument->data, static_cast<size_t>(ctype_size(type)));
  }
}

}  // namespace cffi
