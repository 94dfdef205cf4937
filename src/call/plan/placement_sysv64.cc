// x86-64 System V: from classes to registers and stack slots (AMD64 psABI 3.2.3, "Passing" and "Returning of Values").
#include <algorithm>

#include "call/plan/classify_sysv64.h"
#include "call/plan/field_walk.h"
#include "call/plan/placement.h"

namespace cffi {
namespace {

constexpr uint8_t kGeneralRegisters = 6;  // rdi rsi rdx rcx r8 r9
constexpr uint8_t kVectorRegisters = 8;   // xmm0 to xmm7

struct Cursor {
  uint8_t general = 0;
  uint8_t vector = 0;
};

// Adds the register of one eightbyte at `offset`. False when none is left.
bool add_eightbyte(Place& place, Cursor& cursor, SysvClass cls, uint8_t offset, bool has_upper) {
  uint64_t rest = place.size > offset ? place.size - offset : 0;
  auto size = static_cast<uint8_t>(place.widened ? 8 : std::min<uint64_t>(rest, has_upper ? 16 : 8));
  if (cls == SysvClass::kInteger) {
    if (cursor.general == kGeneralRegisters) {
      return false;
    }
    place.add({Bank::kGeneral, cursor.general++, offset, size});
  } else if (cls == SysvClass::kSse) {
    if (cursor.vector == kVectorRegisters) {
      return false;
    }
    place.add({Bank::kVector, cursor.vector++, offset, size});
  }
  return true;
}

// "If there are no registers available for any eightbyte of an argument, the whole argument is passed on the stack.
// If registers have already been assigned for some eightbytes of such an argument, the assignments get reverted."
bool place_in_registers(Place& place, Cursor& cursor, SysvClasses classes) {
  Cursor attempt = cursor;
  bool fits = add_eightbyte(place, attempt, classes.low, 0, classes.high == SysvClass::kSseUp) &&
              add_eightbyte(place, attempt, classes.high, 8, false);
  if (!fits) {
    place.piece_count = 0;
    return false;
  }
  cursor = attempt;
  place.kind = place.piece_count == 0 ? PlaceKind::kNowhere : PlaceKind::kRegisters;
  return true;
}

bool is_in_memory(SysvClasses classes) {
  return classes.low == SysvClass::kMemory || classes.low == SysvClass::kX87 || classes.low == SysvClass::kComplexX87;
}

class ContentSearch final : public FieldVisitor {
 public:
  bool visit(const VisitedField& field) override {
    bool is_padding = field.bitfield != nullptr && field.bitfield->name.empty();
    bool is_no_item = field.counted_end != UINT64_MAX;  // of an array without length
    return is_padding || is_no_item;
  }
};

// Nothing but unnamed bit-fields, whatever its size: to GCC that is an empty type.
bool holds_nothing(const Target& target, const Type* type) {
  ContentSearch search;
  return walk_fields(target, type, search) == WalkResult::kDone;
}

Result<void> place_on_stack(Place& place, Placement& placement) {
  place.kind = PlaceKind::kStack;
  uint32_t alignment = std::max<uint32_t>(place.alignment, 8);
  CFFI_TRY(offset, reserve_stack(placement, place.size, alignment));
  place.stack_offset = *offset;
  placement.stack_alignment = std::max(placement.stack_alignment, alignment);
  return {};
}

Result<Place> place_result(const Target& target, const Type* type, Cursor& arguments) {
  if (type->kind == TypeKind::kVoid) {
    return Place{};
  }
  CFFI_TRY(classes, classify_sysv64(target, type, "return value"));
  Place place = unplaced(target, type);
  if (classes->low == SysvClass::kMemory) {
    // "The caller provides space and passes its address as if it were the first argument."
    place.kind = PlaceKind::kReference;
    place.add({Bank::kGeneral, arguments.general++, 0, 8});
    return place;
  }
  if (classes->low == SysvClass::kX87 || classes->low == SysvClass::kComplexX87) {
    place.kind = classes->low == SysvClass::kX87 ? PlaceKind::kX87 : PlaceKind::kComplexX87;
    return place;
  }
  Cursor results;  // rax rdx, xmm0 xmm1: two of each are enough for any value
  place_in_registers(place, results, *classes);
  return place;
}

}  // namespace

Result<Placement> place_sysv64(const Target& target, const Signature& signature) {
  CFFI_TRY_VOID(check_argument_count(signature));
  Placement placement;
  Cursor cursor;
  CFFI_TRY(result, place_result(target, signature.result, cursor));
  placement.result = *result;
  placement.arguments.reserve(signature.arguments.size());
  // The extra arguments of a variadic call travel as named ones do; only %al differs (the number of vector registers).
  for (const Type* type : signature.arguments) {
    CFFI_TRY(classes, classify_sysv64(target, type, "argument"));
    Place place = unplaced(target, type);
    if (is_in_memory(*classes) || !place_in_registers(place, cursor, *classes)) {
      CFFI_TRY_VOID(place_on_stack(place, placement));
      if (holds_nothing(target, type)) {  // takes registers where there are some, but no room on the stack (GCC)
        place.kind = PlaceKind::kNowhere;
        placement.stack_size = place.stack_offset;
      }
    }
    placement.arguments.push_back(place);
  }
  placement.uses_vectors = cursor.vector > 0;
  return placement;
}

}  // namespace cffi
