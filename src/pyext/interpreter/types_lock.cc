#include "pyext/interpreter/types_lock.h"

#include "pyext/interpreter/state.h"

namespace cffi {

TypesLock::TypesLock(State& state) : mutex_(state.types_mutex) {
  if (mutex_.try_lock()) {
    return;
  }
  if (state.exit->others_are_gone()) {
    mutex_.take_over();
    return;
  }
  PyThreadState* detached = PyEval_SaveThread();
  mutex_.lock();
  PyEval_RestoreThread(detached);
}

}  // namespace cffi
