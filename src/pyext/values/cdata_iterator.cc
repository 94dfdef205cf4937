#include "pyext/values/cdata_iterator.h"

#include <atomic>

#include "pyext/python/py_compat.h"
#include "pyext/python/py_error.h"
#include "pyext/values/cdata_index.h"

namespace cffi {
namespace {

struct CDataIteratorObject {
  PyObject_HEAD CDataObject* array;  // strong
  Py_ssize_t next;
};

CDataIteratorObject* as_iterator(PyObject* self) { return reinterpret_cast<CDataIteratorObject*>(self); }

PyObject* iterator_next(PyObject* self) {
  CDataIteratorObject* iterator = as_iterator(self);
  std::atomic_ref<Py_ssize_t> next(iterator->next);
  Py_ssize_t index = next.load(std::memory_order_relaxed);
  if (iterator->array == nullptr || index >= array_length(iterator->array)) {
    return nullptr;
  }
  next.store(index + 1, std::memory_order_relaxed);
  return read_item(iterator->array, index);
}

int iterator_traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  Py_VISIT(as_iterator(self)->array);
  return 0;
}

int iterator_clear(PyObject* self) {
  clear_field(as_iterator(self)->array);
  return 0;
}

void iterator_dealloc(PyObject* self) {
  PyObject_GC_UnTrack(self);
  iterator_clear(self);
  free_instance(self);
}

PyMethodDef iterator_methods[] = {
    {"__reduce_ex__", refuse_pickling, METH_VARARGS, "Raises TypeError: what it iterates over is of one process."},
    {nullptr, nullptr, 0, nullptr},
};

PyType_Slot iterator_slots[] = {
    {Py_tp_methods, iterator_methods},
    {Py_tp_dealloc, reinterpret_cast<void*>(iterator_dealloc)},
    {Py_tp_traverse, reinterpret_cast<void*>(iterator_traverse)},
    {Py_tp_clear, reinterpret_cast<void*>(iterator_clear)},
    {Py_tp_iter, reinterpret_cast<void*>(PyObject_SelfIter)},
    {Py_tp_iternext, reinterpret_cast<void*>(iterator_next)},
    {0, nullptr},
};

}  // namespace

PyObject* cdata_iterate(PyObject* self) {
  auto* cdata = as_cdata(self);
  CTypeObject* type = cdata->type;
  if (!type->is(kIsArray)) {
    return raise_format(PyExc_TypeError, "cdata '%U' does not support iteration", type->name);
  }
  auto iterator = new_object<CDataIteratorObject>(type->state->cls(kCDataIteratorClass));
  if (!iterator) {
    return nullptr;
  }
  iterator->array = borrow(cdata).release();
  return iterator.release_object();
}

PyType_Spec cdata_iterator_spec = {
    .name = "_cffi_backend.__CData_iterator",
    .basicsize = sizeof(CDataIteratorObject),
    .itemsize = 0,
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | kDisallowInstantiation,
    .slots = iterator_slots,
};

}  // namespace cffi
