#include "ctype/foreign_number.h"

#include <gtest/gtest.h>

#include "ctype/type_query.h"
#include "ctype/type_text.h"
#include "support_types.h"

namespace cffi {
namespace {

using Layout = std::pair<uint64_t, uint32_t>;

Layout layout(const Type* type, const Target& target) {
  return {size_of(target, type).value_or(0), alignment_of(target, type).value_or(0)};
}

TEST(ForeignNumber, OneNodeForEachSpelling) {
  Types t;
  const Type* number = bit_int_type(*t.table, 24, false);
  EXPECT_EQ(spell_type(number).text, "unsigned _BitInt(24)");
  EXPECT_EQ(bit_int_type(*t.common, 24, false), number);
  EXPECT_EQ(number->table, t.common.get());
  EXPECT_NE(bit_int_type(*t.table, 24, true), number);
  EXPECT_EQ(spell_type(decimal_type(*t.table, 64)).text, "_Decimal64");
  EXPECT_EQ(spell_type(complex_type(*t.table, Primitive::kUnsignedChar)).text, "unsigned char _Complex");
}

// AMD64 psABI 3.1.2.
TEST(ForeignNumber, BitIntsOnX86) {
  Types t(target_x86_64_linux());
  auto bits = [&](uint32_t n) { return layout(bit_int_type(*t.table, n, true), t.table->target()); };
  EXPECT_EQ(bits(2), Layout(1, 1));
  EXPECT_EQ(bits(9), Layout(2, 2));
  EXPECT_EQ(bits(17), Layout(4, 4));
  EXPECT_EQ(bits(33), Layout(8, 8));
  EXPECT_EQ(bits(64), Layout(8, 8));
  EXPECT_EQ(bits(65), Layout(16, 8));
  EXPECT_EQ(bits(129), Layout(24, 8));
  EXPECT_EQ(bits(kMaxBitInt), Layout(kMaxBitInt / 8, 8));
}

// AAPCS64 10.1.1.
TEST(ForeignNumber, BitIntsOnAarch64) {
  Types t(target_aarch64_linux());
  auto bits = [&](uint32_t n) { return layout(bit_int_type(*t.table, n, true), t.table->target()); };
  EXPECT_EQ(bits(33), Layout(8, 8));
  EXPECT_EQ(bits(65), Layout(16, 16));
  EXPECT_EQ(bits(129), Layout(32, 16));
}

TEST(ForeignNumber, PartsOfComplexNumbers) {
  Types t;
  EXPECT_EQ(layout(complex_type(*t.table, Primitive::kFloat16), t.table->target()), Layout(4, 2));
  EXPECT_EQ(layout(complex_type(*t.table, Primitive::kInt), t.table->target()), Layout(8, 4));
  EXPECT_EQ(layout(complex_type(*t.table, Primitive::kFloat128), t.table->target()), Layout(32, 16));
}

}  // namespace
}  // namespace cffi
