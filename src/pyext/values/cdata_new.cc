#include "pyext/values/cdata_new.h"

#include <cstring>

#include "pyext/memory/gc_cdata.h"
#include "pyext/memory/lifetime.h"
#include "pyext/python/py_error.h"
#include "pyext/types/partial_type.h"
#include "pyext/values/aggregate_conversion.h"
#include "pyext/values/cdata_index.h"
#include "pyext/values/from_python.h"

namespace cffi {
namespace {

// Far from overflowing when an object header is added. Nothing that large can be had anyway.
constexpr Py_ssize_t kLargestAllocation = PY_SSIZE_T_MAX - 4096;

// What one new() has to allocate and fill.
struct NewPlan {
  CTypeObject* type;         // as asked for
  CTypeObject* memory_type;  // of the cdata that owns the bytes: `type`, or the record that it points to
  Py_ssize_t size = 0;       // bytes
  Py_ssize_t length = -1;    // CDataObject::length of the owning cdata
  PyObject* init = nullptr;  // borrowed; null: zeroes
  bool points_to_record() const { return memory_type != type; }
};

void raise_unknown_size(CTypeObject* type) {
  raise_format(*type->state, ExceptionKind::kTypeError | ExceptionKind::kFFIError,
               "cannot instantiate ctype '%U' of unknown size", type->name);
}

// new("T *", init): one T. False with an exception set.
bool plan_pointer(NewPlan& plan) {
  CTypeObject* item = plan.type->item;
  plan.size = ctype_size(item);
  if (raise_if_partial(item)) {
    return false;
  }
  if (plan.size < 0) {
    raise_unknown_size(item);
    return false;
  }
  if (item->is(kIsText)) {
    plan.size *= 2;  // with a terminator: C code that takes it for a string does not run on
  }
  if (!item->is(kIsRecord)) {
    return true;
  }
  plan.memory_type = item;
  if (ends_in_flexible_array(item)) {
    if (plan.init != nullptr) {
      plan.size = flexible_record_size(item, plan.init);
    }
    plan.length = plan.size;
  }
  return plan.size >= 0;
}

// new("T[n]", init) or new("T[]", init). False with an exception set.
bool plan_array(NewPlan& plan) {
  CTypeObject* type = plan.type;
  Py_ssize_t count = type->length;
  if (count < 0) {
    PyObject* init = plan.init != nullptr ? plan.init : Py_None;
    count = open_array_length(type, &init);
    if (count < 0) {
      return false;
    }
    plan.init = init;
    plan.length = count;
  }
  Py_ssize_t item_size = ctype_size(type->item);
  if (raise_if_partial(type)) {
    return false;
  }
  if (item_size < 0) {
    raise_unknown_size(type->item);
    return false;
  }
  if (__builtin_mul_overflow(count, item_size, &plan.size)) {
    raise_format(PyExc_OverflowError, "array size would overflow a Py_ssize_t");
    return false;
  }
  return true;
}

bool make_plan(CTypeObject* type, PyObject* init, NewPlan& plan) {
  plan.type = type;
  plan.memory_type = type;
  plan.init = init != Py_None ? init : nullptr;
  bool made = false;
  if (type->is(kIsPointer)) {
    made = plan_pointer(plan);
  } else if (type->is(kIsArray)) {
    made = plan_array(plan);
  } else {
    raise_format(PyExc_TypeError, "expected a pointer or array ctype, got '%U'", type->name);
  }
  if (made && plan.size > kLargestAllocation) {
    PyErr_NoMemory();
    return false;
  }
  return made;
}

// Fills the memory, and puts the pointer in front of a record. Consumes `memory`.
PyObject* finish(const NewPlan& plan, Ref<CDataObject> memory) {
  if (!memory) {
    return nullptr;
  }
  if (plan.init != nullptr) {
    CTypeObject* type = plan.type;
    int result = 0;
    if (type->is(kIsArray)) {
      result = convert_array(type, memory->data, array_length(memory.get()), plan.init);
    } else if (plan.points_to_record()) {
      result = convert_record(type->item, memory->data, plan.init, plan.size);
    } else {
      result = type->item->from_python(type->item, memory->data, plan.init);
    }
    if (result < 0) {
      return nullptr;
    }
  }
  if (!plan.points_to_record()) {
    return memory.release_object();
  }
  return make_owning_pointer(plan.type, memory.get());
}

// Checks what an allocator function returned. Its address, or null with an exception set.
char* allocated_address(State& state, PyObject* result, Py_ssize_t size) {
  if (!is_cdata(state, result)) {
    return raise_format(PyExc_TypeError, "alloc() must return a cdata object (got %.200s)", Py_TYPE(result)->tp_name);
  }
  auto* cdata = as_cdata(result);
  if (!cdata->type->is(kIsPointer | kIsArray)) {
    return raise_format(PyExc_TypeError, "alloc() must return a cdata pointer, not '%U'", cdata->type->name);
  }
  if (cdata->data == nullptr) {
    return raise_format(PyExc_MemoryError, "alloc() returned NULL");
  }
  if (is_released(cdata)) {
    return raise_unusable_memory(cdata);
  }
  Py_ssize_t available = allocated_size(cdata);
  if (available >= 0 && available < size) {
    return raise_format(PyExc_ValueError, "alloc() returned cdata '%U' of %zd bytes, but %zd bytes are needed",
                        cdata->type->name, available, size);
  }
  return cdata->data;
}

}  // namespace

PyObject* new_cdata(CTypeObject* type, PyObject* init) {
  NewPlan plan;
  if (!make_plan(type, init, plan)) {
    return nullptr;
  }
  return finish(plan, steal(make_owning(plan.memory_type, plan.size, plan.length)));
}

PyObject* new_cdata_with(CTypeObject* type, PyObject* init, PyObject* allocate, PyObject* release, bool clear) {
  if (allocate == nullptr || allocate == Py_None) {
    return new_cdata(type, init);
  }
  NewPlan plan;
  if (!make_plan(type, init, plan)) {
    return nullptr;
  }
  Ref<> result = steal(PyObject_CallFunction(allocate, "n", plan.size));
  char* address = result ? allocated_address(*type->state, result.get(), plan.size) : nullptr;
  if (address == nullptr) {
    return nullptr;
  }
  if (clear) {
    std::memset(address, 0, static_cast<size_t>(plan.size));
  }
  PyObject* destructor = release != Py_None ? release : nullptr;
  PyObject* memory = make_gc_cdata(plan.memory_type, address, result.get(), destructor, plan.length);
  return finish(plan, steal(as_cdata(memory)));
}

}  // namespace cffi
