#include "value/text_units.h"

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

namespace cffi {
namespace {

TEST(TextUnits, Length) {
  EXPECT_EQ(text_length("abc\0def", 1, 100), 3U);
  EXPECT_EQ(text_length("abc", 1, 2), 2U);
  EXPECT_EQ(text_length("abc", 1, 0), 0U);
  EXPECT_EQ(text_length(u"ab\u0100c", 2, 100), 4U);  // a zero byte alone does not end it
  EXPECT_EQ(text_length(U"ab\u0100c", 4, 3), 3U);
  EXPECT_EQ(text_length(U"", 4, 3), 0U);
}

TEST(TextUnits, LengthAtUnalignedAddresses) {
  char bytes[16] = {};
  std::memcpy(bytes + 1, u"abc", 6);
  EXPECT_EQ(text_length(bytes + 1, 2, 7), 3U);
}

TEST(TextUnits, LengthStopsAtTheLimitOfTheBuffer) {
  std::vector<uint16_t> units(5, u'x');
  EXPECT_EQ(text_length(units.data(), 2, units.size()), 5U);
  std::vector<char> bytes(5, 'x');
  EXPECT_EQ(text_length(bytes.data(), 1, bytes.size()), 5U);
}

TEST(TextUnits, SurrogatesThereAndBack) {
  std::vector<uint32_t> points = {'a', 0xFFFF, 0x10000, 0x1F600, 0x10FFFF, 0xD800, 'b', 0xDC00};
  ASSERT_EQ(utf16_length(points), 11U);
  std::vector<uint16_t> units(11);
  utf16_encode(points, units.data());
  EXPECT_EQ(units,
            (std::vector<uint16_t>{'a', 0xFFFF, 0xD800, 0xDC00, 0xD83D, 0xDE00, 0xDBFF, 0xDFFF, 0xD800, 'b', 0xDC00}));
  std::vector<uint32_t> back(units.size());
  back.resize(utf16_decode(units, back.data()));
  EXPECT_EQ(back, points);
}

TEST(TextUnits, LoneSurrogatesAreKept) {
  std::vector<uint16_t> units = {0xDC00, 0xD800, 0xD800, 0xDC01, 0xD900};
  std::vector<uint32_t> points(units.size());
  points.resize(utf16_decode(units, points.data()));
  EXPECT_EQ(points, (std::vector<uint32_t>{0xDC00, 0xD800, 0x10001, 0xD900}));
  EXPECT_EQ(utf16_decode({}, points.data()), 0U);
}

}  // namespace
}  // namespace cffi
