#include "cparse/specifier.h"

#include <gtest/gtest.h>

#include "cparse/specifier_sum.h"
#include "cparse/support_scope.h"

namespace cffi {
namespace {

TEST(Specifiers, EveryOrderOfWords) {
  TestScope scope;
  EXPECT_EQ(scope.type("long unsigned int long"), "unsigned long long");
  EXPECT_EQ(scope.type("int short"), "short");
  EXPECT_EQ(scope.type("char signed"), "signed char");
  EXPECT_EQ(scope.type("double long"), "long double");
  EXPECT_EQ(scope.type("signed"), "int");
  EXPECT_EQ(scope.type("unsigned"), "unsigned int");
  EXPECT_EQ(scope.type("unsigned __int64"), "unsigned long long");
  EXPECT_EQ(scope.type("__int8"), "char");
}

TEST(Specifiers, ExtendedNumbers) {
  TestScope scope;
  EXPECT_EQ(scope.size("__int128"), 16);
  EXPECT_EQ(scope.size("unsigned __int128"), 16);
  EXPECT_EQ(scope.size("_Float128"), 16);
  EXPECT_EQ(scope.size("_Float16"), 2);
  EXPECT_EQ(scope.type("_Float32"), "float");
  EXPECT_EQ(scope.type("_Float32x"), "double");
  EXPECT_EQ(scope.type("_Float64x"), "long double");
  EXPECT_EQ(scope.size("double _Complex"), 16);
  EXPECT_EQ(scope.size("_Complex float"), 8);
  EXPECT_EQ(scope.size("_Complex"), 16);
  EXPECT_EQ(scope.type("_Complex unsigned long"), "unsigned long _Complex");
  EXPECT_EQ(scope.type("_Complex _Float64x"), "long double _Complex");
  EXPECT_EQ(scope.type("_Complex _Float128"), "_Float128 _Complex");
  EXPECT_EQ(scope.size("_Decimal32"), 4);
  EXPECT_EQ(scope.size("_Decimal128"), 16);
  EXPECT_EQ(scope.type("_BitInt(1 + 2) signed"), "_BitInt(3)");
  EXPECT_EQ(scope.type("unsigned _BitInt(1)"), "unsigned _BitInt(1)");
  EXPECT_EQ(scope.size("_BitInt(8388608)"), 1048576);
  for (const char* wrong : {"_BitInt(1)", "_BitInt(0)", "_BitInt(-1)", "_BitInt(8388609)", "long _BitInt(9)", "_BitInt",
                            "_BitInt(", "_BitInt(9) _BitInt(9)", "_Complex _BitInt(9)", "_Complex _Decimal64"}) {
    EXPECT_TRUE(contains(scope.type(wrong), ":") || contains(scope.type(wrong), "nsupported")) << scope.type(wrong);
    EXPECT_EQ(scope.size(wrong), -1) << wrong;
  }
  EXPECT_EQ(scope.cdef("typedef float _Float32; typedef _Float32 f32; f32 f(_Float32 _Complex);"), "");
}

TEST(Specifiers, ImpossibleSums) {
  TestScope scope;
  for (const char* text : {"long long long", "unsigned float", "short double", "signed unsigned", "char int", "int int",
                           "_Complex void", "void void", "long char"}) {
    EXPECT_TRUE(contains(scope.type(text), "Unsupported type: '" + std::string(text) + "'")) << scope.type(text);
  }
  EXPECT_TRUE(contains(scope.type("int struct s"), "Invalid multiple types"));
  EXPECT_TRUE(contains(scope.type("struct s int"), "Invalid multiple types"));
  EXPECT_TRUE(contains(scope.type("unsigned _Decimal64"), "Unsupported type"));
  std::string many = "long";
  for (int i = 0; i < 1000; ++i) {
    many += " long";
  }
  EXPECT_TRUE(contains(scope.type(many), "Unsupported type"));
}

TEST(Specifiers, QualifiersAnywhere) {
  TestScope scope;
  EXPECT_EQ(scope.type("const char *"), "char *");
  EXPECT_EQ(scope.type_in_c("char const *"), scope.type_in_c("const char *"));
  EXPECT_EQ(scope.type("int * const volatile *"), "int * *");
  EXPECT_EQ(scope.type("_Atomic int"), "int");
  EXPECT_EQ(scope.type("_Atomic(int *)"), "int *");
  EXPECT_EQ(scope.type("__const__ int *__restrict"), "int *");
}

TEST(Specifiers, StandardNamesNeedNoDeclaration) {
  TestScope scope;
  EXPECT_EQ(scope.type("size_t"), "size_t");
  EXPECT_EQ(scope.type("uint_least16_t"), "uint_least16_t");
  EXPECT_EQ(scope.type("bool"), "_Bool");
  EXPECT_EQ(scope.type("wchar_t *"), "wchar_t *");
  EXPECT_EQ(scope.type("FILE *"), "FILE *");
  EXPECT_EQ(scope.type_node("FILE"), scope.type_node("FILE"));
  EXPECT_EQ(scope.size("FILE"), -1);
  EXPECT_EQ(scope.size("va_list"), 24);
  EXPECT_EQ(scope.cdef("int vprintf(const char *, __builtin_va_list);"), "");
  EXPECT_TRUE(contains(scope.type("HANDLE"), "unknown identifier 'HANDLE'"));
}

TEST(Specifiers, StandardNamesCanBeRedeclared) {
  TestScope scope;
  EXPECT_EQ(scope.cdef("typedef unsigned char uint8_t; typedef struct foo FILE; typedef int bool;"
                       "enum { false, true }; typedef long size_t;"),
            "");
  EXPECT_EQ(scope.type("uint8_t"), "unsigned char");
  EXPECT_EQ(scope.type_node("FILE"), scope.type_node("struct foo"));
  EXPECT_EQ(scope.type("bool"), "int");
  EXPECT_EQ(scope.constant("true"), 1);
}

TEST(Specifiers, WindowsNamesOnWindows) {
  TestScope scope(target_x86_64_windows());
  EXPECT_EQ(scope.type("DWORD"), "unsigned long");
  EXPECT_EQ(scope.type("HANDLE"), "void *");
  EXPECT_EQ(scope.type_in_c("LPCSTR"), scope.type_in_c("const char *"));
  EXPECT_EQ(scope.cdef("BOOL WINAPI CloseHandle(HANDLE h); typedef unsigned DWORD;"), "");
  EXPECT_EQ(scope.type("DWORD"), "unsigned int");
}

TEST(Specifiers, VaListPerTarget) {
  EXPECT_EQ(TestScope(target_aarch64_linux()).size("va_list"), 32);
  EXPECT_EQ(TestScope(target_aarch64_darwin()).size("va_list"), 8);
  EXPECT_EQ(TestScope(target_x86_64_windows()).size("va_list"), 8);
}

TEST(Specifiers, Typeof) {
  TestScope scope;
  EXPECT_EQ(scope.cdef("extern int v[3]; typedef typeof(v) T; extern __typeof__(v[0]) *p; typeof(1 + 2L) f(void);"),
            "");
  EXPECT_EQ(scope.type("T"), "int[3]");
  EXPECT_EQ(scope.declared("p"), "int *");
  EXPECT_EQ(scope.declared("f"), "long()");
  EXPECT_EQ(scope.type("typeof(int *)[2]"), "int *[2]");
}

TEST(Specifiers, UnknownNamesSuggestNearOnes) {
  TestScope scope;
  EXPECT_EQ(scope.cdef("typedef int my_number; struct thing { int x; };"), "");
  EXPECT_TRUE(contains(scope.type("my_numbr"), "unknown identifier 'my_numbr', did you mean 'my_number'?"));
  EXPECT_TRUE(contains(scope.type("uint_8_t"), "did you mean 'uint8_t'?"));
  EXPECT_TRUE(contains(scope.type("thing *"), "did you mean 'struct thing'?"));
  EXPECT_TRUE(contains(scope.cdef("API_EXPORT int f(void);"), "macro"));
  EXPECT_TRUE(contains(scope.cdef("int f(zork_t x);"), "typedef struct zork_t zork_t;"));
}

TEST(SpecifierSum, NoSumCarries) {
  for (Tok tok : {Tok::kVoid, Tok::kInt, Tok::kLong, Tok::kUnsigned, Tok::kFloat128}) {
    EXPECT_NE(specifier_weight(tok), 0u);
    EXPECT_FALSE(primitive_of_sum(specifier_weight(tok) * 5));
  }
  EXPECT_EQ(specifier_weight(Tok::kStruct), 0u);
}

}  // namespace
}  // namespace cffi
