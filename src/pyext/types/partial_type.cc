#include "pyext/types/partial_type.h"

#include "ctype/pending_layouts.h"
#include "ctype/type_query.h"
#include "pyext/python/py_error.h"
#include "pyext/types/undefined_enum_warning.h"

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

// `typedef int... T;`, and arrays of it. Null: it is another type.
const UnsizedNumberType* unsized_number(const Type* type) {
  while (const auto* array = type_as<ArrayType>(type)) {
    type = array->item.type->canonical;
  }
  return type_as<UnsizedNumberType>(type);
}

// The record that `type` is or has as items, when its fields are declared and wait for the definition of a type.
const RecordType* pending_record(const Type* type) {
  const auto* record = type_as<RecordType>(awaited_type(type));
  return record != nullptr && record->declared() != nullptr ? record : nullptr;
}

}  // namespace

bool raise_if_broken(CTypeObject* type) {
  LazyBodies* lazy = type->type->table->lazy_bodies();
  const Error* failure = lazy != nullptr ? lazy->failure_of(type->type) : nullptr;
  if (failure != nullptr) {
    raise(*type->state, *failure);
  }
  return failure != nullptr;
}

bool raise_if_partial(CTypeObject* type) {
  if (raise_if_broken(type)) {
    return true;
  }
  if (pending_record(type->type) != nullptr) {
    TypesLock lock(*type->state);
    if (!settle_enums_of(type->type)) {
      return true;
    }
    if (const RecordType* record = pending_record(type->type)) {
      Failure reason = why_pending(record->table->target(), record);
      raise(*type->state, *reason);
      return true;
    }
  }
  if (const UnsizedNumberType* number = unsized_number(type->type)) {
    raise_format(PyExc_NotImplementedError, "%s type '%s' can only be used after compilation",
                 number->is_float ? "float" : "integer", std::string(number->name).c_str());
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
