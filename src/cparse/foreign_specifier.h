// Specifiers of numbers that are no primitives (ctype/foreign_number.h), and `unsigned _BitInt(n)`'s width.
//
//   bit-precise: "_BitInt" "(" constant-expression ")"
#pragma once

#include "cparse/parse_context.h"

namespace cffi {

// "(" constant-expression ")" after `_BitInt`.
bool bit_int_width(ParseContext& ctx, uint32_t& width);

// What a sum of arithmetic keywords that is no primitive stands for; null: nothing. `width`: of the _BitInt in it.
const Type* foreign_of_sum(TypeTable& types, uint64_t sum, uint32_t width);

}  // namespace cffi
