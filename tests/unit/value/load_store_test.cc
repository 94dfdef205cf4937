#include "value/load_store.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

namespace cffi {
namespace {

TEST(LoadStore, IntegersAtUnalignedAddresses) {
  unsigned char bytes[16] = {};
  for (uint32_t size : {1U, 2U, 4U, 8U}) {
    store_integer(bytes + 1, size, static_cast<uint64_t>(-5));
    EXPECT_EQ(load_signed(bytes + 1, size), -5);
    EXPECT_EQ(load_unsigned(bytes + 1, size), (UINT64_MAX - 4) & (UINT64_MAX >> (64 - size * 8)));
    EXPECT_EQ(bytes[0], 0);
    EXPECT_EQ(bytes[1 + size], 0);
    std::memset(bytes, 0, sizeof bytes);
  }
}

TEST(LoadStore, FloatsAndDoubles) {
  unsigned char bytes[16];
  store_float(bytes + 1, 4, 0.1);
  EXPECT_EQ(load_float(bytes + 1, 4), static_cast<double>(0.1F));
  store_float(bytes + 3, 8, 0.1);
  EXPECT_EQ(load_float(bytes + 3, 8), 0.1);
  store_float(bytes, 4, 1e300);
  EXPECT_EQ(load_float(bytes, 4), std::numeric_limits<double>::infinity());
}

TEST(LoadStore, EveryHalfComesBack) {
  for (uint32_t bits = 0; bits <= 0xFFFF; ++bits) {
    auto half = static_cast<uint16_t>(bits);
    double value = load_float(&half, 2);
    uint16_t back = 0;
    store_float(&back, 2, value);
    if (std::isnan(value)) {
      ASSERT_EQ(back, half | 0x200) << bits;  // quiet
    } else {
      ASSERT_EQ(back, half) << bits;
    }
  }
}

TEST(LoadStore, HalvesRoundToNearestEven) {
  auto half = [](double value) {
    uint16_t bits = 0;
    store_float(&bits, 2, value);
    return bits;
  };
  EXPECT_EQ(half(1.0), 0x3C00);
  EXPECT_EQ(half(-2.0), 0xC000);
  EXPECT_EQ(half(65504.0), 0x7BFF);
  EXPECT_EQ(half(65519.99), 0x7BFF);
  EXPECT_EQ(half(65520.0), 0x7C00);
  EXPECT_EQ(half(1e300), 0x7C00);
  EXPECT_EQ(half(1.0 + std::ldexp(1, -11)), 0x3C00);
  EXPECT_EQ(half(1.0 + 3 * std::ldexp(1, -11)), 0x3C02);
  EXPECT_EQ(half(1.0 + std::ldexp(1, -11) + std::ldexp(1, -40)), 0x3C01);
  EXPECT_EQ(half(std::ldexp(1, -24)), 1);
  EXPECT_EQ(half(std::ldexp(1, -25)), 0);
  EXPECT_EQ(half(std::ldexp(1, -25) * 1.0001), 1);
  EXPECT_EQ(half(std::ldexp(3, -26)), 1);
  EXPECT_EQ(half(std::ldexp(1, -14) - std::ldexp(1, -26)), 0x400);
  EXPECT_EQ(half(-0.0), 0x8000);
  EXPECT_EQ(half(5e-324), 0);
  EXPECT_EQ(half(-std::numeric_limits<double>::infinity()), 0xFC00);
}

#if defined(__FLT16_MANT_DIG__) && defined(__x86_64__)  // elsewhere g++ 12 has it in C only
TEST(LoadStore, HalvesAgreeWithTheCompiler) {
  for (int i = 0; i < 200000; ++i) {
    double value = std::ldexp(1.0 + i * 7.3e-6, i % 50 - 30);
    uint16_t mine = 0;
    store_float(&mine, 2, value);
    ASSERT_EQ(mine, std::bit_cast<uint16_t>(static_cast<_Float16>(value))) << value;
  }
}
#endif

}  // namespace
}  // namespace cffi
