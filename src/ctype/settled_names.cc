#include "ctype/settled_names.h"

#include <vector>

#include "ctype/pending_layouts.h"

namespace cffi {
namespace {

// Lazy ones are a compiled module's, whose names no typedef changes.
void push_fields(const RecordType* record, std::vector<const Type*>& pending) {
  if (const RecordBody* body = record->body.load(std::memory_order_acquire)) {
    for (const Field& field : body->fields) {
      pending.push_back(field.type.type);
    }
  } else if (const RecordDeclaration* declaration = record->declared()) {
    for (const Member& member : declaration->members) {
      pending.push_back(member.type.type);
    }
  }
}

void push_parts(const Type* type, std::vector<const Type*>& pending) {
  if (auto* pointer = type_as<PointerType>(type)) {
    pending.push_back(pointer->pointee.type);
  } else if (auto* array = type_as<ArrayType>(type)) {
    pending.push_back(array->item.type);
  } else if (auto* record = type_as<RecordType>(type)) {
    push_fields(record, pending);
  } else if (auto* function = type_as<FunctionType>(type)) {
    pending.push_back(function->result.type);
    for (const QualType& parameter : function->parameters) {
      pending.push_back(parameter.type);
    }
  }
}

}  // namespace

void settle_names(const Type* type) {
  std::vector<const Type*> pending = {type};
  while (!pending.empty()) {
    const Type* next = pending.back()->canonical;
    pending.pop_back();
    bool is_named = next->kind == TypeKind::kRecord || next->kind == TypeKind::kEnum;
    if (!is_named || !next->has_settled_name.exchange(true, std::memory_order_relaxed)) {
      push_parts(next, pending);
    }
  }
}

}  // namespace cffi
