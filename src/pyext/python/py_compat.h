// Where CPython versions and builds differ: in this file alone.
#pragma once

#include <mutex>

#include "pyext/python/py_ref.h"

// 3.12 made these names public without the underscore-free aliases changing meaning; 3.9 to 3.11 have T_* only.
#include <structmember.h>

namespace cffi {

#ifdef Py_GIL_DISABLED
inline constexpr bool kFreeThreaded = true;
#else
inline constexpr bool kFreeThreaded = false;
#endif

// For what belongs to one interpreter, held while its thread state is attached and no Python code runs: where there is
// a GIL, that is enough.
#ifdef Py_GIL_DISABLED
using InterpreterMutex = std::mutex;
#else
struct InterpreterMutex {
  void lock() {}
  void unlock() {}
};
#endif

// gh-77894: the garbage collector clears a memoryview that somebody still has a buffer of, and it crashes when that is
// given back. The later releases of 3.11 and 3.12 have the fix, but a build serves all releases of its version.
inline constexpr bool kMemoryViewsMustBeGivenBackEarly = PY_VERSION_HEX < 0x030D0000;

// The list of thread states, which threads lock without holding the GIL, may be half written in the child of os.fork(),
// and locked: there 3.11 waits for it forever. Later versions take that lock before they fork, after which whoever
// holds another lock while waiting for it must not be waited for.
inline constexpr bool kForkForgetsListOfStates = PY_VERSION_HEX < 0x030C0000;

// 3.12 and 3.13 take the last state of an interpreter off that list before they have done with it: another thread that
// makes one meanwhile is given the same memory, a fatal error. (Not in free-threaded builds: a thread that waits for a
// lock while it is attached keeps others from stopping the world, which whoever has the lock may wait for.)
inline constexpr bool kStatesAreReusedTooEarly =
    !kFreeThreaded && PY_VERSION_HEX >= 0x030C0000 && PY_VERSION_HEX < 0x030E0000;

// What a module's list of slots says of interpreters and of the GIL. Where a version does not know a slot, the list
// ends.
#if PY_VERSION_HEX >= 0x030C0000
inline const PyModuleDef_Slot kOwnGilSlot{Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED};
#else
inline constexpr PyModuleDef_Slot kOwnGilSlot{0, nullptr};
#endif
#if PY_VERSION_HEX >= 0x030D0000
inline const PyModuleDef_Slot kNoGilSlot{Py_mod_gil, Py_MOD_GIL_NOT_USED};
#else
inline constexpr PyModuleDef_Slot kNoGilSlot{0, nullptr};
#endif

// A module made without slots that needs no GIL: says so to free-threaded builds.
inline void declare_no_gil_needed(PyObject* module) {
#ifdef Py_GIL_DISABLED
  PyUnstable_Module_SetGIL(module, Py_MOD_GIL_NOT_USED);
#else
  (void)module;
#endif
}

// The thread state that is attached to this thread; null when none is. Before 3.12: that which has the GIL, wherever.
inline PyThreadState* current_thread_state() {
#if PY_VERSION_HEX >= 0x030D0000
  return PyThreadState_GetUnchecked();
#else
  return _PyThreadState_UncheckedGet();
#endif
}

// Reports the current exception as unraisable, with `object` (may be null) as the place where it happened.
inline void write_unraisable(PyObject* object) { PyErr_WriteUnraisable(object); }

// The same with a text in place of the object: public from 3.13 on.
inline constexpr bool kUnraisableTakesText = PY_VERSION_HEX >= 0x030D0000;
inline void write_unraisable_text([[maybe_unused]] PyObject* text) {
#if PY_VERSION_HEX >= 0x030D0000
  PyErr_FormatUnraisable("%U", text);
#endif
}

// Whether freeze_class() can do anything.
inline constexpr bool kClassesCanBeFrozen = PY_VERSION_HEX >= 0x030A0000;

// Instances are made by our own functions only. (3.9 lacks the flag: make_class takes tp_new away there.)
#if PY_VERSION_HEX >= 0x030A0000
inline constexpr unsigned int kDisallowInstantiation = Py_TPFLAGS_DISALLOW_INSTANTIATION;
#else
inline constexpr unsigned int kDisallowInstantiation = 0;
#endif

// Makes a heap class of this module from `spec` and adds nothing to the module. Null with an exception set.
// A class without a Py_tp_new slot cannot be called from Python.
PyTypeObject* make_class(PyObject* module, PyType_Spec* spec, PyTypeObject* base = nullptr);
// Our own subclasses need a base that allows it while they are made; afterwards Python code may not subclass it.
void forbid_subclasses(PyTypeObject* cls);
// No attributes of the class are set, changed or deleted any more. (3.9 cannot say so.)
void freeze_class(PyTypeObject* cls);

// A new instance of a class of ours, its own members zeroed. Empty with MemoryError set.
template <typename T>
Ref<T> new_object(PyTypeObject* cls) {
  return steal(reinterpret_cast<T*>(PyType_GenericAlloc(cls, 0)));
}

// Heap instances own a reference to their class (CPython 3.8 and later): to be called at the end of tp_dealloc.
void free_instance(PyObject* self);

// Takes the current exception away as one normalised object / puts it back (PyErr_Fetch changed shape in 3.12).
Ref<> take_exception();
void restore_exception(Ref<> exception);

// A new reference to dict[key], or empty: without an exception when the key is missing.
Ref<> dict_get(PyObject* dict, PyObject* key);

// A new reference to dict[key], which is set to `value` when it is missing. Empty with an exception set.
Ref<> dict_set_default(PyObject* dict, PyObject* key, PyObject* value);

// A new reference to list[index], or empty without an exception when the list has become shorter.
Ref<> list_get(PyObject* list, Py_ssize_t index);

// True when `value` is an exact int that fits in one machine word without a function call into long arithmetic.
inline bool small_int(PyObject* value, long long* out) {
#if PY_VERSION_HEX >= 0x030C0000
  if (PyLong_CheckExact(value) && PyUnstable_Long_IsCompact(reinterpret_cast<PyLongObject*>(value)) != 0) {
    *out = PyUnstable_Long_CompactValue(reinterpret_cast<PyLongObject*>(value));
    return true;
  }
#else
  if (PyLong_CheckExact(value)) {
    int overflow = 0;
    *out = PyLong_AsLongLongAndOverflow(value, &overflow);
    return overflow == 0;
  }
#endif
  return false;
}

}  // namespace cffi
