#include "cparse/specifier_sum.h"

#include <array>

namespace cffi {
namespace {

constexpr uint64_t weight(int index) { return uint64_t{1} << (index * 3); }

constexpr uint64_t kVoid = weight(0);
constexpr uint64_t kBool = weight(1);
constexpr uint64_t kChar = weight(2);
constexpr uint64_t kShort = weight(3);
constexpr uint64_t kInt = weight(4);
constexpr uint64_t kLong = weight(5);
constexpr uint64_t kFloat = weight(6);
constexpr uint64_t kDouble = weight(7);
constexpr uint64_t kSigned = weight(8);
constexpr uint64_t kUnsigned = weight(9);
constexpr uint64_t kComplex = weight(10);
constexpr uint64_t kInt128 = weight(11);
constexpr uint64_t kFloat16 = weight(12);
constexpr uint64_t kFloat32 = weight(13);
constexpr uint64_t kFloat64 = weight(14);
constexpr uint64_t kFloat64x = weight(15);
constexpr uint64_t kFloat128 = weight(16);
constexpr uint64_t kDecimal32 = weight(17);
constexpr uint64_t kDecimal64 = weight(18);
constexpr uint64_t kDecimal128 = weight(19);
constexpr uint64_t kBitInt = weight(20);

struct Sum {
  uint64_t sum;
  Primitive primitive;
};

// The frequent ones first.
constexpr std::array kSums = {
    Sum{kInt, Primitive::kInt},
    Sum{kVoid, Primitive::kVoid},
    Sum{kChar, Primitive::kChar},
    Sum{kUnsigned + kInt, Primitive::kUnsignedInt},
    Sum{kUnsigned + kChar, Primitive::kUnsignedChar},
    Sum{kUnsigned, Primitive::kUnsignedInt},
    Sum{kLong, Primitive::kLong},
    Sum{kUnsigned + kLong, Primitive::kUnsignedLong},
    Sum{kUnsigned + kLong + kInt, Primitive::kUnsignedLong},
    Sum{kLong + kInt, Primitive::kLong},
    Sum{kDouble, Primitive::kDouble},
    Sum{kFloat, Primitive::kFloat},
    Sum{kUnsigned + kShort, Primitive::kUnsignedShort},
    Sum{kUnsigned + kShort + kInt, Primitive::kUnsignedShort},
    Sum{kShort, Primitive::kShort},
    Sum{kShort + kInt, Primitive::kShort},
    Sum{kLong + kLong, Primitive::kLongLong},
    Sum{kLong + kLong + kInt, Primitive::kLongLong},
    Sum{kUnsigned + kLong + kLong, Primitive::kUnsignedLongLong},
    Sum{kUnsigned + kLong + kLong + kInt, Primitive::kUnsignedLongLong},
    Sum{kSigned, Primitive::kInt},
    Sum{kSigned + kInt, Primitive::kInt},
    Sum{kSigned + kChar, Primitive::kSignedChar},
    Sum{kSigned + kShort, Primitive::kShort},
    Sum{kSigned + kShort + kInt, Primitive::kShort},
    Sum{kSigned + kLong, Primitive::kLong},
    Sum{kSigned + kLong + kInt, Primitive::kLong},
    Sum{kSigned + kLong + kLong, Primitive::kLongLong},
    Sum{kSigned + kLong + kLong + kInt, Primitive::kLongLong},
    Sum{kLong + kDouble, Primitive::kLongDouble},
    Sum{kBool, Primitive::kBool},
    Sum{kComplex, Primitive::kDoubleComplex},
    Sum{kComplex + kFloat, Primitive::kFloatComplex},
    Sum{kComplex + kDouble, Primitive::kDoubleComplex},
    Sum{kComplex + kLong + kDouble, Primitive::kLongDoubleComplex},
    Sum{kComplex + kFloat32, Primitive::kFloatComplex},
    Sum{kComplex + kFloat64, Primitive::kDoubleComplex},
    Sum{kComplex + kFloat64x, Primitive::kLongDoubleComplex},
    Sum{kInt128, Primitive::kInt128},
    Sum{kSigned + kInt128, Primitive::kInt128},
    Sum{kUnsigned + kInt128, Primitive::kUint128},
    Sum{kFloat16, Primitive::kFloat16},
    Sum{kFloat32, Primitive::kFloat},
    Sum{kFloat64, Primitive::kDouble},
    Sum{kFloat64x, Primitive::kLongDouble},
    Sum{kFloat128, Primitive::kFloat128},
};

}  // namespace

uint64_t specifier_weight(Tok keyword) {
  switch (keyword) {
    case Tok::kVoid:
      return kVoid;
    case Tok::kBool:
      return kBool;
    case Tok::kChar:
      return kChar;
    case Tok::kShort:
      return kShort;
    case Tok::kInt:
      return kInt;
    case Tok::kLong:
      return kLong;
    case Tok::kLongLong:
      return kLong + kLong;
    case Tok::kFloat:
      return kFloat;
    case Tok::kDouble:
      return kDouble;
    case Tok::kSigned:
      return kSigned;
    case Tok::kUnsigned:
      return kUnsigned;
    case Tok::kComplex:
      return kComplex;
    case Tok::kInt128:
      return kInt128;
    case Tok::kFloat16:
      return kFloat16;
    case Tok::kFloat32:
      return kFloat32;
    case Tok::kFloat64:
      return kFloat64;
    case Tok::kFloat64x:
      return kFloat64x;
    case Tok::kFloat128:
      return kFloat128;
    case Tok::kDecimal32:
      return kDecimal32;
    case Tok::kDecimal64:
      return kDecimal64;
    case Tok::kDecimal128:
      return kDecimal128;
    case Tok::kBitInt:
      return kBitInt;
    default:
      return 0;
  }
}

std::optional<Primitive> primitive_of_sum(uint64_t sum) {
  for (const Sum& row : kSums) {
    if (row.sum == sum) {
      return row.primitive;
    }
  }
  return std::nullopt;
}

}  // namespace cffi
