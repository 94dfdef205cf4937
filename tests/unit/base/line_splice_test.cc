#include "base/line_splice.h"

#include <gtest/gtest.h>

namespace cffi {
namespace {

TEST(SplicedText, BorrowsWhatHasNoContinuedLine) {
  std::string text = "int a; // \\ and \\n \\";
  EXPECT_EQ(SplicedText(text).text().data(), text.data());
}

TEST(SplicedText, JoinsLines) {
  EXPECT_EQ(SplicedText("in\\\nt a;").text(), "int a;");
  EXPECT_EQ(SplicedText("a\\\r\nb\\ \t\nc").text(), "abc");
  EXPECT_EQ(SplicedText("\\\n\\\n\\\n").text(), "");
  EXPECT_EQ(SplicedText("a\\\\\nb").text(), "a\\b");
}

TEST(SplicedText, FindsTheOriginalPlace) {
  std::string original = "in\\\nt a\\\n\\\nb;";
  SplicedText spliced(original);
  ASSERT_EQ(spliced.text(), "int ab;");
  for (uint32_t i = 0; i < spliced.text().size(); ++i) {
    SourceRange place = spliced.original({i, i + 1});
    EXPECT_EQ(original.substr(place.begin, place.end - place.begin), spliced.text().substr(i, 1));
  }
  SourceRange word = spliced.original({0, 3});
  EXPECT_EQ(original.substr(word.begin, word.end - word.begin), "in\\\nt");
  SourceRange empty = spliced.original({5, 5});
  EXPECT_EQ(empty.begin, empty.end);
}

}  // namespace
}  // namespace cffi
