#include "base/checked_math.h"

#include <gtest/gtest.h>

namespace cffi {
namespace {

TEST(CheckedMath, StopsAtTheLargestObject) {
  EXPECT_EQ(checked_add(kMaxObjectSize - 1, 1), kMaxObjectSize);
  EXPECT_EQ(checked_add(kMaxObjectSize, 1), std::nullopt);
  EXPECT_EQ(checked_add(UINT64_MAX, 1), std::nullopt);
  EXPECT_EQ(checked_multiply(uint64_t{1} << 31, uint64_t{1} << 31), uint64_t{1} << 62);
  EXPECT_EQ(checked_multiply(uint64_t{1} << 32, uint64_t{1} << 31), std::nullopt);
  EXPECT_EQ(checked_multiply(uint64_t{1} << 32, uint64_t{1} << 32), std::nullopt);
  EXPECT_EQ(checked_round_up(5, 4), 8U);
  EXPECT_EQ(checked_round_up(8, 4), 8U);
  EXPECT_EQ(checked_round_up(kMaxObjectSize, 1), kMaxObjectSize);
  EXPECT_EQ(checked_round_up(kMaxObjectSize, 2), std::nullopt);
}

TEST(CheckedMath, PowersOfTwo) {
  EXPECT_FALSE(is_power_of_two(0));
  EXPECT_TRUE(is_power_of_two(1));
  EXPECT_FALSE(is_power_of_two(6));
  EXPECT_TRUE(is_power_of_two(uint64_t{1} << 63));
}

}  // namespace
}  // namespace cffi
