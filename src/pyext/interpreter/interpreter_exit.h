// Is the interpreter about to end? Asked without a thread state, by C threads that call back.
//
// CPython's own answer is public from 3.13 on and only for the main interpreter. Ours is a hook of the atexit module,
// which runs in every interpreter after its non-daemon threads are done and before anything is taken apart; and an
// object in the interpreter's dictionary, which goes when hardly anything else is left.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "pyext/python/py_ref.h"

namespace cffi {

struct State;

// How many threads are somewhere. A child of fork() has none of its parent's.
class ThreadCount {
 public:
  // Returns a ticket for leave(); never 0.
  uint64_t enter();
  void leave(uint64_t ticket);
  bool any() const;

 private:
  std::atomic<uint64_t> value_ = 0;  // fork_count() and the count
};

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
  void end_stay(uint64_t ticket) { stays_.leave(ticket); }

  // A visit is a callback of a thread that C made. It may last, so the end waits for it a moment only: CPython stops
  // what still runs afterwards inside Python code, for ever, and C code may wait for that thread. Tickets as above.
  uint64_t begin_visit();
  void end_visit(uint64_t ticket) { visits_.leave(ticket); }

  // For the thread that ends the interpreter, with its thread state attached: waits (detached).
  void begin_end();
  void mark_ended() { ended_ = true; }

 private:
  bool is_ending_thread() const;
  uint64_t enter_unless_ending(ThreadCount& count);

  std::atomic<bool> finalizing_ = false;
  std::atomic<bool> ended_ = false;
  std::atomic<unsigned long> thread_ = 0;  // the one that ends it
  ThreadCount stays_;
  ThreadCount visits_;
};

// Installs the hook and the object. False with an exception set.
bool watch_interpreter_exit(State& state);

}  // namespace cffi
