// One cdef as it goes into a Scope: all of it, or nothing.
//
// What it declares becomes visible to its own later lines at once, and all of it disappears again unless commit() is
// called, completions of earlier `struct s;` included. Locks: as for Scope.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "base/result.h"
#include "ctype/record_layout.h"
#include "decl/scope.h"

namespace cffi {

struct Symbol;

// One cdef. Destroyed without commit(): everything declared through it is undone.
class Transaction {
 public:
  explicit Transaction(Scope& scope);
  // For a type string: it may only mention `struct s` for the first time, which the scope remembers.
  static Transaction implicit(const Scope& scope) { return Transaction(scope, true); }
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  const Scope& scope() const { return scope_; }

  // A redeclaration that says the same is fine; one that differs is kRedeclared unless `override`.
  Result<void> declare(const Declaration& declaration, bool override);
  Result<void> declare_typedef(const Typedef& declaration, bool override, SourceRange range);
  void declare_record(RecordType* record, SourceRange range);
  void declare_enum(EnumType* type, SourceRange range);
  // Is `type` (a record, an enum) one that cdefs complete and name: of this scope or of an included one? What a
  // compiled module left incomplete stays so for all who have the module.
  bool may_change(const Type* type) const;
  // Its body was published during this cdef: withdrawn on roll back. Records that waited for it are laid out now,
  // and may turn out wrong.
  Result<void> completed(RecordType* record);
  // `before`: what it had, of an enum that was only declared with its type (C23).
  Result<void> completed(EnumType* type, const EnumBody* before);
  // The fields of a record that cannot be laid out yet (PendingLayouts::declare).
  Result<void> declare_fields(RecordType* record, const RecordOptions& options, std::span<const Member> members);
  // Remembers where the record stands in the text of this cdef, and its fields.
  void note_place(const RecordType* record, uint32_t begin, std::span<const uint32_t> fields);
  void note_place(const EnumType* type, uint32_t begin);
  // `typedef struct s s_t;`: a struct, union or enum that still shows its tag is shown as `s_t` from now on, unless
  // it has been seen (settled_names.h).
  void show_as(const Type* type, std::string_view name);
  // The number in the next anonymous "struct $1".
  uint32_t next_anonymous();
  // Made when first used, and shared with included scopes that have it.
  const Type* va_list_type();
  // What can be told only at the end of a cdef: kCircularRecord.
  Result<void> check() const;
  // `text`: the whole cdef, which Scope::sources() shows from now on.
  void commit(std::string_view text);
  void commit();

 private:
  struct Journal;
  Transaction(const Scope& scope, bool is_implicit);
  Result<void> tell_waiting(const Type* type) const;
  Result<bool> adds_to(const Symbol& symbol, const Declaration& now, QualType& type) const;
  void store(Symbol& symbol, const Declaration& declaration, QualType type);
  TextPlace place(SourceRange range) const;
  template <typename Visit>
  void for_each_table(Visit visit) const;
  void roll_back();

  // Names are behind a pointer: what a type string mentions is remembered by a scope that is const to its caller.
  const Scope& scope_;
  std::unique_ptr<Journal> journal_;
};

}  // namespace cffi
