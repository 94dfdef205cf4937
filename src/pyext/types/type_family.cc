// The cycle family <-> ctypes <-> fields is broken in one place, tp_clear of the family; ctypes have none of their own.
#include "pyext/types/type_family.h"

#include <algorithm>
#include <new>

#include "pyext/python/py_compat.h"
#include "pyext/types/record_fields.h"

namespace cffi {
namespace {

TypeFamilyObject* as_family(PyObject* self) { return reinterpret_cast<TypeFamilyObject*>(self); }

int family_traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  for (CTypeObject* ctype : as_family(self)->ctypes) {
    Py_VISIT(as_object(ctype));
  }
  for (TypeFamilyObject* dependency : as_family(self)->dependencies) {
    Py_VISIT(as_object(dependency));
  }
  return 0;
}

// What is only borrowed from the family must not outlive its list. All of it can be made again: finalizers of other
// garbage may still use these ctypes.
void forget_lazy_parts(CTypeObject* ctype) {
  ctype->pointer_to.store(nullptr, std::memory_order_relaxed);
  ctype->open_array_of.store(nullptr, std::memory_order_relaxed);
  ctype->type->wrapper.store(nullptr, std::memory_order_release);
  if (FieldMap* map = ctype->fields.exchange(nullptr, std::memory_order_acq_rel)) {
    free_field_map(map);
  }
}

int family_clear(PyObject* self) {
  auto ctypes = std::move(as_family(self)->ctypes);
  as_family(self)->ctypes.clear();
  for (CTypeObject* ctype : ctypes) {
    forget_lazy_parts(ctype);
  }
  // Pointers were made after what they point to: dropped first, so that no chain of them is freed recursively.
  for (auto it = ctypes.rbegin(); it != ctypes.rend(); ++it) {
    Py_DECREF(as_object(*it));
  }
  auto dependencies = std::move(as_family(self)->dependencies);
  as_family(self)->dependencies.clear();
  for (TypeFamilyObject* dependency : dependencies) {
    Py_DECREF(as_object(dependency));
  }
  return 0;
}

void family_dealloc(PyObject* self) {
  PyObject_GC_UnTrack(self);
  family_clear(self);
  TypeFamilyObject* family = as_family(self);
  if (family->table) {
    family->table->wrapper = nullptr;
  }
  family->table.~shared_ptr();
  family->ctypes.~vector();
  family->dependencies.~vector();
  State* state = family->state;
  free_instance(self);
  state->release();
}

PyType_Slot family_slots[] = {
    {Py_tp_traverse, reinterpret_cast<void*>(family_traverse)},
    {Py_tp_clear, reinterpret_cast<void*>(family_clear)},
    {Py_tp_dealloc, reinterpret_cast<void*>(family_dealloc)},
    {0, nullptr},
};

}  // namespace

Ref<TypeFamilyObject> make_type_family(State& state, std::shared_ptr<TypeTable> table) {
  if (table->wrapper != nullptr) {
    return borrow(static_cast<TypeFamilyObject*>(table->wrapper));
  }
  Ref<TypeFamilyObject> self = new_object<TypeFamilyObject>(state.cls(kTypeFamilyClass));
  if (!self) {
    return nullptr;
  }
  self->state = &state;
  self->low_level = false;
  new (&self->table) std::shared_ptr<TypeTable>(std::move(table));
  new (&self->ctypes) std::vector<CTypeObject*>();
  new (&self->dependencies) std::vector<TypeFamilyObject*>();
  self->table->wrapper = self.get();
  state.retain();
  if (state.common != nullptr) {
    self->dependencies.push_back(borrow(state.common).release());
  }
  return self;
}

void add_family_dependency(TypeFamilyObject* family, TypeFamilyObject* other) {
  TypesLock lock(*family->state);
  if (family == other ||
      std::find(family->dependencies.begin(), family->dependencies.end(), other) != family->dependencies.end()) {
    return;
  }
  family->table->depend_on(other->table);
  family->dependencies.push_back(borrow(other).release());
}

PyType_Spec type_family_spec = {"_cffi_backend.__TypeFamily", sizeof(TypeFamilyObject), 0,
                                Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, family_slots};

}  // namespace cffi
