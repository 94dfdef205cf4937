// CPython keeps the thread states of an interpreter in a list under a lock of its own. In some versions that lock or
// the list is not safe against fork() or against states that go at the same time (py_compat.h says which): there a lock
// of ours is held whenever a state is made or dropped, and while the process forks.
#include "pyext/interpreter/thread_state.h"

#include <memory>
#include <mutex>

#if !defined(_WIN32)
#include <pthread.h>
#endif

#include "pyext/python/py_compat.h"

namespace cffi {
namespace {

// Taken with or without a GIL; nothing that needs one is waited for while it is held.
constinit std::mutex list_of_states;

#if !defined(_WIN32)
void lock_list() {
  if (kForkForgetsListOfStates) {
    list_of_states.lock();
  }
}

void unlock_list() {
  if (kForkForgetsListOfStates) {
    list_of_states.unlock();
  }
}

// Threads that the child does not have may have had it.
void make_list_new() { std::construct_at(&list_of_states); }

[[maybe_unused]] const int kRegistered = pthread_atfork(lock_list, unlock_list, make_list_new);
#endif

}  // namespace

PyThreadState* make_thread_state(PyInterpreterState* interpreter) {
  std::unique_lock lock(list_of_states, std::defer_lock);
  if (kForkForgetsListOfStates || kStatesAreReusedTooEarly) {
    lock.lock();
  }
  return PyThreadState_New(interpreter);
}

void drop_current_thread_state() {
  std::unique_lock lock(list_of_states, std::defer_lock);
  if (kStatesAreReusedTooEarly) {
    lock.lock();
  }
  PyThreadState_DeleteCurrent();
}

}  // namespace cffi
