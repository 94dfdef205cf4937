// AArch64: from classes to registers and stack slots (AAPCS64 6.8.2 stages A to C, and 6.9 for results), and where
// Apple ("Writing ARM64 code for Apple platforms") and Microsoft ("Overview of ARM64 ABI conventions") leave it.
#include <algorithm>

#include "call/plan/classify_aapcs64.h"
#include "call/plan/placement.h"

namespace cffi {
namespace {

constexpr uint32_t kRegisters = 8;      // x0 to x7, v0 to v7
constexpr uint8_t kResultRegister = 8;  // x8: address of a result in memory

enum class Variadics : uint8_t {
  kAsNamed,  // AAPCS64
  kOnStack,  // Apple: extra arguments, in slots of 8 bytes
  kGeneral,  // Microsoft: all arguments of variadic functions, as if there were no vector registers
};

struct Rules {
  Variadics variadics;
  bool packs_stack;  // Apple: "function arguments may consume slots on the stack that are not multiples of 8 bytes"
  bool has_aligned_pairs;  // C.10; not on Apple's systems
};

Rules rules_of(const Target& target) {
  switch (target.call_abi) {
    case CallAbi::kAapcs64Darwin:
      return {Variadics::kOnStack, true, false};
    case CallAbi::kAapcs64Windows:
      return {Variadics::kGeneral, false, true};
    default:
      return {Variadics::kAsNamed, false, true};
  }
}

// Places the arguments of one signature, or its result, one after another.
class Placer {
 public:
  Placer(const Rules& rules, Placement& placement) : rules_(rules), placement_(placement) {}

  Result<void> add(Place& place, const AapcsClass& cls) {
    switch (cls.kind) {
      case AapcsKind::kIgnored:
        return {};
      case AapcsKind::kHomogeneous:
        return add_homogeneous(place, cls);
      case AapcsKind::kIntegral:
      case AapcsKind::kComposite:
        return add_general(place, cls);
      case AapcsKind::kLarge:
        place.kind = PlaceKind::kReference;  // B.4
        return add_general(place, {AapcsKind::kIntegral});
    }
    return {};
  }

  // Microsoft's text lets such a value travel half in x7 and half on the stack, Clang puts it on the stack.
  bool would_split(const Place& place, const AapcsClass& cls) const {
    return cls.kind == AapcsKind::kComposite && cls.natural_alignment == 8 && place.size > 8 && ngrn_ == kRegisters - 1;
  }

  // An extra argument where those never travel in registers.
  Result<void> add_extra(Place& place, const AapcsClass& cls) {
    if (cls.kind == AapcsKind::kIgnored) {
      return {};
    }
    if (cls.kind == AapcsKind::kLarge) {
      place.kind = PlaceKind::kReference;
    }
    return on_stack(place, place.kind == PlaceKind::kReference ? 8 : place.size, cls.natural_alignment, 8);
  }

 private:
  Result<void> on_stack(Place& place, uint64_t size, uint32_t alignment, uint32_t granule) {
    if (place.kind != PlaceKind::kReference) {
      place.kind = PlaceKind::kStack;
    }
    CFFI_TRY(offset, reserve_stack(placement_, size, alignment, granule));
    place.stack_offset = *offset;
    place.packed = granule < 8;
    return {};
  }

  Result<void> add_homogeneous(Place& place, const AapcsClass& cls) {
    if (nsrn_ + cls.count <= kRegisters) {  // C.1, C.2
      place.kind = PlaceKind::kRegisters;
      for (uint32_t i = 0; i < cls.count; ++i) {
        place.add({Bank::kVector, static_cast<uint8_t>(nsrn_++), static_cast<uint8_t>(i * cls.element_size),
                   cls.element_size});
      }
      return {};
    }
    nsrn_ = kRegisters;  // C.3
    if (rules_.packs_stack) {
      return on_stack(place, place.size, std::max<uint32_t>(place.alignment, cls.element_size), 1);
    }
    return on_stack(place, place.size, cls.natural_alignment, 8);  // C.4 to C.6
  }

