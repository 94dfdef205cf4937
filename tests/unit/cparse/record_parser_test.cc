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
  EXPECT_EQ(offset(scope, "struct s", "e"), 12u);  // as with -fms-extensions, a tag alone declares a member
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
  EXPECT_TRUE(contains(scope.cdef("struct me { struct me m; };"), "recursive structure declaration for 'me'"));
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
  EXPECT_TRUE(contains(scope.cdef("struct s { int; };"), "declares no name"));
  EXPECT_TRUE(contains(scope.type("struct s { int x; }"), "cannot be defined inside a type string"));
  EXPECT_TRUE(contains(scope.type("union { int x; } *"), "union cannot be defined inside a type string"));
}

TEST(RecordsInAnyOrder, FieldsOfTypesThatAreDefinedLater) {
  TestScope scope;
  EXPECT_EQ(scope.cdef("struct a { struct b x; char c; struct b y[3]; }; struct b { int z; };"), "");
  EXPECT_EQ(scope.size("struct a"), 20);
  EXPECT_EQ(scope.cdef("typedef struct d dt; typedef dt dta[2]; struct c { char q; dta x; enum e k; union u w; };"),
            "");
  EXPECT_EQ(scope.size("struct c"), -1);
  EXPECT_EQ(scope.cdef("enum e { A = -1 }; struct d { short s; };"), "");
  EXPECT_EQ(scope.size("struct c"), -1);
  EXPECT_EQ(scope.cdef("struct use { struct c c; struct a a; };"), "");
  EXPECT_EQ(scope.cdef("union u { double d; };"), "");
  EXPECT_EQ(scope.size("struct c"), 24);
  EXPECT_EQ(scope.size("struct use"), 48);
  EXPECT_EQ(scope.size("dta"), 4);
  EXPECT_EQ(scope.cdef("typedef char t[sizeof(struct use)]; _Static_assert(_Alignof(struct c) == 8, \"\");"), "");
  EXPECT_EQ(scope.size("t"), 48);
}

TEST(RecordsInAnyOrder, NestedAndAnonymous) {
  TestScope scope;
  EXPECT_EQ(
      scope.cdef("struct a { struct { struct b x; int i; }; union { struct b y; struct c { struct b z; } w; } u; };"
                 "typedef struct { struct a in; } at; struct b { long z; };"),
      "");
  EXPECT_EQ(scope.size("struct a"), 24);
  EXPECT_EQ(scope.size("struct c"), 8);
  EXPECT_EQ(scope.size("at"), 24);
  EXPECT_EQ(scope.cdef("struct f { struct { struct g x; }; struct { int i; struct g y; }; }; struct g { int v; };"),
            "");
  EXPECT_TRUE(contains(scope.cdef("struct h { struct { struct k x; }; struct { int x; struct k y; }; };"),
                       "duplicate field name 'x'"));
}

TEST(RecordsInAnyOrder, DeclarationsOfOtherKinds) {
  TestScope scope;
  EXPECT_EQ(scope.cdef("struct b f(struct b); void g(struct b p[3], struct b (*q)[3]); extern struct b v, w[3];"
                       "typedef struct b tb[4]; typedef struct b to[]; tb *h(tb, to); struct b { int z; };"),
            "");
  EXPECT_EQ(scope.declared("g"), "void(struct b *, struct b(*)[3])");
  EXPECT_EQ(scope.size("tb"), 16);
  EXPECT_TRUE(contains(scope.cdef("typedef struct b2 bad[2][];"), "array item of unknown size"));
  EXPECT_TRUE(contains(scope.cdef("typedef ... o; typedef o bad[2];"), "array item of unknown size: 'o'"));
  EXPECT_TRUE(
      contains(scope.cdef("typedef ... o; struct bad { o x; };"), "'struct bad.x' has ctype 'o' of unknown size"));
}

TEST(RecordsInAnyOrder, OptionsAreThoseOfTheDeclaration) {
  TestScope scope;
  EXPECT_EQ(scope.cdef("#pragma pack(push, 2)\nstruct a { char c; struct b x; };\n#pragma pack(pop)\n"
                       "struct d { char c; struct b x; } __attribute__((packed));"
                       "struct e { char c; struct b x __attribute__((aligned(16))); };"
                       "struct f { int n; struct b x[]; };"),
            "");
  CdefOptions packed;
  packed.packed = true;
  EXPECT_EQ(scope.cdef("struct g { char c; struct b x; };", packed), "");
  EXPECT_EQ(scope.cdef("#pragma pack(1)\nstruct b { char c; double d; };"), "");
  EXPECT_EQ(scope.cdef_override("struct b { char c; double d; };"), "");
  EXPECT_EQ(scope.size("struct a"), 10);
  EXPECT_EQ(scope.size("struct d"), 10);
  EXPECT_EQ(scope.size("struct e"), 32);
  EXPECT_EQ(scope.size("struct g"), 10);
  EXPECT_EQ(scope.size("struct f"), 4);
  EXPECT_TRUE(type_as<RecordType>(scope.type_node("struct f"))->complete()->has_flexible_array);
}

TEST(RecordsInAnyOrder, DotsOfALaterType) {
  TestScope scope;
  EXPECT_EQ(scope.cdef("struct a { struct b x; }; struct c { struct a y; }; struct b { int z; ...; };"), "");
  for (const char* name : {"struct a", "struct b", "struct c"}) {
    auto* record = type_as<RecordType>(scope.type_node(name));
    ASSERT_NE(record->complete(), nullptr) << name;
    EXPECT_TRUE(record->complete()->partial) << name;
  }
}

