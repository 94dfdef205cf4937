// What stops Windows from taking a DLL, told from files in a folder.
#include "call/library/pe_imports.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "call/support/pe_maker.h"

namespace cffi {
namespace {

constexpr uint16_t kHere = 0x8664;

class PeImportsTest : public testing::Test, public DllPlaces {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(testing::TempDir()) /
              ("pe_imports_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  bool is_present(const std::string& library) const override { return library == "KERNEL32.dll"; }
  std::optional<std::string> find(const std::string& library, const std::string& folder) const override {
    std::string path = folder + "/" + library;
    return std::filesystem::exists(path) ? std::optional(path) : std::nullopt;
  }

  std::string write(const std::string& name, const std::string& bytes) {
    std::string path = (folder_ / name).string();
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }
  std::string explain(const std::string& path) { return explain_dll_file(path, kHere, *this); }

  std::filesystem::path folder_;
};

PeMaker importing(std::vector<std::pair<std::string, std::vector<std::string>>> imports) {
  PeMaker maker;
  maker.imports = std::move(imports);
  return maker;
}

TEST_F(PeImportsTest, FindsNothingWrongWithAGoodOne) {
  PeMaker other;
  other.exports = {"f", "g"};
  write("other.dll", other.bytes());
  EXPECT_EQ(explain(write("good.dll", importing({{"KERNEL32.dll", {"Sleep"}}, {"other.dll", {"g"}}}).bytes())), "");
}

TEST_F(PeImportsTest, NamesWhatIsMissing) {
  EXPECT_EQ(explain(write("a.dll", importing({{"one.dll", {"f"}}, {"KERNEL32.dll", {"f"}}, {"two.dll", {}}}).bytes())),
            "needs 'one.dll', 'two.dll', which cannot be found");
}

TEST_F(PeImportsTest, NamesWhatIsMissingFarAway) {
  write("c.dll", importing({{"gone.dll", {"f"}}}).bytes());
  write("b.dll", importing({{"c.dll", {"f"}}}).bytes());
  EXPECT_EQ(explain(write("a.dll", importing({{"b.dll", {"f"}}}).bytes())),
            "needs 'b.dll', which needs 'c.dll', which needs 'gone.dll', which cannot be found");
}

TEST_F(PeImportsTest, NamesTheFunctionThatALibraryLacks) {
  PeMaker old;
  old.exports = {"f"};
  write("old.dll", old.bytes());
  EXPECT_EQ(explain(write("a.dll", importing({{"old.dll", {"f", "newer"}}}).bytes())),
            "needs 'old.dll', which has no 'newer'");
}

TEST_F(PeImportsTest, TellsOtherMachinesAndOtherFiles) {
  PeMaker other;
  other.machine = 0x14c;
  other.is_64_bit = false;
  std::string path = write("other.dll", other.bytes());
  EXPECT_EQ(explain(path), "is for 32-bit x86, this process is 64-bit x86-64");
  EXPECT_EQ(explain(write("a.dll", importing({{"other.dll", {}}}).bytes())),
            "needs 'other.dll', which is for 32-bit x86, this process is 64-bit x86-64");
  EXPECT_EQ(explain(write("text.dll", "some text")), "is not a DLL");
  EXPECT_EQ(explain(write("short.dll", other.bytes().substr(0, 100))), "is damaged");
  PeMaker program;
  program.is_library = false;
  EXPECT_EQ(explain(write("program.dll", program.bytes())), "is a program, not a DLL");
}

TEST_F(PeImportsTest, EndsWhereLibrariesNeedEachOther) {
  write("b.dll", importing({{"a.dll", {}}, {"b.dll", {}}}).bytes());
  EXPECT_EQ(explain(write("a.dll", importing({{"b.dll", {}}, {"a.dll", {}}}).bytes())), "");
}

TEST_F(PeImportsTest, TakesFoldersOfBothKindsOfSlashes) {
  EXPECT_EQ(dll_folder("C:\\x\\y.dll"), "C:\\x");
  EXPECT_EQ(dll_folder("x/y.dll"), "x");
  EXPECT_EQ(dll_folder("y.dll"), ".");
}

}  // namespace
}  // namespace cffi
