// FFI.init_once(): a function that runs once per tag, whatever threads ask.
#include "pyext/ffi/ffi_init_once.h"

#include "pyext/ffi/ffi_object.h"
#include "pyext/python/parameters.h"
#include "pyext/python/py_compat.h"
#include "pyext/python/py_error.h"

namespace cffi {
namespace {

// An entry of FFI.init_once_results: (True, result) when done, else (False, lock).
bool is_done(PyObject* entry) { return PyTuple_GetItem(entry, 0) == Py_True; }
PyObject* content(PyObject* entry) { return PyTuple_GetItem(entry, 1); }

// The entry for `tag`, made with a fresh lock when there is none. The lock is reentrant, so that a function that asks
// for its own tag ends in RecursionError, not in a deadlock.
Ref<> entry_for(FfiObject* ffi, PyObject* tag) {
  Ref<> entry = dict_get(ffi->init_once_results, tag);
  if (entry || PyErr_Occurred() != nullptr) {
    return entry;
  }
  Ref<> module = steal(PyImport_ImportModule("_thread"));
  Ref<> lock = steal(module ? PyObject_CallMethod(module.get(), "RLock", nullptr) : nullptr);
  Ref<> fresh = steal(lock ? PyTuple_Pack(2, Py_False, lock.get()) : nullptr);
  return fresh ? dict_set_default(ffi->init_once_results, tag, fresh.get()) : nullptr;
}

// Under the entry's lock. An exception is not remembered: the next caller tries again.
Ref<> run_once(FfiObject* ffi, PyObject* function, PyObject* tag) {
  Ref<> entry = dict_get(ffi->init_once_results, tag);
  if (!entry && PyErr_Occurred() != nullptr) {
    return nullptr;
  }
  if (entry && is_done(entry.get())) {
    return borrow(content(entry.get()));
  }
  Ref<> result = steal(PyObject_CallObject(function, nullptr));
  Ref<> done = steal(result ? PyTuple_Pack(2, Py_True, result.get()) : nullptr);
  if (!done || PyDict_SetItem(ffi->init_once_results, tag, done.get()) < 0) {
    return nullptr;
  }
  return result;
}

}  // namespace

PyObject* ffi_init_once(PyObject* self, Bound bound) {
  Ref<> entry = entry_for(as_ffi(self), bound[1]);
  if (!entry) {
    return nullptr;
  }
  if (is_done(entry.get())) {
    return borrow(content(entry.get())).release();
  }
  Ref<> acquired = steal(PyObject_CallMethod(content(entry.get()), "acquire", nullptr));
  if (!acquired) {
    return nullptr;
  }
  Ref<> result = run_once(as_ffi(self), bound[0], bound[1]);
  Ref<> exception = result ? nullptr : take_exception();
  Ref<> released = steal(PyObject_CallMethod(content(entry.get()), "release", nullptr));
  if (exception) {
    PyErr_Clear();
    restore_exception(std::move(exception));
  }
  return released ? result.release() : nullptr;
}

}  // namespace cffi
