// Which names are declared? The accumulated declarations of one FFI, in C's name spaces: ordinary identifiers,
// typedefs, and tags. Standard names (size_t, uint8_t, FILE, ...) are not in here: see platform_names.h.
//
// A cdef is a transaction: what it declares becomes visible to its own later lines at once, and all of it
// disappears again unless commit() is called, completions of earlier `struct s;` included.
//
// Locks: the lock of the scope's type tables. Lookups after commit need it too.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cparse/declaration.h"
#include "cparse/lazy_names.h"
#include "cparse/listed_name.h"
#include "ctype/record_layout.h"
#include "ctype/type_table.h"

namespace cffi {

class Scope;

// A scope as another one sees it: with what it had declared when it was included. What it declares later is not seen.
// Names from LazyNames are always there.
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
  void set_lazy_names(std::shared_ptr<LazyNames> names);
  LazyNames* lazy_names() const;
  // Why a name of the lazy ones counts as undeclared: the first failure since the last call, of this scope or an
  // included one. Null: there was none.
  Failure take_lazy_failure() const;

  // What `other` has declared and included so far is searched after this scope. Keeps it alive. kIncludeConflict when a
  // name means two things.
  Result<void> include(std::shared_ptr<const Scope> other);

  // Ordinary identifiers: functions, variables, constants. Null when undeclared.
  const Declaration* find(std::string_view name) const;
  const Typedef* find_typedef(std::string_view name) const;
  RecordType* find_record(RecordKind kind, std::string_view tag) const;
  EnumType* find_enum(std::string_view tag) const;
  // Without the included scopes.
  const Declaration* find_own(std::string_view name) const;
  RecordType* find_own_record(RecordKind kind, std::string_view tag) const;
  EnumType* find_own_enum(std::string_view tag) const;
  const Typedef* find_own_typedef(std::string_view name) const;

  // This scope's own, in the order of declaration (includes not followed; without lazy names, which list themselves).
  std::span<const Declaration* const> declarations() const;
  std::span<const Typedef* const> typedefs() const;
  std::span<RecordType* const> records() const;
  std::span<EnumType* const> enums() const;
  std::span<const std::shared_ptr<const Scope>> includes() const;
  // All of these as one list, in the order of the texts, with what a compiled module declares (lazy names), which has
  // no order. Types that only a type string mentioned are left out.
  Result<std::vector<ListedName>> listing() const;
  // All of this scope, and what it sees of those that are included at any depth, each once, in the order of a search.
  std::vector<ScopeView> visible() const;
  // The texts of all cdefs, in order. For those who must say later where something was declared.
  std::span<const std::string> sources() const;
  // Null when the record was not defined by a cdef of this scope.
  const RecordPlace* place_of(const RecordType* record) const;

  // The declared (or standard) name nearest to one that was not found; empty when none is near.
  std::string nearest_type_name(std::string_view name) const;
  std::string nearest_constant_name(std::string_view name) const;

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
    TextPlace place(SourceRange range) const;
    template <typename Visit>
    void for_each_table(Visit visit) const;
    void roll_back();

    // Names are behind a pointer: what a type string mentions is remembered by a scope that is const to its caller.
    const Scope& scope_;
    std::unique_ptr<Journal> journal_;
  };

 private:
  friend class Transaction;
  struct Names;
  template <typename Find>
  auto search(Find find) const;
  ScopeView whole() const;
  std::shared_ptr<TypeTable> types_;
  std::unique_ptr<Names> names_;
};

}  // namespace cffi
