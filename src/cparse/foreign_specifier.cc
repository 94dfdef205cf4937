#include "cparse/foreign_specifier.h"

#include "cparse/const_expr.h"
#include "cparse/specifier_sum.h"
#include "ctype/foreign_number.h"

namespace cffi {
namespace {

const Type* complex_of_sum(TypeTable& types, uint64_t part_sum) {
  auto part = primitive_of_sum(part_sum);
  if (!part || types.target().primitive(*part).size == 0) {
    return nullptr;
  }
  if (*part == Primitive::kFloat128 && types.target().long_double == LongDoubleFormat::kIeee128) {
    return types.primitive(Primitive::kLongDoubleComplex);
  }
  bool is_number = *part != Primitive::kBool && *part != Primitive::kVoid;
  bool is_complex = primitive_info(*part).cls == PrimitiveClass::kComplex;
  return is_number && !is_complex ? complex_type(types, *part) : nullptr;
}

}  // namespace

bool bit_int_width(ParseContext& ctx, uint32_t& width) {
  IntegerValue value;
  if (!ctx.expect(Tok::kLeftParen, "'('")) {
    return false;
  }
  SourceRange range = ctx.range();
  if (!constant_expression(ctx, value)) {
    return false;
  }
  if (value.negative() || value.bits == 0 || value.bits > kMaxBitInt) {
    return ctx.fail(ErrorCode::kBadBitWidth, range, {std::to_string(static_cast<int64_t>(value.bits))});
  }
  width = static_cast<uint32_t>(value.bits);
  return ctx.expect(Tok::kRightParen, "')'");
}

const Type* foreign_of_sum(TypeTable& types, uint64_t sum, uint32_t width) {
  for (auto [keyword, bits] : {std::pair(Tok::kDecimal32, 32U), {Tok::kDecimal64, 64U}, {Tok::kDecimal128, 128U}}) {
    if (sum == specifier_weight(keyword)) {
      return decimal_type(types, bits);
    }
  }
  uint64_t bit_int = specifier_weight(Tok::kBitInt);
  bool is_unsigned = sum == bit_int + specifier_weight(Tok::kUnsigned);
  if (is_unsigned || sum == bit_int || sum == bit_int + specifier_weight(Tok::kSigned)) {
    return is_unsigned || width > 1 ? bit_int_type(types, width, !is_unsigned) : nullptr;
  }
  uint64_t complex = specifier_weight(Tok::kComplex);
  bool has_complex = (sum & (complex * 7)) == complex;  // once
  return has_complex ? complex_of_sum(types, sum - complex) : nullptr;
}

}  // namespace cffi
