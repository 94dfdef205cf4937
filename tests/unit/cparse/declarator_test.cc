#include "cparse/declarator.h"

#include <gtest/gtest.h>

#include "cparse/support_scope.h"

namespace cffi {
namespace {

TEST(Declarator, ReadsFromTheNameOutwards) {
  TestScope scope;
  EXPECT_EQ(scope.type("int *[3]"), "int *[3]");
  EXPECT_EQ(scope.type("int (*)[3]"), "int(*)[3]");
  EXPECT_EQ(scope.type("int (*(*)(char))[2]"), "int(*(*)(char))[2]");
  EXPECT_EQ(scope.type("void (*(*)(int, void (*)(int)))(int)"), "void(*(*)(int, void(*)(int)))(int)");
  EXPECT_EQ(scope.type("int[2][3]"), "int[2][3]");
  EXPECT_EQ(scope.size("int[2][3]"), 24);
  EXPECT_EQ(scope.type("char *(*[5])(void)"), "char *(*[5])()");
  EXPECT_EQ(scope.type("int ((((*))))"), "int *");
  EXPECT_EQ(scope.type("int(int)"), "int(int)");
  EXPECT_EQ(scope.type("int x"), "int");
}

TEST(Declarator, NamesInPrototypesDoNotMatter) {
  TestScope scope;
  EXPECT_EQ(scope.cdef("typedef int T; int f(int T, T); int g(T (T)); int h(T T); int k(int (*name)(T));"), "");
  EXPECT_EQ(scope.declared("f"), "int(int, int)");
  EXPECT_EQ(scope.declared("g"), "int(int(*)(int))");
  EXPECT_EQ(scope.declared("h"), "int(int)");
  EXPECT_EQ(scope.declared("k"), "int(int(*)(int))");
}

TEST(Declarator, ParametersAreAdjusted) {
  TestScope scope;
  EXPECT_EQ(scope.cdef("typedef int A[4]; typedef int F(char); void f(int a[3], A b, F c, int d(long), int e[][5],"
                       " const char *const g, int h[static 3], int i[restrict const 2]);"),
            "");
  EXPECT_EQ(scope.declared("f"), "void(int *, int *, int(*)(char), int(*)(long), int(*)[5], char *, int *, int *)");
  EXPECT_EQ(scope.cdef("void v(void); void w(); void x(int, ...); void y(...);"), "");
  EXPECT_EQ(scope.declared("v"), "void()");
  EXPECT_EQ(scope.declared("w"), "void()");
  EXPECT_EQ(scope.declared("x"), "void(int, ...)");
  EXPECT_EQ(scope.declared("y"), "void(...)");
}

TEST(Declarator, VariableLengthArraysInPrototypes) {
  TestScope scope;
  EXPECT_EQ(
      scope.cdef("void f(int n, int a[n]); void g(int n, int a[n][n]); void h(int a[*]); void k(int n, int a[n][3]);"
                 "void m(int n, char b[sizeof(int) * (n + 1)][2]); void o(int (*a)[*]);"),
      "");
  EXPECT_EQ(scope.declared("f"), "void(int, int *)");
  EXPECT_EQ(scope.declared("g"), "void(int, int(*)[])");
  EXPECT_EQ(scope.declared("h"), "void(int *)");
  EXPECT_EQ(scope.declared("k"), "void(int, int(*)[3])");
  EXPECT_EQ(scope.declared("m"), "void(int, char(*)[2])");
  EXPECT_EQ(scope.declared("o"), "void(int(*)[])");
}

TEST(Declarator, VoidIsNoParameterType) {
  TestScope scope;
  EXPECT_TRUE(contains(scope.cdef("int f(void, int);"), "before: ,"));
  EXPECT_TRUE(contains(scope.cdef("int f(int, void);"), "after 'void'"));
  EXPECT_TRUE(contains(scope.cdef("int f(void x);"), "'x' cannot have type 'void'"));
}

TEST(Declarator, CallingConventions) {
  TestScope linux_scope;
  EXPECT_EQ(
      linux_scope.cdef("int __stdcall f(int); int (__attribute__((ms_abi)) *g)(int); typedef int (WINAPI *H)(int);"
                       "int k(int) __attribute__((ms_abi)); struct s { int x; };"
                       "struct s __attribute__((ms_abi)) of_struct(struct s); struct s *__attribute__((ms_abi)) p(int);"
                       "struct t { int x; } __attribute__((ms_abi)) of_new_struct(int);"),
      "");
  EXPECT_EQ(linux_scope.declared("f"), "int(int)");
  auto convention = [&](std::string_view name) {
    const Type* type = (*linux_scope->find(name))->type.type;
    auto* pointer = type_as<PointerType>(type);
    return type_as<FunctionType>(pointer != nullptr ? pointer->pointee.type : type)->convention;
  };
  EXPECT_EQ(convention("f"), CallConvention::kDefault);
  EXPECT_EQ(convention("g"), CallConvention::kMsAbi);
  EXPECT_EQ(convention("k"), CallConvention::kMsAbi);
  EXPECT_EQ(convention("of_struct"), CallConvention::kMsAbi);
  EXPECT_EQ(convention("p"), CallConvention::kMsAbi);
  EXPECT_EQ(convention("of_new_struct"), CallConvention::kDefault);  // it is said of the struct
}

TEST(Declarator, ImpossibleTypes) {
  TestScope scope;
  EXPECT_TRUE(contains(scope.type("int(int)(int)"), "cannot return a function"));
  EXPECT_TRUE(contains(scope.type("int(int)[3]"), "cannot return an array"));
  EXPECT_TRUE(contains(scope.type("int[3](int)"), "cannot have functions as items"));
  EXPECT_TRUE(contains(scope.type("void[3]"), "array item of unknown size: 'void'"));
  EXPECT_TRUE(contains(scope.type("struct foo[3]"), "array item of unknown size: 'struct foo'"));
  EXPECT_TRUE(contains(scope.type("int[][]"), "array item of unknown size"));
  EXPECT_TRUE(contains(scope.type("int[-1]"), "negative array length"));
  EXPECT_TRUE(contains(scope.type("int[9223372036854775807]"), "overflow a Py_ssize_t"));
  EXPECT_TRUE(contains(scope.type("char[18446744073709551615u]"), "overflow a Py_ssize_t"));
  EXPECT_TRUE(contains(scope.type("int[...]"), "unsupported '[...]' here"));
}

TEST(Declarator, LimitsHoldOnEveryPath) {
  TestScope scope;
  std::string stars(100000, '*');
  EXPECT_TRUE(contains(scope.type("int " + stars), "more than 1024 parts"));
  std::string parens(100000, '(');
  EXPECT_TRUE(contains(scope.type("int " + parens), "nested more than"));
  std::string brackets;
  for (int i = 0; i < 100000; ++i) {
    brackets += "[1]";
  }
  EXPECT_TRUE(contains(scope.type("int" + brackets), "parts"));
  std::string calls = "int";
  for (int i = 0; i < 100000; ++i) {
    calls += "(int";
  }
  EXPECT_TRUE(contains(scope.type(calls), "nested more than"));
}

TEST(Declarator, TypedefChainsCannotBuildHugeTypes) {
  TestScope scope;
  std::string deep = "typedef int *T0;";
  for (int i = 1; i < 3000; ++i) {
    deep += "typedef T" + std::to_string(i - 1) + " *T" + std::to_string(i) + ";";
  }
  EXPECT_TRUE(contains(scope.cdef(deep), "parts"));
  std::string wide = "typedef int F0(int);";
  for (int i = 1; i < 40; ++i) {
    std::string last = "F" + std::to_string(i - 1);
    wide += "typedef int F" + std::to_string(i) + "(" + last + ", " + last + ");";
  }
  EXPECT_TRUE(contains(scope.cdef(wide), "parts"));
}

}  // namespace
}  // namespace cffi
