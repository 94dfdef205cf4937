// The pool of entry points: growing, giving back, threads.
#include "call/closure/closure_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>
#include <vector>

#include "call/closure/closure_entries.h"
#include "call/support/pool_fixture.h"

#if defined(_WIN32)
#include <windows.h>
#endif

namespace cffi {
namespace {

using test::add_context;
using test::ClosurePoolTest;
using test::IntFunction;

TEST_F(ClosurePoolTest, GrowsBeyondTheStaticBlock) {
  constexpr int kCount = 5 * CFFI_CLOSURE_ENTRY_COUNT / 2;
  size_t before = closure_entries_in_use();
  std::vector<int> contexts(kCount);
  std::vector<std::unique_ptr<Closure>> closures;
  std::set<void*> codes;
  for (int i = 0; i < kCount; ++i) {
    contexts[i] = 1000 * i;
    closures.push_back(make(&contexts[i]));
    ASSERT_NE(closures.back(), nullptr);
    codes.insert(closures.back()->code());
  }
  EXPECT_EQ(codes.size(), static_cast<size_t>(kCount));
  EXPECT_EQ(closure_entries_in_use(), before + kCount);
  for (int i = 0; i < kCount; ++i) {
    ASSERT_EQ(call(closures[i], 7), 1000 * i + 7);
  }
  closures.clear();
  EXPECT_EQ(closure_entries_in_use(), before);
}

TEST_F(ClosurePoolTest, ADestroyedClosureReturnsZero) {
  int context = 5;
  auto closure = make(&context);
  auto* function = reinterpret_cast<IntFunction>(closure->code());
  EXPECT_EQ(function(1), 6);
  closure.reset();
  EXPECT_EQ(function(1), 0);
}

#if defined(_WIN32)
TEST_F(ClosurePoolTest, NoPageIsWritableAndExecutable) {
  int context = 0;
  std::vector<std::unique_ptr<Closure>> closures;
  for (int i = 0; i <= CFFI_CLOSURE_ENTRY_COUNT; ++i) {
    closures.push_back(make(&context));
  }
  int pages = 0;
  MEMORY_BASIC_INFORMATION page;
  for (const char* address = nullptr; VirtualQuery(address, &page, sizeof page) != 0;
       address = static_cast<const char*>(page.BaseAddress) + page.RegionSize) {
    bool is_both = page.State == MEM_COMMIT && (page.Protect & (PAGE_EXECUTE_READWRITE | PAGE_EXECUTE_WRITECOPY)) != 0;
    EXPECT_FALSE(is_both) << page.BaseAddress;
    ++pages;
  }
  EXPECT_GT(pages, 0);
}
#endif

TEST_F(ClosurePoolTest, ManyThreadsMakeCallAndDestroy) {
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      int context = t * 100;
      for (int round = 0; round < 20; ++round) {
        std::vector<std::unique_ptr<Closure>> closures;
        for (int i = 0; i < 50; ++i) {
          auto made = Closure::make(host_target(), signature_.view(), add_context, &context);
          if (!made) {
            ++wrong;
            return;
          }
          closures.push_back(std::move(*made));
          wrong += call(closures.back(), i) == t * 100 + i ? 0 : 1;
        }
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace cffi
