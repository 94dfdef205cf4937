// Is the interpreter about to end? Asked without a thread state, by C threads that call back.
//
// CPython's own answer is public from 3.13 on and only for the main interpreter. Ours is a hook of the atexit module,
// which runs in every interpreter after its non-daemon threads are done and before anything is taken apart; and an
// object in the interpreter's dictionary, which goes when hardly anything else is left.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "pyext/py_ref.h"

namespace cffi {

struct State;

// One for each State; outlives it, because C may ask at any time.
class ExitState {
 public:
  // Once this is true, threads other than the one that ends the interpreter are kept out.
  bool is_finalizing() const { return finalizing_.load(); }
  // May this thread still run Python code of that interpreter?
  bool may_enter() const { return is_finalizing() ? is_ending_thread() && !ended_.load() : Py_IsInitialized() != 0; }
  // No other thread will ever run again in this interpreter: whatever they held is free.
  bool others_are_gone() const { return is_finalizing() && Py_IsInitialized() == 0 && is_ending_thread(); }

  // A stay is what the end of the interpreter waits for, so it has to be short. Returns a ticket for end_stay(), or 0:
  // too late.
  uint64_t begin_stay();
  void end_stay(uint64_t ticket);

  // For the thread that ends the interpreter, with its thread state attached: waits for all stays (detached).
  void begin_end();
  void mark_ended() { ended_ = true; }

 private:
  bool is_ending_thread() const;

  std::atomic<bool> finalizing_ = false;
  std::atomic<bool> ended_ = false;
  std::atomic<unsigned long> thread_ = 0;  // the one that ends it
  // fork_count() and how many there are: a child of fork() has none of its parent's.
  std::atomic<uint64_t> stays_ = 0;
};

// Installs the hook and the object. False with an exception set.
bool watch_interpreter_exit(State& state);

}  // namespace cffi
