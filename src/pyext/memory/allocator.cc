#include "pyext/memory/allocator.h"

#include "pyext/ffi/ffi_object.h"
#include "pyext/python/method_table.h"
#include "pyext/python/py_error.h"
#include "pyext/values/cdata_new.h"

namespace cffi {
namespace {

// `self`: (ffi, alloc, free, clear)
PyObject* allocate(PyObject* self, Bound bound) {
  CTypeObject* type = resolve_type(as_ffi(PyTuple_GetItem(self, 0)), bound[0], kAcceptString | kAcceptCType);
  bool clear = PyTuple_GetItem(self, 3) == Py_True;
  PyObject* init = bound[1] != nullptr ? bound[1] : Py_None;
  return type != nullptr ? new_cdata_with(type, init, PyTuple_GetItem(self, 1), PyTuple_GetItem(self, 2), clear)
                         : nullptr;
}

constexpr MethodEntry kAllocator[] = {
    {"", "allocator(cdecl, init=None)\n\nLike new(), with memory from the functions that were given.", allocate},
};
auto definitions = make_method_table<kAllocator>();

PyObject* or_none(PyObject* object) { return object != nullptr ? object : Py_None; }

}  // namespace

PyObject* make_allocator(PyObject* ffi, PyObject* allocate_memory, PyObject* release, bool clear) {
  if (or_none(allocate_memory) == Py_None && or_none(release) != Py_None) {
    return raise_format(PyExc_TypeError, "cannot pass 'free' without 'alloc'");
  }
  Ref<> bound = steal(PyTuple_Pack(4, ffi, or_none(allocate_memory), or_none(release), clear ? Py_True : Py_False));
  return bound ? PyCFunction_New(definitions.data(), bound.get()) : nullptr;
}

}  // namespace cffi
