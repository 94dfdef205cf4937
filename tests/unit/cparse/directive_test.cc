#include "cparse/directive.h"

#include <gtest/gtest.h>

#include "cparse/support_scope.h"

namespace cffi {
namespace {

TEST(Directives, DefineConstants) {
  TestScope scope;
  EXPECT_EQ(
      scope.cdef("#define A 5\n  #  define   B   0x10ULL  // ten\n#define C (A + B) /* sum */\n#define D \\\n -1\n"
                 "#define E 010\n#define F 0xFFFFFFFFFFFFFFFF\n#define G 'a'\n#define H sizeof(int)\n#define I ..."),
      "");
  EXPECT_EQ(scope.constant("A"), 5);
  EXPECT_EQ(scope.constant("B"), 16);
  EXPECT_EQ(scope.constant("C"), 21);
  EXPECT_EQ(scope.constant("D"), -1);
  EXPECT_EQ(scope.constant("E"), 8);
  EXPECT_EQ(scope.constant("F"), -1);
  EXPECT_FALSE((*scope->find("F"))->value.negative());
  EXPECT_EQ(scope.constant("G"), 97);
  EXPECT_EQ(scope.constant("H"), 4);
  EXPECT_EQ(scope.kind("I"), DeclarationKind::kDotsConstant);
  EXPECT_TRUE((*scope->find("A"))->is_macro);
}

TEST(Directives, CommentsBehindThem) {
  TestScope scope;
  EXPECT_EQ(scope.cdef("#define A 1 // not /* a block\n#define B 2 /* goes\n on */\n// also /* not\nint f(void);"), "");
  EXPECT_EQ(scope.constant("A"), 1);
  EXPECT_EQ(scope.constant("B"), 2);
  EXPECT_EQ(scope.declared("f"), "int()");
}

TEST(Directives, DefineInsideDeclarations) {
  TestScope scope;
  EXPECT_EQ(
      scope.cdef(
          "struct s {\n#define N 3\n int a[N];\n};\nenum e { X,\n#define Y 7\n Z };\nint f(int,\n#define W 1\n int);"),
      "");
  EXPECT_EQ(scope.size("struct s"), 12);
  EXPECT_EQ(scope.constant("W"), 1);
}

TEST(Directives, DefineAgainReplaces) {
  TestScope scope;
  EXPECT_EQ(scope.cdef("#define A 1\n#define A 2\n"), "");
  EXPECT_EQ(scope.constant("A"), 2);
}

TEST(Directives, DefinesThatAreNone) {
  TestScope scope;
  for (const char* text :
       {"#define A", "#define A foo", "#define A(x) 1", "#define A \"text\"", "#define A 1.5", "#define A 1 2"}) {
    EXPECT_TRUE(contains(scope.cdef(text),
                         "only supports one of the following syntax:\n  #define A ...     (literally dot-dot-dot)"))
        << text;
  }
  EXPECT_TRUE(contains(scope.cdef("#define A foo bar\nint x;"), "got:\n  #define A foo bar"));
  EXPECT_TRUE(contains(scope.cdef("#define\n"), "a name after #define"));
}

TEST(Directives, OthersAreNamedWithWhatToDoInstead) {
  TestScope scope;
  EXPECT_TRUE(contains(scope.cdef("int x;\n#include <stdio.h>\n"),
                       "cannot parse \"#include <stdio.h>\"\n<cdef source string>:2:1: "
                       "Directives not supported yet: '#include': paste"));
  EXPECT_TRUE(contains(scope.cdef("#ifdef X\n#endif\n"), "Directives not supported yet: '#ifdef'"));
  EXPECT_TRUE(contains(scope.cdef("#undef X\n"), "override=True"));
  EXPECT_TRUE(contains(scope.cdef("#error no\n"), "'#error'"));
}

TEST(Directives, IgnoredOnes) {
  TestScope scope;
  EXPECT_EQ(scope.cdef(
                "#\n#pragma once\n#pragma GCC visibility push(default)\n_Pragma(\"once\") __pragma(warning(disable: 4))"
                "int f(void);"),
            "");
  EXPECT_TRUE(contains(scope.cdef("int g(void); # pragma once"), "before: #"));
  EXPECT_EQ(scope.cdef("#pragma once\n#pragma pack(show)\nint g(void);"), "");
}

}  // namespace
}  // namespace cffi
