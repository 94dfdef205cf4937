// The accumulated declarations of one FFI, in C's name spaces: ordinary identifiers,
// typedefs, and tags. Standard names (size_t, uint8_t, FILE, ...) are not in here: see standard_types.h.
//
// What is declared goes in through a Transaction (transaction.h), one for each cdef.
//
// Locks: the lock of the scope's type tables. Lookups after commit need it too.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/nearest_name.h"
#include "base/result.h"
#include "ctype/type_table.h"
#include "decl/declaration.h"
#include "decl/declaration_source.h"
#include "decl/listed_name.h"

namespace cffi {

class Scope;

// A scope as another one sees it: with what it had declared when it was included. What it declares later is not seen.
// Names from DeclarationSource are always there.
struct ScopeView {
  const Scope* scope = nullptr;
  size_t declaration_count = 0;
  size_t typedef_count = 0;
  size_t record_count = 0;
  size_t enum_count = 0;

  std::span<const Declaration* const> declarations() const;
  std::span<const Typedef* const> typedefs() const;
  std::span<RecordType* const> records() const;
  std::span<EnumType* const> enums() const;
};

class Scope {
 public:
  explicit Scope(std::shared_ptr<TypeTable> types);
  ~Scope();
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;

  TypeTable& types() const { return *types_; }
  const std::shared_ptr<TypeTable>& shared_types() const { return types_; }

  // A compiled module's names, asked for what no cdef declared. Set once, before the first lookup.
  void set_declaration_source(std::shared_ptr<DeclarationSource> names);
  DeclarationSource* declaration_source() const;

  // What `other` has declared and included so far is searched after this scope. Keeps it alive. kIncludeConflict when a
  // name means two things.
  Result<void> include(std::shared_ptr<const Scope> other);

  // Null when undeclared; a failure when the declaration source has the name and cannot make it. What the source gave
  // is remembered in contents_, a cache as far as callers can tell: hence const. Ordinary identifiers: functions,
  // variables, constants.
  Result<const Declaration*> find(std::string_view name) const;
  Result<const Typedef*> find_typedef(std::string_view name) const;
  Result<RecordType*> find_record(RecordKind kind, std::string_view tag) const;
  Result<EnumType*> find_enum(std::string_view tag) const;
  // Without the included scopes.
  Result<const Declaration*> find_own(std::string_view name) const;
  Result<RecordType*> find_own_record(RecordKind kind, std::string_view tag) const;
  Result<EnumType*> find_own_enum(std::string_view tag) const;
  Result<const Typedef*> find_own_typedef(std::string_view name) const;

  // This scope's own, in the order of declaration (includes not followed; without those of the declaration source,
  // which lists them itself).
  std::span<const Declaration* const> declarations() const;
  std::span<const Typedef* const> typedefs() const;
  std::span<RecordType* const> records() const;
  std::span<EnumType* const> enums() const;
  std::span<const std::shared_ptr<const Scope>> includes() const;
  // All of these as one list, in the order of the texts, with what a compiled module declares (declaration source),
  // which has no order. Types that only a type string mentioned are left out.
  Result<std::vector<ListedName>> listing() const;
  // All of this scope, and what it sees of those that are included at any depth, each once, in the order of a search.
  std::vector<ScopeView> visible() const;
  // The texts of all cdefs, in order. For those who must say later where something was declared.
  std::span<const std::string> sources() const;
  // Null when the record was not defined by a cdef of this scope.
  const RecordPlace* place_of(const RecordType* record) const;

  // The typedef names and the constants that are visible, as candidates for one that was not found.
  void consider_type_names(NearestName& nearest) const;
  void consider_constant_names(NearestName& nearest) const;

 private:
  friend class Transaction;
  struct Contents;
  template <typename Find>
  auto search(Find find) const;
  ScopeView whole() const;
  std::shared_ptr<TypeTable> types_;
  std::unique_ptr<Contents> contents_;
};

}  // namespace cffi
