#include "pyext/libraries/compiled_lib.h"

#include <cstring>

#include "call/process/saved_errno.h"
#include "pyext/calls/cdata_call.h"
#include "pyext/libraries/lib_function.h"
#include "pyext/libraries/symbol_owner.h"
#include "pyext/python/py_error.h"
#include "pyext/types/partial_type.h"

namespace cffi {
namespace {

State& state_of(LibObject* lib) { return *lib->ffi->state; }

std::nullptr_t raise_null(LibObject* lib, PyObject* name) {
  return raise_format(PyExc_ImportError, "module '%U': malformed tables: '%U' has no address", lib->library.name, name);
}

Ref<> function_pointer(LibObject* lib, PyObject* name, CTypeObject* type, void* address) {
  if (address == nullptr) {
    return raise_null(lib, name);
  }
  Ref<> owner = make_symbol_owner(state_of(lib), as_object(lib), lib->library, name);
  return steal(owner ? make_pointer(type, static_cast<char*>(address), owner.get()) : nullptr);
}

bool check_size(LibObject* lib, PyObject* name, const CompiledGlobal& global) {
  auto compiled = reinterpret_cast<size_t>(global.entry->size_or_direct_function);
  Py_ssize_t declared = ctype_size(global.type);
  if (compiled == 0 || declared < 0 || compiled == static_cast<size_t>(declared)) {
    return true;
  }
  raise_format(state_of(lib), ExceptionKind::kAttributeError | ExceptionKind::kFFIError,
               "global variable '%U' should be %zd bytes according to the cdef, but the C compiler says %zu", name,
               declared, compiled);
  return false;
}

}  // namespace

Ref<> compiled_function(LibObject* lib, PyObject* name, const CompiledGlobal& global) {
  const char* text = PyUnicode_AsUTF8(name);
  bool needs_direct = lib->ffi->module->tables().is_current();
  if (global.entry->address == nullptr || (needs_direct && global.entry->size_or_direct_function == nullptr)) {
    return raise_null(lib, name);
  }
  return text != nullptr ? make_lib_function(lib, *global.entry, global.type, text) : nullptr;
}

Ref<> compiled_function_address(LibObject* lib, PyObject* name, const CompiledGlobal& global) {
  if (global.entry->size_or_direct_function == nullptr) {
    return steal(PyObject_GetAttr(as_object(lib), name));
  }
  return function_pointer(lib, name, global.type, global.entry->size_or_direct_function);
}

Ref<> compiled_extern_python(LibObject* lib, PyObject* name, const CompiledGlobal& global) {
  return function_pointer(lib, name, global.type, global.entry->size_or_direct_function);
}

Ref<> compiled_constant(LibObject* lib, PyObject* name, const CompiledGlobal& global) {
  using Store = void (*)(char*);
  auto store = reinterpret_cast<Store>(global.entry->address);
  if (store == nullptr) {
    return raise_null(lib, name);
  }
  Py_ssize_t size = ctype_size(global.type);
  if (size < 0) {
    return raise_if_partial(global.type)
               ? nullptr
               : raise_format(PyExc_TypeError, "constant '%U' has ctype '%U' of unknown size", name, global.type->name);
  }
  Ref<CDataObject> value = steal(make_owning(global.type, size));
  if (!value) {
    return nullptr;
  }
  restore_errno();
  store(value->data);
  save_errno();
  if (global.type->is(kIsRecord | kIsArray)) {
    return steal(value.release_object());
  }
  if (global.type->is(kIsFunctionPointer)) {
    char* address = nullptr;
    std::memcpy(&address, value->data, sizeof address);
    return function_pointer(lib, name, global.type, address);
  }
  return steal(result_to_python(global.type, value->data));
}

Ref<GlobalVariableObject> compiled_variable(LibObject* lib, PyObject* name, const CompiledGlobal& global) {
  if (global.entry->address == nullptr) {
    return raise_null(lib, name);
  }
  Ref<> owner = make_symbol_owner(state_of(lib), as_object(lib), lib->library, name);
  if (!owner) {
    return nullptr;
  }
  if (op_of(global.entry->type_op) == Op::kGlobalVariableF) {
    return make_fetched_variable(global.type, reinterpret_cast<FetchAddress*>(global.entry->address), owner.get());
  }
  return check_size(lib, name, global)
             ? make_global_variable(global.type, static_cast<char*>(global.entry->address), owner.get(), false)
             : nullptr;
}

}  // namespace cffi
