// C may call from any thread and for any interpreter. Which thread state is attached depends on both:
//
//   a thread whose state belongs to the interpreter     that state (PyGILState_Ensure): the usual case
//   a thread that C made, main interpreter              one of its own, which stays with the thread (foreign_thread.h)
//   any thread, an interpreter that it is not in        one for this call, dropped at its end
//
// An interpreter that ends frees its thread states, and CPython stops, for good, every thread that asks for the GIL
// then. So entries are announced to the ExitState before the GIL is asked for: its end waits for entries, which are
// short, and for a moment for calls of threads that C made, which may not be. Who comes too late gets no entry.
#include "pyext/interpreter/interpreter_entry.h"

#include "pyext/interpreter/foreign_thread.h"
#include "pyext/interpreter/state.h"
#include "pyext/interpreter/thread_state.h"
#include "pyext/python/py_compat.h"

namespace cffi {

Interpreter current_interpreter(const State& state) {
  PyInterpreterState* current = PyInterpreterState_Get();
  return {current, state.exit, current == PyInterpreterState_Main()};
}

InterpreterEntry::InterpreterEntry(const Interpreter& interpreter) : interpreter_(interpreter) {
  if (!interpreter.exit->may_enter()) {
    return;
  }
  PyThreadState* usual = PyGILState_GetThisThreadState();
  bool is_foreign = interpreter.is_main && (usual == nullptr || is_foreign_thread_state(usual));
  foreign_call_ = is_foreign ? interpreter.exit->begin_foreign_call() : 0;
  if (foreign_call_ != 0) {
    enter_as_foreign_thread();
  } else if (is_foreign && !interpreter.exit->may_enter()) {
    return;  // the end began just now: the state may be gone
  } else if (usual != nullptr && PyThreadState_GetInterpreter(usual) == interpreter.state) {
    ensure_usual();
  } else {
    enter_temporarily(usual);
  }
}

InterpreterEntry::~InterpreterEntry() {
  switch (how_) {
    case How::kNot:
    case How::kAttachedAlready:
      break;
    case How::kEnsured:
      PyGILState_Release(ensured_);
      break;
    case How::kForeign:
      PyEval_SaveThread();
      break;
    case How::kTemporary:
      leave_temporary();
      break;
  }
  if (foreign_call_ != 0) {
    interpreter_.exit->end_foreign_call(foreign_call_);
  }
}

void InterpreterEntry::ensure_usual() {
  ensured_ = PyGILState_Ensure();
  how_ = How::kEnsured;
}

void InterpreterEntry::enter_as_foreign_thread() {
  PyThreadState* own = foreign_thread_state(interpreter_.exit);
  if (own == nullptr) {
    ensure_usual();
  } else if (own == current_thread_state()) {
    how_ = How::kAttachedAlready;
  } else {
    PyEval_RestoreThread(own);
    how_ = How::kForeign;
  }
}

void InterpreterEntry::enter_temporarily(PyThreadState* usual) {
  if (!interpreter_.is_main) {
    entry_ = interpreter_.exit->begin_entry();
    if (entry_ == 0 && !interpreter_.exit->may_enter()) {
      return;
    }
  }
  PyThreadState* temporary = make_thread_state(interpreter_.state);
  if (temporary == nullptr) {
    interpreter_.exit->end_entry(entry_);
    return;
  }
  usual_was_attached_ = usual != nullptr && usual == current_thread_state();
  if (usual_was_attached_) {
    PyEval_SaveThread();
  }
  PyEval_RestoreThread(temporary);
  usual_ = usual;
  how_ = How::kTemporary;
}

void InterpreterEntry::leave_temporary() {
  PyThreadState_Clear(PyThreadState_Get());
  drop_current_thread_state();
  interpreter_.exit->end_entry(entry_);
  // From 3.12 on, "used last" went with the temporary one, and other code than ours asks for it, too.
  bool forgotten = usual_ != nullptr && PyGILState_GetThisThreadState() != usual_ && !is_foreign_thread_state(usual_);
  if (usual_was_attached_ || forgotten) {
    PyEval_RestoreThread(usual_);
    if (!usual_was_attached_) {
      PyEval_SaveThread();
    }
  }
}

}  // namespace cffi
