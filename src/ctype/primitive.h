// The only list of primitive types.
//
// The first 52 stand in the frozen order of compiled modules (their index is written into modules on
// disk: never reorder). Those after kFrozenPrimitiveCount exist in C headers only: they have a size and
// an alignment so that records lay out right, but no frozen index.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace cffi {

// clang-format off
enum class Primitive : uint8_t {
  kVoid,  // index 0 of the frozen list; as a type it is TypeKind::kVoid
  kBool, kChar, kSignedChar, kUnsignedChar, kShort, kUnsignedShort, kInt, kUnsignedInt, kLong, kUnsignedLong,
  kLongLong, kUnsignedLongLong, kFloat, kDouble, kLongDouble, kWchar, kInt8, kUint8, kInt16, kUint16, kInt32,
  kUint32, kInt64, kUint64, kIntptr, kUintptr, kPtrdiff, kSize, kSsize, kIntLeast8, kUintLeast8, kIntLeast16,
  kUintLeast16, kIntLeast32, kUintLeast32, kIntLeast64, kUintLeast64, kIntFast8, kUintFast8, kIntFast16,
  kUintFast16, kIntFast32, kUintFast32, kIntFast64, kUintFast64, kIntmax, kUintmax, kFloatComplex,
  kDoubleComplex, kChar16, kChar32,
  // not in the frozen list
  kLongDoubleComplex, kInt128, kUint128, kFloat16, kFloat128,
};
// clang-format on

inline constexpr int kFrozenPrimitiveCount = 52;
inline constexpr int kPrimitiveCount = 57;

enum class PrimitiveClass : uint8_t {
  kVoid,
  kBool,
  kChar,      // plain `char`: bytes of length 1 in Python
  kWideChar,  // wchar_t, char16_t, char32_t: str of length 1
  kSignedInt,
  kUnsignedInt,
  kFloat,       // float, double, _Float16
  kLongDouble,  // long double, _Float128
  kComplex,
};

struct PrimitiveInfo {
  std::string_view name;  // the C spelling: "unsigned long", "uint8_t", "double _Complex"
  PrimitiveClass cls;
};

const PrimitiveInfo& primitive_info(Primitive primitive);

// By exact spelling as in the table ("long long", "size_t"); nullopt when it is none.
std::optional<Primitive> primitive_by_name(std::string_view name);

inline bool is_integer_class(PrimitiveClass cls) {
  return cls == PrimitiveClass::kSignedInt || cls == PrimitiveClass::kUnsignedInt || cls == PrimitiveClass::kBool;
}

}  // namespace cffi
