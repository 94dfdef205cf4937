#include "emit/emit_c.h"

#include <gtest/gtest.h>

#include "emit/support_emit.h"

namespace cffi {
namespace {

size_t count(std::string_view text, std::string_view part) {
  size_t found = 0;
  for (size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
    ++found;
  }
  return found;
}

TEST(EmitC, HeadTellsHowTheModuleIsBuilt) {
  EmitScope scope;
  EmitCOptions options = scope.options();
  options.preamble = "#include <math.h>";
  options.limited_api = 0x030A0000;
  std::string text = scope.c(options);
  EXPECT_TRUE(contains(text, "#define _CFFI_MODULE_NAME \"pkg._module\"\n"));
  EXPECT_TRUE(contains(text, "#define _CFFI_INIT_FUNCTION PyInit__module\n"));
  EXPECT_TRUE(contains(text, "#define _CFFI_EXPORT_FUNCTION PyModExport__module\n"));
  EXPECT_TRUE(contains(text, "#define _CFFI_VERSION_TAG 0x00003002\n"));
  EXPECT_TRUE(contains(text, "#define _CFFI_LIMITED_API 0x030A0000\n"));
  EXPECT_TRUE(contains(text, "#line 1 \"<cffi source>\"\n#include <math.h>\n"));
  EXPECT_FALSE(contains(scope.c(), "#define _CFFI_LIMITED_API"));
}

TEST(EmitC, OneConverterForASignatureClass) {
  EmitScope scope;
  ASSERT_EQ(scope.cdef("int f(int, struct a *); int32_t g(int32_t, double *); int h(int, char *); int i(long, int *);"),
            "");
  std::string text = scope.own_c();
  EXPECT_TRUE(contains(text, "_CFFI_FUNCTION(f, 0, ")) << text;
  EXPECT_TRUE(contains(text, "_CFFI_FUNCTION(g, 0, ")) << text;
  EXPECT_TRUE(contains(text, "_CFFI_FUNCTION(h, 1, ")) << text;
  EXPECT_TRUE(contains(text, "_CFFI_FUNCTION(i, 2, ")) << text;
  EXPECT_EQ(count(text, "#define _CFFI_C2("), 1U);
}

TEST(EmitC, LinesOfEveryCdefAndOfItsMarkers) {
  EmitScope scope;
  ASSERT_EQ(scope.cdef("\nint first(int);\nstruct s {\n  int a;\n\n  char *b;\n};"), "");
  ASSERT_EQ(scope.cdef("int second(int);\n# 77 \"header.h\"\nint third(int);"), "");
  std::string text = scope.own_c();
  EXPECT_TRUE(contains(text, "#line 2 \"<cdef source string>\"\nstatic int _cffi_d_first(")) << text;
  EXPECT_TRUE(contains(text, "#line 1 \"<cdef source string 2>\"\nstatic int _cffi_d_second(")) << text;
  EXPECT_TRUE(contains(text, "#line 77 \"header.h\"\nstatic int _cffi_d_third(")) << text;
  EXPECT_TRUE(contains(text, "#line 3 \"<cdef source string>\"\n_CFFI_CHECK(0, struct s *)\n_CFFI_INT(int, ")) << text;
  EXPECT_TRUE(contains(text, "#line 6\n_CFFI_IS(&_p->b, char * *_t)")) << text;
}

TEST(EmitC, NamesOfAnonymousRecordsComeFromTypedefs) {
  EmitScope scope;
  ASSERT_EQ(scope.cdef("typedef struct { int x; } *ptr_t; typedef struct s { int y; } s_t; int f(ptr_t, s_t *);"), "");
  std::string text = scope.own_c();
  EXPECT_TRUE(contains(text, "static int _cffi_d_f(ptr_t _x0, s_t * _x1)")) << text;
  EXPECT_TRUE(contains(text, "_CFFI_POINTEE_FIELD(ptr_t, x, ")) << text;
}

TEST(EmitC, WhatHasNoNameInC) {
  EmitScope scope;
  ASSERT_EQ(scope.cdef("struct outer { struct { int a; } inner; }; extern struct { int b; } v;"), "");
  EXPECT_FALSE(contains(scope.c(), "error:"));
  ASSERT_EQ(scope.cdef("static struct { int c; } f(void);"), "");
  EXPECT_TRUE(contains(scope.c(), "error: 'f': cannot generate 'struct $3(void)' in a C file") ||
              contains(scope.c(), "error: 'f': cannot generate 'struct $3()' in a C file"))
      << scope.c();
}

TEST(EmitC, TypesWithoutAForm) {
  EmitScope scope;
  ASSERT_EQ(scope.cdef("typedef __int128 wide; typedef int fine;"), "");
  EXPECT_FALSE(contains(scope.own_c(), "\"wide\""));
  EXPECT_TRUE(contains(scope.own_c(), "\"fine\""));
  ASSERT_EQ(scope.cdef("struct s { wide w; };"), "");
  EXPECT_EQ(scope.c().substr(0, 80), "error: 'struct s.w': generated modules have no form for the type '__int128'");
}

TEST(EmitC, EnumeratorsOfIncludedEnumsAreRepeated) {
  EmitScope scope;
  ASSERT_EQ(scope.cdef("enum e { A, B = -4 }; enum unused { C };"), "");
  ASSERT_EQ(scope.include_as("base"), "");
  ASSERT_EQ(scope.cdef("enum e f(void);"), "");
  std::string text = scope.own_c();
  EXPECT_TRUE(contains(text, "_CFFI_CASE(1, B)")) << text;
  EXPECT_TRUE(contains(text, "{ \"unused\", ")) << text;  // released backends list what stands here
  EXPECT_TRUE(contains(text, "_cffi_includes[] = { \"base\", NULL };")) << text;
}

std::string c_for_verify(EmitScope& scope) {
  EmitCOptions options = scope.options();
  options.for_verify = true;
  options.includes.clear();
  return scope.c(options);
}

TEST(EmitC, ForVerifyTheTagIsAskedFor) {
  EmitScope scope;
  ASSERT_EQ(scope.cdef("struct tag { int x; ...; }; typedef struct tag name_t; int f(name_t *);"), "");
  EXPECT_TRUE(contains(scope.own_c(), "sizeof(name_t)")) << scope.own_c();
  std::string text = c_for_verify(scope);
  EXPECT_TRUE(contains(text, "sizeof(struct tag)")) << text;
  EXPECT_TRUE(contains(text, "(void)(_p->x | 0);")) << text;
  EXPECT_FALSE(contains(text, "sizeof(name_t)")) << text;
  EXPECT_TRUE(contains(text, "_cffi_d_f(name_t * _x0)")) << text;
}

TEST(EmitC, ForVerifyTheModuleStandsAlone) {
  EmitScope scope;
  ASSERT_EQ(scope.cdef("struct s { int x; }; enum e { A, ... }; int in_base(void);"), "");
  ASSERT_EQ(scope.include_as("base"), "");
  ASSERT_EQ(scope.cdef("int f(struct s *, enum e);"), "");
  std::string text = c_for_verify(scope);
  EXPECT_TRUE(contains(text, "sizeof(struct s)")) << text;
  EXPECT_TRUE(contains(text, "_CFFI_CASE(0, A)")) << text;
  EXPECT_FALSE(contains(text, "in_base")) << text;
  EXPECT_FALSE(contains(text, "\"base\"")) << text;
}

TEST(EmitC, ForVerifyEnumsNeedNoDefinition) {
  EmitScope scope;
  ASSERT_EQ(scope.cdef("enum never; int f(enum never *);"), "");
  EXPECT_TRUE(contains(c_for_verify(scope), "{ \"never\", "));
}

TEST(EmitC, UsesOfOpaqueTypesAreRefused) {
  EmitScope scope;
  ASSERT_EQ(scope.cdef("struct never; struct never *f(struct never); typedef struct never g_t(void);"), "");
  EXPECT_FALSE(contains(scope.c(), "error:"));
  ASSERT_EQ(scope.cdef("struct never g(int);"), "");
  EXPECT_EQ(scope.c(), "error: function g: 'struct never' is used as result type, but is opaque");
  EXPECT_FALSE(contains(scope.python(), "error:"));
  ASSERT_EQ(scope.cdef("struct s { int x; struct never y[2]; };"), "");
  EXPECT_EQ(scope.c(), "error: struct s: field 's.y' is of an opaque type (not declared in cdef())");
  EXPECT_EQ(scope.python(), scope.c());
}

}  // namespace
}  // namespace cffi
