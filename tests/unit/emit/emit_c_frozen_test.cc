#include "emit/emit_c_frozen.h"

#include <gtest/gtest.h>

#include "emit/support_emit.h"

namespace cffi {
namespace {

// What follows "#define NAME" in the source of `count` functions.
std::string numbers_of_functions(int count) {
  EmitScope scope;
  for (int i = 0; i < count; ++i) {
    EXPECT_EQ(scope.cdef("int f" + std::to_string(i) + "(int);"), "");
  }
  std::string text = scope.own_c();
  std::string_view head = "#define _CFFI_FROZEN_FUNCTIONS(M)";
  size_t start = text.find(head) + head.size();
  std::string found;
  for (size_t i = start; i < text.find("#define _CFFI_FROZEN_INTEGERS", start); ++i) {
    found += text[i] == '\\' || text[i] == '\n' || text[i] == ' ' ? "" : std::string(1, text[i]);
  }
  return found;
}

TEST(EmitCFrozen, NumbersOfFunctions) {
  EXPECT_EQ(numbers_of_functions(0), "");
  EXPECT_EQ(numbers_of_functions(1), "M(0x0)");
  EXPECT_EQ(numbers_of_functions(16), "_CFFI_16(M,0x0)");
  EXPECT_EQ(numbers_of_functions(18), "_CFFI_16(M,0x0)M(0x10)M(0x11)");
  EXPECT_EQ(numbers_of_functions(273), "_CFFI_256(M,0x0)_CFFI_16(M,0x10)M(0x110)");
}

std::string with_cdef(std::string_view cdef, bool embedding = false) {
  EmitScope scope;
  EXPECT_EQ(scope.cdef(cdef), "");
  EmitCOptions options = scope.options();
  options.embedding = embedding;
  return scope.c(options);
}

TEST(EmitCFrozen, TheOldestInterfaceThatHasAllOfIt) {
  EXPECT_TRUE(contains(with_cdef("wchar_t f(int);"), "#define _CFFI_FROZEN_TAG 0x2601\n"));
  EXPECT_TRUE(contains(with_cdef("int f(int);", true), "#define _CFFI_FROZEN_TAG 0x2701\n"));
  EXPECT_TRUE(contains(with_cdef("int f(char16_t *);"), "#define _CFFI_FROZEN_TAG 0x2801\n"));
  EXPECT_TRUE(contains(with_cdef("struct s { char32_t c; };", true), "#define _CFFI_FROZEN_TAG 0x2801\n"));
}

TEST(EmitCFrozen, RoomForTheArgumentsOfAnyFunction) {
  EXPECT_TRUE(contains(with_cdef("int f(void);"), "#define _CFFI_FROZEN_MOST 1\n"));
  EXPECT_TRUE(contains(with_cdef("int f(int, int, int); int g(int);"), "#define _CFFI_FROZEN_MOST 3\n"));
}

TEST(EmitCFrozen, LeftOutWhereItIsNotWanted) {
  EmitScope scope;
  ASSERT_EQ(scope.cdef("int f(int);"), "");
  EmitCOptions options = scope.options();
  EXPECT_TRUE(contains(scope.c(options), "_CFFI_FROZEN_TAG 0x"));
  options.for_released = false;
  std::string text = scope.c(options);
  EXPECT_FALSE(contains(text, "_CFFI_FROZEN_TAG 0x"));
  EXPECT_FALSE(contains(text, "_cffi_frozen_types"));
}

TEST(EmitCFrozen, TypesAndEnumeratorsOfIncludedOnes) {
  EmitScope scope;
  ASSERT_EQ(scope.cdef("typedef int number; enum e { A, B }; enum { LOOSE }; struct unused { int x; };"), "");
  ASSERT_EQ(scope.include_as("pkg._base"), "");
  ASSERT_EQ(scope.cdef("int f(int);"), "");
  std::string text = scope.own_c();
  EXPECT_TRUE(contains(text, "{ \"number\", ")) << text;
  EXPECT_TRUE(contains(text, "_CFFI_ENUMERATOR(B, ")) << text;
  EXPECT_TRUE(contains(text, "{ \"unused\", ")) << text;
  EXPECT_FALSE(contains(text, "LOOSE")) << text;
}

}  // namespace
}  // namespace cffi
