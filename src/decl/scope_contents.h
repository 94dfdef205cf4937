// The inside of a Scope: shared by scope.cc, transaction.cc and scope_include.cc only.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/arena.h"
#include "decl/scope.h"
#include "decl/symbol_table.h"

namespace cffi {

struct Scope::Contents {
  explicit Contents(TypeTable& table) : types(table), symbols(table.arena()) {}

  // Asks `source`, which is there, and remembers what it has. Null: nothing.
  Result<const StoredDeclaration*> realize_declaration(std::string_view name);
  Result<const StoredTypedef*> realize_typedef(std::string_view name);
  Result<StoredRecord> realize_record(RecordKind kind, std::string_view tag);
  Result<StoredEnum> realize_enum(std::string_view tag);
  // The own ones and those of the source.
  Result<const StoredDeclaration*> declaration(std::string_view name);
  Result<const StoredTypedef*> alias(std::string_view name);
  Result<StoredRecord> record(RecordKind kind, std::string_view tag);
  Result<StoredEnum> enumeration(std::string_view tag);

  TypeTable& types;
  SymbolTable symbols;
  Arena arena;  // of declarations and typedefs
  std::vector<const Declaration*> declarations;
  std::vector<const Typedef*> typedefs;
  std::vector<RecordType*> records;
  std::vector<EnumType*> enums;
  std::vector<TextPlace> record_mentions;  // where each of the above was first mentioned
  std::vector<TextPlace> enum_mentions;
  std::vector<std::shared_ptr<const Scope>> includes;  // direct
  std::vector<ScopeView> searched;                     // all that are included, directly or not, in search order
  std::vector<std::string> sources;
  std::unordered_map<const RecordType*, RecordPlace> places;
  std::unordered_map<const EnumType*, TextPlace> enum_places;  // of definitions
  uint32_t anonymous = 0;                                      // how many "struct $1" names were given out
  std::shared_ptr<DeclarationSource> source;
  const Type* va_list = nullptr;  // made when first used
};

}  // namespace cffi
