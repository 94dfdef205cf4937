// Sizes and alignments of the primitive types by data model: a target starts from one and states its differences.
//
// Constant tables: no state, no locks, no errors.
#pragma once

#include <initializer_list>

#include "ctype/target.h"

namespace cffi {

struct PrimitiveLayout {
  Primitive primitive;
  SizeAlign layout;
};

inline constexpr SizeAlign kNoSuchType = {0, 1};

constexpr PrimitiveLayouts with(PrimitiveLayouts layouts, std::initializer_list<PrimitiveLayout> differences) {
  for (const PrimitiveLayout& difference : differences) {
    layouts[static_cast<size_t>(difference.primitive)] = difference.layout;
  }
  return layouts;
}

// Pointers and long have 8 bytes. As glibc has it: int_fastN_t has 8 bytes, too, except for the one of 8 bits.
inline constexpr PrimitiveLayouts kLp64 = {{
#define CFFI_PRIMITIVE(Name, NAME, spelling, Class, size, alignment, ...) {size, alignment},
#include "ctype/primitive.def"
}};

// Pointers have 8 bytes, long has 4.
inline constexpr PrimitiveLayouts kLlp64 =
    with(kLp64, {{Primitive::kLong, {4, 4}}, {Primitive::kUnsignedLong, {4, 4}}});

// 64-bit Windows: wchar_t is a UTF-16 unit, long double is double, and Microsoft's compiler has no types of 128 bits.
inline constexpr PrimitiveLayouts kWindows64 = with(kLlp64, {{Primitive::kWchar, {2, 2}},
                                                             {Primitive::kLongDouble, {8, 8}},
                                                             {Primitive::kLongDoubleComplex, {16, 8}},
                                                             {Primitive::kIntFast16, {4, 4}},
                                                             {Primitive::kUintFast16, {4, 4}},
                                                             {Primitive::kIntFast32, {4, 4}},
                                                             {Primitive::kUintFast32, {4, 4}},
                                                             {Primitive::kInt128, kNoSuchType},
                                                             {Primitive::kUint128, kNoSuchType},
                                                             {Primitive::kFloat128, kNoSuchType}});

}  // namespace cffi
