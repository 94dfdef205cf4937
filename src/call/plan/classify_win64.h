// How types are passed under the Microsoft x64 calling convention ("x64 calling convention", sections "Parameter
// passing" and "Return values", of Microsoft's documentation), in C as GCC and Clang for Windows compile it.
//
// Pure: a Target and a type in. No type needs looking into: a record counts by its size alone. Errors: kCallUnsupported
// for types that cannot be passed, and for those that the compilers disagree about.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "ctype/target.h"
#include "ctype/type.h"

namespace cffi {

enum class Win64Class : uint8_t {
  kInteger,    // integers, pointers, records and complex numbers of 1, 2, 4 or 8 bytes: general registers
  kFloat,      // float and double: vector registers
  kSixteen,    // __int128 and vectors of 16 bytes: by reference, but returned in xmm0
  kReference,  // all else: copied to memory by the caller; a pointer travels
};

Result<Win64Class> classify_win64(const Target& target, const Type* type, std::string_view role);

}  // namespace cffi
