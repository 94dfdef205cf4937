// Owns type nodes and keeps derived types unique: asking twice for "pointer to T" gives one node.
//
// Tables form a chain. The common table (one per interpreter in the binding) holds void, the primitives and
// everything derived from these alone: `char *` is one node for every FFI. Each FFI has a table of its own for
// its records, enums and what is derived from them, which dies with it. Ask the FFI's table: a derived type is
// made in, and found in, the table of its youngest component, so that it neither outlives nor duplicates it.
// Components of unrelated tables (possible for functions only) make the one depend on the other.
//
// Locks: every member function needs the one lock that covers a family of tables (a common table and all
// tables over it). Errors: kArrayTooLarge, kArrayOfIncomplete. Nothing made here is ever freed before the table.
#pragma once

#include <atomic>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/result.h"
#include "ctype/target.h"
#include "ctype/type.h"

namespace cffi {

class PendingLayouts;

// Where bodies of lazy records and enums of a table come from. Takes the lock of the types itself.
class LazyBodies {
 public:
  virtual ~LazyBodies() = default;
  // Publishes the body with TypeTable::complete(), unless that fails, or is on its way already (asked for its own).
  virtual void complete(RecordType& record) = 0;
  virtual void complete(EnumType& type) = 0;
  // Why `type` (a record, an enum, an array of one) got no body. Null: it did not fail. Lives as long as this.
  virtual const Error* failure_of(const Type* type) = 0;
};

class TypeTable {
 public:
  // The common table of a family.
  static std::shared_ptr<TypeTable> make_common(const Target& target);
  // A table over `common`.
  static std::shared_ptr<TypeTable> make(std::shared_ptr<TypeTable> common);
  ~TypeTable();
  TypeTable(const TypeTable&) = delete;
  TypeTable& operator=(const TypeTable&) = delete;

  // Weak pointers from before the table came into a cycle may end earlier than it.
  std::shared_ptr<TypeTable> shared_from_this();
  std::weak_ptr<TypeTable> weak_from_this() { return shared_from_this(); }

  const Target& target() const { return target_; }
  TypeTable& common() { return common_ ? *common_ : *this; }
  Arena& arena() { return arena_; }

  // Types of `other` may be used in declarations of this table from now on (FFI.include). Keeps it alive. Where that
  // closes a cycle, whoever holds one table of the cycle keeps all of them alive.
  void depend_on(std::shared_ptr<TypeTable> other);
  // Also true of the table itself, of the common table, and through other tables.
  bool depends_on(const TypeTable* other) const;

  const VoidType* void_type();
  // Null for Primitive::kVoid: ask for void_type().
  const PrimitiveType* primitive(Primitive primitive);
  const PointerType* pointer_to(QualType pointee);
  // `item` must be complete, or a record or enum that may become so (else kArrayOfIncomplete); length as in ArrayType.
  Result<const ArrayType*> array_of(QualType item, int64_t length);
  const VectorType* vector_of(const Type* item, uint64_t size);
  // Looked up by `wanted`'s name; made in the common table.
  const ForeignNumberType* foreign_number(const ForeignNumberType& wanted);
  const FunctionType* function(QualType result, std::span<const QualType> parameters, bool variadic,
                               CallConvention convention = CallConvention::kDefault);

  // Always new nodes: whoever declares them keeps them by name. Names are copied.
  RecordType* new_record(RecordKind kind, std::string_view name, std::string_view tag);
  EnumType* new_enum(std::string_view name, std::string_view tag);
  const UnsizedNumberType* new_unsized_number(std::string_view name, bool is_float);

  // FILE: one opaque type for the whole family.
  const RecordType* file_type();

  // Publish a body (copied into the arena). At most once per record, except after withdraw().
  void complete(RecordType* record, const RecordBody& body);
  void complete(EnumType* type, const EnumBody& body);
  // Rolls a completion back, for a cdef that failed. Only under the lock, before anyone saw the body.
  void withdraw(RecordType* record);
  void withdraw(EnumType* type, const EnumBody* before);

  // A transaction over this table and those it uses: what they make between begin_noting() and roll_back() is freed
  // again, after whoever led to it. end_noting() keeps it.
  void begin_noting();
  void end_noting();
  void roll_back();
  // Of the family: how often something was made, during transactions too, that stays (LazyBodies, DeclarationSource).
  // What a transaction made meanwhile is not freed.
  uint64_t lasting() const { return common_ ? common_->lasting_ : lasting_; }
  void note_lasting() { ++common().lasting_; }

  // For RecordType::lazy and EnumType::lazy. Set once, before the first of them is made. Lives as long as the table.
  void set_lazy_bodies(std::unique_ptr<LazyBodies> bodies) { lazy_bodies_ = std::move(bodies); }
  LazyBodies* lazy_bodies() const { return lazy_bodies_.get(); }

  // The records of this table that are declared and wait for types in them.
  PendingLayouts& pending() { return *pending_; }

  // One slot for whoever wraps tables, like Type::wrapper. Set before the table is shared; the core never reads it.
  void* wrapper = nullptr;

  // The unqualified form, recursively: what Type::canonical points to.
  static const Type* canonical(const Type* type) { return type->canonical; }

 private:
  TypeTable(const Target& target, std::shared_ptr<TypeTable> common);
  struct Interner;
  struct Lifetime;

  static std::shared_ptr<TypeTable> adopt(TypeTable* made);
  template <typename Predicate>
  bool any_reachable(Predicate matches) const;
  void join_lifetimes_with(const TypeTable& other);
  static void take_dependencies(std::vector<std::shared_ptr<TypeTable>>& doomed,
                                const std::shared_ptr<TypeTable>& table);
  TypeTable& home_of(std::span<const QualType> components);
  void keep(const Type* node);
  template <typename Node, typename... Args>
  Node* intern(TypeTable& home, Node&& wanted, Args&&... arguments);

  const Target& target_;
  Lifetime* lifetime_ = nullptr;       // what owns this table
  std::shared_ptr<TypeTable> common_;  // null in a common table
  std::vector<std::shared_ptr<TypeTable>> dependencies_;
  std::atomic<uint64_t> lasting_ = 0;
  bool has_dependents_ = false;  // ever was in another table's dependencies_
  Arena arena_;
  std::unique_ptr<Interner> interner_;
  std::unique_ptr<LazyBodies> lazy_bodies_;
  std::unique_ptr<PendingLayouts> pending_;
};

}  // namespace cffi
