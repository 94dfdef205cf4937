#include "ctype/primitive.h"

#include <iterator>

namespace cffi {
namespace {

using enum PrimitiveClass;

// In the order of Primitive.
constexpr PrimitiveInfo kPrimitives[] = {
    {"void", kVoid},
    {"_Bool", kBool},
    {"char", kChar},
    {"signed char", kSignedInt},
    {"unsigned char", kUnsignedInt},
    {"short", kSignedInt},
    {"unsigned short", kUnsignedInt},
    {"int", kSignedInt},
    {"unsigned int", kUnsignedInt},
    {"long", kSignedInt},
    {"unsigned long", kUnsignedInt},
    {"long long", kSignedInt},
    {"unsigned long long", kUnsignedInt},
    {"float", kFloat},
    {"double", kFloat},
    {"long double", kLongDouble},
    {"wchar_t", kWideChar},
    {"int8_t", kSignedInt},
    {"uint8_t", kUnsignedInt},
    {"int16_t", kSignedInt},
    {"uint16_t", kUnsignedInt},
    {"int32_t", kSignedInt},
    {"uint32_t", kUnsignedInt},
    {"int64_t", kSignedInt},
    {"uint64_t", kUnsignedInt},
    {"intptr_t", kSignedInt},
    {"uintptr_t", kUnsignedInt},
    {"ptrdiff_t", kSignedInt},
    {"size_t", kUnsignedInt},
    {"ssize_t", kSignedInt},
    {"int_least8_t", kSignedInt},
    {"uint_least8_t", kUnsignedInt},
    {"int_least16_t", kSignedInt},
    {"uint_least16_t", kUnsignedInt},
    {"int_least32_t", kSignedInt},
    {"uint_least32_t", kUnsignedInt},
    {"int_least64_t", kSignedInt},
    {"uint_least64_t", kUnsignedInt},
    {"int_fast8_t", kSignedInt},
    {"uint_fast8_t", kUnsignedInt},
    {"int_fast16_t", kSignedInt},
    {"uint_fast16_t", kUnsignedInt},
    {"int_fast32_t", kSignedInt},
    {"uint_fast32_t", kUnsignedInt},
    {"int_fast64_t", kSignedInt},
    {"uint_fast64_t", kUnsignedInt},
    {"intmax_t", kSignedInt},
    {"uintmax_t", kUnsignedInt},
    {"float _Complex", kComplex},
    {"double _Complex", kComplex},
    {"char16_t", kWideChar},
    {"char32_t", kWideChar},
    {"long double _Complex", kComplex},
    {"__int128", kSignedInt},
    {"unsigned __int128", kUnsignedInt},
    {"_Float16", kFloat},
    {"_Float128", kLongDouble},
};

static_assert(std::size(kPrimitives) == kPrimitiveCount);
static_assert(static_cast<int>(Primitive::kChar32) == kFrozenPrimitiveCount - 1);
static_assert(static_cast<int>(Primitive::kFloat128) == kPrimitiveCount - 1);

}  // namespace

const PrimitiveInfo& primitive_info(Primitive primitive) { return kPrimitives[static_cast<size_t>(primitive)]; }

std::optional<Primitive> primitive_by_name(std::string_view name) {
  for (int i = 0; i < kPrimitiveCount; ++i) {
    if (kPrimitives[i].name == name) {
      return static_cast<Primitive>(i);
    }
  }
  return std::nullopt;
}

}  // namespace cffi
