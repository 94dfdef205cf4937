// Opening libraries by name and path, and what the errors say.
#include "call/library/library_search.h"

#include <dlfcn.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "call/library/dynamic_library.h"
#include "call/library/ld_cache.h"
#include "call/library/library_places.h"
#include "call/library/symbol_suggest.h"

namespace cffi {
namespace {

class OpenLibraryTest : public testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/cffi_search_XXXXXX";
    ASSERT_NE(mkdtemp(name), nullptr);
    directory_ = name;
  }
  void TearDown() override {
    for (const std::string& file : files_) {
      unlink(file.c_str());
    }
    rmdir(directory_.c_str());
  }
  std::string file(const std::string& name, std::string_view content) {
    std::string path = directory_ + "/" + name;
    std::ofstream(path, std::ios::binary) << content;
    files_.push_back(path);
    return path;
  }
  std::string link(const std::string& name, const std::string& target) {
    std::string path = directory_ + "/" + name;
    EXPECT_EQ(symlink(target.c_str(), path.c_str()), 0);
    files_.push_back(path);
    return path;
  }
  static std::string failure(std::optional<std::string_view> name, bool search = true) {
    auto library = open_library(name, 0, search);
    EXPECT_FALSE(library.ok()) << name.value_or("None");
    return library ? "" : describe_error(library.error());
  }
  static void expect_opens(const std::string& name, const char* symbol) {
    auto library = open_library(name, 0, true);
    ASSERT_TRUE(library.ok()) << describe_error(library.error());
    EXPECT_EQ(library->name, name);
    EXPECT_NE(find_symbol(*library, symbol), nullptr);
    EXPECT_EQ(find_symbol(*library, "no_such_symbol_anywhere"), nullptr);
    EXPECT_TRUE(close_library(*library).ok());
    EXPECT_EQ(library->handle, nullptr);
    EXPECT_EQ(find_symbol(*library, symbol), nullptr) << "closed";
  }
  static bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

  std::string directory_;
  std::vector<std::string> files_;
};

TEST_F(OpenLibraryTest, TheProgramItself) {
  auto library = open_library(std::nullopt, 0, true);
  ASSERT_TRUE(library.ok());
  EXPECT_EQ(library->name, "<None>");
  EXPECT_NE(find_symbol(*library, "strlen"), nullptr);
  EXPECT_TRUE(close_library(*library).ok());
}

TEST_F(OpenLibraryTest, BareNames) {
  expect_opens("m", "sqrt");
  expect_opens("c", "strlen");
  expect_opens("libm.so.6", "sqrt");
}

TEST_F(OpenLibraryTest, LinkerScriptsLeadToTheLibrary) {
  std::string script =
      file("libscript.so",
           "/* GNU ld script */\nOUTPUT_FORMAT(elf64)\nGROUP ( libm.so.6  AS_NEEDED ( /x/libmvec.so.1 ) )\n");
  expect_opens(script, "sqrt");
  std::string text = failure(script, false);
  EXPECT_TRUE(has(text, "linker script")) << text;
}

TEST_F(OpenLibraryTest, WithoutSearchABareNameIsNotLookedFor) {
  std::string text = failure("m", false);
  EXPECT_TRUE(text.starts_with("cannot load library 'm': m: cannot open shared object file")) << text;
  EXPECT_FALSE(has(text, "tried")) << text;
}

TEST_F(OpenLibraryTest, SaysEveryPlaceTried) {
  std::string text = failure("cffi_nosuch");
  EXPECT_TRUE(
      text.starts_with("cannot load library 'cffi_nosuch': cffi_nosuch: cannot open shared object file: "
                       "No such file or directory"))
      << text;
  EXPECT_TRUE(has(text, "libcffi_nosuch.so")) << text;
  EXPECT_TRUE(has(text, "/usr/lib")) << text;
}

