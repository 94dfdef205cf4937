#include "emit/replaced_types.h"

#include "tables/type_slots.h"

namespace cffi {
namespace {

// What goes by a typedef alone is found by that: its name has no keyword, and no `$`.
template <typename Named>
const Type* find_by_typedef(const Scope& scope, const Named* type) {
  if (type->name.find_first_of(" $") != std::string_view::npos) {
    return type;
  }
  const Typedef* found = scope.find_typedef(type->name).value_or(nullptr);
  auto* named = found != nullptr ? type_as<Named>(found->type.type) : nullptr;
  return named != nullptr ? named : type;
}

}  // namespace

// What a module has and cannot make replaces nothing.
const Type* type_by_name(const Scope& scope, const Type* type) {
  const Type* found = type;
  if (auto* record = type_as<RecordType>(type)) {
    found = TypeSlots::is_file(record) ? type
            : record->tag.empty()      ? find_by_typedef(scope, record)
                                       : scope.find_record(record->record_kind, record->tag).value_or(nullptr);
  } else if (auto* enumeration = type_as<EnumType>(type)) {
    found = enumeration->tag.empty() ? find_by_typedef(scope, enumeration)
                                     : scope.find_enum(enumeration->tag).value_or(nullptr);
  }
  return found != nullptr ? found->canonical : type;
}

}  // namespace cffi
