#include "call/process/saved_errno.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <thread>

namespace cffi {
namespace {

TEST(SavedErrnoTest, IsPutBackAndTaken) {
  set_saved_errno(42);
  errno = 1;
  restore_errno();
  EXPECT_EQ(errno, 42);
  errno = 7;
  save_errno();
  errno = 1;
  EXPECT_EQ(saved_errno(), 7);
}

TEST(SavedErrnoTest, EachThreadHasItsOwn) {
  set_saved_errno(1);
  std::thread other([] {
    EXPECT_EQ(saved_errno(), 0);
    set_saved_errno(2);
  });
  other.join();
  EXPECT_EQ(saved_errno(), 1);
}

}  // namespace
}  // namespace cffi
