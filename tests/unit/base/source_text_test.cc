#include "base/source_text.h"

#include <gtest/gtest.h>

#include "base/result.h"

namespace cffi {
namespace {

std::string at(std::string_view text, std::string_view what, std::string_view file = "<cdef source string>") {
  Error error{ErrorCode::kBadAlignment, {}, {}, {}, {}};
  error.range.begin = static_cast<uint32_t>(text.find(what));
  error.range.end = static_cast<uint32_t>(error.range.begin + what.size());
  SourceText(text, file).locate(error);
  return error.location + "\n" + error.excerpt;
}

TEST(SourceText, FirstLine) { EXPECT_EQ(at("int x y;", "y"), "<cdef source string>:1:7\nint x y;\n      ^"); }

TEST(SourceText, LaterLine) {
  EXPECT_EQ(at("int a;\n\n  int bad bad2;\nint c;", "bad2"),
            "<cdef source string>:3:11\n  int bad bad2;\n          ^^^^");
}

TEST(SourceText, FileName) { EXPECT_EQ(at("x", "x", "h.h"), "h.h:1:1\nx\n^"); }

TEST(SourceText, LineMarkersRenumber) {
  EXPECT_EQ(at("int a;\n# 42 \"f.h\" 3 4\nint b;\nbad", "bad"), "f.h:43:1\nbad\n^^^");
  EXPECT_EQ(at("#line 7\nbad", "bad"), "<cdef source string>:7:1\nbad\n^^^");
  EXPECT_EQ(at("  #  line 7 \"a\\\"b\\\\c.h\"\nbad", "bad"), "a\"b\\c.h:7:1\nbad\n^^^");
  EXPECT_EQ(at("# 5 \"one\"\n# 9 \"two\"\n# 11\nbad", "bad"), "two:11:1\nbad\n^^^");
}

TEST(SourceText, WhatIsNoLineMarkerCounts) {
  EXPECT_EQ(at("#define A 3\n#pragma pack(1)\nbad", "bad"), "<cdef source string>:3:1\nbad\n^^^");
  EXPECT_EQ(at("# 42 \"unterminated\n\nbad", "bad"), "<cdef source string>:43:1\nbad\n^^^");
}

TEST(SourceText, HugeLineNumbersSaturate) {
  EXPECT_EQ(at("# 99999999999999999999999\n\nbad", "bad"), "<cdef source string>:4294967295:1\nbad\n^^^");
}

TEST(SourceText, PositionOnTheMarkerItself) {
  EXPECT_EQ(at("int a;\n# 42 \"f.h\"\n", "42"), "<cdef source string>:2:3\n# 42 \"f.h\"\n  ^^");
}

TEST(SourceText, OffsetsBehindTheEnd) {
  SourceText text("ab\ncd");
  EXPECT_EQ(text.position(4000).line, 2U);
  EXPECT_EQ(text.position(4000).column, 3U);
  EXPECT_EQ(text.excerpt({4000, 4001}), "cd\n  ^");
  EXPECT_EQ(SourceText("").excerpt({0, 0}), "\n^");
  EXPECT_EQ(text.excerpt({3, 1}), "cd\n^");
}

TEST(SourceText, TabsAndWideCharactersKeepTheCaretBelow) {
  EXPECT_EQ(at("\tint bad;", "bad"), "<cdef source string>:1:6\n\tint bad;\n\t    ^^^");
  EXPECT_EQ(at("/* \xC3\xA9\xE2\x82\xAC */ bad", "bad"),
            "<cdef source string>:1:13\n/* \xC3\xA9\xE2\x82\xAC */ bad\n         ^^^");
}

TEST(SourceText, ControlCharactersAreNotPrinted) {
  EXPECT_EQ(at(std::string_view("a\0\x1b[1mbad", 9), "bad"), "<cdef source string>:1:7\na??[1mbad\n      ^^^");
  EXPECT_EQ(at("bad\r\nnext", "bad"), "<cdef source string>:1:1\nbad\n^^^");
}

TEST(SourceText, LongLinesAreShortened) {
  std::string text(100000, 'x');
  text += "bad";
  text += std::string(100000, 'y');
  std::string excerpt = SourceText(text).excerpt({100000, 100003});
  EXPECT_EQ(excerpt,
            "..." + std::string(60, 'x') + "bad" + std::string(37, 'y') + "...\n" + std::string(63, ' ') + "^^^");
}

TEST(SourceText, ShorteningDoesNotCutCharacters) {
  std::string text;
  for (int i = 0; i < 1000; ++i) {
    text += "\xE2\x82\xAC";
  }
  for (uint32_t begin = 0; begin < text.size(); begin += 3) {
    std::string excerpt = SourceText(text).excerpt({begin, begin + 3});
    std::string line = excerpt.substr(0, excerpt.find('\n'));
    std::erase(line, '.');
    ASSERT_EQ(line.size() % 3, 0U) << begin;
    ASSERT_EQ(line.front(), '\xE2') << begin;
  }
}

TEST(SourceText, RangeOverSeveralLinesMarksTheFirst) { EXPECT_EQ(SourceText("abc\ndef").excerpt({1, 6}), "abc\n ^^"); }

}  // namespace
}  // namespace cffi
