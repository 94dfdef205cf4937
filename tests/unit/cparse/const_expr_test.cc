#include "cparse/const_expr.h"

#include <gtest/gtest.h>

#include "cparse/support_scope.h"

namespace cffi {
namespace {

int64_t value(const std::string& expression, const Target& target = target_x86_64_linux()) {
  TestScope scope(target);
  std::string setup =
      "enum e { A = 3, B }; struct s { char c; int i; struct { long x[4]; } in; }; extern char var[12];";
  EXPECT_EQ(scope.cdef(setup), "");
  EXPECT_EQ(scope.cdef("#define N 5\n#define BIG 0x80000000\n#define V " + expression + "\n"), "") << expression;
  return scope.constant("V");
}

std::string error(const std::string& expression) {
  TestScope scope;
  return scope.cdef("extern int a[" + expression + "];");
}

TEST(ConstantExpression, ArithmeticFollowsC) {
  EXPECT_EQ(value("1 + 2 * 3 - 4 / 2 % 3"), 5);
  EXPECT_EQ(value("(1 + 2) * 3"), 9);
  EXPECT_EQ(value("-7 / 2"), -3);
  EXPECT_EQ(value("-7 % 2"), -1);
  EXPECT_EQ(value("~0"), -1);
  EXPECT_EQ(value("~0u"), 0xffffffff);
  EXPECT_EQ(value("!5 + !0"), 1);
  EXPECT_EQ(value("1 << 4 | 3 & 2 ^ 1"), 19);
  EXPECT_EQ(value("-1 >> 1"), -1);
  EXPECT_EQ(value("-1u >> 1"), 0x7fffffff);
  EXPECT_EQ(value("1 < 2 == 3 >= 3"), 1);
}

TEST(ConstantExpression, WidthsAndSigns) {
  EXPECT_EQ(value("1 << 31"), INT32_MIN);
  EXPECT_EQ(value("1u << 31"), 0x80000000);
  EXPECT_EQ(value("1L << 31"), 0x80000000);
  EXPECT_EQ(value("0xffffffff + 1"), 0);
  EXPECT_EQ(value("0xffffffffL + 1"), 0x100000000);
  EXPECT_EQ(value("-1 < 0u"), 0);
  EXPECT_EQ(value("-1 < 0"), 1);
  EXPECT_EQ(value("1 ? -1 : 0u"), 0xffffffff);
  EXPECT_EQ(value("BIG"), 0x80000000);
  EXPECT_EQ(value("1L << 31", target_x86_64_windows()), INT32_MIN);
}

TEST(ConstantExpression, NothingOverflows) {
  EXPECT_EQ(value("(-9223372036854775807L - 1) / -1"), INT64_MIN);
  EXPECT_EQ(value("(-9223372036854775807L - 1) % -1"), 0);
  EXPECT_EQ(value("9223372036854775807L + 1"), INT64_MIN);
  EXPECT_EQ(value("2147483647 + 1"), INT32_MIN);
  EXPECT_EQ(value("1 << 32"), 0);
  EXPECT_EQ(value("1 << -1"), 0);
  EXPECT_EQ(value("-1 >> 99"), -1);
  EXPECT_EQ(value("(__int128)1 << 100"), 0);
}

TEST(ConstantExpression, ShortCircuits) {
  EXPECT_EQ(value("0 && 1 / 0"), 0);
  EXPECT_EQ(value("1 || 1 / 0"), 1);
  EXPECT_EQ(value("1 ? 2 : 1 / 0"), 2);
  EXPECT_EQ(value("0 ? 1 / 0 : 2"), 2);
  EXPECT_EQ(value("7 ?: 1"), 7);
  EXPECT_TRUE(contains(error("1 / 0"), "division by zero"));
  EXPECT_TRUE(contains(error("1 && 1 % 0"), "division by zero"));
}

TEST(ConstantExpression, NamesAndCharacters) {
  EXPECT_EQ(value("A + B"), 7);
  EXPECT_EQ(value("N * 2"), 10);
  EXPECT_EQ(value("'a' + '\\0'"), 97);
  EXPECT_EQ(value("true + true + false"), 2);
  EXPECT_TRUE(contains(error("M"), "expected a simple numeric constant"));
  EXPECT_TRUE(contains(error("M"), "'M' is not declared"));
  EXPECT_TRUE(contains(error("1.5"), "invalid constant '1.5'"));
  EXPECT_TRUE(contains(error("08"), "invalid constant '08'"));
}

TEST(ConstantExpression, Casts) {
  EXPECT_EQ(value("(char)300"), 44);
  EXPECT_EQ(value("(unsigned char)-1"), 255);
  EXPECT_EQ(value("(int)0xffffffff"), -1);
  EXPECT_EQ(value("(_Bool)7"), 1);
  EXPECT_EQ(value("(enum e)2"), 2);
  EXPECT_EQ(value("(size_t)-1 == -1UL"), 1);
  EXPECT_EQ(value("(N)"), 5);
}

TEST(ConstantExpression, SizesAndAlignments) {
  EXPECT_EQ(value("sizeof(int)"), 4);
  EXPECT_EQ(value("sizeof(long)"), 8);
  EXPECT_EQ(value("sizeof(long)", target_x86_64_windows()), 4);
  EXPECT_EQ(value("sizeof(struct s)"), 40);
  EXPECT_EQ(value("sizeof var"), 12);
  EXPECT_EQ(value("sizeof(var) / sizeof(var[0])"), 12);
  EXPECT_EQ(value("sizeof \"abc\" \"d\""), 5);
  EXPECT_EQ(value("sizeof(int (*)[3])"), 8);
  EXPECT_EQ(value("sizeof(int[3])"), 12);
  EXPECT_EQ(value("sizeof 'a' + 1"), 5);
  EXPECT_EQ(value("sizeof(char) + sizeof(((struct s *)0)->in)"), 33);
  EXPECT_EQ(value("sizeof(((struct s *)0)->in.x[1])"), 8);
  EXPECT_EQ(value("_Alignof(double)"), 8);
  EXPECT_EQ(value("__alignof__(struct s)"), 8);
  EXPECT_TRUE(contains(error("sizeof(struct nope)"), "size of 'struct nope'"));
}

TEST(ConstantExpression, Offsets) {
  EXPECT_EQ(value("__builtin_offsetof(struct s, i)"), 4);
  EXPECT_EQ(value("offsetof(struct s, in.x[2])"), 24);
  EXPECT_EQ(value("(long)&((struct s *)0)->in.x[1]"), 16);
  EXPECT_TRUE(contains(error("__builtin_offsetof(int, i)"), "no member 'i'"));
}

TEST(ConstantExpression, TypesCompatible) {
  EXPECT_EQ(value("__builtin_types_compatible_p(int, signed)"), 1);
  EXPECT_EQ(value("__builtin_types_compatible_p(int, long)"), 0);
}

TEST(ConstantExpression, DeepNestingIsRefused) {
  std::string deep(100000, '(');
  EXPECT_TRUE(contains(error(deep + "1"), "nested more than"));
  std::string minuses(100000, '-');
  EXPECT_TRUE(contains(error(minuses + " 1"), "nested more than") || contains(error(minuses + "1"), "before:"));
  std::string choices;
  for (int i = 0; i < 100000; ++i) {
    choices += "1?1:";
  }
  EXPECT_TRUE(contains(error(choices + "1"), "nested more than"));
  std::string sum = "1";
  for (int i = 0; i < 100000; ++i) {
    sum += "+1";
  }
  EXPECT_EQ(error(sum), "");
}

TEST(ConstantExpression, GenericSelection) {
  EXPECT_EQ(value("_Generic(1, int: 10, default: 20)"), 10);
  EXPECT_EQ(value("_Generic(1L, int: 10, default: 20)"), 20);
  EXPECT_EQ(value("_Generic(sizeof 1, unsigned long: 1, default: 2)"), 1);
  EXPECT_EQ(value("_Generic(\"x\", const char *: 1, char *: 2)"), 2);
  EXPECT_EQ(value("_Generic((const char *)0, const char *: 1, char *: 2)"), 1);
  EXPECT_EQ(value("_Generic(1.0f, double: 1, float: 2)"), 2);
  EXPECT_EQ(value("_Generic(var, char *: 1, default: 2)"), 1);
  EXPECT_EQ(value("_Generic(int *, default: 2, int *: 1)"), 1);
  EXPECT_EQ(value("_Generic(0, int: 1, default: 1 / 0)"), 1);
  EXPECT_EQ(value("_Generic((struct s *)0, struct s *: _Generic(1u, int: 3, unsigned: 4))"), 4);
  EXPECT_EQ(value("__builtin_choose_expr(sizeof(int) == 4, 5, 1 / 0)"), 5);
  EXPECT_NE(error("_Generic(1, char: 2)").find("no association"), std::string::npos);
  EXPECT_NE(error("_Generic(1, int 2)"), "");
  EXPECT_NE(error("_Generic(1"), "");
}

TEST(ConstantExpression, FloatingOperands) {
  EXPECT_EQ(value("(int)3.9"), 3);
  EXPECT_EQ(value("(int)-3.9"), -3);
  EXPECT_EQ(value("(int)(2.5 * 4 - 1e1 / 4)"), 7);
  EXPECT_EQ(value("1.5 < 2"), 1);
  EXPECT_EQ(value("!0.5"), 0);
  EXPECT_EQ(value("0.5 && 1"), 1);
  EXPECT_EQ(value("3.0 ? 4 : 5"), 4);
  EXPECT_EQ(value("(_Bool)0.1"), 1);
  EXPECT_EQ(value("(unsigned char)(float)16777217.0"), 0);
  EXPECT_EQ(value("(int)0x1.8p1f"), 3);
  EXPECT_EQ(value("(int)1'0.5L"), 10);
  EXPECT_EQ(value("sizeof(1.0f + 1)"), 4);
  EXPECT_EQ(value("sizeof(1.0L * 1)"), 16);
  EXPECT_EQ(value("(long)(1 ? 2.5 : 1)"), 2);
  for (const char* unknown : {"1.5", "(int)1e30", "(int)(1 / 0.0)", "(int)(0.0 / 0)", "1.0 % 2", "~1.0", "(int)1.5q",
                              "(int)(_Complex double)1.0"}) {
    EXPECT_NE(error(unknown), "") << unknown;
  }
}

}  // namespace
}  // namespace cffi
