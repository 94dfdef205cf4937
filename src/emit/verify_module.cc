#include "emit/verify_module.h"

#include "ctype/settled_names.h"
#include "ctype/type_query.h"
#include "decl/transaction.h"
#include "emit/module_description.h"

namespace cffi {
namespace {

std::string shown(const IntegerValue& value) {
  return value.negative() ? std::to_string(static_cast<int64_t>(value.bits)) : std::to_string(value.bits);
}

Result<void> verify_types(Realizer& realizer) {
  const TypeContext& context = realizer.tables().context();
  for (int64_t i = 0; i < context.enum_count; ++i) {
    CFFI_TRY_VOID(realizer.verify_enum(i));
  }
  for (int64_t i = 0; i < context.record_count; ++i) {
    CFFI_TRY_VOID(realizer.verify_record(i));
  }
  return {};
}

// Enumerators have been verified with their enums.
Result<void> verify_constant(const ModuleTables& tables, const Declaration& declaration) {
  if (declaration.kind != DeclarationKind::kConstant || declaration.enumeration != nullptr) {
    return {};
  }
  auto entry = tables.find_global(declaration.name);
  if (!entry || *entry == nullptr) {
    return entry ? tables.malformed("'" + std::string(declaration.name) + "' is missing") : entry.take_failure();
  }
  CFFI_TRY(value, tables.read_enumerator(**entry));
  return *value == declaration.value
             ? Result<void>()
             : fail(ErrorCode::kLayoutDiffers, {std::string(declaration.name) + " has the real value " + shown(*value) +
                                                ", not " + shown(declaration.value)});
}

Result<void> verify_globals(const Scope& scope, Realizer& realizer) {
  for (const Declaration* declaration : scope.declarations()) {
    CFFI_TRY_VOID(verify_constant(realizer.tables(), *declaration));
  }
  for (int64_t i = 0; i < realizer.tables().context().global_count; ++i) {
    auto entry = realizer.tables().global(i);
    CFFI_TRY(type, entry ? realizer.type_of(**entry) : entry.take_failure());
  }
  return {};
}

// `typedef int... T;` and `typedef int T[...];` name what the compiler found from now on.
Result<void> complete_typedefs(Scope& scope, Realizer& realizer) {
  std::vector<const Typedef*> open;
  for (const Typedef* declared : scope.typedefs()) {
    if (is_left_to_compiler(scope.types().target(), declared->type.type)) {
      open.push_back(declared);
    }
  }
  Transaction transaction(scope);
  for (const Typedef* declared : open) {
    CFFI_TRY(type, realizer.find_typename(declared->name));
    if (*type) {
      auto changed = transaction.declare_typedef({declared->name, *type}, true, {});
      if (!changed) {
        return changed;
      }
    }
  }
  transaction.commit();
  return {};
}

// What the compiler has seen is not named otherwise from now on. What only a typedef uses, or is opaque, has not been
// seen.
void settle_names_of(const Scope& scope) {
  for (const Declaration* declaration : scope.declarations()) {
    if (declaration->type) {
      settle_names(declaration->type.type);
    }
  }
  for (const RecordType* record : scope.records()) {
    if (record->stage() != RecordStage::kNamed) {
      settle_names(record);
    }
  }
  for (const EnumType* type : scope.enums()) {
    settle_names(type);
  }
}

}  // namespace

Result<void> verify_module(Scope& scope, Realizer& realizer) {
  CFFI_TRY_VOID(verify_types(realizer));
  CFFI_TRY_VOID(verify_globals(scope, realizer));
  for (const Scope* described : described_scopes(scope, true)) {
    settle_names_of(*described);
  }
  return complete_typedefs(scope, realizer);
}

}  // namespace cffi
