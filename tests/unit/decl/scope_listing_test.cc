#include <gtest/gtest.h>

#include "cparse/support_scope.h"

namespace cffi {
namespace {

// "name@cdef:begin name@cdef:begin"
std::string listing(TestScope& scope) {
  auto names = scope->listing();
  EXPECT_TRUE(names.ok());
  std::string out;
  for (const ListedName& name : *names) {
    out += (out.empty() ? "" : " ") + std::string(name.name) + "@" + std::to_string(name.place.cdef) + ":" +
           std::to_string(name.place.begin);
  }
  return out;
}

TEST(ScopeListing, OrderIsThatOfTheText) {
  TestScope scope;
  ASSERT_EQ(
      scope.cdef("int f(void); struct s { int a; }; typedef struct s T;\n#define M 1\nenum e { A }; extern int v;"),
      "");
  ASSERT_EQ(scope.cdef("int g(void);"), "");
  EXPECT_EQ(listing(scope), "f@0:4 s@0:20 T@0:51 M@0:62 e@0:71 A@0:75 v@0:91 g@1:4");
}

TEST(ScopeListing, RecordsAndEnumsStandWhereTheyAreDefined) {
  TestScope scope;
  ASSERT_EQ(scope.cdef("struct s; enum e; union u; int f(struct p *);"), "");
  EXPECT_EQ(listing(scope), "s@0:7 e@0:15 u@0:24 f@0:31 p@0:40");
  ASSERT_EQ(scope.cdef("struct s { int a; }; enum e { A };"), "");
  EXPECT_EQ(listing(scope), "u@0:24 f@0:31 p@0:40 s@1:7 e@1:26 A@1:30");
}

TEST(ScopeListing, AFailedCdefLeavesNothing) {
  TestScope scope;
  ASSERT_EQ(scope.cdef("struct s; enum e;"), "");
  EXPECT_NE(scope.cdef("struct s { int a; }; enum e { A }; struct more; union u; typedef int t; int f(void); !"), "");
  EXPECT_EQ(listing(scope), "s@0:7 e@0:15");
  EXPECT_NE(scope.cdef("struct more; enum further; typedef struct { int a; } t; enum { A }; !"), "");
  ASSERT_EQ(scope.cdef("struct more;"), "");
  EXPECT_EQ(listing(scope), "s@0:7 e@0:15 more@1:7");
}

TEST(ScopeListing, TypeStringsDeclareNothing) {
  TestScope scope;
  EXPECT_EQ(scope.type("struct mentioned *"), "struct mentioned *");
  EXPECT_EQ(listing(scope), "");
}

TEST(ScopeListing, KindsAndTypes) {
  TestScope scope;
  ASSERT_EQ(scope.cdef("extern \"Python\" int f(int); static const int K; enum { A }; union u { int i; };"), "");
  auto names = scope->listing();
  ASSERT_TRUE(names.ok());
  ASSERT_EQ(names->size(), 4U);
  EXPECT_EQ((*names)[0].kind, ListedKind::kExternPython);
  EXPECT_EQ((*names)[1].kind, ListedKind::kConstant);
  EXPECT_EQ((*names)[2].kind, ListedKind::kEnumerator);
  EXPECT_EQ((*names)[2].type.type->kind, TypeKind::kEnum);
  EXPECT_EQ((*names)[3].kind, ListedKind::kUnion);
}

}  // namespace
}  // namespace cffi
