#include "decl/scope.h"

#include <gtest/gtest.h>

#include "cparse/support_scope.h"
#include "ctype/settled_names.h"

namespace cffi {
namespace {

// Everything that a scope tells about itself, as text.
std::string summary(const Scope& scope) {
  std::string out;
  for (const Declaration* d : scope.declarations()) {
    out += "D " + std::string(d->name) + " " + std::to_string(static_cast<int>(d->kind)) + " " +
           (d->type ? spell_type(d->type.type).text : "") + " " + std::to_string(d->value.bits) + "\n";
  }
  for (const Typedef* t : scope.typedefs()) {
    out += "T " + std::string(t->name) + " " + spell_type(t->type.type).text + "\n";
  }
  for (const RecordType* r : scope.records()) {
    const RecordBody* body = r->complete();
    out += "R " + std::string(r->name) + " " + (body == nullptr ? "incomplete" : std::to_string(body->size)) + "\n";
  }
  for (const EnumType* e : scope.enums()) {
    const EnumBody* body = e->complete();
    out += "E " + std::string(e->name) + " " +
           (body == nullptr ? "incomplete" : std::to_string(body->enumerators.size())) + "\n";
  }
  return out;
}

constexpr std::string_view kBefore =
    "struct later; struct done { int x; }; union u_later; enum e_done { A, B }; enum e_later;"
    "typedef int T; int f(int); extern int v; extern int open[];\n#define M 1\nstatic const int K = 2; typedef ... O;"
    "typedef struct { int q; } anon; typedef struct { int z; } *panon;";

TEST(Transaction, AFailedCdefChangesNothing) {
  const char* parts[] = {
      "int g(void);",
      "extern long w;",
      "typedef long L;",
      "struct brand_new { int y; };",
      "struct later { int y; };",
      "union u_later { int y; };",
      "struct mentioned *h(void);",
      "enum e_new { C, D };",
      "enum e_later { C, D };",
      "typedef struct { int a; } other_anon; typedef struct { int b; } *p_anon;",
      "struct outer { struct { int a; } in; enum { IN1 } e; };",
      "\n#define N 5\n",
      "\n#define M_NEW 9\n",
      "\n#define N ...\n",
      "static const int K2 = 3; static const int K3;",
      "typedef ... O2; typedef ... *O3; typedef int... I;",
      "enum { X1, X2, ... };",
      "extern \"Python\" int cb(int);",
      "extern int open[7];",
      "FILE *fopen(const char *, va_list);",
      "struct later { struct done d; }; struct more { struct later l[3]; };",
      "int f(int) __asm__(\"other\");",
  };
  for (const char* part : parts) {
    TestScope scope;
    ASSERT_EQ(scope.cdef(kBefore), "");
    std::string before = summary(*scope);
    EXPECT_NE(scope.cdef(std::string(part) + " syntax error here"), "") << part;
    EXPECT_EQ(summary(*scope), before) << part;
    EXPECT_EQ((*scope->find("f"))->symbol, "") << part;
    EXPECT_EQ(scope.cdef(part), "") << part;
    EXPECT_EQ(scope.cdef("typedef struct { int c; } *after;"), "");
  }
}

TEST(Transaction, AFailedOverrideChangesNothing) {
  const char* parts[] = {
      "int f(long);",           "extern long v;",          "typedef long T;", "struct done { long y; };",
      "enum e_done { A = 5 };", "static const int K = 9;", "int T;",          "typedef char f;",
      "\n#define M 9\n"};
  for (const char* part : parts) {
    TestScope scope;
    ASSERT_EQ(scope.cdef(kBefore), "");
    std::string before = summary(*scope);
    EXPECT_NE(scope.cdef_override(std::string(part) + " syntax error here"), "") << part;
    EXPECT_EQ(summary(*scope), before) << part;
    EXPECT_EQ(scope.cdef_override(part), "") << part;
  }
}

TEST(Transaction, AnonymousNumbersAreNotUsedUp) {
  TestScope scope;
  EXPECT_NE(scope.cdef("typedef struct { int a; } *p; oops"), "");
  EXPECT_EQ(scope.cdef("typedef struct { int a; } *p;"), "");
  EXPECT_EQ(scope.type("p"), "struct $1 *");
}

TEST(TypeStrings, MentionedRecordsAreRemembered) {
  TestScope scope;
  const Type* first = scope.type_node("struct foo *");
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(scope.type_node("struct foo*"), first);
  EXPECT_EQ(scope->records().size(), 1u);
  EXPECT_EQ(scope.cdef("struct foo { int x; };"), "");
  EXPECT_EQ(scope.type_node("struct foo *"), first);
  EXPECT_EQ(scope.size("struct foo"), 4);
  EXPECT_NE(scope.type("union bar"), "");
  EXPECT_EQ(scope->records().size(), 2u);
}

TEST(TypeStrings, AFailedOneRemembersNothing) {
  TestScope scope;
  EXPECT_TRUE(contains(scope.type("struct foo * zork zork"), "before: zork"));
  EXPECT_TRUE(scope->records().empty());
}

TEST(TypeStrings, EqualTypesAreOneNode) {
  TestScope scope;
  EXPECT_EQ(scope.cdef("typedef const char *S;"), "");
  EXPECT_EQ(scope.type_node("S")->canonical, scope.type_node("char *")->canonical);
  EXPECT_EQ(scope.type_node("int(*)(S)")->canonical, scope.type_node("int(*)(char *)")->canonical);
}

TEST(TypeStrings, Errors) {
  TestScope scope;
  EXPECT_TRUE(contains(scope.type(""), "At end of input"));
  EXPECT_TRUE(contains(scope.type("int;"), "cannot parse \"int;\"\n<cdef source string>:1:4: before: ;"));
  EXPECT_TRUE(contains(scope.type("int)"), "before: )"));
  EXPECT_TRUE(contains(scope.type("int x y"), "before: y"));
  EXPECT_EQ(scope.type("foo_t"), "unknown identifier 'foo_t'\nfoo_t\n^^^^^");
  EXPECT_TRUE(contains(scope.type("1"), "before: 1"));
}

TEST(Include, NamesBecomeVisible) {
  TestScope base;
  ASSERT_EQ(base.cdef("typedef int T; struct s { T x; }; enum e { A = 4 };\n#define N 3\nint f(void); FILE *g(void);"),
            "");
  TestScope over(base);
  ASSERT_TRUE(over->include(base.shared()).ok());
  EXPECT_EQ(over.type_node("struct s"), base.type_node("struct s"));
  EXPECT_EQ(over.type_node("FILE"), base.type_node("FILE"));
  EXPECT_EQ(over.cdef("struct t { struct s in[N]; T y[A]; };"), "");
  EXPECT_EQ(over.size("struct t"), 28);
  EXPECT_EQ(over->records().size(), 1u);
  EXPECT_NE(*over->find("f"), nullptr);
  // What is declared later is not lent.
  EXPECT_EQ(base.cdef("typedef long later_one;"), "");
  EXPECT_TRUE(contains(over.type("later_one"), "unknown identifier"));
}

TEST(Include, TransitiveAndCycles) {
  TestScope a;
  TestScope b(a);
  TestScope c(a);
  ASSERT_EQ(a.cdef("typedef int T;"), "");
  ASSERT_TRUE(b->include(a.shared()).ok());
  ASSERT_TRUE(c->include(b.shared()).ok());
  ASSERT_TRUE(c->include(a.shared()).ok());
  EXPECT_EQ(c.type("T"), "int");
  EXPECT_FALSE(a->include(c.shared()).ok());
  EXPECT_FALSE(a->include(a.shared()).ok());
}

TEST(Include, Conflicts) {
  TestScope base;
  ASSERT_EQ(base.cdef("typedef int T; enum { A = 4 }; struct s { int x; };"), "");
  TestScope other(base);
  ASSERT_EQ(other.cdef("typedef long T;"), "");
  auto included = other->include(base.shared());
  ASSERT_FALSE(included.ok());
  EXPECT_TRUE(contains(describe_error(included.error()), "typedef T is declared differently"));
  TestScope constants(base);
  ASSERT_EQ(constants.cdef("enum { A = 5 };"), "");
  EXPECT_FALSE(constants->include(base.shared()).ok());
  TestScope later(base);
  ASSERT_TRUE(later->include(base.shared()).ok());
  EXPECT_TRUE(contains(later.cdef("typedef long T;"), "multiple declarations of typedef T"));
  EXPECT_TRUE(contains(later.cdef("enum { A = 5 };"), "multiple declarations of constant: A"));
  EXPECT_TRUE(contains(later.cdef("struct s { long y; };"), "duplicate declaration of struct s"));
  EXPECT_EQ(later.cdef("typedef int T; enum { A = 4 }; struct s { int x; };"), "");
}

TEST(Include, AnIncompleteRecordOfAnotherScopeIsCompletedForBoth) {
  TestScope base;
  ASSERT_EQ(base.cdef("struct s; struct waits { struct s x[2]; };"), "");
  TestScope over(base);
  ASSERT_TRUE(over->include(base.shared()).ok());
  EXPECT_NE(over.cdef("struct s { int x; }; struct later { struct waits w; }; nonsense"), "");
  EXPECT_EQ(base.size("struct s"), -1);
  EXPECT_EQ(base.size("struct waits"), -1);
  EXPECT_EQ(over.cdef("struct s { int x; }; struct later { struct waits w; };"), "");
  EXPECT_EQ(over.size("struct s"), 4);
  EXPECT_EQ(over.size("struct later"), 8);
  EXPECT_EQ(base.size("struct s"), 4);
  EXPECT_EQ(base.size("struct waits"), 8);
}

TEST(Include, LongChainsAreTakenApartWithoutRecursion) {
  TestScope first;
  auto last = first.shared();
  ASSERT_EQ(first.cdef("typedef int T;"), "");
  for (int i = 0; i < 200; ++i) {
    auto next = std::make_shared<Scope>(TypeTable::make(first.common()));
    ASSERT_TRUE(next->include(last).ok());
    last = next;
  }
  EXPECT_NE(*last->find_typedef("T"), nullptr);
}

TEST(Shown, UnderTheFirstTypedefOfTheTag) {
  TestScope scope;
  EXPECT_EQ(scope.cdef("typedef struct s { int a; } s_t, *s_p; typedef struct s other_t;"
                       "typedef enum e { A } e_t; typedef union u *u_p; typedef union u u_t;"),
            "");
  EXPECT_EQ(scope.type("struct s *"), "s_t *");
  EXPECT_EQ(scope.type("other_t"), "s_t");
  EXPECT_EQ(scope.type("s_p"), "s_t *");
  EXPECT_EQ(scope.type("enum e"), "e_t");
  EXPECT_EQ(scope.type("u_p"), "u_t *");
  // A pointer in front is not a name of the struct itself.
  EXPECT_EQ(scope.cdef("typedef struct p { int a; } *p_p, p_t;"), "");
  EXPECT_EQ(scope.type("struct p"), "struct p");
}

TEST(Shown, AsBeforeWhenTheCdefFailsOrTheTypeWasSeen) {
  TestScope scope;
  EXPECT_EQ(scope.cdef("struct s { int a; }; struct seen { int a; };"), "");
  EXPECT_NE(scope.cdef("typedef struct s s_t; int broken("), "");
  EXPECT_EQ(scope.type("struct s"), "struct s");
  settle_names(scope.type_node("struct seen"));
  EXPECT_EQ(scope.cdef("typedef struct seen seen_t;"), "");
  EXPECT_EQ(scope.type("seen_t"), "struct seen");
}

TEST(Linear, MegabytesOfEachSort) {
  TestScope scope;
  std::string functions;
  std::string fields = "struct big {";
  std::string enumerators = "enum big {";
  for (int i = 0; i < 20000; ++i) {
    std::string n = std::to_string(i);
    functions += "int func_" + n + "(int a, const char *b, struct s" + n + " *c);";
    fields += "int f" + n + ";";
    enumerators += "E" + n + ",";
  }
  EXPECT_EQ(scope.cdef(functions), "");
  EXPECT_EQ(scope.cdef(fields + "};"), "");
  EXPECT_EQ(scope.cdef(enumerators + "};"), "");
  EXPECT_EQ(scope.size("struct big"), 80000);
  EXPECT_EQ(scope.constant("E19999"), 19999);
}

}  // namespace
}  // namespace cffi
