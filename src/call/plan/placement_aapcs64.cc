// AArch64: from classes to registers and stack slots (AAPCS64 6.8.2 stages A to C, and 6.9 for results).
#include <algorithm>

#include "call/plan/classify_aapcs64.h"
#include "call/plan/placement.h"

namespace cffi {
namespace {

constexpr uint32_t kRegisters = 8;      // x0 to x7, v0 to v7
constexpr uint8_t kResultRegister = 8;  // x8: address of a result in memory

// Stage A: all start at zero. NSAA is Placement::stack_size.
struct Cursor {
  uint32_t ngrn = 0;
  uint32_t nsrn = 0;
};

Result<void> place_on_stack(Place& place, Placement& placement, uint64_t size, uint32_t alignment) {
  if (place.kind != PlaceKind::kReference) {
    place.kind = PlaceKind::kStack;
  }
  auto offset = reserve_stack(placement, size, alignment);
  if (!offset) {
    return offset.take_failure();
  }
  place.stack_offset = *offset;
  return {};
}

void add_general(Place& place, Cursor& cursor, uint64_t size) {
  place.kind = place.kind == PlaceKind::kReference ? PlaceKind::kReference : PlaceKind::kRegisters;
  for (uint64_t offset = 0; offset < size; offset += 8) {
    auto piece = static_cast<uint8_t>(std::min<uint64_t>(size - offset, 8));
    place.add({Bank::kGeneral, static_cast<uint8_t>(cursor.ngrn++), static_cast<uint8_t>(offset), piece});
  }
}

Result<void> place_homogeneous(Place& place, const AapcsClass& cls, Cursor& cursor, Placement& placement) {
  if (cursor.nsrn + cls.count <= kRegisters) {  // C.1, C.2
    place.kind = PlaceKind::kRegisters;
    for (uint32_t i = 0; i < cls.count; ++i) {
      place.add({Bank::kVector, static_cast<uint8_t>(cursor.nsrn++), static_cast<uint8_t>(i * cls.element_size),
                 cls.element_size});
    }
    return {};
  }
  cursor.nsrn = kRegisters;                                                    // C.3
  return place_on_stack(place, placement, place.size, cls.natural_alignment);  // C.4 to C.6
}

Result<void> place_general(Place& place, uint64_t size, uint32_t alignment, Cursor& cursor, Placement& placement) {
  if (alignment == 16) {
    cursor.ngrn = (cursor.ngrn + 1) & ~1u;  // C.10
  }
  if (cursor.ngrn + (size + 7) / 8 <= kRegisters) {  // C.9, C.11, C.12
    add_general(place, cursor, size);
    return {};
  }
  cursor.ngrn = kRegisters;                                  // C.13
  return place_on_stack(place, placement, size, alignment);  // C.14 to C.17
}

Result<void> place_class(Place& place, const AapcsClass& cls, Cursor& cursor, Placement& placement) {
  switch (cls.kind) {
    case AapcsKind::kIgnored:
      return {};
    case AapcsKind::kHomogeneous:
      return place_homogeneous(place, cls, cursor, placement);
    case AapcsKind::kIntegral:
    case AapcsKind::kComposite:
      return place_general(place, place.widened ? 8 : place.size, cls.natural_alignment, cursor, placement);
    case AapcsKind::kLarge:
      place.kind = PlaceKind::kReference;  // B.4
      return place_general(place, 8, 8, cursor, placement);
  }
  return {};
}

// 6.9: a result comes back where it would travel as the first argument; if that is memory, at the address in x8.
Result<Place> place_result(const Target& target, const Type* type) {
  if (type->kind == TypeKind::kVoid) {
    return Place{};
  }
  auto cls = classify_aapcs64(target, type, "return value");
  if (!cls) {
    return cls.take_failure();
  }
  Place place = unplaced(target, type);
  if (cls->kind == AapcsKind::kLarge) {
    place.kind = PlaceKind::kReference;
    place.add({Bank::kGeneral, kResultRegister, 0, 8});
    return place;
  }
  Cursor cursor;
  Placement unused;
  if (auto placed = place_class(place, *cls, cursor, unused); !placed) {
    return placed.take_failure();
  }
  return place;
}

}  // namespace

Result<Placement> place_aapcs64(const Target& target, const Signature& signature) {
  if (auto checked = check_argument_count(signature); !checked) {
    return checked.take_failure();
  }
  Placement placement;
  auto result = place_result(target, signature.result);
  if (!result) {
    return result.take_failure();
  }
  placement.result = *result;
  placement.arguments.reserve(signature.arguments.size());
  Cursor cursor;
  bool uses_vectors = false;
  for (const Type* type : signature.arguments) {
    auto cls = classify_aapcs64(target, type, "argument");
    if (!cls) {
      return cls.take_failure();
    }
    Place place = unplaced(target, type);
    if (auto placed = place_class(place, *cls, cursor, placement); !placed) {
      return placed.take_failure();
    }
    uses_vectors = uses_vectors || (place.piece_count > 0 && place.pieces[0].bank == Bank::kVector);
    placement.arguments.push_back(place);
  }
  placement.uses_vectors = uses_vectors;
  return placement;
}

}  // namespace cffi
