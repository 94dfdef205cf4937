#include "emit/code_writer.h"

#include <gtest/gtest.h>

namespace cffi {
namespace {

TEST(CodeWriter, WritesNoLineDirectiveWhereLinesCountThemselves) {
  CodeWriter out("m.c");
  out << "a\n";
  out.at("x.h", 7);
  out << "b\n";
  out.at("x.h", 8);
  out << "c\n";
  out.at("x.h", 8);
  out << "d\n";
  EXPECT_EQ(out.take(), "a\n#line 7 \"x.h\"\nb\nc\n#line 8\nd\n");
}

TEST(CodeWriter, HomeIsTheLineInTheGeneratedFile) {
  CodeWriter out("m.c");
  out.home();
  out << "1\n2\n";
  out.at("x.h", 100);
  out << "4\n";
  out.home();
  out << "6\n";
  out.home();
  EXPECT_EQ(out.take(), "1\n2\n#line 100 \"x.h\"\n4\n#line 6 \"m.c\"\n6\n");
}

TEST(CodeWriter, FileNamesAreLiterals) {
  CodeWriter out("m.c");
  out.at("C:\\dir\\\"x\".h", 1);
  EXPECT_EQ(out.take(), "#line 1 \"C:\\\\dir\\\\\\\"x\\\".h\"\n");
}

TEST(Quoted, EscapesWhatALiteralCannotHold) {
  EXPECT_EQ(quoted("plain"), "\"plain\"");
  EXPECT_EQ(quoted("\n\x7f"), "\"\\012\\177\"");
}

}  // namespace
}  // namespace cffi