TEST_F(OpenLibraryTest, SaysWhatIsWrongWithAFile) {
  EXPECT_TRUE(has(failure(file("text.so", "hello")), "not a shared library"));
  EXPECT_TRUE(has(failure(file("empty.so", "")), "the file is empty"));
  std::string other(4096, '\0');
  other.replace(0, 20,
                std::string_view("\x7f"
                                 "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\xf3\0",
                                 20));
  std::string text = failure(file("riscv.so", other));
  EXPECT_TRUE(has(text, "the file is for 64-bit RISC-V, this process is 64-bit ")) << text;
}

TEST_F(OpenLibraryTest, NamesAMissingDependency) {
  std::string text = failure(CFFI_TEST_BROKEN_LIBRARY);
  EXPECT_TRUE(has(text, "it needs 'libcffi_gone.so', which cannot be found")) << text;
}

TEST_F(OpenLibraryTest, StrangeNames) {
  EXPECT_TRUE(failure("").starts_with("cannot load library '': "));
  auto library = open_library(std::string_view("a\0b", 3), 0, true);
  ASSERT_FALSE(library.ok());
  EXPECT_EQ(library.error().code, ErrorCode::kLibraryNameHasNul);
  EXPECT_FALSE(open_library(std::string(100000, 'x'), 0, true).ok());
  EXPECT_FALSE(open_library("../../..", 0, true).ok());
  EXPECT_FALSE(open_library("/", 0, true).ok());
}

TEST_F(OpenLibraryTest, FindsVersionsInLdLibraryPath) {
  link("libcffi_versions.so.2", "libcffi_versions.so.10");
  std::string newest = link("libcffi_versions.so.10", CFFI_TEST_LIBRARY);
  file("libcffi_versions.so.old", "not this");
  file("libcffi_versions_other.so.99", "not this");
  EXPECT_EQ(versions_in_directory(directory_, "cffi_versions"),
            (std::vector<std::string>{newest, directory_ + "/libcffi_versions.so.2"}));
  ASSERT_EQ(setenv("LD_LIBRARY_PATH", directory_.c_str(), 1), 0);
  expect_opens("cffi_versions", "add_ints");
  EXPECT_EQ(library_directories().front(), directory_);
  unsetenv("LD_LIBRARY_PATH");
}

TEST_F(OpenLibraryTest, SuggestsNearNames) {
  auto library = open_library(CFFI_TEST_LIBRARY, 0, false);
  ASSERT_TRUE(library.ok()) << describe_error(library.error());
  EXPECT_EQ(suggest_symbols(*library, "add_int").nearest, (std::vector<std::string>{"add_ints"}));
  EXPECT_EQ(suggest_symbols(*library, "swap_logns").nearest, (std::vector<std::string>{"swap_longs"}));
  EXPECT_TRUE(suggest_symbols(*library, "quite_different").nearest.empty());
  EXPECT_TRUE(close_library(*library).ok());
  EXPECT_TRUE(suggest_symbols(*library, "add_int").nearest.empty()) << "closed";
}

TEST_F(OpenLibraryTest, SuggestsForTheProgramItself) {
  auto library = open_library(std::nullopt, 0, false);
  ASSERT_TRUE(library.ok());
  auto nearest = suggest_symbols(*library, "strlenn").nearest;
  ASSERT_FALSE(nearest.empty());
  EXPECT_NE(std::find(nearest.begin(), nearest.end(), "strlen"), nearest.end());
}

TEST(SymbolSuggestTest, MangledNames) {
  EXPECT_TRUE(is_mangled_name_of("_Z3addii", "add"));
  EXPECT_TRUE(is_mangled_name_of("_ZN5space3addEii", "add"));
  EXPECT_TRUE(is_mangled_name_of("_ZNK5Class3getEv", "get"));
  EXPECT_TRUE(is_mangled_name_of("_ZSt9terminatev", "terminate"));
  EXPECT_FALSE(is_mangled_name_of("_Z4add2ii", "add"));
  EXPECT_FALSE(is_mangled_name_of("add", "add"));
  EXPECT_FALSE(is_mangled_name_of("_Z99999999999999999999add", "add"));
  EXPECT_FALSE(is_mangled_name_of("_ZN", "add"));
}

