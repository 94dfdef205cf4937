// The thread state of a thread that C made, in the main interpreter: made by its first callback and kept until the
// thread ends, so that threading.local lasts and later callbacks need not make one.
//
// It goes with the thread, unless the interpreter ends first, which frees the states of all threads. (Other
// interpreters cannot end while there are such states.)
#pragma once

#include "pyext/interpreter/interpreter_exit.h"

namespace cffi {

// This thread's state, detached unless it is in use, made if there is none. Null when none can be had: the thread is
// about to end, memory is short, or the platform cannot tell when threads end.
PyThreadState* foreign_thread_state(const std::shared_ptr<ExitState>& exit);

bool is_foreign_thread_state(PyThreadState* state);

}  // namespace cffi
