#include "emit/emit_c_embedding.h"

#include <gtest/gtest.h>

#include "emit/support_emit.h"

namespace cffi {
namespace {

std::string start_of(std::string_view init_code) {
  CodeWriter out("m.c");
  emit_c_embedding_start(out, init_code);
  std::string text = out.take();
  size_t end = text.find(kRuntimeEmbeddingStart);
  return end == std::string::npos ? "no run-time text" : text.substr(0, end);
}

TEST(EmitCEmbedding, HeadStandsInFrontOfThePreambleAndStartBehindAll) {
  EmitScope scope;
  EmitCOptions options = scope.options();
  options.preamble = "#include <math.h>";
  options.embedding = true;
  options.init_code = "x = 1\n";
  options.version = "9.8.7";
  std::string text = scope.c(options);
  EXPECT_TRUE(contains(text, "#define _CFFI_VERSION \"9.8.7\"\n"));
  EXPECT_LT(text.find(kRuntimeModule), text.find(kRuntimeEmbedding));
  EXPECT_LT(text.find(kRuntimeEmbedding), text.find("#include <math.h>\n"));
  EXPECT_LT(text.find(kRuntimeModuleInit), text.find("_cffi_code[] = {\n  \"x = 1\\n\",\n  NULL\n};\n"));
  EXPECT_TRUE(text.ends_with(kRuntimeEmbeddingStart));
}

TEST(EmitCEmbedding, ModulesHaveNothingOfIt) {
  EmitScope scope;
  std::string text = scope.c();
  EXPECT_FALSE(contains(text, kRuntimeEmbedding));
  EXPECT_FALSE(contains(text, "_CFFI_VERSION \""));
  EXPECT_TRUE(text.ends_with(kRuntimeModuleInit));
}

TEST(EmitCEmbedding, CodeLineByLine) {
  EXPECT_EQ(start_of(""), "static const char *const _cffi_code[] = {\n  NULL\n};\n");
  EXPECT_EQ(start_of("a\n\nb"),
            "static const char *const _cffi_code[] = {\n  \"a\\n\",\n  \"\\n\",\n  \"b\",\n  NULL\n};\n");
}

TEST(EmitCEmbedding, WhatLiteralsCannotHaveIsEscaped) {
  EXPECT_TRUE(contains(start_of("\"\\\t?\?=\xC3\xA9\x7F"), "  \"\\\"\\\\\\011\\?\\?=\\303\\251\\177\",\n"));
}

TEST(EmitCEmbedding, LongLinesAreCut) {
  std::string code(2500, 'x');
  code.append("\ny");
  std::string piece(1000, 'x');
  std::string cut = "  \"";
  cut.append(piece).append("\",\n  \"").append(piece).append("\",\n  \"").append(500, 'x').append("\\n\",\n  \"y\",\n");
  EXPECT_TRUE(contains(start_of(code), cut));
}

TEST(EmitCEmbedding, VariadicFunctionsHaveNoForm) {
  EmitScope scope;
  ASSERT_EQ(scope.embedding_api("int f(int, ...);"), "");
  EXPECT_EQ(scope.c(), "error: 'f': a vararg function is extern \"Python\"");
}

}  // namespace
}  // namespace cffi
