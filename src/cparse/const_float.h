// Floating-point operands of constant expressions: they may stand there as long as an integer comes out of it, as in
// `(int)(2.5 * 4)` or `1.5 < 2` (C11 6.6p6, and what GCC and Clang allow beyond it).
//
// Values are held as double whatever their type; what is not known stays unknown.
#pragma once

#include <string_view>

#include "cparse/const_value.h"

namespace cffi {

bool is_float_literal(std::string_view text);
// Unknown when it is no number.
ConstValue float_literal(TypeTable& types, std::string_view text);

// One of the two is floating. `result` is unknown where C has no constant value for it.
ConstValue float_binary(TypeTable& types, Tok op, const ConstValue& left, const ConstValue& right);
ConstValue float_unary(TypeTable& types, Tok op, const ConstValue& value);
// From or to a floating type, or both.
ConstValue float_convert(TypeTable& types, const ConstValue& value, const Type* type);

}  // namespace cffi
