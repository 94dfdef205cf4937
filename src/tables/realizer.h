// From the tables of one module to types in its TypeTable. Each slot, record and enum is realised once, when first
// asked for; the body of a record or enum only when someone looks inside (TypeTable::set_lazy_bodies).
//
// Depth of the tables costs no stack: dependencies are worked off from a list. A circle that C could not have either is
// kMalformedTables.
//
// Layouts that a compiler gave are compared with the cdef where the entry asks for it. The first comparison that fails
// makes the realizer look at all records of the module, so that the error (kLayoutDiffers) shows every mismatch.
//
// Locks: every member function needs the lock of the type table. Ownership: borrows the tables and the host, which live
// as long as the type table (which owns the host as its LazyBodies).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "ctype/type.h"
#include "ctype/type_table.h"
#include "tables/module_tables.h"

namespace cffi {

// What lies outside of the tables.
class RealizerHost {
 public:
  virtual ~RealizerHost() = default;
  // A struct or union that an included module declares, by its name there ("foo", "$foo"). Null: none has it.
  virtual Result<RecordType*> find_external_record(RecordKind kind, std::string_view table_name) = 0;
  // An enumerator or constant that is not in this module's own globals. Null: none.
  virtual Result<const IntegerValue*> find_external_constant(std::string_view name) = 0;
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
  // The type of a global: of a function its FunctionType, of `extern "Python"` too; null for integer constants.
  Result<QualType> type_of(const GlobalEntry& global);

  // By the name in the tables: "foo" of `struct foo`, "$foo" of `typedef struct { } foo`. Null: there is none (a union
  // of the name is none when a struct is asked for).
  Result<RecordType*> find_record(RecordKind kind, std::string_view table_name);
  Result<EnumType*> find_enum(std::string_view table_name);
  Result<QualType> find_typename(std::string_view name);  // null type: none

  // Publishes the body of a record or enum of this module, if it has one: for LazyBodies of the type table. Failures
  // are kept.
  void complete(RecordType& record);
  void complete(EnumType& type);
  // Why complete() found no body for `type` (a record, an enum, or an array of one). Null: it did not fail.
  const Error* failure_of(const Type* type) const;

  // Of a record: `...` stood among the fields, or a layout that only the compiler knows: such a struct has no place in
  // a call made without its help ("not supported as argument").
  static bool is_known_to_compiler_only(const RecordType& record);

 private:
  struct State;
  const ModuleTables& tables_;
  std::unique_ptr<State> state_;
};

}  // namespace cffi