TEST(LibraryPlacesTest, VersionsCompareAsNumbers) {
  EXPECT_TRUE(version_less("libz.so.1.9", "libz.so.1.13"));
  EXPECT_FALSE(version_less("libz.so.1.13", "libz.so.1.9"));
  EXPECT_TRUE(version_less("libz.so", "libz.so.1"));
  EXPECT_FALSE(version_less("libz.so.1", "libz.so.1"));
  EXPECT_TRUE(version_less("libz.so.99999999999999999998", "libz.so.99999999999999999999"));
  EXPECT_FALSE(version_less("libz.so.01", "libz.so.1"));
}

std::string little_endian(uint32_t value) { return std::string(reinterpret_cast<const char*>(&value), sizeof value); }

// A cache with one entry of each kind.
std::string make_cache(uint32_t count, int32_t flags, uint32_t soname_offset, uint32_t path_offset) {
  std::string cache = "glibc-ld.so.cache1.1";
  cache += little_endian(count) + little_endian(0) + std::string(20, '\0');
  cache += little_endian(static_cast<uint32_t>(flags)) + little_endian(soname_offset) + little_endian(path_offset) +
           std::string(12, '\0');
  cache += std::string("libq.so.4\0/lib/libq.so.4\0", 25);
  return cache;
}

#if defined(__x86_64__)
constexpr int32_t kFlags = 0x303;
#else
constexpr int32_t kFlags = 0xa03;
#endif

TEST(LdCacheTest, ReadsEntries) {
  std::string cache = make_cache(1, kFlags, 72, 82);
  auto entries = read_ld_cache(cache);
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].soname, "libq.so.4");
  EXPECT_EQ(entries[0].path, "/lib/libq.so.4");
}

TEST(LdCacheTest, BelievesNothing) {
  EXPECT_TRUE(read_ld_cache("").empty());
  EXPECT_TRUE(read_ld_cache("glibc-ld.so.cache1.1").empty());
  EXPECT_TRUE(read_ld_cache(make_cache(1, 0x403, 72, 82)).empty()) << "another machine's";
  EXPECT_TRUE(read_ld_cache(make_cache(1, kFlags, 0xffffffff, 82)).empty());
  EXPECT_TRUE(read_ld_cache(make_cache(1, kFlags, 72, 0x7fffffff)).empty());
  EXPECT_LE(read_ld_cache(make_cache(0xffffffff, kFlags, 72, 82)).size(), 2u) << "the file ends before";
  std::string whole = make_cache(1, kFlags, 72, 82);
  for (size_t size = 0; size < whole.size(); ++size) {
    EXPECT_TRUE(read_ld_cache(std::string_view(whole).substr(0, size)).empty()) << size;
  }
  std::string old = "ld.so-1.7.0";
  old += '\0';
  EXPECT_TRUE(read_ld_cache(old + little_endian(0xffffffff) + whole).empty());
  EXPECT_EQ(read_ld_cache(old + little_endian(0) + whole).size(), 1u) << "the new table after an old one";
}

TEST(LinkerScriptTest, NamesItsFiles) {
  EXPECT_EQ(
      linker_script_files("/* GNU ld script libx.so */\nGROUP ( /lib/libc.so.6 /usr/lib/libc_nonshared.a  AS_NEEDED "
                          "( /lib64/ld-linux-x86-64.so.2 ) )"),
      (std::vector<std::string>{"/lib/libc.so.6", "/lib64/ld-linux-x86-64.so.2"}));
  EXPECT_EQ(linker_script_files("INPUT(libz.so.1)"), (std::vector<std::string>{"libz.so.1"}));
  EXPECT_TRUE(linker_script_files("nothing about libz.so.1").empty());
}

}  // namespace
}  // namespace cffi
