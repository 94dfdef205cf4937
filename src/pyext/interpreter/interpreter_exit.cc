// The end of an interpreter, as the extension sees it: a hook of the atexit module calls begin_end(). From then on
// is_finalizing() keeps new threads out, and those that are inside are waited for. Python code still runs in the thread
// that ends the interpreter, and may call C that calls back, until the object in the interpreter's dictionary goes and
// calls mark_ended().
//
// Threads count themselves in before they ask whether the end has begun, and the end begins before it counts: whichever
// comes second sees the other. A count carries the number of forks, because a child has none of its parent's threads.
#include "pyext/interpreter/interpreter_exit.h"

#include <chrono>
#include <new>
#include <thread>

#include "call/process/fork_count.h"
#include "pyext/interpreter/first_module.h"
#include "pyext/interpreter/state.h"

namespace cffi {
namespace {

constexpr const char* kCapsuleName = "_cffi_backend.ExitState";
constexpr uint64_t kCountMask = 0xFFFFFFFF;
constexpr std::chrono::milliseconds kForeignCallGrace{200};

// Tickets and counts begin with this; never 0.
uint64_t this_process() { return (uint64_t{fork_count()} + 1) << 32; }

// The capsule that holds an ExitState for Python's sake.
std::shared_ptr<ExitState>* content(PyObject* capsule) {
  return static_cast<std::shared_ptr<ExitState>*>(PyCapsule_GetPointer(capsule, kCapsuleName));
}

PyObject* on_exit(PyObject* capsule, PyObject*) {
  (*content(capsule))->begin_end();
  let_first_module_go();
  Py_RETURN_NONE;
}

void on_end(PyObject* capsule) {
  std::shared_ptr<ExitState>* exit = content(capsule);
  (*exit)->mark_ended();
  delete exit;
}

PyMethodDef exit_hook = {"interpreter_exit", on_exit, METH_NOARGS, nullptr};

// `ends`: the object stands for the interpreter itself.
Ref<> make_capsule(State& state, bool ends) {
  auto* held = new (std::nothrow) std::shared_ptr<ExitState>(state.exit);
  if (held == nullptr) {
    PyErr_NoMemory();
    return nullptr;
  }
  PyCapsule_Destructor drop = [](PyObject* capsule) { delete content(capsule); };
  Ref<> capsule = steal(PyCapsule_New(held, kCapsuleName, ends ? on_end : drop));
  if (!capsule) {
    delete held;
  }
  return capsule;
}

bool add_hook(State& state) {
  Ref<> atexit = steal(PyImport_ImportModule("atexit"));
  Ref<> capsule = atexit ? make_capsule(state, false) : nullptr;
  Ref<> hook = steal(capsule ? PyCFunction_New(&exit_hook, capsule.get()) : nullptr);
  return hook && steal(PyObject_CallMethod(atexit.get(), "register", "O", hook.get()));
}

bool add_end_mark(State& state) {
  PyObject* dictionary = PyInterpreterState_GetDict(PyInterpreterState_Get());
  if (dictionary == nullptr) {
    PyErr_NoMemory();
    return false;
  }
  Ref<> key = steal(PyUnicode_FromFormat("%s %p", kCapsuleName, state.exit.get()));
  Ref<> capsule = key ? make_capsule(state, true) : nullptr;
  return capsule && PyDict_SetItem(dictionary, key.get(), capsule.get()) == 0;
}

}  // namespace

bool ExitState::is_ending_thread() const { return thread_.load() == PyThread_get_thread_ident(); }

uint64_t InFlightCount::enter() {
  uint64_t process = this_process();
  uint64_t before = value_.load();
  uint64_t base = 0;
  do {
    base = (before & ~kCountMask) == process ? before : process;
  } while (!value_.compare_exchange_weak(before, base + 1));
  return process;
}

void InFlightCount::leave(uint64_t ticket) {
  uint64_t before = value_.load();
  while ((before & ~kCountMask) == ticket && !value_.compare_exchange_weak(before, before - 1)) {
  }
}

bool InFlightCount::any() const {
  uint64_t value = value_.load();
  return (value & ~kCountMask) == this_process() && (value & kCountMask) != 0;
}

uint64_t ExitState::enter_unless_ending(InFlightCount& count) {
  uint64_t ticket = count.enter();
  if (is_finalizing()) {
    count.leave(ticket);
    return 0;
  }
  return ticket;
}

uint64_t ExitState::begin_entry() { return enter_unless_ending(entries_); }

uint64_t ExitState::begin_foreign_call() { return enter_unless_ending(foreign_calls_); }

void ExitState::begin_end() {
  thread_ = PyThread_get_thread_ident();
  finalizing_ = true;
  auto deadline = std::chrono::steady_clock::now() + kForeignCallGrace;
  while (entries_.any() || (foreign_calls_.any() && std::chrono::steady_clock::now() < deadline)) {
    PyThreadState* detached = PyEval_SaveThread();
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    PyEval_RestoreThread(detached);
  }
}

bool watch_interpreter_exit(State& state) { return add_hook(state) && add_end_mark(state); }

}  // namespace cffi
