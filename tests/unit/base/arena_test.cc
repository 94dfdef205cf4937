#include "base/arena.h"

#include <gtest/gtest.h>

namespace cffi {
namespace {

TEST(Arena, AlignsWhatItGives) {
  Arena arena;
  for (size_t alignment = 1; alignment <= 64; alignment *= 2) {
    arena.allocate(1, 1);
    auto address = reinterpret_cast<uintptr_t>(arena.allocate(3, alignment));
    EXPECT_EQ(address % alignment, 0U);
  }
}

TEST(Arena, ObjectsDoNotOverlapNorMove) {
  Arena arena;
  std::vector<std::span<int>> copies;
  for (int i = 0; i < 2000; ++i) {
    std::vector<int> items(static_cast<size_t>(i % 97), i);
    copies.push_back(arena.copy(std::span<const int>(items)));
  }
  for (int i = 0; i < 2000; ++i) {
    ASSERT_EQ(copies[static_cast<size_t>(i)].size(), static_cast<size_t>(i % 97));
    for (int item : copies[static_cast<size_t>(i)]) {
      ASSERT_EQ(item, i);
    }
  }
}

TEST(Arena, LargeObjectsDoNotWasteTheCurrentBlock) {
  Arena arena;
  char* before = static_cast<char*>(arena.allocate(8, 1));
  char* large = static_cast<char*>(arena.allocate(size_t{1} << 20, 16));
  char* after = static_cast<char*>(arena.allocate(8, 1));
  std::memset(large, 1, size_t{1} << 20);
  EXPECT_EQ(after, before + 8);
}

TEST(Arena, TextIsTerminated) {
  Arena arena;
  std::string_view copy = arena.copy(std::string_view("abc\0def", 7));
  EXPECT_EQ(copy, std::string_view("abc\0def", 7));
  EXPECT_EQ(copy.data()[7], '\0');
  EXPECT_EQ(arena.copy(std::string_view()).data()[0], '\0');
  EXPECT_GE(arena.bytes_used(), 9U);
}

}  // namespace
}  // namespace cffi
