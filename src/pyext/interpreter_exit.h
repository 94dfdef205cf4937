// Is the interpreter about to end? Asked without a thread state, by C threads that call back.
//
// CPython's own answer is public from 3.13 on and only for the main interpreter. Ours is a hook of the atexit module,
// which runs in every interpreter after its non-daemon threads are done and before anything is taken apart.
#pragma once

#include "pyext/state.h"

namespace cffi {

// Installs the hook, once per interpreter. False with an exception set.
bool watch_interpreter_exit(State& state);

// May this thread still run Python code of that interpreter? The thread that ends it may, others must not.
bool may_enter_interpreter(const ExitState& exit);

}  // namespace cffi
