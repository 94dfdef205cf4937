#include "pyext/interpreter_exit.h"

namespace cffi {
namespace {

PyObject* on_exit(PyObject* module, PyObject*) {
  State* state = state_of_module(module);
  state->exit->thread = PyThread_get_thread_ident();
  state->exit->finalizing = true;
  Py_RETURN_NONE;
}

PyMethodDef exit_hook = {"interpreter_exit", on_exit, METH_NOARGS, nullptr};

}  // namespace

bool watch_interpreter_exit(State& state) {
  if (state.exit_hook_set) {
    return true;
  }
  Ref<> atexit = steal(PyImport_ImportModule("atexit"));
  Ref<> hook = steal(atexit ? PyCFunction_New(&exit_hook, state.module) : nullptr);
  Ref<> done = steal(hook ? PyObject_CallMethod(atexit.get(), "register", "O", hook.get()) : nullptr);
  state.exit_hook_set = static_cast<bool>(done);
  return state.exit_hook_set;
}

bool may_enter_interpreter(const ExitState& exit) {
  if (!exit.finalizing) {
    return Py_IsInitialized() != 0;
  }
  // While the main interpreter collects its last garbage it does not count as initialized any more, and destructors
  // still run Python code. Afterwards its thread has no thread state.
  return exit.thread == PyThread_get_thread_ident() &&
         (Py_IsInitialized() != 0 || PyGILState_GetThisThreadState() != nullptr);
}

}  // namespace cffi
