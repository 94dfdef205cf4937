// What keeps a library open for the functions and variables taken from it.
#include "pyext/libraries/symbol_owner.h"

#include "pyext/libraries/lib_object.h"
#include "pyext/python/py_compat.h"
#include "pyext/python/py_error.h"

namespace cffi {
namespace {

SymbolObject* as_symbol(PyObject* self) { return reinterpret_cast<SymbolObject*>(self); }

int traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  Py_VISIT(as_symbol(self)->library);
  return 0;
}

void dealloc(PyObject* self) {
  PyObject_GC_UnTrack(self);
  clear_field(as_symbol(self)->name);
  clear_field(as_symbol(self)->library);
  free_instance(self);
}

PyType_Slot slots[] = {
    {Py_tp_traverse, reinterpret_cast<void*>(traverse)},
    {Py_tp_dealloc, reinterpret_cast<void*>(dealloc)},
    {0, nullptr},
};

}  // namespace

Ref<> make_symbol_owner(State& state, PyObject* library, const OpenLibrary& open, PyObject* name) {
  Ref<SymbolObject> self = new_object<SymbolObject>(state.cls(kSymbolClass));
  if (self) {
    self->library = borrow(library).release();
    self->open = &open;
    self->name = borrow(name).release();
  }
  return steal(self.release_object());
}

std::nullptr_t raise_library_closed(State& state, PyObject* owner) {
  return raise_closed(state, *as_symbol(owner)->open);
}

PyType_Spec symbol_spec = {"_cffi_backend.__Symbol", sizeof(SymbolObject), 0,
                           Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | kDisallowInstantiation, slots};

}  // namespace cffi
