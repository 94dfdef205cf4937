#include "ctype/type_text.h"

#include <gtest/gtest.h>

#include "support_types.h"

namespace cffi {
namespace {

class TypeText : public testing::Test {
 protected:
  std::string text(const Type* type) { return spell_type(type).text; }
  Types t;
};

TEST_F(TypeText, Names) {
  EXPECT_EQ(text(t.nothing()), "void");
  EXPECT_EQ(text(t(Primitive::kUnsignedLongLong)), "unsigned long long");
  EXPECT_EQ(text(t.record("struct foo")), "struct foo");
  EXPECT_EQ(text(t.table->new_enum("enum e", "e")), "enum e");
  EXPECT_EQ(text(t.table->new_unsized_number("num_t", false)), "num_t");
  EXPECT_EQ(text(t.table->vector_of(t.integer(), 16)), "int __attribute__((vector_size(16)))");
}

TEST_F(TypeText, PointersAndArrays) {
  EXPECT_EQ(text(t.pointer(t.character())), "char *");
  EXPECT_EQ(text(t.pointer(t.pointer(t.record("T")))), "T * *");
  EXPECT_EQ(text(t.array(t.pointer(t.integer()), 5)), "int *[5]");
  EXPECT_EQ(text(t.pointer(t.array(t.integer(), 5))), "int(*)[5]");
  EXPECT_EQ(text(t.array(t.array(t.integer(), 3), kOpenLength)), "int[][3]");
  EXPECT_EQ(text(t.array(t.integer(), kDotsLength)), "int[...]");
}

TEST_F(TypeText, Functions) {
  const Type* takes_int = t.function(t.integer(), {t.integer()});
  const Type* takes_char = t.function(t.nothing(), {t.character()});
  EXPECT_EQ(text(t.pointer(t.function(t.integer(), {t.pointer(t.character())}, true))), "int(*)(char *, ...)");
  EXPECT_EQ(text(t.pointer(t.function(t.integer(), {}))), "int(*)()");
  EXPECT_EQ(text(t.pointer(t.pointer(t.function(t.integer(), {})))), "int(* *)()");
  EXPECT_EQ(text(t.array(t.pointer(takes_int), 5)), "int(*[5])(int)");
  EXPECT_EQ(text(t.pointer(t.function(t.pointer(takes_char), {t.integer()}))), "void(*(*)(int))(char)");
  EXPECT_EQ(text(t.pointer(t.array(t.pointer(takes_int), 3))), "int(*(*)[3])(int)");
  EXPECT_EQ(text(t.pointer(t.function(t.pointer(t.array(t.pointer(takes_char), 5)), {t.integer(), t.character()}))),
            "void(*(*(*)(int, char))[5])(char)");
  EXPECT_EQ(text(t.pointer(t.function(t.pointer(t.array(t.integer(), 3)), {}))), "int(*(*)())[3]");
  EXPECT_EQ(text(t.pointer(t.function(t.integer(), {t.pointer(takes_char)}))), "int(*)(void(*)(char))");
  EXPECT_EQ(text(takes_int), "int(int)");
}

TEST_F(TypeText, NamePosition) {
  TypeSpelling spelling = spell_type(t.pointer(t.function(t.integer(), {})));
  EXPECT_EQ(spelling.text.substr(0, spelling.name_position), "int(*");
  EXPECT_EQ(spell_type(t.array(t.integer(), 3)).name_position, 3U);
}

TEST_F(TypeText, Declare) {
  const Type* callback = t.pointer(t.function(t.integer(), {t.pointer(t.character())}, true));
  const Type* pointers = t.array(t.pointer(t.integer()), 5);
  EXPECT_EQ(declare(t.integer(), "p"), "int p");
  EXPECT_EQ(declare(t.integer(), "  p \n"), "int p");
  EXPECT_EQ(declare(t.integer(), "*"), "int *");
  EXPECT_EQ(declare(t.integer(), " "), "int");
  EXPECT_EQ(declare(t.pointer(t.integer()), "p"), "int * p");
  EXPECT_EQ(declare(callback, "p"), "int(* p)(char *, ...)");
  EXPECT_EQ(declare(callback, "*"), "int(* *)(char *, ...)");
  EXPECT_EQ(declare(callback, "[3]"), "int(*[3])(char *, ...)");
  EXPECT_EQ(declare(callback, "(*p)[3]"), "int(*(*p)[3])(char *, ...)");
  EXPECT_EQ(declare(callback, "&"), "int(* &)(char *, ...)");
  EXPECT_EQ(declare(pointers, "p"), "int * p[5]");
  EXPECT_EQ(declare(pointers, "*"), "int *(*)[5]");
  EXPECT_EQ(declare(pointers, "**p"), "int *(**p)[5]");
  EXPECT_EQ(declare(pointers, "[3]"), "int *[3][5]");
  EXPECT_EQ(declare(pointers, "(*p)[3]"), "int *(*p)[3][5]");
  EXPECT_EQ(declare(t.pointer(t.array(t.integer(), 5)), "*"), "int(* *)[5]");
}

TEST_F(TypeText, QualifiersAreForTheCompilerOnly) {
  const Type* text_type = t.pointer(QualType{t.character(), kConst});
  QualType fixed{text_type, kConst | kRestrict};
  EXPECT_EQ(spell_type(fixed, SpellingStyle::kC).text, "const char * const __restrict");
  EXPECT_EQ(spell_type(fixed, SpellingStyle::kShown).text, "char *");
  EXPECT_EQ(declare(fixed, "p", SpellingStyle::kC), "const char * const __restrict p");
  EXPECT_EQ(spell_type(t.table->pointer_to(fixed), SpellingStyle::kC).text, "const char * const __restrict *");
  const Type* no_arguments = t.function(t.nothing(), {});
  EXPECT_EQ(spell_type(QualType{t.pointer(no_arguments), kConst}, SpellingStyle::kC).text, "void(* const)(void)");
  EXPECT_EQ(spell_type(QualType{t.array(t.integer(), 3), kConst | kVolatile}, SpellingStyle::kC).text,
            "const volatile int[3]");
}

TEST_F(TypeText, CallConventions) {
  auto* function = t.table->function(QualType{t.integer()}, {}, false, CallConvention::kStdcall);
  EXPECT_EQ(text(t.pointer(function)), "int(__stdcall *)()");
  EXPECT_EQ(declare(t.pointer(function), "p", SpellingStyle::kC), "int(__stdcall * p)(void)");
  EXPECT_EQ(text(function), "int __stdcall ()");
}

TEST_F(TypeText, DepthDoesNotRecurse) {
  constexpr int kDepth = 100000;
  const Type* type = t.integer();
  for (int i = 0; i < kDepth; ++i) {
    type = t.pointer(type);
  }
  EXPECT_EQ(text(type).size(), 3U + 2 * kDepth);
  type = t.integer();
  for (int i = 0; i < kDepth; ++i) {
    type = t.pointer(t.function(t.integer(), {type}));
  }
  std::string shown = text(type);
  EXPECT_EQ(shown.substr(0, 17), "int(*)(int(*)(int");
  EXPECT_EQ(shown.size(), 3U + 8 * kDepth);
}

TEST_F(TypeText, ExponentialTextIsCut) {
  const Type* type = t.integer();
  for (int i = 0; i < 100; ++i) {
    type = t.pointer(t.function(t.integer(), {type, type, type}));
  }
  std::string shown = text(type);
  EXPECT_LT(shown.size(), kMaxSpelling + 1000);
  EXPECT_EQ(shown.substr(shown.size() - 3), "...");
}

}  // namespace
}  // namespace cffi
