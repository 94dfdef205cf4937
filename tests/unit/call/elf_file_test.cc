// The ELF reader on real files, and on hostile ones.
#include "call/library/elf_file.h"

#include <dlfcn.h>
#include <gtest/gtest.h>
#include <link.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <random>
#include <sstream>

namespace cffi {
namespace {

// A real shared library: the C library's file that this test runs with.
std::string real_library() {
  Dl_info info{};
  return dladdr(reinterpret_cast<void*>(&std::fopen), &info) != 0 ? info.dli_fname : "";
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

class ElfFileTest : public testing::Test {
 protected:
  static std::string bytes_;
  static void SetUpTestSuite() { bytes_ = read_file(CFFI_TEST_LIBRARY); }
  // Everything that the reader can be asked.
  static void ask_everything(std::string_view bytes) {
    auto file = ElfFile::parse(borrow_bytes(bytes), "mutant.so");
    if (!file) {
      EXPECT_EQ(file.error().code, ErrorCode::kNotElf);
      return;
    }
    for (const std::string& name : file->exported_symbols()) {
      ASSERT_FALSE(name.empty());
    }
    (void)file->architecture();
    (void)file->matches_this_process();
    EXPECT_LE(file->needed().size(), 1000u);
  }
};
std::string ElfFileTest::bytes_;

TEST_F(ElfFileTest, ReadsALibraryThatWeMade) {
  auto file = ElfFile::open(CFFI_TEST_LIBRARY);
  ASSERT_TRUE(file.ok()) << describe_error(file.error());
  EXPECT_TRUE(file->is_64_bit());
  EXPECT_TRUE(file->is_shared_library());
  EXPECT_TRUE(file->matches_this_process());
  EXPECT_EQ(file->soname(), "libcallees_test.so.3");
  EXPECT_NE(std::find(file->needed().begin(), file->needed().end(), "libm.so.6"), file->needed().end());
  EXPECT_EQ(file->run_paths(), (std::vector<std::string>{"/first/place", "$ORIGIN/second"}));
  auto symbols = file->exported_symbols();
  EXPECT_NE(std::find(symbols.begin(), symbols.end(), "add_ints"), symbols.end());
  EXPECT_EQ(std::find(symbols.begin(), symbols.end(), "hidden_helper"), symbols.end());
  EXPECT_EQ(std::find(symbols.begin(), symbols.end(), "sin"), symbols.end()) << "imported, not exported";
}

TEST_F(ElfFileTest, ReadsTheCLibrary) {
  auto file = ElfFile::open(real_library());
  ASSERT_TRUE(file.ok()) << real_library() << ": " << describe_error(file.error());
  auto symbols = file->exported_symbols();
  for (const char* name : {"fopen", "strlen", "qsort", "malloc"}) {
    EXPECT_NE(std::find(symbols.begin(), symbols.end(), name), symbols.end()) << name;
  }
}

TEST_F(ElfFileTest, RefusesOtherFiles) {
  for (std::string_view bytes :
       {std::string_view(""),
        std::string_view("\x7f"
                         "EL"),
        std::string_view("/* GNU ld script */"), std::string_view("#!/bin/sh\nexit 0\n and some more text")}) {
    auto file = ElfFile::parse(borrow_bytes(bytes), "x");
    ASSERT_FALSE(file.ok());
    EXPECT_EQ(file.error().code, ErrorCode::kNotElf);
  }
  EXPECT_FALSE(ElfFile::open("/").ok());
  EXPECT_FALSE(ElfFile::open("/no/such/file").ok());
  EXPECT_FALSE(ElfFile::open("/dev/zero").ok()) << "not a regular file";
}

TEST_F(ElfFileTest, TellsOtherMachines) {
  std::string other = bytes_;
  other[18] = 40;  // e_machine: ARM
  other[19] = 0;
  other[4] = 1;  // 32-bit
  auto file = ElfFile::parse(borrow_bytes(other), "x");
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(file->architecture(), "32-bit ARM");
  EXPECT_FALSE(file->matches_this_process());
}

TEST_F(ElfFileTest, SurvivesEveryTruncationOfItsHead) {
  ASSERT_GT(bytes_.size(), 2000u);
  for (size_t size = 0; size < 2000; ++size) {
    ask_everything(std::string_view(bytes_).substr(0, size));
  }
  for (size_t size = 2000; size < bytes_.size(); size += 97) {
    ask_everything(std::string_view(bytes_).substr(0, size));
  }
}

TEST_F(ElfFileTest, SurvivesMutations) {
  std::mt19937 random(1);
  for (int round = 0; round < 2000; ++round) {
    std::string mutant = bytes_;
    // Half of the mutants are hit where the headers are.
    size_t range = round % 2 == 0 ? std::min<size_t>(mutant.size(), 1024) : mutant.size();
    for (int hits = 1 + static_cast<int>(random() % 8); hits > 0; --hits) {
      size_t at = random() % range;
      mutant[at] = static_cast<char>(random() % 3 == 0 ? 0xff : random());
    }
    ask_everything(mutant);
  }
}

TEST_F(ElfFileTest, SurvivesWildNumbersInEveryWordOfTheDynamicSection) {
  // Each 8-byte word of the file's dynamic section in turn becomes a wild number.
  auto is_dynamic = [this](size_t header) { return header + 56 <= bytes_.size() && bytes_[header] == 2; };
  size_t header = 64;
  while (header < 64 + 56 * 20 && !is_dynamic(header)) {
    header += 56;
  }
  ASSERT_TRUE(is_dynamic(header));
  uint64_t offset = 0;
  uint64_t size = 0;
  std::memcpy(&offset, bytes_.data() + header + 8, 8);
  std::memcpy(&size, bytes_.data() + header + 32, 8);
  ASSERT_LE(offset + size, bytes_.size());
  for (uint64_t at = offset; at + 8 <= offset + size; at += 8) {
    for (uint64_t wild : {UINT64_MAX, uint64_t{1} << 63, uint64_t{0x7fffffff}, uint64_t{1}}) {
      std::string mutant = bytes_;
      std::memcpy(mutant.data() + at, &wild, 8);
      ask_everything(mutant);
    }
  }
}

}  // namespace
}  // namespace cffi
