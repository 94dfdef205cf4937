// The class __CDataOwnGC: callbacks (function pointers) and handles (void *).
#include "pyext/memory/own_gc_class.h"

#include "pyext/calls/callback.h"
#include "pyext/memory/handle.h"
#include "pyext/python/py_compat.h"
#include "pyext/values/cdata_repr.h"

namespace cffi {
namespace {

bool is_callback(PyObject* self) { return as_cdata(self)->type->is(kIsFunctionPointer); }
CallbackObject* as_callback(PyObject* self) { return reinterpret_cast<CallbackObject*>(self); }
HandleObject* as_handle(PyObject* self) { return reinterpret_cast<HandleObject*>(self); }

int traverse(PyObject* self, visitproc visit, void* arg) {
  if (as_cdata(self)->type == nullptr) {
    return 0;  // not filled yet
  }
  if (is_callback(self)) {
    Py_VISIT(as_callback(self)->callable);
    Py_VISIT(as_callback(self)->onerror);
  } else {
    Py_VISIT(as_handle(self)->object);
  }
  return traverse_cdata_base(as_cdata(self), visit, arg);
}

// The machine code stays until the object goes; C that calls it gets the error result.
int clear(PyObject* self) {
  if (is_callback(self)) {
    clear_field(as_callback(self)->callable);
    clear_field(as_callback(self)->onerror);
  } else {
    forget_handle(as_handle(self));
  }
  return 0;
}

void dealloc(PyObject* self) {
  PyObject_GC_UnTrack(self);
  if (as_cdata(self)->type != nullptr) {
    if (is_callback(self)) {
      retire_callback(as_callback(self));
    }
    clear(self);
  }
  clear_cdata_base(as_cdata(self));
  free_instance(self);
}

PyObject* represent(PyObject* self) {
  PyObject* inner = is_callback(self) ? as_callback(self)->callable : as_handle(self)->object;
  Ref<> middle = steal(
      PyUnicode_FromFormat(is_callback(self) ? "calling %R" : "handle to %R", inner != nullptr ? inner : Py_None));
  return middle ? cdata_repr_with(as_cdata(self), middle.get()).release() : nullptr;
}

PyType_Slot slots[] = {
    {Py_tp_doc, const_cast<char*>("A callback, from ffi.callback(); or a handle, from ffi.new_handle().")},
    {Py_tp_repr, reinterpret_cast<void*>(represent)},
    {Py_tp_traverse, reinterpret_cast<void*>(traverse)},
    {Py_tp_clear, reinterpret_cast<void*>(clear)},
    {Py_tp_dealloc, reinterpret_cast<void*>(dealloc)},
    {0, nullptr},
};

}  // namespace

static_assert(sizeof(HandleObject) <= sizeof(CallbackObject));
PyType_Spec own_gc_spec = {
    "_cffi_backend.__CDataOwnGC", sizeof(CallbackObject), 0,
    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL | kDisallowInstantiation, slots};

}  // namespace cffi
