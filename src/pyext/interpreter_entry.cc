#include "pyext/interpreter_entry.h"

#include "pyext/foreign_thread.h"
#include "pyext/py_compat.h"
#include "pyext/state.h"

namespace cffi {

Interpreter current_interpreter(const State& state) {
  PyInterpreterState* current = PyInterpreterState_Get();
  return {current, state.exit, current == PyInterpreterState_Main()};
}

InterpreterEntry::InterpreterEntry(const Interpreter& interpreter) {
  if (!interpreter.exit->may_enter()) {
    return;
  }
  PyThreadState* usual = PyGILState_GetThisThreadState();
  if (interpreter.is_main && (usual == nullptr || is_foreign_thread_state(usual))) {
    enter_as_foreign_thread(interpreter);
  } else if (usual != nullptr && PyThreadState_GetInterpreter(usual) == interpreter.state) {
    ensured_ = PyGILState_Ensure();
    how_ = How::kEnsured;
  } else {
    enter_temporarily(interpreter, usual);
  }
}

InterpreterEntry::~InterpreterEntry() {
  switch (how_) {
    case How::kNot:
    case How::kAttachedAlready:
      return;
    case How::kEnsured:
      PyGILState_Release(ensured_);
      return;
    case How::kForeign:
      PyEval_SaveThread();
      interpreter_->exit->end_visit(ticket_);
      return;
    case How::kTemporary:
      leave_temporary();
      return;
  }
}

void InterpreterEntry::enter_as_foreign_thread(const Interpreter& interpreter) {
  PyThreadState* own = foreign_thread_state(interpreter.exit);
  if (own == nullptr) {
    ensured_ = PyGILState_Ensure();
    how_ = How::kEnsured;
  } else if (own == current_thread_state()) {
    how_ = How::kAttachedAlready;
  } else if (ticket_ = interpreter.exit->begin_visit(); ticket_ != 0 || interpreter.exit->may_enter()) {
    PyEval_RestoreThread(own);
    interpreter_ = &interpreter;
    how_ = How::kForeign;
  }
}

void InterpreterEntry::enter_temporarily(const Interpreter& interpreter, PyThreadState* usual) {
  if (!interpreter.is_main) {
    ticket_ = interpreter.exit->begin_stay();
    if (ticket_ == 0 && !interpreter.exit->may_enter()) {
      return;
    }
  }
  PyThreadState* temporary = PyThreadState_New(interpreter.state);
  if (temporary == nullptr) {
    interpreter.exit->end_stay(ticket_);
    return;
  }
  usual_was_attached_ = usual != nullptr && usual == current_thread_state();
  if (usual_was_attached_) {
    PyEval_SaveThread();
  }
  PyEval_RestoreThread(temporary);
  interpreter_ = &interpreter;
  usual_ = usual;
  how_ = How::kTemporary;
}

void InterpreterEntry::leave_temporary() {
  PyThreadState_Clear(PyThreadState_Get());
  PyThreadState_DeleteCurrent();
  interpreter_->exit->end_stay(ticket_);
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
