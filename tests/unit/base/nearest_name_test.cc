#include "base/nearest_name.h"

#include <gtest/gtest.h>

namespace cffi {
namespace {

TEST(EditDistance, UpToALimit) {
  EXPECT_EQ(edit_distance("", "", 3), 0u);
  EXPECT_EQ(edit_distance("abc", "abc", 3), 0u);
  EXPECT_EQ(edit_distance("abc", "abd", 3), 1u);
  EXPECT_EQ(edit_distance("abc", "acb", 3), 1u) << "a swap is one edit";
  EXPECT_EQ(edit_distance("deflate", "deflateInit", 3), 4u) << "limit + 1";
  EXPECT_EQ(edit_distance("kitten", "sitting", 3), 3u);
  EXPECT_EQ(edit_distance(std::string(1000, 'a'), std::string(1000, 'b'), 3), 4u);
  EXPECT_EQ(edit_distance("Abc", "abC", 3), 2u);
  EXPECT_EQ(edit_distance("Abc", "abC", 3, LetterCase::kIgnored), 0u);
  EXPECT_EQ(edit_distance("aBc", "acb", 3, LetterCase::kIgnored), 1u);
}

TEST(NearestName, OnlyNearOnes) {
  NearestName nearest("lenght");
  nearest.consider("width");
  nearest.consider("length");
  nearest.consider("lengths");
  EXPECT_EQ(nearest.take(), "length");
  NearestName far("ab");
  far.consider("cd");
  far.consider("abcd");
  EXPECT_EQ(far.take(), "");
  NearestName first("foo");
  first.consider("fop");
  first.consider("fob");
  EXPECT_EQ(first.take(), "fob");
}

}  // namespace
}  // namespace cffi
