#include "value/bitfield_access.h"

#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <vector>

#include "value/range_check.h"

namespace cffi {
namespace {

bool bit_of(const std::vector<unsigned char>& bytes, int bit) {
  return (bytes[static_cast<size_t>(bit / 8)] >> (bit % 8) & 1) != 0;
}

// Every width at every shift, up to 64 bits that start in the last bit of a byte; the buffer ends with the last byte
// that the field touches (address sanitizer watches).
TEST(BitfieldAccess, StoresAndLoadsOnlyItsOwnBits) {
  std::mt19937_64 random(7);
  for (int width = 1; width <= 64; ++width) {
    for (int shift = 0; shift < 128; ++shift) {
      std::vector<unsigned char> before(static_cast<size_t>((shift + width + 7) / 8));
      for (unsigned char& byte : before) {
        byte = static_cast<unsigned char>(random());
      }
      std::vector<unsigned char> after = before;
      uint64_t value = random();
      store_bitfield(after.data(), shift, width, value);
      for (int bit = 0; bit < static_cast<int>(after.size()) * 8; ++bit) {
        bool inside = bit >= shift && bit < shift + width;
        bool expected = inside ? (value >> (bit - shift) & 1) != 0 : bit_of(before, bit);
        ASSERT_EQ(bit_of(after, bit), expected) << "width " << width << " shift " << shift << " bit " << bit;
      }
      uint64_t stored = value & max_unsigned(static_cast<uint32_t>(width));
      ASSERT_EQ(load_bitfield_unsigned(after.data(), shift, width), stored);
      int64_t loaded = load_bitfield_signed(after.data(), shift, width);
      ASSERT_TRUE(fits_signed(loaded, static_cast<uint32_t>(width)));
      ASSERT_EQ(static_cast<uint64_t>(loaded) & max_unsigned(static_cast<uint32_t>(width)), stored);
    }
  }
}

TEST(BitfieldAccess, AgreesWithTheCompiler) {
  struct Packed {
    int a : 3;
    unsigned b : 11;
    long long c : 47;
    signed char d : 2;
  } object;
  std::memset(&object, 0, sizeof object);
  object.a = -3;
  object.b = 1999;
  object.c = -123456789012LL;
  object.d = 1;
  EXPECT_EQ(load_bitfield_signed(&object, 0, 3), -3);
  EXPECT_EQ(load_bitfield_unsigned(&object, 3, 11), 1999U);
  EXPECT_EQ(load_bitfield_signed(&object, 14, 47), -123456789012LL);
}

TEST(RangeCheck, Limits) {
  EXPECT_TRUE(fits_signed(-4, 3));
  EXPECT_FALSE(fits_signed(-5, 3));
  EXPECT_TRUE(fits_signed(3, 3));
  EXPECT_FALSE(fits_signed(4, 3));
  EXPECT_TRUE(fits_signed(INT64_MIN, 64));
  EXPECT_TRUE(fits_unsigned(UINT64_MAX, 64));
  EXPECT_FALSE(fits_unsigned(256, 8));
  EXPECT_TRUE(fits_signed(-1, 1));
  EXPECT_FALSE(fits_signed(1, 1));
  EXPECT_EQ(min_signed(8), -128);
  EXPECT_EQ(max_signed(63), INT64_MAX / 2);
  EXPECT_EQ(max_unsigned(1), 1U);
}

}  // namespace
}  // namespace cffi
