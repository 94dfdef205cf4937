#include "cparse/record_parser.h"

#include <gtest/gtest.h>

#include "cparse/support_scope.h"

namespace cffi {
namespace {

uint64_t offset(TestScope& scope, std::string_view record, std::string_view field) {
  auto found = find_field(type_as<RecordType>(scope.type_node(record)), field);
  return found ? found->offset : UINT64_MAX;
}

TEST(Records, FieldsGoWhereTheCompilerPutsThem) {
  TestScope scope;
  EXPECT_EQ(scope.cdef("struct s { char c; short a, *b; int d[3]; union { int x; double y; } u; };"), "");
  EXPECT_EQ(scope.size("struct s"), 40);
  EXPECT_EQ(offset(scope, "struct s", "a"), 2u);
  EXPECT_EQ(offset(scope, "struct s", "b"), 8u);
  EXPECT_EQ(offset(scope, "struct s", "u"), 32u);
}

TEST(Records, NamesOfAnonymousOnes) {
  TestScope scope;
  EXPECT_EQ(
      scope.cdef(
          "typedef struct { int a; } foo_t, bar_t; typedef struct { int b; } *ptr; typedef const struct { int c; } k;"
          "typedef enum { A } en; typedef enum { B } *enp;"),
      "");
  EXPECT_EQ(scope.type("foo_t"), "foo_t");
  EXPECT_EQ(scope.type("bar_t"), "foo_t");
  EXPECT_EQ(scope.type("ptr"), "struct $1 *");
  EXPECT_EQ(scope.type("k"), "k");
  EXPECT_EQ(scope.type("en"), "en");
  EXPECT_EQ(scope.type("enp"), "enum $2 *");
  EXPECT_EQ(scope.cdef("struct s { struct { int a; }; enum { Q } z; union { int v; struct { int m; } n; } u; };"), "");
  auto* body = type_as<RecordType>(scope.type_node("struct s"))->complete();
  ASSERT_EQ(body->fields.size(), 3u);
  EXPECT_EQ(spell_type(body->fields[0].type.type).text, "struct $3");
  EXPECT_EQ(spell_type(body->fields[1].type.type).text, "enum $4");
  EXPECT_EQ(spell_type(body->fields[2].type.type).text, "union $5");
}

TEST(Records, AnonymousMembersAreFoundThrough) {
  TestScope scope;
  EXPECT_EQ(
      scope.cdef(
          "struct s { int a; struct { int b; union { int c; float d; }; }; struct tag { int e; }; struct other; };"),
      "");
  EXPECT_EQ(offset(scope, "struct s", "c"), 8u);
  EXPECT_EQ(offset(scope, "struct s", "d"), 8u);
  EXPECT_EQ(offset(scope, "struct s", "e"), UINT64_MAX);  // a tag alone declares no member
  EXPECT_EQ(scope.size("struct tag"), 4);
}

TEST(Records, BitFieldsAndFlexibleArrays) {
  TestScope scope;
  EXPECT_EQ(scope.cdef("struct b { unsigned a : 3, b : 7; unsigned : 0; int c : 1 + 1; _Bool d : 1; }; struct f { int "
                       "n; char data[]; };"),
            "");
  auto* body = type_as<RecordType>(scope.type_node("struct b"))->complete();
  ASSERT_EQ(body->fields.size(), 4u);
  EXPECT_EQ(body->fields[1].bit_shift, 3);
  EXPECT_EQ(body->fields[1].bit_size, 7);
  EXPECT_EQ(body->fields[2].offset, 4u);
  EXPECT_TRUE(type_as<RecordType>(scope.type_node("struct f"))->complete()->fields[1].flexible);
}

TEST(Records, AttributesChangeTheLayout) {
  TestScope scope;
  EXPECT_EQ(scope.cdef("struct p { char c; int i; } __attribute__((packed));"
                       "struct __attribute__((__packed__, aligned(8))) q { char c; int i; };"
                       "struct r { char c; int i __attribute__((aligned(16))); };"
                       "struct t { char c; _Alignas(32) int i; };"
                       "struct [[gnu::packed]] u { char c; int i; };"
                       "struct v { char c; __attribute__((packed)) int i; };"
                       "struct w { int i; } __attribute__((aligned));"
                       "typedef double D __attribute__((aligned(4))); struct x { char c; D d; };"
                       "struct y { char c; int i [[gnu::aligned(8)]]; };"),
            "");
  EXPECT_EQ(scope.size("struct p"), 5);
  EXPECT_EQ(scope.size("struct q"), 8);
  EXPECT_EQ(scope.size("struct r"), 32);
  EXPECT_EQ(scope.size("struct t"), 64);
  EXPECT_EQ(scope.size("struct u"), 5);
  EXPECT_EQ(scope.size("struct v"), 5);
  EXPECT_EQ(scope.size("struct w"), 16);
  EXPECT_EQ(scope.size("struct x"), 12);
  EXPECT_EQ(scope.size("struct y"), 16);
  EXPECT_TRUE(contains(scope.cdef("struct z { int i; } __attribute__((aligned(3)));"), "power of two"));
}

TEST(Records, MsStructAndDeclspec) {
  TestScope scope;
  EXPECT_EQ(scope.cdef("struct g { unsigned char a : 3; unsigned b : 3; };"
                       "struct m { unsigned char a : 3; unsigned b : 3; } __attribute__((ms_struct));"
                       "__declspec(align(16)) struct d { int i; } var;"),
            "");
  EXPECT_EQ(scope.size("struct g"), 4);
  EXPECT_EQ(scope.size("struct m"), 8);
}

TEST(Records, ModeAndVectorSize) {
  TestScope scope;
  EXPECT_EQ(
      scope.cdef("typedef int i64 __attribute__((mode(DI))); typedef unsigned int __attribute__((__mode__(__QI__))) u8;"
                 "typedef float v4 __attribute__((vector_size(16))); struct s { char c; v4 v; };"
                 "typedef float tf __attribute__((mode(XF)));"),
      "");
  EXPECT_EQ(scope.type("i64"), "long");
  EXPECT_EQ(scope.type("u8"), "unsigned char");
  EXPECT_EQ(scope.type("tf"), "long double");
  EXPECT_EQ(scope.size("v4"), 16);
  EXPECT_EQ(scope.size("struct s"), 32);
  EXPECT_TRUE(contains(scope.cdef("typedef int bad __attribute__((mode(ZZ)));"), "attribute 'mode'"));
  EXPECT_TRUE(contains(scope.cdef("typedef int bad __attribute__((vector_size(3)));"), "attribute 'vector_size'"));
}

TEST(Records, PackOptionAndPragma) {
  TestScope scope;
  CdefOptions packed;
  packed.packed = true;
  EXPECT_EQ(scope.cdef("struct a { char c; int i; };", packed), "");
  EXPECT_EQ(scope.size("struct a"), 5);
  CdefOptions two;
  two.pack = 2;
  EXPECT_EQ(scope.cdef("struct b { char c; int i; };", two), "");
  EXPECT_EQ(scope.size("struct b"), 6);
  EXPECT_EQ(
      scope.cdef(
          "#pragma pack(push, 1)\nstruct c { char c; int i; };\n#pragma pack(pop)\nstruct d { char c; int i; };\n"
          "#pragma pack(2)\nstruct e { char c; int i; };\n#pragma pack()\nstruct f { char c; int i; };\n"
          "_Pragma(\"pack(1)\") struct g { char c; int i; }; __pragma(pack(push, x, 2)) struct h { char c; int i; };"
          "__pragma(pack(pop, x)) struct i { char c; int i; };"),
      "");
  EXPECT_EQ(scope.size("struct c"), 5);
  EXPECT_EQ(scope.size("struct d"), 8);
  EXPECT_EQ(scope.size("struct e"), 6);
  EXPECT_EQ(scope.size("struct f"), 8);
  EXPECT_EQ(scope.size("struct g"), 5);
  EXPECT_EQ(scope.size("struct h"), 6);
  EXPECT_EQ(scope.size("struct i"), 5);
  EXPECT_TRUE(contains(scope.cdef("#pragma pack(3)\n"), "#pragma pack"));
  EXPECT_TRUE(contains(scope.cdef("#pragma pack(pop)\n"), "without a push"));
}

TEST(Records, SelfAndMutualReferences) {
  TestScope scope;
  EXPECT_EQ(scope.cdef("struct node { struct node *next; struct other *o; }; struct other { struct node n; };"), "");
  EXPECT_EQ(scope.size("struct other"), 16);
  EXPECT_TRUE(contains(scope.cdef("struct me { struct me m; };"), "has ctype 'struct me' of unknown size"));
  EXPECT_TRUE(contains(scope.cdef("struct in { struct in { int a; } b; };"), "duplicate declaration of struct in"));
}

TEST(Records, DotsLeaveTheLayoutToACompiler) {
  TestScope scope;
  EXPECT_EQ(
      scope.cdef(
          "struct a { ...; }; struct b { int x; ...; }; struct c { struct b in; int y; }; struct d { int z[...]; };"
          "typedef int... num; struct e { num n; }; struct f { int g; ... };"),
      "");
  for (const char* name : {"struct a", "struct b", "struct c", "struct d", "struct e", "struct f"}) {
    auto* record = type_as<RecordType>(scope.type_node(name));
    ASSERT_NE(record->complete(), nullptr) << name;
    EXPECT_TRUE(record->complete()->partial) << name;
    EXPECT_EQ(scope.size(name), -1) << name;
  }
}

TEST(Records, RedefinitionMustSayTheSame) {
  TestScope scope;
  EXPECT_EQ(scope.cdef("struct s { int x; struct s *p; };"), "");
  EXPECT_EQ(scope.cdef("struct s { int x; struct s *p; };"), "");
  EXPECT_TRUE(contains(scope.cdef("struct s { int y; struct s *p; };"), "duplicate declaration of struct s"));
  EXPECT_TRUE(contains(scope.cdef("struct s { long x; struct s *p; };"), "duplicate declaration of struct s"));
  EXPECT_EQ(scope.cdef_override("struct s { long x[4]; };"), "");
  EXPECT_EQ(scope.size("struct s"), 32);
  EXPECT_EQ(scope->records().size(), 1u);
}

TEST(Records, ErrorsNameTheField) {
  TestScope scope;
  EXPECT_TRUE(contains(scope.cdef("struct s { int a; int a; };"), "duplicate field name 'a'"));
  EXPECT_TRUE(contains(scope.cdef("struct s { int a : 33; };"), "struct s.a"));
  EXPECT_TRUE(contains(scope.cdef("struct s { int a : -1; };"), "bad width of a bit field: -1"));
  EXPECT_TRUE(contains(scope.cdef("struct s { float a : 3; };"), "struct s.a"));
  EXPECT_TRUE(contains(scope.cdef("struct s { int a[]; int b; };"), "struct s.a"));
  EXPECT_TRUE(contains(scope.cdef("struct s { int f(int); };"), "struct s.f"));
  EXPECT_TRUE(contains(scope.cdef("struct s { struct t x; };"), "struct t"));
  EXPECT_TRUE(contains(scope.cdef("struct s { int; };"), "declares no name"));
  EXPECT_TRUE(contains(scope.type("struct s { int x; }"), "cannot be defined inside a type string"));
}

TEST(Records, NestingIsLimited) {
  TestScope scope;
  std::string deep;
  for (int i = 0; i < 100000; ++i) {
    deep += "struct {";
  }
  EXPECT_TRUE(contains(scope.cdef(deep), "nested more than"));
}

}  // namespace
}  // namespace cffi
