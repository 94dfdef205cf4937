// tests/golden/NAME: input.cdef (before it, where they are: included.cdef; embedding.cdef, for embedding_api()), and
// beside it what is generated: expected.c without the text that all modules share (and without line numbers of the
// generated file, which change with that text), expected.py or the error in it. CFFI_REFRESH_GOLDEN=1 writes the
// expected texts instead of comparing them: look at what changed before committing it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "emit/support_emit.h"

namespace cffi {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::string> case_names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator("tests/golden")) {
    if (fs::exists(entry.path() / "input.cdef")) {
      names.push_back(entry.path().filename().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

// With N for the numbers of `#line N "_module.c"`.
std::string without_own_lines(const std::string& code) {
  std::istringstream lines(code);
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    bool own = line.starts_with("#line ") && line.ends_with(" \"_module.c\"");
    text += (own ? "#line N \"_module.c\"" : line) + '\n';
  }
  return text;
}

class Golden : public testing::TestWithParam<std::string> {
 protected:
  void expect(std::string_view file, const std::string& text) const {
    fs::path path = folder() / file;
    if (std::getenv("CFFI_REFRESH_GOLDEN") != nullptr) {
      std::ofstream(path, std::ios::binary) << text;
    }
    EXPECT_EQ(read(path), text) << path;
  }
  static fs::path folder() { return fs::path("tests/golden") / GetParam(); }
};

TEST_P(Golden, IsGenerated) {
  EmitScope scope;
  if (fs::exists(folder() / "included.cdef")) {
    ASSERT_EQ(scope.cdef(read(folder() / "included.cdef")), "");
    ASSERT_EQ(scope.include_as("pkg._included"), "");
  }
  if (fs::exists(folder() / "embedding.cdef")) {
    ASSERT_EQ(scope.embedding_api(read(folder() / "embedding.cdef")), "");
  }
  ASSERT_EQ(scope.cdef(read(folder() / "input.cdef")), "");
  std::string c = scope.own_c();
  expect("expected.c", without_own_lines(c));
  expect("expected.py", scope.python());
  EXPECT_EQ(scope.own_c(), c);
}

INSTANTIATE_TEST_SUITE_P(All, Golden, testing::ValuesIn(case_names()), [](const auto& each) { return each.param; });

}  // namespace
}  // namespace cffi
