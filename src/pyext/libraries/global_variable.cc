#include "pyext/libraries/global_variable.h"

#include "call/process/saved_errno.h"
#include "pyext/libraries/lib_object.h"
#include "pyext/libraries/symbol_owner.h"
#include "pyext/memory/store_checked.h"
#include "pyext/python/py_compat.h"
#include "pyext/python/py_error.h"
#include "pyext/types/partial_type.h"
#include "pyext/values/aggregate_conversion.h"
#include "pyext/values/cdata_index.h"
#include "pyext/values/from_python.h"

namespace cffi {
namespace {

GlobalVariableObject* as_variable(PyObject* self) { return reinterpret_cast<GlobalVariableObject*>(self); }

int traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  Py_VISIT(as_object(as_variable(self)->type));
  Py_VISIT(as_variable(self)->owner);
  return 0;
}

// No tp_clear: immutable, cycles are broken in the Lib's dictionary.
void dealloc(PyObject* self) {
  PyObject_GC_UnTrack(self);
  clear_field(as_variable(self)->owner);
  clear_field(as_variable(self)->type);
  free_instance(self);
}

PyType_Slot slots[] = {
    {Py_tp_doc, const_cast<char*>("A global variable of a library.")},
    {Py_tp_traverse, reinterpret_cast<void*>(traverse)},
    {Py_tp_dealloc, reinterpret_cast<void*>(dealloc)},
    {0, nullptr},
};

PyObject* variable_name(GlobalVariableObject* variable) {
  return reinterpret_cast<SymbolObject*>(variable->owner)->name;
}

bool check_open(GlobalVariableObject* variable) {
  bool closed = is_released(variable);
  if (closed) {
    raise_unusable_memory(variable);
  }
  return !closed;
}

// Values need a known size, and the library to be still there.
bool check_usable(GlobalVariableObject* variable) {
  if (!check_open(variable)) {
    return false;
  }
  if (ctype_size(variable->type) < 0) {
    if (!raise_if_partial(variable->type)) {
      raise_format(PyExc_TypeError, "variable '%U' has ctype '%U' of unknown size", variable_name(variable),
                   variable->type->name);
    }
    return false;
  }
  return true;
}

// Null with an exception set.
char* address_now(GlobalVariableObject* variable) {
  if (variable->fetch == nullptr) {
    return variable->address;
  }
  restore_errno();
  char* address = static_cast<char*>(variable->fetch());
  save_errno();
  return address != nullptr
             ? address
             : raise_format(*variable->type->state, ExceptionKind::kAttributeError | ExceptionKind::kFFIError,
                            "global variable '%U' is at address NULL", variable_name(variable));
}

[[gnu::noinline]] int store_value_checked(GlobalVariableObject* variable, PyObject* value) {
  CTypeObject* type = variable->type;
  auto size = static_cast<size_t>(ctype_size(type));
  char* address = address_now(variable);
  return address == nullptr ? -1
                            : store_checked(variable, address, {size, 0, size}, OnMistake::kStoreNothing,
                                            [&](char* copy) { return type->from_python(type, copy, value); });
}

// As many items as `value` has, whatever the variable has room for, which nobody knows.
int write_open_array(GlobalVariableObject* variable, PyObject* value) {
  CTypeObject* type = variable->type;
  char* address = address_now(variable);
  bool runs_code = PyList_Check(value) || PyTuple_Check(value);
  if (address == nullptr || !runs_code) {
    return address != nullptr ? convert_array(type, address, -1, value) : -1;
  }
  Py_ssize_t length = PyList_Check(value) ? PyList_Size(value) : PyTuple_Size(value);
  Py_ssize_t item_size = ctype_size(type->item);
  if (item_size < 0) {  // `int v[...][...]`, without a compiler
    raise_format(PyExc_ValueError, "array item of unknown size: '%U'", type->item->name);
    return -1;
  }
  auto size = static_cast<size_t>(length * item_size);
  return store_checked(variable, address, {size, 0, size}, OnMistake::kStoreNothing,
                       [&](char* copy) { return convert_array(type, copy, length, value); });
}

}  // namespace

Ref<GlobalVariableObject> make_global_variable(CTypeObject* type, char* address, PyObject* owner, bool read_only) {
  Ref<GlobalVariableObject> self = new_object<GlobalVariableObject>(type->state->cls(kGlobalVariableClass));
  if (self) {
    self->type = borrow(type).release();
    self->address = address;
    self->owner = borrow(owner).release();
    self->read_only = read_only;
  }
  return self;
}

Ref<GlobalVariableObject> make_fetched_variable(CTypeObject* type, FetchAddress* fetch, PyObject* owner) {
  Ref<GlobalVariableObject> self = make_global_variable(type, nullptr, owner, false);
  if (self) {
    self->fetch = fetch;
  }
  return self;
}

bool is_released(const GlobalVariableObject* variable) {
  return symbol_library_closed(*variable->type->state, variable->owner);
}

std::nullptr_t raise_unusable_memory(GlobalVariableObject* variable) {
  return raise_library_closed(*variable->type->state, variable->owner);
}

PyObject* read_global(GlobalVariableObject* variable) {
  CTypeObject* type = variable->type;
  bool open_array = type->is(kIsOpenArray);
  bool opaque = type->is(kIsRecord) && ctype_size(type) < 0;
  if (opaque && raise_if_partial(type)) {
    return nullptr;
  }
  bool usable = open_array || opaque ? check_open(variable) : check_usable(variable);
  char* address = usable ? address_now(variable) : nullptr;
  if (address == nullptr) {
    return nullptr;
  }
  if (open_array) {
    CTypeObject* pointer = pointer_ctype(type->item);
    return pointer != nullptr ? make_pointer(pointer, address, variable->owner) : nullptr;
  }
  // `struct opaque &`: its address is all that C programs want of one, too.
  return opaque ? make_view(type, address, variable->owner) : type->to_python(type, address, variable->owner);
}

int write_global(GlobalVariableObject* variable, PyObject* value) {
  if (value == nullptr) {
    raise_format(PyExc_AttributeError, "C variable '%U' cannot be deleted", variable_name(variable));
    return -1;
  }
  if (variable->read_only) {
    raise_format(PyExc_AttributeError, "cannot write to '%U': it is declared const", variable_name(variable));
    return -1;
  }
  if (variable->type->is(kIsOpenArray)) {
    return check_open(variable) ? write_open_array(variable, value) : -1;
  }
  if (!check_usable(variable)) {
    return -1;
  }
  if (!converts_without_code(value)) {
    return store_value_checked(variable, value);
  }
  char* address = address_now(variable);
  return address != nullptr ? variable->type->from_python(variable->type, address, value) : -1;
}

PyObject* address_of_global(GlobalVariableObject* variable) {
  CTypeObject* pointer = check_open(variable) ? pointer_ctype(variable->type) : nullptr;
  char* address = pointer != nullptr ? address_now(variable) : nullptr;
  return address != nullptr ? make_pointer(pointer, address, variable->owner) : nullptr;
}

PyType_Spec global_variable_spec = {"_cffi_backend.__FFIGlobSupport", sizeof(GlobalVariableObject), 0,
                                    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | kDisallowInstantiation, slots};

}  // namespace cffi
