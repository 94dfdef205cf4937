// The lock of an interpreter's type tables, scopes and lazily made parts of ctypes.
//
// The mutex is recursive, and it can be taken over from a thread that will never give it back: one that a child of
// fork() does not have, or one that was stopped for good when the interpreter began to end. What it protects is whole
// then, because such threads stop only at places where Python code may run.
#pragma once

#include <atomic>

#include "call/process/fork_count.h"
#include "pyext/python/py_ref.h"

namespace cffi {

struct State;

class TypesMutex {
 public:
  TypesMutex() = default;
  TypesMutex(const TypesMutex&) = delete;
  TypesMutex& operator=(const TypesMutex&) = delete;

  bool try_lock() {
    if (owner_.load(std::memory_order_relaxed) == PyThread_get_thread_ident()) {
      ++depth_;
      return true;
    }
    uint32_t found = 0;
    bool taken = word_.compare_exchange_strong(found, of_this_process(), std::memory_order_acquire);
    // Locked before a fork(), by a thread that the child does not have.
    taken = taken || (found != of_this_process() && word_.compare_exchange_strong(found, of_this_process()));
    if (taken) {
      begin();
    }
    return taken;
  }
  // Not for a thread that has it already.
  void lock() {
    while (!try_lock()) {
      word_.wait(of_this_process(), std::memory_order_relaxed);
    }
  }
  void unlock() {
    if (--depth_ == 0) {
      owner_.store(0, std::memory_order_relaxed);
      word_.store(0, std::memory_order_release);
      word_.notify_one();
    }
  }
  // For the last thread there is.
  void take_over() {
    word_.store(of_this_process());
    begin();
  }

 private:
  // Never 0, which is unlocked.
  static uint32_t of_this_process() { return 2 * fork_count() + 1; }
  void begin() {
    owner_.store(PyThread_get_thread_ident(), std::memory_order_relaxed);
    depth_ = 1;
  }

  std::atomic<uint32_t> word_ = 0;
  std::atomic<unsigned long> owner_ = 0;
  int depth_ = 0;
};

// Holds State::types_mutex. Recursive, because allocating Python objects can run finalizers that come back here.
// Waits with the thread state detached, so that neither the GIL nor a stop-the-world pause deadlocks with it.
class TypesLock {
 public:
  explicit TypesLock(State& state);
  ~TypesLock() { mutex_.unlock(); }
  TypesLock(const TypesLock&) = delete;
  TypesLock& operator=(const TypesLock&) = delete;

 private:
  TypesMutex& mutex_;
};

}  // namespace cffi
