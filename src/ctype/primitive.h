// The primitive types. All that is known of each stands in primitive.def, from which the enumerators here are made.
//
// Constant tables: no state, no locks, no errors.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace cffi {

enum class Primitive : uint8_t {
#define CFFI_PRIMITIVE(Name, ...) k##Name,
#include "ctype/primitive.def"
};

inline constexpr int kPrimitiveCount = static_cast<int>(Primitive::kFloat128) + 1;
// Those below have a number in the frozen interface; the others only a size and an alignment, so that records lay out
// right.
inline constexpr int kFrozenPrimitiveCount = static_cast<int>(Primitive::kChar32) + 1;

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
