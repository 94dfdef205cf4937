// C calls Python: a thread state of the right interpreter, attached while this lives.
#pragma once

#include "pyext/interpreter/interpreter_exit.h"

namespace cffi {

// An interpreter as C finds it again, at any time.
struct Interpreter {
  PyInterpreterState* state = nullptr;  // not to be looked into before `exit` was asked
  std::shared_ptr<ExitState> exit;
  bool is_main = false;
};

// The one that is running.
Interpreter current_interpreter(const State& state);

// The thread state is the one that this thread used last, when that belongs to the interpreter. A thread that C made
// has none: for the main interpreter it gets one that stays (foreign_thread.h). For other interpreters one is made for
// the one call: these end only when no other thread has a state, so their end waits for the call.
class InterpreterEntry {
 public:
  explicit InterpreterEntry(const Interpreter& interpreter);
  ~InterpreterEntry();
  InterpreterEntry(const InterpreterEntry&) = delete;
  InterpreterEntry& operator=(const InterpreterEntry&) = delete;
  // False: the interpreter is ending, or there is no memory.
  explicit operator bool() const { return how_ != How::kNot; }

 private:
  enum class How : uint8_t { kNot, kAttachedAlready, kEnsured, kForeign, kTemporary };

  void ensure_usual();
  void enter_as_foreign_thread();
  void enter_temporarily(PyThreadState* usual);
  void leave_temporary();

  const Interpreter& interpreter_;
  How how_ = How::kNot;
  uint64_t foreign_call_ = 0;  // of threads that C made
  PyGILState_STATE ensured_ = PyGILState_UNLOCKED;
  // Of kTemporary:
  PyThreadState* usual_ = nullptr;
  bool usual_was_attached_ = false;
  uint64_t entry_ = 0;
};

}  // namespace cffi
