// Thread states made and dropped by several threads at once, and while another one forks: what versions of CPython do
// not get right (kForkForgetsListOfStates, kStatesAreReusedTooEarly).
#pragma once

#include "pyext/python/py_ref.h"

namespace cffi {

// A new state, detached; null: no memory. Needs no GIL.
PyThreadState* make_thread_state(PyInterpreterState* interpreter);

// The attached state, which was cleared, goes.
void drop_current_thread_state();

}  // namespace cffi
