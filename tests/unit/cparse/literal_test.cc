#include "cparse/literal.h"

#include <gtest/gtest.h>

namespace cffi {
namespace {

struct Case {
  const char* text;
  uint64_t bits;
  Primitive type;
};

TEST(IntegerLiteral, ValueAndTypeOnLp64) {
  const Case cases[] = {
      {"0", 0, Primitive::kInt},
      {"010", 8, Primitive::kInt},
      {"0x7fffffff", 0x7fffffff, Primitive::kInt},
      {"0x80000000", 0x80000000, Primitive::kUnsignedInt},
      {"2147483648", 2147483648, Primitive::kLong},
      {"0xffffffffffffffff", UINT64_MAX, Primitive::kUnsignedLong},
      {"1u", 1, Primitive::kUnsignedInt},
      {"1l", 1, Primitive::kLong},
      {"1ULL", 1, Primitive::kUnsignedLongLong},
      {"1llu", 1, Primitive::kUnsignedLongLong},
      {"0b101", 5, Primitive::kInt},
      {"1'000'000", 1000000, Primitive::kInt},
      {"5i64", 5, Primitive::kLongLong},
      {"7ui64", 7, Primitive::kUnsignedLongLong},
      {"3uz", 3, Primitive::kUnsignedLong},
  };
  for (const Case& c : cases) {
    auto literal = parse_integer_literal(c.text, target_x86_64_linux());
    ASSERT_TRUE(literal) << c.text;
    EXPECT_EQ(literal->bits, c.bits) << c.text;
    EXPECT_EQ(literal->type, c.type) << c.text;
  }
}

TEST(IntegerLiteral, LongIsNarrowOnWindows) {
  EXPECT_EQ(parse_integer_literal("2147483648", target_x86_64_windows())->type, Primitive::kLongLong);
  EXPECT_EQ(parse_integer_literal("1L", target_x86_64_windows())->type, Primitive::kLong);
}

TEST(IntegerLiteral, WhatIsNone) {
  for (const char* text : {"08", "0x", "0b2", "1x", "18446744073709551616", "1lul", "1uu", "1.5", "0xg", "1lL"}) {
    EXPECT_FALSE(parse_integer_literal(text, target_x86_64_linux())) << text;
  }
}

TEST(CharacterLiteral, Values) {
  const Case cases[] = {
      {"'a'", 97, Primitive::kInt},
      {"'\\n'", 10, Primitive::kInt},
      {"'\\0'", 0, Primitive::kInt},
      {"'\\x41'", 0x41, Primitive::kInt},
      {"'\\377'", UINT64_MAX, Primitive::kInt},
      {"'ab'", 0x6162, Primitive::kInt},
      {"L'\\x1234'", 0x1234, Primitive::kWchar},
      {"u'\xe2\x82\xac'", 0x20ac, Primitive::kChar16},
  };
  for (const Case& c : cases) {
    auto literal = parse_character_literal(c.text, target_x86_64_linux());
    ASSERT_TRUE(literal) << c.text;
    EXPECT_EQ(literal->bits, c.bits) << c.text;
    EXPECT_EQ(literal->type, c.type) << c.text;
  }
}

TEST(CharacterLiteral, PlainCharIsUnsignedOnArm) {
  EXPECT_EQ(parse_character_literal("'\\377'", target_aarch64_linux())->bits, 255u);
}

TEST(CharacterLiteral, WhatIsNone) {
  for (const char* text : {"''", "'abcde'", "L'ab'"}) {
    EXPECT_FALSE(parse_character_literal(text, target_x86_64_linux())) << text;
  }
}

TEST(StringLiteral, EscapesAreUndone) {
  EXPECT_EQ(parse_string_literal("\"a\\tb\\\"\\x41\\101\""), "a\tb\"AA");
  EXPECT_EQ(parse_string_literal("u8\"x\""), "x");
  EXPECT_EQ(parse_string_literal("\""), "");
}

}  // namespace
}  // namespace cffi
