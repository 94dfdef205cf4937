#include "ctype/settled_names.h"

#include <vector>

#include "ctype/pending_layouts.h"
#include "ctype/type_query.h"

namespace cffi {
namespace {

// What is shown with `type`. (Lazy records are a compiled module's, whose names no typedef changes.)
void push_parts(const Type* type, std::vector<const Type*>& pending) {
  auto* record = type_as<RecordType>(type);
  if (record == nullptr) {
    push_components(type, pending);
  } else if (const RecordBody* body = record->body.load(std::memory_order_acquire)) {
    for (const Field& field : body->fields) {
      pending.push_back(field.type.type);
    }
  } else if (const RecordDeclaration* declaration = record->declared()) {
    for (const Member& member : declaration->members) {
      pending.push_back(member.type.type);
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
