// How types are passed under AAPCS64 (Procedure Call Standard for the Arm 64-bit Architecture, 5.9.5 and 6.8.2).
//
// Pure: a Target and a type in. Errors: kCallUnsupported for types that cannot be passed, or are too deeply nested to
// look through. Where Apple's and Microsoft's systems differ, they do so in the places: placement_aapcs64.cc.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "ctype/target.h"
#include "ctype/type.h"

namespace cffi {

enum class AapcsKind : uint8_t {
  kIgnored,      // empty in C
  kIntegral,     // one general register (C.9), or two from an even one for 16 bytes (C.10, C.11)
  kHomogeneous,  // floats, short vectors, complex numbers, HFAs and HVAs: `count` vector registers (C.1, C.2)
  kComposite,    // up to 16 bytes in general registers (C.12)
  kLarge,        // copied to memory by the caller; a pointer travels (B.4)
};

struct AapcsClass {
  AapcsKind kind = AapcsKind::kIgnored;
  uint8_t count = 0;              // kHomogeneous: members
  uint8_t element_size = 0;       // kHomogeneous: bytes of each
  uint8_t natural_alignment = 8;  // 8 or 16 (B.6): of the argument, not of the type
  friend bool operator==(const AapcsClass&, const AapcsClass&) = default;
};

Result<AapcsClass> classify_aapcs64(const Target& target, const Type* type, std::string_view role);

}  // namespace cffi
