// The inside of a Realizer: shared by realizer.cc, realizer_run.cc and realizer_bodies.cc only.
#pragma once

#include <map>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "tables/layout_report.h"
#include "tables/realizer.h"

namespace cffi {

// One thing to be made: the type of a slot, the body of a record, the body of an enum.
struct Realizer::Task {
  enum class Kind : uint8_t { kSlot, kRecord, kEnum };
  Kind kind;
  int64_t index;

  uint64_t key() const { return static_cast<uint64_t>(index) * 4 + static_cast<uint64_t>(kind); }
};

struct Realizer::State {
  struct Slot {
    QualType type;
    int depth = 0;  // of nested derived types
  };
  std::unordered_map<int64_t, Slot> slots;
  std::unordered_map<int64_t, RecordType*> records;
  std::unordered_map<int64_t, EnumType*> enums;
  std::unordered_map<const Type*, int64_t> indexes;  // of lazy and of declared records and enums of this module
  std::unordered_set<const Type*> unverified;        // of the declared ones
  std::unordered_set<const Type*> open;              // bodies being made
  std::unordered_map<const Type*, Failure> failures;
  std::map<int64_t, DifferingRecord> differing;  // by index
  bool reporting = false;                        // all records are being looked at
};

// For the values of SpecialPrimitive; null for other numbers.
Failure unknown_number(int64_t number);

// The record or enum whose body decides about the size of `type`; null when there is none.
inline const Type* sized_by(const Type* type) {
  while (auto* array = type_as<ArrayType>(type)) {
    type = array->item.type;
  }
  return type->kind == TypeKind::kRecord || type->kind == TypeKind::kEnum ? type : nullptr;
}

// Works off one task and all that it depends on.
class Realizer::Run {
 public:
  explicit Run(Realizer& realizer) : realizer_(realizer), state_(*realizer.state_) {}
  ~Run();
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  Result<void> make(Task root);

 private:
  bool is_done(Task task) const;
  bool is_open(Task task) const;
  void open(Task task);
  void close(Task task);
  const Type* body_type(Task task) const;

  // Puts on the list what `task` needs and is not made yet.
  Result<void> need_parts(Task task);
  Result<void> need_slot_parts(int64_t index);
  Result<void> need_signature(int64_t index);
  Result<void> need_field_types(int64_t index);
  Result<void> need_body_of(const Type* type);
  Result<void> need(Task task);

  Result<void> build(Task task);
  Result<void> build_slot(int64_t index);
  Result<QualType> derived_type(int64_t index, Opcode opcode);
  Result<QualType> primitive(int64_t number) const;
  Result<QualType> array(int64_t index, Opcode opcode);
  Result<QualType> function(int64_t index);
  Result<int64_t> referred_slot(Opcode opcode) const;
  Result<int> depth_of(int64_t index, Opcode opcode) const;

  Realizer& realizer_;
  State& state_;
  std::vector<Task> pending_;
  std::vector<Task> opened_;
  std::unordered_set<uint64_t> open_slots_;
};

}  // namespace cffi
