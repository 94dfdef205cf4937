// Microsoft x64: from classes to registers and stack slots ("x64 calling convention", "Parameter passing").
//
// "By default, the x64 calling convention passes the first four arguments to a function in registers", each in the one
// that belongs to its position: the third argument has r8 or xmm2, whatever the others are. Those after it have 8 bytes
// each on the stack. Offsets there count from the end of the 32 bytes of shadow space that invoke_win64.S leaves for
// the callee to store the four registers in.
#include "call/plan/classify_win64.h"
#include "call/plan/placement.h"

namespace cffi {
namespace {

constexpr uint32_t kPositions = 4;  // rcx rdx r8 r9, xmm0 to xmm3

// `both`: "for floating-point values only, both the integer register and the floating-point register must contain the
// value, in case the callee expects the value in the integer registers" (Varargs).
void add_registers(Place& place, uint32_t position, Win64Class cls, bool both) {
  auto index = static_cast<uint8_t>(position);
  auto size = static_cast<uint8_t>(place.widened ? 8 : place.size);
  switch (cls) {
    case Win64Class::kInteger:
      place.kind = PlaceKind::kRegisters;
      place.add({Bank::kGeneral, index, 0, size});
      return;
    case Win64Class::kFloat:
      place.kind = PlaceKind::kRegisters;
      place.add({Bank::kVector, index, 0, size});
      if (both) {
        place.add({Bank::kGeneral, index, 0, size});
      }
      return;
    case Win64Class::kSixteen:
    case Win64Class::kReference:
      place.kind = PlaceKind::kReference;
      place.add({Bank::kGeneral, index, 0, 8});
      return;
  }
}

Result<void> place_on_stack(Place& place, Win64Class cls, Placement& placement) {
  bool is_reference = cls == Win64Class::kSixteen || cls == Win64Class::kReference;
  place.kind = is_reference ? PlaceKind::kReference : PlaceKind::kStack;
  CFFI_TRY(offset, reserve_stack(placement, 8, 8));
  place.stack_offset = *offset;
  return {};
}

// "A scalar return value that can fit into 64 bits [...] is returned through RAX. Non-scalar types including floats,
// doubles, and vector types [...] are returned in XMM0. [...] Otherwise, the caller must allocate memory for the return
// value and pass a pointer to it as the first argument."
Result<Place> place_result(const Target& target, const Type* type) {
  if (type->kind == TypeKind::kVoid) {
    return Place{};
  }
  constexpr std::string_view kRole = "return value";
  CFFI_TRY(cls, classify_win64(target, type, kRole));
  Place place = unplaced(target, type);
  if (place.size == 0) {
    return cannot_pass(type, kRole, "compilers disagree about empty structs in the Microsoft x64 convention");
  }
  if (*cls == Win64Class::kSixteen) {
    place.kind = PlaceKind::kRegisters;
    place.add({Bank::kVector, 0, 0, 16});
  } else {
    add_registers(place, 0, *cls, false);
  }
  return place;
}

bool is_in_vector_register(const Place& place) {
  return place.piece_count > 0 && place.pieces[0].bank == Bank::kVector;
}

}  // namespace

Result<Placement> place_win64(const Target& target, const Signature& signature) {
  CFFI_TRY_VOID(check_argument_count(signature));
  Placement placement;
  CFFI_TRY(result, place_result(target, signature.result));
  placement.result = *result;
  placement.arguments.reserve(signature.arguments.size());
  uint32_t position = placement.result.kind == PlaceKind::kReference ? 1 : 0;
  for (size_t i = 0; i < signature.arguments.size(); ++i) {
    const Type* type = signature.arguments[i];
    CFFI_TRY(cls, classify_win64(target, type, "argument"));
    Place place = unplaced(target, type);
    if (position < kPositions) {
      add_registers(place, position++, *cls, signature.variadic);
    } else if (auto placed = place_on_stack(place, *cls, placement); !placed) {
      return placed.take_failure();
    }
    placement.uses_vectors = placement.uses_vectors || is_in_vector_register(place);
    placement.arguments.push_back(place);
  }
  return placement;
}

}  // namespace cffi
