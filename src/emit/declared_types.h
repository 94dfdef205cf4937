// Which declared struct, union or enum a module compiled for verify() means by a name in its tables.
//
// The names are those that the writer of the tables gives out: the same declarations always get the same ones. Borrows
// the scope. Locks: that of the types.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.h"
#include "decl/scope.h"

namespace cffi {

class DeclaredTypes {
 public:
  static Result<DeclaredTypes> of(const Scope& scope);

  // Null: not declared.
  RecordType* record(std::string_view table_name) const { return find(records_, table_name); }
  EnumType* enumeration(std::string_view table_name) const { return find(enums_, table_name); }

 private:
  template <typename Named>
  using ByName = std::unordered_map<std::string, Named*>;
  template <typename Named>
  static Named* find(const ByName<Named>& types, std::string_view name) {
    auto found = types.find(std::string(name));
    return found == types.end() ? nullptr : found->second;
  }

  ByName<RecordType> records_;
  ByName<EnumType> enums_;
};

}  // namespace cffi
