#include "ctype/undefined_enum.h"

#include <unordered_set>

#include "ctype/pending_layouts.h"
#include "ctype/type_query.h"
#include "ctype/type_table.h"

namespace cffi {
namespace {

bool can_be_guessed(const EnumType* type) {
  return type->complete() == nullptr && type->table->lazy_bodies() == nullptr;
}

// All that `type` waits for, directly or through records that wait. Empty when an enum is not all of it.
std::vector<const EnumType*> awaited_enums(const Type* type) {
  std::vector<const EnumType*> found;
  std::unordered_set<const Type*> seen;
  std::vector<const Type*> todo = {type};
  while (!todo.empty()) {
    const Type* awaited = awaited_type(todo.back());
    todo.pop_back();
    if (awaited == nullptr || !seen.insert(awaited).second) {
      continue;
    }
    auto* record = type_as<RecordType>(awaited);
    auto* enumeration = type_as<EnumType>(awaited);
    if (record != nullptr && record->declared() != nullptr) {
      for (const Member& member : record->declared()->members) {
        todo.push_back(member.type.type);
      }
    } else if (enumeration != nullptr && can_be_guessed(enumeration)) {
      found.push_back(enumeration);
    } else {
      return {};
    }
  }
  return found;
}

}  // namespace

bool waits_for_enums_only(const Type* type) { return !awaited_enums(type).empty(); }

bool guess_enum(const EnumType* type) {
  if (!can_be_guessed(type)) {
    return false;
  }
  EnumBody body;
  body.guessed = true;
  PendingLayouts& pending = type->table->pending();
  pending.begin();
  type->table->complete(const_cast<EnumType*>(type), body);
  // A record that cannot be laid out with it stays as it is: it says so when it is used.
  auto ignored = pending.completed(type);
  pending.commit();
  return true;
}

std::vector<const EnumType*> guess_enums_of(const Type* type) {
  std::vector<const EnumType*> enums = awaited_enums(type);
  for (const EnumType* one : enums) {
    guess_enum(one);
  }
  return enums;
}

}  // namespace cffi
