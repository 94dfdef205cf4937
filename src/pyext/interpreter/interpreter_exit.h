// Tells C threads that call back, without a thread state, whether the interpreter is about to end; and lets its end
// wait for those that are inside.
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

// How many calls are in flight. A child of fork() has none of its parent's.
class InFlightCount {
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

  // An entry in flight: the end of the interpreter waits for it, so it has to be short. Returns a ticket for
  // end_entry(), or 0 when it is too late.
  uint64_t begin_entry();
  void end_entry(uint64_t ticket) { entries_.leave(ticket); }

  // A callback in flight, of a thread that C made. It may last long, so the end waits for it for a moment only: what
  // still runs then is stopped by CPython, for good, the next time it needs the GIL, and C code may wait for that
  // thread. Tickets as above.
  uint64_t begin_foreign_call();
  void end_foreign_call(uint64_t ticket) { foreign_calls_.leave(ticket); }

  // For the thread that ends the interpreter, with its thread state attached: waits (detached).
  void begin_end();
  void mark_ended() { ended_ = true; }

 private:
  bool is_ending_thread() const;
  uint64_t enter_unless_ending(InFlightCount& count);

  std::atomic<bool> finalizing_ = false;
  std::atomic<bool> ended_ = false;
  std::atomic<unsigned long> thread_ = 0;  // the one that ends it
  InFlightCount entries_;
  InFlightCount foreign_calls_;
};

// Installs the hook and the object. False with an exception set.
bool watch_interpreter_exit(State& state);

}  // namespace cffi
