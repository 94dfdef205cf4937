#include <gtest/gtest.h>

#include "cparse/support_scope.h"

namespace cffi {
namespace {

TEST(ContinuedLines, WordsAndDirectivesOfAWholeCdef) {
  TestScope scope;
  EXPECT_EQ(
      scope.cdef("typ\\\nedef int na\\\nme;\n#def\\\nine N 4\\\n2\nex\\\ntern na\\\nme a[N]; // text \\\nmore text\n"),
      "");
  EXPECT_EQ(scope.constant("N"), 42);
  EXPECT_EQ(scope.type("na\\\nme *"), "int *");
}

TEST(ContinuedLines, ErrorsShowTheTextAsItIsWritten) {
  TestScope scope;
  std::string error = scope.cdef("int a;\nint \\\n  b = c\\\n}d;");
  EXPECT_NE(error.find(":4:1"), std::string::npos) << error;
  EXPECT_NE(error.find("\n}d;\n^"), std::string::npos) << error;
}

}  // namespace
}  // namespace cffi
