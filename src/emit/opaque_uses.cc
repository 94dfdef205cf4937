#include "emit/opaque_uses.h"

#include <unordered_set>

#include "ctype/pending_layouts.h"
#include "ctype/type_text.h"
#include "emit/c_spelling.h"

namespace cffi {
namespace {

bool is_opaque(const Type* type) {
  while (auto* array = type_as<ArrayType>(type)) {
    type = array->item.type;
  }
  auto* record = type_as<RecordType>(type);
  return record != nullptr && record->stage() == RecordStage::kNamed;
}

Failure opaque_field(const RecordType* record, std::string_view field) {
  std::string_view name = record->tag.empty() ? record->name : record->tag;
  return fail(ErrorCode::kOpaqueField,
              {std::string(record->name), std::string(name) + "." + std::string(field.empty() ? "(unnamed)" : field)});
}

// The fields of a record with dots are in its body, those of one that still waits for a type in its declaration.
Result<void> check_record(const RecordType* record) {
  if (const RecordBody* body = record->complete()) {
    for (const Field& field : body->fields) {
      if (is_opaque(field.type.type)) {
        return opaque_field(record, field.name);
      }
    }
    return {};
  }
  if (const RecordDeclaration* declaration = record->declared()) {
    for (const Member& member : declaration->members) {
      if (is_opaque(member.type.type)) {
        return opaque_field(record, member.name);
      }
    }
  }
  return {};
}

// The module of a scope knows none of those that include it. (Their tables of types depend on each other then.)
Result<void> check_origin(const Scope& scope, const RecordType* record) {
  const RecordBody* body = scope.place_of(record) == nullptr ? record->complete() : nullptr;
  if (body == nullptr) {
    return {};
  }
  std::unordered_set<const TypeTable*> known = {&scope.types().common()};
  for (const Scope* reached : reachable_from(scope)) {
    known.insert(&reached->types());
  }
  for (const Field& field : body->fields) {
    if (!known.contains(field.type.type->table)) {
      return fail(ErrorCode::kFieldOfIncluding,
                  {std::string(record->name), std::string(field.name), spell_type(field.type.type).text});
    }
  }
  return {};
}

}  // namespace

Result<void> check_fields(std::span<const Scope* const> scopes) {
  for (const Scope* scope : scopes) {
    for (const RecordType* record : scope->records()) {
      Result<void> checked = check_record(record);
      checked = checked ? check_origin(*scope, record) : std::move(checked);
      if (!checked) {
        return checked;
      }
    }
  }
  return {};
}

Result<void> check_results(const Scope& scope) {
  for (const Declaration* declaration : scope.declarations()) {
    auto* function = type_as<FunctionType>(declaration->type.type);
    bool is_called = declaration->kind == DeclarationKind::kFunction && function != nullptr && !function->variadic;
    if (is_called && is_opaque(function->result.type)) {
      auto* record = static_cast<const RecordType*>(function->result.type);
      return fail(ErrorCode::kOpaqueResult, {std::string(declaration->name), std::string(record->name)});
    }
  }
  return {};
}

}  // namespace cffi
