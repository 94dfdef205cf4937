// The pool of entry points where Linux has something to say: fork, and a system that forbids executable memory.
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "call/closure/closure_entries.h"
#include "call/closure/closure_pool.h"
#include "call/support/pool_fixture.h"

namespace cffi {
namespace {

using test::add_context;
using test::ClosurePoolTest;
using test::IntFunction;

// The same fixture under a name of its own.
class ClosurePoolLinuxTest : public ClosurePoolTest {};

TEST_F(ClosurePoolLinuxTest, NoPageIsWritableAndExecutable) {
  int context = 0;
  std::vector<std::unique_ptr<Closure>> closures;
  for (int i = 0; i <= CFFI_CLOSURE_ENTRY_COUNT; ++i) {
    closures.push_back(make(&context));
  }
  std::ifstream maps("/proc/self/maps");
  int lines = 0;
  for (std::string line; std::getline(maps, line); ++lines) {
    EXPECT_EQ(line.find(" rwx"), std::string::npos) << line;
  }
  EXPECT_GT(lines, 0);
}

// Runs `body` in a child; its answer is the exit status.
template <typename Body>
int in_child(Body body) {
  pid_t child = fork();
  if (child == 0) {
    _exit(body());
  }
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status)) << "signal " << WTERMSIG(status);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST_F(ClosurePoolLinuxTest, ForkedChildrenHaveTheirOwnClosures) {
  int context = 10;
  auto closure = make(&context);
  int answer = in_child([&] {
    context = 20;
    auto another = make(&context);
    bool works = call(closure, 1) == 21 && call(another, 2) == 22;
    closure.reset();
    return works ? 42 : 1;
  });
  EXPECT_EQ(answer, 42);
  EXPECT_EQ(call(closure, 1), 11);
}

TEST_F(ClosurePoolLinuxTest, ForkWhileOthersUseThePool) {
#if defined(__SANITIZE_ADDRESS__)
  GTEST_SKIP() << "the allocator of AddressSanitizer may stay locked in a child when other threads allocate";
#endif
  std::atomic<bool> stop{false};
  int context = 1;
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      while (!stop) {
        auto closure = Closure::make(host_target(), signature_.view(), add_context, &context);
        if (!closure || reinterpret_cast<IntFunction>((*closure)->code())(1) != 2) {
          stop = true;
        }
      }
    });
  }
  for (int i = 0; i < 30; ++i) {
    // Would hang if the child inherited a locked pool.
    EXPECT_EQ(in_child([&] {
                alarm(20);
                return call(make(&context), 3) == 4 ? 42 : 1;
              }),
              42);
  }
  EXPECT_FALSE(stop) << "a thread's closure gave a wrong answer";
  stop = true;
  for (std::thread& thread : threads) {
    thread.join();
  }
}

#ifndef PR_SET_MDWE
#define PR_SET_MDWE 65
#define PR_MDWE_REFUSE_EXEC_GAIN 1
#endif

TEST_F(ClosurePoolLinuxTest, GrowsWhereMemoryCannotBecomeExecutable) {
  int answer = in_child([&] {
    if (prctl(PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN, 0, 0, 0) != 0) {
      return 77;
    }
    void* refused = mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (refused != MAP_FAILED) {
      return 77;
    }
    int context = 1;
    std::vector<std::unique_ptr<Closure>> closures;
    for (int i = 0; i < 2 * CFFI_CLOSURE_ENTRY_COUNT + 1; ++i) {
      closures.push_back(make(&context));
      if (closures.back() == nullptr || call(closures.back(), i) != i + 1) {
        return 1;
      }
    }
    return 42;
  });
  if (answer == 77) {
    GTEST_SKIP() << "this kernel has no PR_SET_MDWE";
  }
  EXPECT_EQ(answer, 42);
}

// The answer when growing is refused names the number in use and the reason.
TEST_F(ClosurePoolLinuxTest, SaysWhyItCannotGrow) {
  int answer = in_child([&] {
    int context = 1;
    std::vector<std::unique_ptr<Closure>> closures;
    rlimit none{0, 0};
    if (setrlimit(RLIMIT_NOFILE, &none) != 0) {  // the library's own file cannot be opened any more
      return 77;
    }
    for (int i = 0; i < 100 * CFFI_CLOSURE_ENTRY_COUNT; ++i) {
      auto made = Closure::make(host_target(), signature_.view(), add_context, &context);
      if (made) {
        closures.push_back(std::move(*made));
        continue;
      }
      std::string text = error_text(made.error());
      bool is_clear = made.error().code == ErrorCode::kClosurePoolExhausted &&
                      text.find(std::to_string(closure_entries_in_use()) + " are in use") != std::string::npos &&
                      closures.size() >= 1;
      closures.pop_back();
      // One was given back: there is room for one again.
      return is_clear && call(make(&context), 1) == 2 ? 42 : 1;
    }
    return 2;
  });
  EXPECT_EQ(answer, 42);
}

}  // namespace
}  // namespace cffi