  Result<void> add_general(Place& place, const AapcsClass& cls) {
    bool is_reference = place.kind == PlaceKind::kReference;
    uint64_t size = is_reference || place.widened ? 8 : place.size;
    if (cls.natural_alignment == 16 && rules_.has_aligned_pairs) {
      ngrn_ = (ngrn_ + 1) & ~1u;  // C.10
    }
    if (ngrn_ + (size + 7) / 8 <= kRegisters) {  // C.9, C.11, C.12
      in_registers(place, size);
      return {};
    }
    ngrn_ = kRegisters;  // C.13
    bool is_packed = rules_.packs_stack && cls.kind == AapcsKind::kIntegral && !is_reference;
    return is_packed ? on_stack(place, place.size, place.alignment, 1)
                     : on_stack(place, size, cls.natural_alignment, 8);  // C.14 to C.17
  }

  void in_registers(Place& place, uint64_t size) {
    place.kind = place.kind == PlaceKind::kReference ? PlaceKind::kReference : PlaceKind::kRegisters;
    for (uint64_t offset = 0; offset < size; offset += 8) {
      auto piece = static_cast<uint8_t>(std::min<uint64_t>(size - offset, 8));
      place.add({Bank::kGeneral, static_cast<uint8_t>(ngrn_++), static_cast<uint8_t>(offset), piece});
    }
  }

  // Stage A: all start at zero. NSAA is Placement::stack_size.
  uint32_t ngrn_ = 0;
  uint32_t nsrn_ = 0;
  const Rules& rules_;
  Placement& placement_;
};

// 6.9: a result comes back where it would travel as the first argument; if that is memory, at the address in x8.
Result<Place> place_result(const Target& target, const Type* type, const Rules& rules) {
  if (type->kind == TypeKind::kVoid) {
    return Place{};
  }
  CFFI_TRY(cls, classify_aapcs64(target, type, "return value"));
  Place place = unplaced(target, type);
  if (cls->kind == AapcsKind::kLarge) {
    place.kind = PlaceKind::kReference;
    place.add({Bank::kGeneral, kResultRegister, 0, 8});
    return place;
  }
  Placement unused;
  CFFI_TRY_VOID(Placer(rules, unused).add(place, *cls));
  return place;
}

// "All composites are treated alike; no special treatment of HFAs. SIMD and floating-point registers aren't used."
AapcsClass without_vectors(const AapcsClass& cls, const Place& place, const Type* type) {
  if (cls.kind != AapcsKind::kHomogeneous) {
    return cls;
  }
  if (place.size > 16) {
    return {AapcsKind::kLarge};
  }
  AapcsKind kind = type->kind == TypeKind::kRecord ? AapcsKind::kComposite : AapcsKind::kIntegral;
  return {kind, 0, 0, cls.natural_alignment};
}

}  // namespace

Result<Placement> place_aapcs64(const Target& target, const Signature& signature) {
  CFFI_TRY_VOID(check_argument_count(signature));
  const Rules rules = rules_of(target);
  Placement placement;
  CFFI_TRY(result, place_result(target, signature.result, rules));
  placement.result = *result;
  placement.arguments.reserve(signature.arguments.size());
  Placer placer(rules, placement);
  bool uses_vectors = false;
  for (size_t i = 0; i < signature.arguments.size(); ++i) {
    const Type* type = signature.arguments[i];
    CFFI_TRY(cls, classify_aapcs64(target, type, "argument"));
    Place place = unplaced(target, type);
    if (signature.variadic && rules.variadics == Variadics::kGeneral) {
      *cls = without_vectors(*cls, place, type);
      if (placer.would_split(place, *cls)) {
        return cannot_pass(type, "argument", "compilers disagree about the register and the stack that it would get");
      }
    }
    bool is_extra = signature.variadic && i >= signature.fixed_count;
    auto placed =
        is_extra && rules.variadics == Variadics::kOnStack ? placer.add_extra(place, *cls) : placer.add(place, *cls);
    if (!placed) {
      return placed.take_failure();
    }
    uses_vectors = uses_vectors || (place.piece_count > 0 && place.pieces[0].bank == Bank::kVector);
    placement.arguments.push_back(place);
  }
  placement.stack_size = (placement.stack_size + 7) & ~uint64_t{7};
  placement.uses_vectors = uses_vectors;
  return placement;
}

}  // namespace cffi
