// The PE reader on files that are right, and on hostile ones.
#include "call/library/pe_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "call/support/pe_maker.h"

namespace cffi {
namespace {

PeMaker small_library() {
  PeMaker maker;
  maker.exports = {"add_ints", "_Z3addii", "zebra"};
  maker.imports = {{"KERNEL32.dll", {"GetLastError", "#7", "Sleep"}}, {"gone-3.dll", {"gone"}}};
  return maker;
}

Result<PeFile> parse(const std::string& bytes) { return PeFile::parse(borrow_bytes(bytes), "small.dll"); }

// Everything that the reader can be asked.
void ask_everything(std::string_view bytes) {
  auto file = PeFile::parse(borrow_bytes(bytes), "mutant.dll");
  if (!file) {
    EXPECT_EQ(file.error().code, ErrorCode::kNotPe);
    return;
  }
  for (const std::string& name : file->exported_symbols()) {
    ASSERT_FALSE(name.empty());
  }
  EXPECT_LE(file->imports().size(), 1000u);
  (void)file->architecture();
}

TEST(PeFile, ReadsBothWidths) {
  for (bool is_64_bit : {true, false}) {
    PeMaker maker = small_library();
    maker.is_64_bit = is_64_bit;
    maker.machine = is_64_bit ? 0x8664 : 0x14c;
    std::string bytes = maker.bytes();
    auto file = parse(bytes);
    ASSERT_TRUE(file.ok()) << describe_error(file.error());
    EXPECT_EQ(file->architecture(), is_64_bit ? "64-bit x86-64" : "32-bit x86");
    EXPECT_TRUE(file->is_library());
    EXPECT_EQ(file->exported_symbols(), maker.exports);
    auto imports = file->imports();
    ASSERT_EQ(imports.size(), 2u);
    EXPECT_EQ(imports[0].library, "KERNEL32.dll");
    EXPECT_EQ(imports[0].symbols, (std::vector<std::string>{"GetLastError", "Sleep"})) << "the other one is a number";
    EXPECT_EQ(imports[1].library, "gone-3.dll");
    EXPECT_EQ(imports[1].symbols, std::vector<std::string>{"gone"});
  }
}

TEST(PeFile, KnowsLibrariesWithoutTables) {
  PeMaker maker;
  maker.is_library = false;
  maker.machine = 0x1c0;
  std::string bytes = maker.bytes();
  auto file = parse(bytes);
  ASSERT_TRUE(file.ok());
  EXPECT_FALSE(file->is_library());
  EXPECT_EQ(file->architecture(), "machine 0x01c0");
  EXPECT_TRUE(file->imports().empty());
  EXPECT_TRUE(file->exported_symbols().empty());
}

TEST(PeFile, RefusesOtherFiles) {
  for (const std::string& bytes : {std::string(), std::string("M"),
                                   std::string("\x7f"
                                               "ELF"),
                                   std::string(4096, 'x')}) {
    auto file = parse(bytes);
    ASSERT_FALSE(file.ok());
    EXPECT_EQ(file.error().arguments[1], "is not a PE file");
  }
  std::string no_header = "MZ" + std::string(100, '\0');
  auto file = parse(no_header);
  ASSERT_FALSE(file.ok());
  EXPECT_EQ(file.error().arguments[1], "is cut short or damaged");
  EXPECT_FALSE(PeFile::open("/no/such/file").ok());
  EXPECT_FALSE(PeFile::open("/").ok());
}

TEST(PeFile, SurvivesEveryTruncation) {
  std::string bytes = small_library().bytes();
  for (size_t size = 0; size < bytes.size(); ++size) {
    ask_everything(std::string_view(bytes).substr(0, size));
  }
}

TEST(PeFile, SurvivesMutations) {
  const std::string bytes = small_library().bytes();
  std::mt19937 random(1);
  for (int round = 0; round < 20'000; ++round) {
    std::string mutant = bytes;
    for (int hits = 1 + static_cast<int>(random() % 8); hits > 0; --hits) {
      mutant[random() % mutant.size()] = static_cast<char>(random() % 3 == 0 ? 0xff : random());
    }
    ask_everything(mutant);
  }
}

TEST(PeFile, SurvivesWildNumbersInEveryWord) {
  const std::string bytes = small_library().bytes();
  for (size_t at = 0x3c; at + 4 <= bytes.size(); at += 2) {
    for (uint32_t wild : {UINT32_MAX, uint32_t{1} << 31, uint32_t{0x7fffffff}, uint32_t{1}, uint32_t{0x1000}}) {
      std::string mutant = bytes;
      for (size_t i = 0; i < 4; ++i) {
        mutant[at + i] = static_cast<char>(wild >> (8 * i));
      }
      ask_everything(mutant);
    }
  }
}

TEST(PeFile, EndsWhereATableGoesRoundInItself) {
  // Every name is the start of one long text, every import the same one.
  PeMaker maker;
  maker.exports = std::vector<std::string>(2000, std::string(2000, 'n'));
  maker.imports = std::vector<std::pair<std::string, std::vector<std::string>>>(1500, {"same.dll", {"f"}});
  std::string bytes = maker.bytes();
  auto file = parse(bytes);
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(file->imports().size(), 1000u);
  EXPECT_EQ(file->exported_symbols().size(), 2000u);
}

}  // namespace
}  // namespace cffi
