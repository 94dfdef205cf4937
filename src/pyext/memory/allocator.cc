// What ffi.new_allocator() returns: a built-in function like ffi.new(), bound to (ffi, alloc, free, clear).
#include "pyext/memory/allocator.h"

#include "pyext/ffi/ffi_object.h"
#include "pyext/python/parameters.h"
#include "pyext/python/py_error.h"
#include "pyext/values/cdata_new.h"

namespace cffi {
namespace {

PyObject* allocate(PyObject* bound, PyObject* const* values, Py_ssize_t count, PyObject* keyword_names) {
  static constexpr const char* kNames[] = {"cdecl", "init"};
  Bound<2> given({"allocator", kNames, 2, 1}, {values, count, keyword_names});
  CTypeObject* type = given ? resolve_type(reinterpret_cast<FfiObject*>(PyTuple_GetItem(bound, 0)), given[0],
                                           kAcceptString | kAcceptCType)
                            : nullptr;
  bool clear = PyTuple_GetItem(bound, 3) == Py_True;
  PyObject* init = given[1] != nullptr ? given[1] : Py_None;
  return type != nullptr ? new_cdata_with(type, init, PyTuple_GetItem(bound, 1), PyTuple_GetItem(bound, 2), clear)
                         : nullptr;
}

PyMethodDef definition = {"allocator", reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(allocate)),
                          METH_FASTCALL | METH_KEYWORDS,
                          "allocator(cdecl, init=None)\n\nLike new(), with memory from the functions that were given."};

PyObject* or_none(PyObject* object) { return object != nullptr ? object : Py_None; }

}  // namespace

PyObject* make_allocator(PyObject* ffi, PyObject* allocate_memory, PyObject* release, bool clear) {
  if (or_none(allocate_memory) == Py_None && or_none(release) != Py_None) {
    return raise_format(PyExc_TypeError, "cannot pass 'free' without 'alloc'");
  }
  Ref<> bound = steal(PyTuple_Pack(4, ffi, or_none(allocate_memory), or_none(release), clear ? Py_True : Py_False));
  return bound ? PyCFunction_New(&definition, bound.get()) : nullptr;
}

}  // namespace cffi
