#include "cparse/const_value.h"

#include <algorithm>

#include "cparse/const_float.h"
#include "ctype/type_query.h"

namespace cffi {
namespace {

uint64_t extend(uint64_t bits, IntegerKind kind) {
  if (kind.size == 0 || kind.size >= 8) {
    return bits;
  }
  int unused = 64 - kind.size * 8;
  uint64_t high = bits << unused;
  return kind.is_signed ? static_cast<uint64_t>(static_cast<int64_t>(high) >> unused) : high >> unused;
}

const Type* type_of(TypeTable& types, IntegerKind kind) {
  const Target& target = types.target();
  if (kind.size <= target.primitive(Primitive::kInt).size) {
    return types.primitive(kind.is_signed ? Primitive::kInt : Primitive::kUnsignedInt);
  }
  if (kind.size <= target.primitive(Primitive::kLong).size) {
    return types.primitive(kind.is_signed ? Primitive::kLong : Primitive::kUnsignedLong);
  }
  return types.primitive(kind.is_signed ? Primitive::kLongLong : Primitive::kUnsignedLongLong);
}

IntegerKind promoted(const Target& target, IntegerKind kind) {
  uint8_t int_size = target.primitive(Primitive::kInt).size;
  return kind.size < int_size ? IntegerKind{int_size, true} : kind;
}

// The usual arithmetic conversions of two promoted integer types (C11 6.3.1.8).
IntegerKind common_kind(IntegerKind a, IntegerKind b) {
  if (a.size != b.size) {
    return a.size > b.size ? a : b;
  }
  return {a.size, a.is_signed && b.is_signed};
}

bool is_comparison(Tok op) {
  return op == Tok::kLess || op == Tok::kGreater || op == Tok::kLessEqual || op == Tok::kGreaterEqual ||
         op == Tok::kEqual || op == Tok::kNotEqual;
}

bool compare(Tok op, uint64_t a, uint64_t b, bool is_signed) {
  bool less = is_signed ? static_cast<int64_t>(a) < static_cast<int64_t>(b) : a < b;
  if (op == Tok::kEqual || op == Tok::kNotEqual) {
    return (a == b) == (op == Tok::kEqual);
  }
  if (op == Tok::kLess || op == Tok::kGreaterEqual) {
    return less == (op == Tok::kLess);
  }
  return (less || a == b) == (op == Tok::kLessEqual);
}

// C11 6.5.5p6: truncation towards zero. The one quotient that overflows wraps.
uint64_t divide(uint64_t a, uint64_t b, bool is_signed, bool remainder) {
  if (!is_signed) {
    return remainder ? a % b : a / b;
  }
  auto x = static_cast<int64_t>(a);
  auto y = static_cast<int64_t>(b);
  if (y == -1) {
    return remainder ? 0 : 0 - a;
  }
  return static_cast<uint64_t>(remainder ? x % y : x / y);
}

// A count outside of the type's width is undefined in C11 6.5.7p3: here everything is shifted out.
uint64_t shift(Tok op, const ConstValue& a, const ConstValue& count, IntegerKind kind) {
  bool too_far = count.bits >= std::min<uint64_t>(kind.size, 8) * 8;
  if (op == Tok::kShiftLeft) {
    return too_far ? 0 : a.bits << count.bits;
  }
  auto value = static_cast<int64_t>(a.bits);
  if (kind.is_signed) {
    return static_cast<uint64_t>(value >> (too_far ? 63 : count.bits));
  }
  return too_far ? 0 : a.bits >> count.bits;
}

uint64_t combine(Tok op, uint64_t a, uint64_t b) {
  switch (op) {
    case Tok::kPlus:
      return a + b;
    case Tok::kMinus:
      return a - b;
    case Tok::kStar:
      return a * b;
    case Tok::kAmpersand:
      return a & b;
    case Tok::kPipe:
      return a | b;
    default:
      return a ^ b;
  }
}

// Pointers in constants: comparison with each other, and plus or minus a number of items.
ConstValue pointer_binary(TypeTable& types, Tok op, const ConstValue& a, const ConstValue& b) {
  if (is_comparison(op)) {
    ConstValue result = make_value(types, Primitive::kInt, compare(op, a.bits, b.bits, false) ? 1 : 0);
    result.known = a.known && b.known;
    return result;
  }
  auto* pointer = type_as<PointerType>(a.type);
  if (pointer == nullptr || (op != Tok::kPlus && op != Tok::kMinus)) {
    return make_unknown(type_as<PointerType>(b.type) != nullptr ? b.type : types.primitive(Primitive::kInt));
  }
  uint64_t item = size_of(types.target(), pointer->pointee.type).value_or(1);
  if (type_as<PointerType>(b.type) != nullptr) {
    ConstValue result =
        make_value(types, Primitive::kPtrdiff, divide(a.bits - b.bits, std::max<uint64_t>(item, 1), true, false));
    result.known = a.known && b.known;
    return result;
  }
  ConstValue result = a;
  result.bits = combine(op, a.bits, b.bits * item);
  result.known = a.known && b.known;
  return result;
}

}  // namespace

IntegerKind integer_kind(const Target& target, const Type* type) {
  auto primitive = type == nullptr ? std::nullopt : value_primitive(type);
  if (!primitive) {
    return {};
  }
  PrimitiveClass cls = primitive_info(*primitive).cls;
  if (!is_integer_class(cls) && cls != PrimitiveClass::kChar && cls != PrimitiveClass::kWideChar) {
    return {};
  }
  return {target.primitive(*primitive).size, is_signed(target, *primitive)};
}

bool is_floating(const Type* type) {
  auto* primitive = type_as<PrimitiveType>(type);
  if (primitive == nullptr) {
    return false;
  }
  PrimitiveClass cls = primitive_info(primitive->primitive).cls;
  return cls == PrimitiveClass::kFloat || cls == PrimitiveClass::kLongDouble || cls == PrimitiveClass::kComplex;
}

bool is_true(const ConstValue& value) { return is_floating(value.type) ? value.number != 0 : value.bits != 0; }

ConstValue make_integer(TypeTable& types, IntegerKind kind, uint64_t bits) {
  return {type_of(types, kind), extend(bits, kind), true, false};
}

ConstValue make_value(TypeTable& types, Primitive primitive, uint64_t bits) {
  const Type* type = types.primitive(primitive);
  return {type, extend(bits, integer_kind(types.target(), type)), true, false};
}

ConstValue make_value(TypeTable& types, IntegerValue value) {
  auto as_signed = static_cast<int64_t>(value.bits);
  bool narrow = value.is_signed ? as_signed == static_cast<int32_t>(as_signed) : value.bits <= UINT32_MAX;
  return make_integer(types, {static_cast<uint8_t>(narrow ? 4 : 8), value.is_signed}, value.bits);
}

ConstValue make_unknown(const Type* type) { return {type, 0, false, false}; }

ConstValue promote(TypeTable& types, const ConstValue& value) {
  IntegerKind kind = integer_kind(types.target(), value.type);
  if (kind.size == 0) {
    return value;
  }
  ConstValue result = make_integer(types, promoted(types.target(), kind), value.bits);
  result.known = value.known && !value.is_lvalue;
  return result;
}

ConstValue convert(TypeTable& types, const ConstValue& value, const Type* type) {
  if (is_floating(value.type) || is_floating(type)) {
    return float_convert(types, value, type);
  }
  ConstValue result = value;
  result.type = type;
  result.is_lvalue = false;
  result.known = value.known && !value.is_lvalue;
  if (auto* primitive = type_as<PrimitiveType>(type);
      primitive != nullptr && primitive->primitive == Primitive::kBool) {
    result.bits = value.bits != 0 ? 1 : 0;
  } else if (IntegerKind kind = integer_kind(types.target(), type); kind.size != 0) {
    result.bits = extend(value.bits, kind);
  }
  return result;
}

BinaryStatus apply_binary(TypeTable& types, Tok op, const ConstValue& left, const ConstValue& right,
                          ConstValue& result) {
  const Target& target = types.target();
  IntegerKind a_kind = promoted(target, integer_kind(target, left.type));
  IntegerKind b_kind = promoted(target, integer_kind(target, right.type));
  if (integer_kind(target, left.type).size == 0 || integer_kind(target, right.type).size == 0) {
    bool floating = is_floating(left.type) || is_floating(right.type);
    result = floating ? float_binary(types, op, left, right) : pointer_binary(types, op, left, right);
    return BinaryStatus::kDone;
  }
  bool known = left.known && right.known && !left.is_lvalue && !right.is_lvalue;
  bool is_shift = op == Tok::kShiftLeft || op == Tok::kShiftRight;
  IntegerKind kind = is_shift ? a_kind : common_kind(a_kind, b_kind);
  uint64_t a = extend(left.bits, kind);
  uint64_t b = is_shift ? right.bits : extend(right.bits, kind);
  if (is_comparison(op)) {
    result = make_value(types, Primitive::kInt, compare(op, a, b, kind.is_signed) ? 1 : 0);
  } else if (is_shift) {
    result = make_integer(types, kind, shift(op, {left.type, a, true, false}, right, kind));
  } else if (op == Tok::kSlash || op == Tok::kPercent) {
    if (b == 0 && known) {
      return BinaryStatus::kDivisionByZero;
    }
    result = make_integer(types, kind, b == 0 ? 0 : divide(a, b, kind.is_signed, op == Tok::kPercent));
  } else {
    result = make_integer(types, kind, combine(op, a, b));
  }
  result.known = known;
  return BinaryStatus::kDone;
}

ConstValue apply_unary(TypeTable& types, Tok op, const ConstValue& value) {
  if (is_floating(value.type)) {
    return float_unary(types, op, value);
  }
  if (op == Tok::kNot) {
    ConstValue result = make_value(types, Primitive::kInt, value.bits == 0 ? 1 : 0);
    result.known = value.known && !value.is_lvalue;
    return result;
  }
  ConstValue result = promote(types, value);
  IntegerKind kind = integer_kind(types.target(), result.type);
  if (kind.size == 0) {
    return make_unknown(value.type);
  }
  if (op == Tok::kMinus) {
    result.bits = extend(0 - result.bits, kind);
  } else if (op == Tok::kTilde) {
    result.bits = extend(~result.bits, kind);
  }
  return result;
}

}  // namespace cffi
