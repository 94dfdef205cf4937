// The register classes of types under the x86-64 System V ABI (AMD64 psABI 3.2.3).
//
// Pure: a Target and a type in, one class per eightbyte out. Rules are those of the ABI document as GCC applies them;
// Clang differs in zero-length arrays, arrays of packed structs and unnamed bit-fields (which classify nothing there).
// Errors: kCallUnsupported for types that cannot be passed, or are too deeply nested to look through.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "ctype/target.h"
#include "ctype/type.h"

namespace cffi {

enum class SysvClass : uint8_t { kNone, kInteger, kSse, kSseUp, kX87, kX87Up, kComplexX87, kMemory };

// `low` is kMemory or kComplexX87 for the whole value, and then `high` is kNone.
struct SysvClasses {
  SysvClass low = SysvClass::kNone;
  SysvClass high = SysvClass::kNone;
  friend bool operator==(const SysvClasses&, const SysvClasses&) = default;
};

// `role` is "argument" or "return value", for the error.
Result<SysvClasses> classify_sysv64(const Target& target, const Type* type, std::string_view role);

}  // namespace cffi
