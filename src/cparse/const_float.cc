#include "cparse/const_float.h"

#include <clocale>
#include <cmath>
#include <cstdlib>
#include <string>

#include "ctype/type_query.h"

namespace cffi {
namespace {

bool is_real(const Type* type) {
  auto* primitive = type_as<PrimitiveType>(type);
  return is_floating(type) && primitive_info(primitive->primitive).cls != PrimitiveClass::kComplex;
}

bool is_known(const ConstValue& value) { return value.known && !value.is_lvalue; }

// Of a known value of either sort.
double number_of(const Target& target, const ConstValue& value) {
  if (is_floating(value.type)) {
    return value.number;
  }
  return integer_kind(target, value.type).is_signed ? static_cast<double>(static_cast<int64_t>(value.bits))
                                                    : static_cast<double>(value.bits);
}

ConstValue make_float(const Type* type, double number) {
  ConstValue value{type, 0, true, false};
  value.number = number;
  return value;
}

// The wider one of two types, of which an integer counts as the narrowest (C11 6.3.1.8).
const Type* common_type(const Target& target, const Type* a, const Type* b) {
  if (!is_floating(a) || !is_floating(b)) {
    return is_floating(a) ? a : b;
  }
  return size_of(target, a).value_or(0) >= size_of(target, b).value_or(0) ? a : b;
}

ConstValue truth(TypeTable& types, bool value) { return make_value(types, Primitive::kInt, value ? 1 : 0); }

ConstValue float_to_integer(TypeTable& types, double number, const Type* type, IntegerKind kind) {
  double low = kind.is_signed ? -0x1p63 : 0;
  double high = kind.is_signed ? 0x1p63 : 0x1p64;
  double whole = std::trunc(number);
  bool fits = whole >= low && whole < high;  // no NaN does
  if (!fits) {
    return make_unknown(type);  // undefined (C11 6.3.1.4p1)
  }
  uint64_t bits = kind.is_signed ? static_cast<uint64_t>(static_cast<int64_t>(whole)) : static_cast<uint64_t>(whole);
  return convert(types, make_integer(types, {8, kind.is_signed}, bits), type);
}

}  // namespace

bool is_float_literal(std::string_view text) {
  bool hexadecimal = text.size() > 1 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
  return text.find_first_of(hexadecimal ? ".pP" : ".eE") != std::string_view::npos;
}

ConstValue float_literal(TypeTable& types, std::string_view text) {
  // strtod() follows the locale, C does not.
  std::string digits;
  for (char c : text) {
    if (c == '.') {
      digits += std::localeconv()->decimal_point;
    } else if (c != '\'') {
      digits.push_back(c);
    }
  }
  char* end = nullptr;
  double number = std::strtod(digits.c_str(), &end);
  std::string_view suffix(end);
  Primitive type = suffix == "f" || suffix == "F"   ? Primitive::kFloat
                   : suffix == "l" || suffix == "L" ? Primitive::kLongDouble
                                                    : Primitive::kDouble;
  if (end == digits.c_str() || (type == Primitive::kDouble && !suffix.empty())) {
    return make_unknown(types.primitive(Primitive::kDouble));
  }
  return float_convert(types, make_float(types.primitive(Primitive::kDouble), number), types.primitive(type));
}

ConstValue float_binary(TypeTable& types, Tok op, const ConstValue& left, const ConstValue& right) {
  const Target& target = types.target();
  bool is_comparison = op == Tok::kLess || op == Tok::kGreater || op == Tok::kLessEqual || op == Tok::kGreaterEqual ||
                       op == Tok::kEqual || op == Tok::kNotEqual;
  const Type* type = is_comparison ? types.primitive(Primitive::kInt) : common_type(target, left.type, right.type);
  auto is_operand = [&](const ConstValue& value) {
    return is_known(value) && (is_real(value.type) || integer_kind(target, value.type).size != 0);
  };
  if (!is_operand(left) || !is_operand(right)) {
    return make_unknown(type);
  }
  double a = number_of(target, left);
  double b = number_of(target, right);
  switch (op) {
    case Tok::kPlus:
      return float_convert(types, make_float(type, a + b), type);
    case Tok::kMinus:
      return float_convert(types, make_float(type, a - b), type);
    case Tok::kStar:
      return float_convert(types, make_float(type, a * b), type);
    case Tok::kSlash:
      return b == 0 ? make_unknown(type) : float_convert(types, make_float(type, a / b), type);
    case Tok::kLess:
      return truth(types, a < b);
    case Tok::kGreater:
      return truth(types, a > b);
    case Tok::kLessEqual:
      return truth(types, a <= b);
    case Tok::kGreaterEqual:
      return truth(types, a >= b);
    case Tok::kEqual:
      return truth(types, a == b);
    case Tok::kNotEqual:
      return truth(types, a != b);
    default:
      return make_unknown(type);
  }
}

ConstValue float_unary(TypeTable& types, Tok op, const ConstValue& value) {
  if (!is_known(value) || !is_real(value.type) || op == Tok::kTilde) {
    return make_unknown(op == Tok::kNot ? types.primitive(Primitive::kInt) : value.type);
  }
  return op == Tok::kNot ? truth(types, value.number == 0)
                         : make_float(value.type, op == Tok::kMinus ? -value.number : value.number);
}

ConstValue float_convert(TypeTable& types, const ConstValue& value, const Type* type) {
  const Target& target = types.target();
  auto* primitive = type_as<PrimitiveType>(type);
  bool to_bool = primitive != nullptr && primitive->primitive == Primitive::kBool;
  IntegerKind kind = integer_kind(target, type);
  bool from_number = is_real(value.type) || integer_kind(target, value.type).size != 0;
  if (!is_known(value) || !from_number || (kind.size == 0 && !is_real(type))) {
    return make_unknown(type);
  }
  double number = number_of(target, value);
  if (to_bool) {
    return make_value(types, Primitive::kBool, number != 0 ? 1 : 0);
  }
  if (kind.size != 0) {
    return float_to_integer(types, number, type, kind);
  }
  bool is_float = primitive->primitive == Primitive::kFloat;
  return make_float(type, is_float ? static_cast<double>(static_cast<float>(number)) : number);
}

}  // namespace cffi
