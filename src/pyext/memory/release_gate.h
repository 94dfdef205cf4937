// When memory that can be released goes: at release(), but not before the last Python buffer that looks at it
// (a memoryview, an array of numpy) is given back.
#pragma once

#include <atomic>

#include "pyext/python/py_ref.h"

namespace cffi {

// Part of an object that lies in zeroed memory: open() starts it.
class ReleaseGate {
 public:
  void open() { state_.store(kHeld); }
  bool is_held() const { return (state_.load(std::memory_order_relaxed) & kHeld) != 0; }
  // Held, or looked at by a view still: the memory is there.
  bool has_memory() const { return state_.load(std::memory_order_relaxed) != 0; }

  // One view more. False once released.
  bool pin() {
    Py_ssize_t state = state_.load();
    while ((state & kHeld) != 0) {
      if (state_.compare_exchange_weak(state, state + kView)) {
        return true;
      }
    }
    return false;
  }
  // These two: true for the one caller who has to free the memory now.
  [[nodiscard]] bool unpin() { return state_.fetch_sub(kView) == kView; }
  [[nodiscard]] bool release() { return state_.fetch_and(~kHeld) == kHeld; }

 private:
  static constexpr Py_ssize_t kHeld = 1;
  static constexpr Py_ssize_t kView = 2;
  std::atomic<Py_ssize_t> state_;
};

}  // namespace cffi
