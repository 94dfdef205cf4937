// Numbers of C that are no primitives: decimal floats, _BitInt(n), and complex numbers whose parts are no float, double
// or long double.
//
// They have a size and an alignment, so that records lay out right and pointers to them work; of their values only
// those of _BitInt(n) up to 64 bits are known here. Made in the common table, one node for each spelling; needs its
// lock.
#pragma once

#include <cstdint>

#include "ctype/type_table.h"

namespace cffi {

// What Clang allows on all its targets since version 16.
inline constexpr uint32_t kMaxBitInt = 8388608;

// `bits` is 32, 64 or 128.
const Type* decimal_type(TypeTable& types, uint32_t bits);

// 1 <= bits <= kMaxBitInt; two or more when it is signed (C23 6.7.3.1p2).
const Type* bit_int_type(TypeTable& types, uint32_t bits, bool is_signed);

// `part _Complex` for a part that exists on the target.
const Type* complex_type(TypeTable& types, Primitive part);

}  // namespace cffi
