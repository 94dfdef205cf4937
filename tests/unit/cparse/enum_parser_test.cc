#include "cparse/enum_parser.h"

#include <gtest/gtest.h>

#include "cparse/support_scope.h"

namespace cffi {
namespace {

Primitive underlying(TestScope& scope, std::string_view name) { return *value_primitive(scope.type_node(name)); }

TEST(Enums, ValuesCountOn) {
  TestScope scope;
  EXPECT_EQ(scope.cdef("enum e { A, B = 5, C, D = A - 2, E, F = sizeof(int), };"), "");
  EXPECT_EQ(scope.constant("A"), 0);
  EXPECT_EQ(scope.constant("C"), 6);
  EXPECT_EQ(scope.constant("D"), -2);
  EXPECT_EQ(scope.constant("E"), -1);
  EXPECT_EQ(scope.constant("F"), 4);
  EXPECT_EQ((*scope->find("A"))->enumeration, scope.type_node("enum e"));
}

TEST(Enums, UnderlyingTypeAsGccChoosesIt) {
  TestScope scope;
  EXPECT_EQ(
      scope.cdef("enum a { A }; enum b { B = -1 }; enum c { C = 0xffffffff }; enum d { D = 0x100000000 };"
                 "enum e { E = 0xffffffff, E2 = -1 }; enum f { F = 0xffffffffffffffff }; enum g { G = 0x7fffffff, G2 };"
                 "enum p { P = 200 } __attribute__((packed)); enum q { Q = -200 } __attribute__((packed));"
                 "enum h : unsigned short { H = 1 }; enum i : uint8_t;"),
      "");
  EXPECT_EQ(underlying(scope, "enum a"), Primitive::kUnsignedInt);
  EXPECT_EQ(underlying(scope, "enum b"), Primitive::kInt);
  EXPECT_EQ(underlying(scope, "enum c"), Primitive::kUnsignedInt);
  EXPECT_EQ(underlying(scope, "enum d"), Primitive::kUnsignedLong);
  EXPECT_EQ(underlying(scope, "enum e"), Primitive::kLong);
  EXPECT_EQ(underlying(scope, "enum f"), Primitive::kUnsignedLong);
  EXPECT_EQ(underlying(scope, "enum g"), Primitive::kUnsignedInt);
  EXPECT_EQ(scope.constant("G2"), 0x80000000);
  EXPECT_EQ(scope.size("enum p"), 1);
  EXPECT_EQ(scope.size("enum q"), 2);
  EXPECT_EQ(scope.size("enum h"), 2);
  EXPECT_EQ(scope.size("enum i"), 1);
}

TEST(Enums, VisualCPlusPlusHasInt) {
  TestScope scope(target_x86_64_windows());
  EXPECT_EQ(scope.cdef("enum a { A };"), "");
  EXPECT_EQ(underlying(scope, "enum a"), Primitive::kInt);
}

TEST(Enums, TooWide) {
  TestScope scope;
  EXPECT_TRUE(contains(scope.cdef("enum e { A = 0xffffffffffffffff, B };"),
                       "enum e values don't all fit into either 'long' or 'unsigned long'"));
  EXPECT_TRUE(contains(scope.cdef("enum e { A = 0xffffffffffffffff, B = -1 };"), "values don't all fit"));
}

TEST(Enums, ForwardAndRedefined) {
  TestScope scope;
  EXPECT_EQ(scope.cdef("enum e; int f(enum e); enum e { A = -1 }; enum e { A = -1 };"), "");
  EXPECT_EQ(scope.constant("A"), -1);
  EXPECT_TRUE(contains(scope.cdef("enum e { A = -1, B };"), "duplicate declaration of enum e"));
  EXPECT_EQ(scope.cdef_override("enum e { A = 9 };"), "");
  EXPECT_EQ(scope.constant("A"), 9);
}

TEST(Enums, ConflictingEnumerators) {
  TestScope scope;
  EXPECT_EQ(scope.cdef("enum e { A }; enum f { A };\n#define A 0\n"), "");
  EXPECT_TRUE(contains(scope.cdef("enum g { B, A };"), "multiple declarations of constant: A"));
}

TEST(Enums, DotsLeaveValuesToACompiler) {
  TestScope scope;
  EXPECT_EQ(scope.cdef("enum e { A, B, ... }; enum { C = ..., D };"), "");
  for (const char* name : {"A", "B", "C", "D"}) {
    EXPECT_EQ(scope.kind(name), DeclarationKind::kDotsConstant) << name;
  }
  EXPECT_TRUE(type_as<EnumType>(scope.type_node("enum e"))->complete()->partial);
}

TEST(Enums, AttributesOfEnumerators) {
  TestScope scope;
  EXPECT_EQ(scope.cdef("enum e { A __attribute__((deprecated)) = 3, B [[deprecated]], C };"), "");
  EXPECT_EQ(scope.constant("C"), 5);
}

TEST(Enums, Errors) {
  TestScope scope;
  EXPECT_TRUE(contains(scope.cdef("enum e { A B };"), "before: B"));
  EXPECT_TRUE(contains(scope.cdef("enum e { 1 };"), "before: 1"));
  EXPECT_TRUE(contains(scope.cdef("enum e { A = };"), "before: }"));
  EXPECT_TRUE(contains(scope.cdef("enum e { A = x };"), "expected a simple numeric constant"));
  EXPECT_TRUE(contains(scope.cdef("enum { A"), "At end of input"));
  EXPECT_TRUE(contains(scope.cdef("enum;"), "before: ;"));
}

}  // namespace
}  // namespace cffi
