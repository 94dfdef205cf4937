#if !defined(_WIN32)

#include <new>

#include "pyext/interpreter/foreign_thread.h"
#include "pyext/interpreter/thread_state.h"
#include "pyext/python/py_compat.h"

namespace cffi {
namespace {

// Without a destructor: other destructors of the thread may call back after ours.
struct ThisThread {
  PyThreadState* state = nullptr;
  std::shared_ptr<ExitState>* exit = nullptr;  // owned
  bool ended = false;
};
constinit thread_local ThisThread this_thread;

void drop_state(PyThreadState* state, ExitState& exit) {
  // Attached: somebody ends the thread, or the process, from inside Python.
  uint64_t entry = state != current_thread_state() ? exit.begin_entry() : 0;
  if (entry == 0) {
    return;
  }
  PyEval_RestoreThread(state);
  if (steal(PyThreadState_GetFrame(state))) {
    PyEval_SaveThread();  // the same by way of a C function
  } else {
    PyThreadState_Clear(state);
    drop_current_thread_state();
  }
  exit.end_entry(entry);
}

// Destructors of thread_local objects run before those of pthread_key_create(), which glibc and musl begin with
// forgetting every value, also what CPython remembers of the thread.
struct ThreadEnd {
  bool expected = false;
  ~ThreadEnd() {
    // This may run Python code, and with it C code.
    this_thread.ended = true;
    if (this_thread.state != nullptr) {
      drop_state(this_thread.state, **this_thread.exit);
      this_thread.state = nullptr;
    }
    delete std::exchange(this_thread.exit, nullptr);
  }
};
constinit thread_local ThreadEnd thread_end;

}  // namespace

PyThreadState* foreign_thread_state(const std::shared_ptr<ExitState>& exit) {
  // One whose interpreter has ended was freed with it.
  if (this_thread.state != nullptr && !(*this_thread.exit)->is_finalizing()) {
    return this_thread.state;
  }
  if (this_thread.ended) {
    return nullptr;
  }
  auto* held = new (std::nothrow) std::shared_ptr<ExitState>(exit);
  if (held == nullptr) {
    return nullptr;
  }
  thread_end.expected = true;  // its first use is what makes its destructor run
  delete std::exchange(this_thread.exit, held);
  this_thread.state = make_thread_state(PyInterpreterState_Main());
  return this_thread.state;
}

bool is_foreign_thread_state(PyThreadState* state) { return state == this_thread.state; }

}  // namespace cffi

#endif
