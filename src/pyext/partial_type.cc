#include "pyext/partial_type.h"

#include "pyext/py_error.h"

namespace cffi {
namespace {

bool is_partial(const Type* type) {
  if (const auto* array = type_as<ArrayType>(type)) {
    return is_partial(array->item.type->canonical);
  }
  if (const auto* record = type_as<RecordType>(type)) {
    const RecordBody* body = record->complete();
    return body != nullptr && body->partial;
  }
  if (const auto* enumeration = type_as<EnumType>(type)) {
    const EnumBody* body = enumeration->complete();
    return body != nullptr && body->partial;
  }
  return false;
}

}  // namespace

bool raise_if_partial(CTypeObject* type) {
  LazyBodies* lazy = type->type->table->lazy_bodies();
  if (const Error* failure = lazy != nullptr ? lazy->failure_of(type->type) : nullptr) {
    raise(*type->state, *failure);
    return true;
  }
  if (!is_partial(type->type)) {
    return false;
  }
  // Rarely needed, and the package defines it: asked for when it happens.
  Ref<> errors = steal(PyImport_ImportModule("cffi.error"));
  Ref<> missing = steal(errors ? PyObject_GetAttrString(errors.get(), "VerificationMissing") : nullptr);
  if (missing) {
    raise_format(missing.get(), "'%U' is declared with dots ('...'): only a C compiler knows what they stand for",
                 type->name);
  }
  return true;
}

}  // namespace cffi
