#include "pyext/interpreter_entry.h"

namespace cffi {

InterpreterEntry::InterpreterEntry(PyInterpreterState* interpreter, bool is_main) {
  PyThreadState* usual = PyGILState_GetThisThreadState();
  bool fits = usual != nullptr ? PyThreadState_GetInterpreter(usual) == interpreter : is_main;
  if (fits) {
    ensured_ = PyGILState_Ensure();
    return;
  }
  temporary_ = PyThreadState_New(interpreter);
  if (temporary_ != nullptr) {
    PyEval_RestoreThread(temporary_);
  }
  entered_ = temporary_ != nullptr;
}

InterpreterEntry::~InterpreterEntry() {
  if (temporary_ != nullptr) {
    PyThreadState_Clear(temporary_);
    PyThreadState_DeleteCurrent();
  } else if (entered_) {
    PyGILState_Release(ensured_);
  }
}

}  // namespace cffi
