// From the tables of one module to types in its TypeTable. Each slot, record and enum is realized once, when first
// asked for; the body of a record or enum only when someone looks inside (TypeTable::set_lazy_bodies).
//
// Depth of the tables costs no stack: what a type depends on is worked off from a list. A cycle that C could not have
// either is kMalformedTables, and so is all else that no compiler would have written.
//
// Layouts that a compiler gave are compared with the cdef where the entry asks for it. The first comparison that fails
// makes the realizer look at all records of the module, so that the error (kLayoutDiffers) shows every difference.
//
// Locks: every member function needs the lock of the type table. Ownership: borrows the tables, the table of types and
// the host. All of them live as long as the table of types, which best owns them by its LazyBodies.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ctype/type.h"
#include "ctype/type_table.h"
#include "tables/layout_report.h"
#include "tables/module_tables.h"

namespace cffi {

inline constexpr int kMaxTypeDepth = 1024;  // pointers to pointers to arrays of ...

// What lies outside of the tables.
class RealizerHost {
 public:
  virtual ~RealizerHost() = default;
  // A struct or union that an included module declares, by its name there ("foo", "$foo"). Null: none has it.
  virtual Result<RecordType*> find_external_record(RecordKind kind, std::string_view table_name) = 0;
  // An enum likewise. The tables do not tell which are external: those that an included module has, too, of this name
  // and with these enumerators.
  virtual Result<EnumType*> find_external_enum(const EnumEntry&) { return static_cast<EnumType*>(nullptr); }
  // True of a module that describes types which are declared already (verify()): whose records and enums have these
  // two found. Null: not declared.
  virtual bool has_declared_types() const { return false; }
  virtual RecordType* declared_record(std::string_view /*table_name*/) { return nullptr; }
  virtual EnumType* declared_enum(std::string_view /*table_name*/) { return nullptr; }
};

class Realizer {
 public:
  Realizer(const ModuleTables& tables, TypeTable& types, RealizerHost& host);
  ~Realizer();
  Realizer(const Realizer&) = delete;
  Realizer& operator=(const Realizer&) = delete;

  const ModuleTables& tables() const { return tables_; }

  // The type in a slot. A kFunction slot gives a FunctionType.
  Result<QualType> type_at(int64_t index);
  // The type of a global: of a function, and of `extern "Python"`, its FunctionType; of a variable that of the object;
  // null for integer constants.
  Result<QualType> type_of(const GlobalEntry& global);

  // By the name in the tables: "foo" of `struct foo`, "$foo" of `typedef struct { } foo`. Null: there is none (a union
  // of the name is none when a struct is asked for).
  Result<RecordType*> find_record(RecordKind kind, std::string_view table_name);
  Result<EnumType*> find_enum(std::string_view table_name);
  // With the name and the enumerators of one of another module.
  Result<EnumType*> find_same_enum(const EnumEntry& other);
  Result<QualType> find_typename(std::string_view name);  // null type: none

  // Publishes the body of a record or enum of this module, if it has one: for the LazyBodies of the type table.
  // Failures are kept.
  void complete(RecordType& record);
  void complete(EnumType& type);
  // With declared types: has the compiler what is declared? Completes what was left to it, once, and types that were
  // not declared. By index. kLayoutDiffers when it has not.
  Result<void> verify_record(int64_t index);
  Result<void> verify_enum(int64_t index);
  // Why complete() found no body for `type` (a record, an enum, or an array of one). Null: it did not fail.
  const Error* failure_of(const Type* type) const;

 private:
  struct Task;
  struct State;
  class Run;

  Result<RecordType*> record_at(int64_t index);
  Result<RecordType*> new_record(const RecordEntry& entry);
  Result<void> verify_layout(RecordType& record, const RecordEntry& entry, std::span<const FieldEntry> fields);
  Result<void> verify_enumerators(const EnumType& type, std::span<const Enumerator> values);
  Result<std::vector<Enumerator>> read_enumerators(const EnumEntry& entry, const EnumType& type);
  Failure verified_differs(DifferingRecord&& record, bool has_dots) const;
  Result<EnumType*> enum_at(int64_t index);
  void complete(const Type& type, bool is_enum);
  Result<void> build_record(int64_t index, RecordType& record);
  Result<void> build_enum(int64_t index, EnumType& type);
  Result<Primitive> underlying_type(const EnumEntry& entry) const;
  Failure layout_differs(int64_t index);

  const ModuleTables& tables_;
  TypeTable& types_;
  RealizerHost& host_;
  std::unique_ptr<State> state_;
};

}  // namespace cffi
