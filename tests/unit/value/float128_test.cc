#include "value/float128.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>

namespace cffi {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();

TEST(Float128, ExactBothWays) {
  for (double value :
       {0.0, -0.0, 1.0, -1.5, 0.1, 1e308, -1e-308, 5e-324, 2.5e-310, 1.7976931348623157e308, kInf, -kInf}) {
    unsigned char bytes[16];
    store_float128(bytes, value);
    EXPECT_EQ(std::bit_cast<uint64_t>(load_float128(bytes)), std::bit_cast<uint64_t>(value)) << value;
  }
  unsigned char bytes[16];
  store_float128(bytes, std::nan(""));
  EXPECT_TRUE(std::isnan(load_float128(bytes)));
}

#if defined(__SIZEOF_FLOAT128__)
__extension__ using Wide = __float128;

double ours(Wide value) { return load_float128(&value); }

TEST(Float128, RoundsAsTheCompilerDoes) {
  Wide tie = 1 + Wide(0x1p-53);
  EXPECT_EQ(ours(tie), 1.0);
  EXPECT_EQ(ours(tie + Wide(0x1p-112)), 1.0 + 0x1p-52);
  EXPECT_EQ(ours(Wide(1.7976931348623157e308) * 2), kInf);
  EXPECT_EQ(ours(Wide(5e-324) / 2), 0.0);
  EXPECT_EQ(ours(Wide(5e-324) * 3 / 4), 5e-324);
  uint64_t state = 42;
  auto next = [&] { return state = state * 6364136223846793005u + 1442695040888963407u; };
  for (int i = 0; i < 100'000; ++i) {
    uint64_t words[2] = {next(), next()};
    // Exponents around those of doubles, and every thirtieth anywhere.
    if (i % 30 != 0) {
      uint64_t exponent = 16383 - 1080 + next() % 2110;
      words[1] = (words[1] & 0x8000ffffffffffffu) | exponent << 48;
    }
    Wide value;
    std::memcpy(&value, words, sizeof value);
    auto expected = static_cast<double>(value);
    if (std::isnan(expected)) {
      EXPECT_TRUE(std::isnan(ours(value)));
    } else {
      ASSERT_EQ(std::bit_cast<uint64_t>(ours(value)), std::bit_cast<uint64_t>(expected)) << i;
    }
    auto narrow = std::bit_cast<double>(next());
    Wide stored;
    store_float128(&stored, narrow);
    ASSERT_TRUE(stored == Wide(narrow) || std::isnan(narrow)) << narrow;
  }
}
#endif

}  // namespace
}  // namespace cffi