TEST(RecordsInAnyOrder, RedefinitionWhileItWaits) {
  TestScope scope;
  EXPECT_EQ(scope.cdef("struct a { struct b x; int y; };"), "");
  EXPECT_EQ(scope.cdef("struct a { struct b x; int y; };"), "");
  EXPECT_TRUE(contains(scope.cdef("struct a { struct b x; int z; };"), "duplicate declaration of struct a"));
  EXPECT_TRUE(contains(scope.cdef("struct a { int z; };"), "duplicate declaration of struct a"));
  EXPECT_TRUE(
      contains(scope.cdef("struct a { struct b x; int y; } __attribute__((packed));"), "duplicate declaration"));
  EXPECT_EQ(scope.cdef("struct b { int q; }; struct a { struct b x; int y; };"), "");
  EXPECT_EQ(scope.size("struct a"), 8);
  EXPECT_TRUE(contains(scope.cdef("struct a { struct later x; };"), "duplicate declaration of struct a"));
  EXPECT_EQ(scope.cdef("struct c { struct d x; };"), "");
  EXPECT_EQ(scope.cdef_override("struct c { char x; };"), "");
  EXPECT_EQ(scope.size("struct c"), 1);
}

TEST(RecordsInAnyOrder, AFailedCdefChangesNothing) {
  TestScope scope;
  EXPECT_EQ(scope.cdef("struct a { struct b x; struct c y; };"), "");
  EXPECT_TRUE(
      contains(scope.cdef("struct b { int z; }; struct c { int z; }; struct d { struct e f; }; int 1;"), "before"));
  EXPECT_EQ(scope.size("struct a"), -1);
  EXPECT_EQ(scope->records().size(), 3u);
  EXPECT_EQ(scope.cdef("struct c { char z; };"), "");
  EXPECT_TRUE(contains(scope.cdef("struct b { int z; }; typedef char t[sizeof(struct a)]; int 1;"), "before"));
  EXPECT_EQ(scope.size("struct a"), -1);
  EXPECT_EQ(scope.cdef("struct b { char z; };"), "");
  EXPECT_EQ(scope.size("struct a"), 2);
}

TEST(RecordsInAnyOrder, ErrorsHaveAPlace) {
  TestScope scope;
  EXPECT_TRUE(
      contains(scope.cdef("struct a {\n  struct a x[2];\n};"), "<cdef source string>:2:12: recursive structure"));
  EXPECT_TRUE(contains(scope.cdef("struct a { struct u v; struct b x; };\nstruct b { struct { struct a y; }; };"),
                       "<cdef source string>:2:30: recursive structure declaration for"));
  EXPECT_EQ(scope.cdef("struct a { struct b x; };"), "");
  EXPECT_TRUE(contains(scope.cdef("\nstruct b { int i; struct a y; };"),
                       "<cdef source string>:2:28: recursive structure declaration for 'b'"));
  EXPECT_TRUE(contains(scope.cdef("struct p { struct b x; void v; };"), ":1:29: field 'struct p.v' has ctype 'void'"));
  EXPECT_TRUE(contains(scope.cdef("struct p { struct b x; int f(void); };"), ":1:28: field 'struct p.f'"));
  EXPECT_TRUE(contains(scope.cdef("struct p { struct b x : 3; };"), ":1:21: field 'struct p.x' declared as"));
  EXPECT_TRUE(contains(scope.cdef("struct p { enum e x : 40; };\nenum e { A };"), ":1:19: bit field 'struct p.x'"));
  EXPECT_EQ(scope.cdef("struct q { int x, y, z, zz; enum e w : 40; };"), "");
  EXPECT_TRUE(contains(scope.cdef("enum e { A };"), ":1:6: bit field 'struct q.w'"));
  EXPECT_TRUE(contains(scope.cdef("typedef char t[sizeof(struct b)];"), "the size of 'struct b' is not known here"));
  EXPECT_TRUE(contains(scope.cdef("typedef char t[sizeof(struct a)];"), "the size of 'struct a' is not known here"));
  EXPECT_TRUE(contains(scope.type("struct a[2]"), "field 'struct a.x' has ctype 'struct b' of unknown size"));
}

TEST(RecordsInAnyOrder, Included) {
  TestScope base;
  TestScope scope(base);
  EXPECT_EQ(base.cdef("struct late; struct pending { struct late x; }; struct named;"), "");
  ASSERT_TRUE(scope->include(base.shared()));
  EXPECT_EQ(scope.cdef("struct c { struct pending p; struct late q[2]; struct own r; }; struct own { char c; };"), "");
  EXPECT_TRUE(contains(scope.cdef("struct pending { int i; };"), "duplicate declaration of struct pending"));
  EXPECT_EQ(scope.size("struct c"), -1);
  EXPECT_TRUE(contains(base.cdef("struct late { int i; }; int 1;"), "before"));
  EXPECT_EQ(scope.size("struct c"), -1);
  EXPECT_EQ(base.cdef("struct late { short s; };"), "");
  EXPECT_EQ(scope.size("struct pending"), 2);
  EXPECT_EQ(scope.size("struct c"), 8);
}

TEST(RecordsInAnyOrder, TimeIsLinear) {
  TestScope scope;
  std::string text;
  constexpr int kCount = 20000;
  for (int i = 0; i < kCount; ++i) {
    std::string n = std::to_string(i);
    text += "struct w" + n + " { struct s" + n + " x; struct undefined u; };";
    text += "struct s" + n + " { struct s" + (i > 0 ? std::to_string(i - 1) : "x") + " x; };";
    text += "static const int k" + n + " = sizeof(struct s" + n + ");";
  }
  EXPECT_EQ(scope.cdef(text), "");
  EXPECT_EQ(scope.cdef("struct sx { int i; };"), "");
  EXPECT_EQ(scope.size("struct s19999"), 4);
  EXPECT_EQ(scope.size("struct w19999"), -1);
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
