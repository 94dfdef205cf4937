// C calls Python: a thread state of the right interpreter, attached while this lives.
#pragma once

#include "pyext/py_ref.h"

namespace cffi {

// PyGILState_Ensure() takes the state that this thread used last, or makes one of the main interpreter. When that is
// not the right interpreter, a state is made for the one call.
class InterpreterEntry {
 public:
  InterpreterEntry(PyInterpreterState* interpreter, bool is_main);
  ~InterpreterEntry();
  InterpreterEntry(const InterpreterEntry&) = delete;
  InterpreterEntry& operator=(const InterpreterEntry&) = delete;
  explicit operator bool() const { return entered_; }

 private:
  PyGILState_STATE ensured_ = PyGILState_UNLOCKED;
  PyThreadState* temporary_ = nullptr;
  bool entered_ = true;
};

}  // namespace cffi
