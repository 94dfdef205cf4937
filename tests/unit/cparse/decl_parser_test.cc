#include "cparse/decl_parser.h"

#include <gtest/gtest.h>

#include "cparse/support_scope.h"

namespace cffi {
namespace {

TEST(Declarations, FunctionsVariablesTypedefs) {
  TestScope scope;
  EXPECT_EQ(scope.cdef("int f(int), *g(void), v; extern _Thread_local int t; typedef int A, *B;"), "");
  EXPECT_EQ(scope.kind("f"), DeclarationKind::kFunction);
  EXPECT_EQ(scope.declared("g"), "int *()");
  EXPECT_EQ(scope.kind("v"), DeclarationKind::kVariable);
  EXPECT_TRUE((*scope->find("t"))->thread_local_);
  EXPECT_EQ(scope.type("B"), "int *");
}

TEST(Declarations, SpellingsOfRealHeaders) {
  TestScope scope;
  const char* accepted[] = {
      "extern __inline __attribute__((__gnu_inline__)) int f1(int x) { if (x) { return '}'; } return 1; }",
      "__extension__ extern long long int f2(const char *__restrict p) __attribute__((nothrow)) "
      "__attribute__((nonnull(1)));",
      "extern int f3(void) __asm__(\"\" \"real_f3\") __attribute__((__leaf__));",
      "__attribute__((visibility(\"default\"))) int f4(int a __attribute__((unused)), int b [[maybe_unused]]);",
      "[[nodiscard]] int f5(void); [[deprecated(\"x\")]] [[gnu::const]] int f6 [[gnu::pure]] (void);",
      "_Noreturn void f7(void); static __forceinline int f8(void) { return 0; }",
      "__declspec(dllimport) int __cdecl f9(void); __declspec(deprecated(\"no\")) int f10(void);",
      "_Static_assert(sizeof(int) == 4, \"int\"); static_assert(1); _Static_assert(__builtin_unknown(3), \"x\");",
      "asm(\".symver a,b\"); __asm__ volatile (\"nop\");",
      "extern \"C\" { int f11(void); typedef int C1; } extern \"C\" int f12(void);",
      "int *_Nonnull f13(const char *_Nullable); int * __ptr64 f14(void);",
      "typedef struct s *S; struct s { S next; }; union u; enum fwd;",
      "int v1 = 5, v2[] = { 1, 2, { 3 } }, v3 = (1, 2); const char *v4 = \"a;b\";",
      "typedef int fn(int); fn f15, *f16; extern fn f17;",
      "void f18(struct only_here *p); int f19(int (*cmp)(const void *, const void *));",
      "typedef __builtin_va_list va; int f20(const char *, va);",
      ";;; int f21(register int x); typedef int unsigned long ul;",
      "constexpr int K = 7; struct s2 { int a[K]; };",
      "int f22(int argc, char *argv[], char **envp); void (*f23(int, void (*)(int)))(int);",
  };
  for (const char* text : accepted) {
    EXPECT_EQ(scope.cdef(text), "") << text;
  }
  EXPECT_EQ((*scope->find("f3"))->symbol, "real_f3");
  EXPECT_EQ(scope.declared("f6"), "int()");
  EXPECT_EQ(scope.declared("f16"), "int(*)(int)");
  EXPECT_EQ(scope.declared("f23"), "void(*(int, void(*)(int)))(int)");
  EXPECT_EQ(scope.size("struct s2"), 28);
}

TEST(Declarations, Constants) {
  TestScope scope;
  EXPECT_EQ(
      scope.cdef(
          "static const int A = 42; static const int B; const long C = -5; const int D; extern const int E;"
          "static char *const F; static const double G; static const int H[3]; static const unsigned char I = 300;"
          "static int J; static const int K = f(3); static const long L = 1 + 2;"),
      "");
  EXPECT_EQ(scope.constant("A"), 42);
  EXPECT_EQ(scope.kind("B"), DeclarationKind::kDotsConstant);
  EXPECT_EQ(scope.constant("C"), -5);
  EXPECT_EQ(scope.kind("D"), DeclarationKind::kVariable);
  EXPECT_EQ(scope.kind("E"), DeclarationKind::kVariable);
  EXPECT_EQ(scope.kind("F"), DeclarationKind::kDotsConstant);
  EXPECT_EQ(scope.kind("G"), DeclarationKind::kDotsConstant);
  EXPECT_EQ(scope.kind("H"), DeclarationKind::kVariable);
  EXPECT_EQ(scope.constant("I"), 300);
  EXPECT_EQ(scope.kind("J"), DeclarationKind::kVariable);
  EXPECT_EQ(scope.kind("K"), DeclarationKind::kDotsConstant);
  EXPECT_EQ(scope.constant("L"), 3);
}

TEST(Declarations, NumbersAreConstants) {
  TestScope scope;
  EXPECT_EQ(scope.cdef("int A = 5, B = (-0x10), C = -(3); typedef long word; extern word D = 7UL; unsigned E = -1;"
                       "short F = 1 + 2; char G = 8; int H = 'a'; double I = 9; int *J = 0; int K = - -1; enum e L = 1;"
                       "extern int M; int M = 4; int N = 6; extern int N; volatile _Bool O = 11; int A = 5;"),
            "");
  EXPECT_EQ(scope.constant("A"), 5);
  EXPECT_EQ(scope.constant("B"), -16);
  EXPECT_EQ(scope.constant("C"), -3);
  EXPECT_EQ(scope.constant("D"), 7);
  EXPECT_EQ(scope.constant("E"), -1);
  EXPECT_EQ(scope.constant("O"), 11);
  for (const char* name : {"F", "G", "H", "I", "J", "K", "L", "M", "N"}) {
    EXPECT_EQ(scope.kind(name), DeclarationKind::kVariable) << name;
  }
  EXPECT_NE(scope.cdef("int A = 6;"), "");
}

TEST(Declarations, OpaqueAndUnsizedTypedefs) {
  TestScope scope;
  EXPECT_EQ(
      scope.cdef("typedef ... T; typedef ... *P; typedef int... I; typedef float... F; typedef unsigned long... U;"
                 "typedef ... T; typedef ... *P; typedef int... I; T *f(P); extern int a[...]; int b[][...];"),
      "");
  EXPECT_EQ(scope.type("T *"), "T *");
  EXPECT_EQ(scope.type("P"), "struct $$P *");
  EXPECT_TRUE(type_as<RecordType>(scope.type_node("T"))->opaque_typedef);
  EXPECT_FALSE(type_as<UnsizedNumberType>(scope.type_node("I"))->is_float);
  EXPECT_TRUE(type_as<UnsizedNumberType>(scope.type_node("F"))->is_float);
  EXPECT_EQ(type_as<ArrayType>((*scope->find("a"))->type.type)->length, kDotsLength);
  EXPECT_TRUE(contains(scope.cdef("typedef ... **Q;"), "bad usage of \"...\""));
  EXPECT_TRUE(contains(scope.cdef("... x;"), "bad usage of \"...\""));
  EXPECT_TRUE(contains(scope.cdef("typedef struct s... Q;"), "bad usage of \"...\""));
  EXPECT_TRUE(contains(scope.cdef("int f(int...);"), "bad usage of \"...\""));
}

TEST(Declarations, ExternPython) {
  TestScope scope;
  EXPECT_EQ(
      scope.cdef("extern \"Python\" int f(int); extern \"Python+C\" { int g(int); static void h(void); } int k(void);"),
      "");
  EXPECT_EQ(scope.kind("f"), DeclarationKind::kExternPython);
  EXPECT_FALSE((*scope->find("f"))->c_visible);
  EXPECT_TRUE((*scope->find("g"))->c_visible);
  EXPECT_FALSE((*scope->find("g"))->exported);
  EXPECT_EQ(scope.kind("h"), DeclarationKind::kExternPython);
  EXPECT_EQ(scope.kind("k"), DeclarationKind::kFunction);
  EXPECT_TRUE(contains(scope.cdef("extern \"Python\" int x;"),
                       "cannot declare constants or variables with 'extern \"Python\"'"));
  EXPECT_TRUE(contains(scope.cdef("extern \"Foo\" int x(void);"), "extern \"Foo\""));
}

TEST(Declarations, InterfacesOfEmbeddedLibraries) {
  TestScope scope;
  CdefOptions options;
  options.embedding = true;
  EXPECT_EQ(
      scope.cdef("typedef int T; T f(T); extern int v; extern \"Python\" int g(int); extern \"C\" { int h(int); }",
                 options),
      "");
  EXPECT_EQ(scope.cdef("int k(int);"), "");
  for (const char* name : {"f", "g", "h"}) {
    EXPECT_EQ(scope.kind(name), DeclarationKind::kExternPython);
    EXPECT_TRUE((*scope->find(name))->exported);
    EXPECT_TRUE((*scope->find(name))->c_visible);
  }
  EXPECT_EQ(scope.kind("v"), DeclarationKind::kVariable);
  EXPECT_EQ(scope.kind("k"), DeclarationKind::kFunction);
}

TEST(Declarations, Redeclaring) {
  TestScope scope;
  EXPECT_EQ(
      scope.cdef(
          "int f(int); int f(int x); typedef int T; typedef int T; extern int v; extern int v; int a[]; int a[4];"),
      "");
  EXPECT_EQ(scope.declared("a"), "int[4]");
  EXPECT_TRUE(contains(scope.cdef("int f(long);"),
                       "multiple declarations of function f (for interactive usage, try cdef(xx, override=True))"));
  EXPECT_TRUE(contains(scope.cdef("int f(long);"), "'int(int)' before, 'int(long)' now"));
  EXPECT_TRUE(contains(scope.cdef("typedef long T;"), "multiple declarations of typedef T"));
  EXPECT_TRUE(contains(scope.cdef("extern long v;"), "multiple declarations of variable v"));
  EXPECT_TRUE(contains(scope.cdef("int v(void);"), "multiple declarations of function v"));
  EXPECT_TRUE(contains(scope.cdef("int T;"), "Non-typedef 'T' previously declared as typedef in this scope"));
  EXPECT_EQ(scope.cdef_override("int f(long); typedef long T; extern long v;"), "");
  EXPECT_EQ(scope.declared("f"), "int(long)");
  EXPECT_EQ(scope.type("T"), "long");
  EXPECT_EQ(scope->declarations().size(), 3u);
}

TEST(Declarations, SyntaxErrors) {
  TestScope scope;
  EXPECT_EQ(scope.cdef("\n  int f(int a b);"),
            "cannot parse \"int f(int a b);\"\n<cdef source string>:2:15: before: b (expected ',' or ')')\n"
            "  int f(int a b);\n              ^");
  EXPECT_TRUE(contains(scope.cdef("int f(int"), "At end of input"));
  EXPECT_TRUE(contains(scope.cdef("int f(void)\nint g(void);"), "2:1: before: int"));
  EXPECT_TRUE(contains(scope.cdef("struct s { int a }"), "before: }"));
  EXPECT_TRUE(contains(scope.cdef("x;"), "unknown identifier 'x'"));
  EXPECT_TRUE(contains(scope.cdef("int;"), "Invalid declaration"));
  EXPECT_TRUE(contains(scope.cdef("const x = 3;"), "unknown identifier 'x'"));
  EXPECT_TRUE(contains(scope.cdef("typedef const;"), "Missing type in declaration"));
  EXPECT_TRUE(contains(scope.cdef("42;"), "before: 42"));
  EXPECT_TRUE(contains(scope.cdef("}"), "before: }"));
  EXPECT_TRUE(contains(scope.cdef("int a; @"), "Illegal character '@'"));
  EXPECT_TRUE(contains(scope.cdef("int a; `"), "Illegal character '`'"));
  EXPECT_TRUE(contains(scope.cdef(std::string_view("int a\0b;", 8)), "Illegal character '\\x00'"));
  EXPECT_TRUE(contains(scope.cdef("int a; /* x"), "comment without an end"));
  EXPECT_TRUE(contains(scope.cdef("int a; 'x"), "Unmatched '"));
  EXPECT_TRUE(
      contains(scope.cdef("_Static_assert(1 == 2, \"sizes\" \" differ\");"), "static assertion failed: sizes differ"));
  EXPECT_TRUE(contains(scope.cdef("const void v;"), "cannot have type 'void'"));
  EXPECT_TRUE(contains(scope.cdef("int " + std::string(20000, 'x') + ";"), "name is longer than"));
}

TEST(Declarations, LineMarkersMovePositions) {
  TestScope scope;
  EXPECT_TRUE(contains(scope.cdef("# 41 \"foo.h\"\nint a;\nint f(b;\n"), "foo.h:42:7: "));
  EXPECT_TRUE(contains(scope.cdef("#line 7\nint f(b;\n"), "<cdef source string>:7:7: "));
}

TEST(Declarations, GroupsAreLimitedInDepth) {
  TestScope scope;
  std::string deep;
  for (int i = 0; i < 100000; ++i) {
    deep += "extern \"C\" {";
  }
  EXPECT_TRUE(contains(scope.cdef(deep), "nested"));
  std::string body = "void f(void) " + std::string(100000, '{') + std::string(100000, '}');
  EXPECT_EQ(scope.cdef(body), "");
}

TEST(OldStyle, DefinitionsWithDeclarationLists) {
  TestScope scope;
  EXPECT_EQ(scope.cdef("int f(a, b) int a; char *b; { return a + *b; }\n"
                       "double g(x, y) float x; short y; { return x; }\n"
                       "int h(x) { return x; }\n"
                       "int i(c, f, arr) int (*f)(int), c; register char arr[3]; { }\n"
                       "int j();"),
            "");
  EXPECT_EQ(scope.declared("f"), "int(int, char *)");
  EXPECT_EQ(scope.declared("g"), "double(double, int)");
  EXPECT_EQ(scope.declared("h"), "int(int)");
  EXPECT_EQ(scope.declared("i"), "int(int, int(*)(int), char *)");
  EXPECT_EQ(scope.declared("j"), "int()");
}

TEST(OldStyle, PrototypesAreReadAsSuch) {
  TestScope scope;
  EXPECT_NE(scope.cdef("int f(unknown);").find("unknown identifier 'unknown'"), std::string::npos);
  EXPECT_NE(scope.cdef("int f(a, b) int c; { }").find("c"), std::string::npos);
  EXPECT_NE(scope.cdef("int f(a) int a;"), "");
  EXPECT_NE(scope.cdef("int f(a) typedef int a; { }"), "");
}

}  // namespace
}  // namespace cffi
