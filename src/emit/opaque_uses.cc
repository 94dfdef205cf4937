#include "emit/opaque_uses.h"

#include "ctype/pending_layouts.h"

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

}  // namespace

Result<void> check_fields(std::span<const Scope* const> scopes) {
  for (const Scope* scope : scopes) {
    for (const RecordType* record : scope->records()) {
      if (Result<void> checked = check_record(record); !checked) {
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
