// What ffi.new_allocator() returns: a callable like ffi.new().
#include "pyext/cdata_new.h"
#include "pyext/ffi_object.h"
#include "pyext/py_compat.h"
#include "pyext/py_error.h"

namespace cffi {
namespace {

struct AllocatorObject {
  PyObject_HEAD PyObject* ffi;  // strong
  PyObject* allocate;           // strong or null: plain new()
  PyObject* release;            // strong or null
  bool clear;
};

AllocatorObject* as_allocator(PyObject* self) { return reinterpret_cast<AllocatorObject*>(self); }

PyObject* allocator_call(PyObject* self, PyObject* arguments, PyObject* keywords) {
  static const char* const names[] = {"cdecl", "init", nullptr};
  PyObject* cdecl_argument = nullptr;
  PyObject* init = nullptr;
  if (PyArg_ParseTupleAndKeywords(arguments, keywords, "O|O:allocate", const_cast<char**>(names), &cdecl_argument,
                                  &init) == 0) {
    return nullptr;
  }
  AllocatorObject* allocator = as_allocator(self);
  CTypeObject* type =
      resolve_type(reinterpret_cast<FfiObject*>(allocator->ffi), cdecl_argument, kAcceptString | kAcceptCType);
  return type != nullptr ? new_cdata_with(type, init, allocator->allocate, allocator->release, allocator->clear)
                         : nullptr;
}

int allocator_traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  Py_VISIT(as_allocator(self)->ffi);
  Py_VISIT(as_allocator(self)->allocate);
  Py_VISIT(as_allocator(self)->release);
  return 0;
}

// The functions alone are cleared: calling a cleared allocator still finds its FFI.
int allocator_clear(PyObject* self) {
  clear_field(as_allocator(self)->allocate);
  clear_field(as_allocator(self)->release);
  return 0;
}

void allocator_dealloc(PyObject* self) {
  PyObject_GC_UnTrack(self);
  allocator_clear(self);
  clear_field(as_allocator(self)->ffi);
  free_instance(self);
}

PyType_Slot allocator_slots[] = {
    {Py_tp_dealloc, reinterpret_cast<void*>(allocator_dealloc)},
    {Py_tp_traverse, reinterpret_cast<void*>(allocator_traverse)},
    {Py_tp_clear, reinterpret_cast<void*>(allocator_clear)},
    {Py_tp_call, reinterpret_cast<void*>(allocator_call)},
    {0, nullptr},
};

PyType_Spec allocator_spec = {
    .name = "_cffi_backend.__FFIAllocator",
    .basicsize = sizeof(AllocatorObject),
    .itemsize = 0,
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | kDisallowInstantiation,
    .slots = allocator_slots,
};

PyObject* none_as_null(PyObject* object) { return object != Py_None ? object : nullptr; }

}  // namespace

PyObject* make_allocator(PyObject* ffi, PyObject* allocate, PyObject* release, bool clear) {
  allocate = none_as_null(allocate);
  release = none_as_null(release);
  if (allocate == nullptr && release != nullptr) {
    return raise_format(PyExc_TypeError, "cannot pass 'free' without 'alloc'");
  }
  State& state = *reinterpret_cast<FfiObject*>(ffi)->state;
  auto self = steal(as_allocator(PyType_GenericAlloc(state.allocator_class, 0)));
  if (!self) {
    return nullptr;
  }
  self->ffi = borrow(ffi).release();
  self->allocate = borrow(allocate).release();
  self->release = borrow(release).release();
  self->clear = clear;
  return self.release_object();
}

bool add_allocator_class(State& state) {
  state.allocator_class = make_class(state.module, &allocator_spec);
  return state.allocator_class != nullptr;
}

}  // namespace cffi
