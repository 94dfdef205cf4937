// The array of types of a module being written: which types it holds, and in which slot each lies.
//
// First everything is reach()ed, then place() gives out slots: those of a function (result's index, arguments, end) lie
// side by side, and an argument's slot is the type's own where it has none yet. Types are told apart by their canonical
// node. Arrays whose length only a compiler knows are one node for all lengths: each use of one has slots of its own.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "ctype/type_table.h"
#include "tables/writer.h"

namespace cffi {

class TypeSlots {
 public:
  // `meaning`: as of WantedTables.
  explicit TypeSlots(std::function<const Type*(const Type*)> meaning) : meaning_(std::move(meaning)) {}

  // Notes `wanted` and all that it is made of, or nothing of it: `user` is named in the error, kNotInModules.
  Result<void> reach(const WantedType& wanted, std::string_view user);
  // Canonical nodes, in the order in which they were reached.
  const std::vector<const Type*>& reached() const { return order_; }

  // The place of a record or an enum in its table. For all of them (FILE may have none), before place().
  void set_number(const Type* type, int32_t number) { numbers_[type] = number; }
  void place();
  // After place(): the slot of a type that was reached.
  int32_t index_of(const WantedType& wanted);

  std::vector<TypeSlot> take() { return std::move(slots_); }

  // The FILE that every backend knows, not one that a cdef declares itself.
  static bool is_file(const RecordType* record) {
    return record->name == "FILE" && record->table == &record->table->common();
  }

 private:
  Result<void> check(const Type* type, std::string_view user) const;
  void forget_from(size_t count);
  int32_t next() const { return static_cast<int32_t>(slots_.size()); }
  int32_t place_dots_array(const ArrayType* array, std::string object);
  void place_function(const FunctionType* function);
  void place_other(const Type* type);
  void fill(const Type* type, int32_t index);
  void fill_function(const FunctionType* function, int32_t index);
  const Type* meant(const Type* type) const;
  int32_t own_slot(const Type* type) const { return indexes_.at(meant(type)); }

  std::function<const Type*(const Type*)> meaning_;
  std::vector<const Type*> order_;
  std::unordered_map<const Type*, int32_t> indexes_;  // -1 before place()
  std::unordered_map<const Type*, int32_t> numbers_;
  std::vector<TypeSlot> slots_;
};

}  // namespace cffi
