#include "pyext/libraries/lib_function.h"

#include <new>

#include "ctype/type_text.h"
#include "pyext/ffi/module_declarations.h"
#include "pyext/libraries/lib_object.h"
#include "pyext/python/py_compat.h"
#include "pyext/python/py_error.h"

namespace cffi {
namespace {

FunctionObject* as_function(PyObject* self) { return reinterpret_cast<FunctionObject*>(self); }

int traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  Py_VISIT(as_object(as_function(self)->info.type));
  Py_VISIT(as_object(as_function(self)->lib));
  return 0;
}

// No tp_clear: cycles are broken in the Lib's dictionary.
void dealloc(PyObject* self) {
  PyObject_GC_UnTrack(self);
  delete[] as_function(self)->types;
  clear_field(as_function(self)->info.type);
  as_function(self)->info.~LibFunction();
  clear_field(as_function(self)->lib);
  free_instance(self);
}

PyType_Slot slots[] = {
    {Py_tp_doc, const_cast<char*>("What a function of a compiled module is bound to.")},
    {Py_tp_traverse, reinterpret_cast<void*>(traverse)},
    {Py_tp_dealloc, reinterpret_cast<void*>(dealloc)},
    {0, nullptr},
};
// The name is what a built-in function shows of its owner: <built-in method f of _cffi_backend.Lib object at 0x...>.

int method_flags(Op op, const ModuleTables& tables) {
  if (tables.is_current()) {
    return (tables.flags() & kConvertersTakeTuple) != 0 ? METH_VARARGS : METH_FASTCALL;
  }
  return op == Op::kFunctionNoArgs ? METH_NOARGS : op == Op::kFunctionOneArg ? METH_O : METH_VARARGS;
}

// "char *shout(char *)"
std::string prototype(CTypeObject* type, const std::string& name) {
  TypeSpelling spelling = spell_type(type_as<PointerType>(type->type)->pointee.type);
  bool glued = spelling.name_position > 0 && spelling.text[spelling.name_position - 1] == '*';
  return spelling.text.insert(spelling.name_position, glued ? name : " " + name);
}

void fill_info(LibFunction& info, LibObject* lib, const GlobalEntry& entry, CTypeObject* type, std::string name) {
  const ModuleTables& tables = lib->ffi->module->tables();
  info.type = borrow(type).release();
  info.address = static_cast<char*>(entry.size_or_direct_function);
  info.name = std::move(name);
  info.documentation = prototype(type, info.name) + ";\n\nCFFI C function from " + std::string(tables.name()) + ".lib";
  info.definition.ml_name = info.name.c_str();
  info.definition.ml_meth = reinterpret_cast<PyCFunction>(entry.address);
  info.definition.ml_flags = method_flags(op_of(entry.type_op), tables);
  info.definition.ml_doc = info.documentation.c_str();
}

// Result and arguments as ctypes. Null with an exception set.
std::unique_ptr<void*[]> collect_types(CTypeObject* type) {
  if (!realize_signature(type)) {
    return nullptr;
  }
  Py_ssize_t count = PyTuple_Size(type->arguments);
  std::unique_ptr<void*[]> types(new (std::nothrow) void*[static_cast<size_t>(count) + 1]);
  if (!types) {
    PyErr_NoMemory();
    return nullptr;
  }
  types[0] = type->result;
  for (Py_ssize_t i = 0; i < count; ++i) {
    types[static_cast<size_t>(i) + 1] = PyTuple_GetItem(type->arguments, i);
  }
  return types;
}

Ref<> bind(LibFunction& info, LibObject* lib, PyObject* self) {
  return steal(PyCFunction_NewEx(&info.definition, self, lib->library.name));
}

Ref<> make_with_descriptor(LibObject* lib, const GlobalEntry& entry, CTypeObject* type, std::string name) {
  std::unique_ptr<void*[]> types = collect_types(type);
  if (!types) {
    return nullptr;
  }
  Ref<FunctionObject> self = new_object<FunctionObject>(type->state->cls(kLibFunctionClass));
  if (!self) {
    return nullptr;
  }
  new (&self->info) LibFunction;
  fill_info(self->info, lib, entry, type, std::move(name));
  self->function = reinterpret_cast<void (*)()>(entry.size_or_direct_function);
  self->types = types.release();
  self->lib = borrow(lib).release();
  return bind(self->info, lib, self.object());
}

Ref<> make_with_lib(LibObject* lib, const GlobalEntry& entry, CTypeObject* type, std::string name) {
  Result<bool> put = lib->ffi->module->put_types(entry);
  if (!put) {
    return raise(*type->state, put.error());
  }
  if (!*put) {
    return nullptr;
  }
  auto* node = new (std::nothrow) LibFunctionList;
  if (node == nullptr) {
    PyErr_NoMemory();
    return nullptr;
  }
  fill_info(node->function, lib, entry, type, std::move(name));
  // In the list even if the built-in cannot be made: the list frees it.
  {
    TypesLock lock(*type->state);
    node->next.reset(lib->functions);
    lib->functions = node;
  }
  return bind(node->function, lib, as_object(lib));
}

}  // namespace

void free_function_list(LibFunctionList* list) {
  while (list != nullptr) {
    std::unique_ptr<LibFunctionList> node(list);
    clear_field(node->function.type);
    list = node->next.release();
  }
}

Ref<> make_lib_function(LibObject* lib, const GlobalEntry& entry, CTypeObject* type, std::string name) {
  return lib->ffi->module->tables().is_current() ? make_with_descriptor(lib, entry, type, std::move(name))
                                                 : make_with_lib(lib, entry, type, std::move(name));
}

const LibFunction* lib_function_of(State& state, PyObject* object) {
  if (!PyCFunction_Check(object)) {
    return nullptr;
  }
  PyObject* self = PyCFunction_GetSelf(object);
  if (self == nullptr || (Py_TYPE(self) != state.cls(kLibFunctionClass) && Py_TYPE(self) != state.cls(kLibClass))) {
    return nullptr;
  }
  // Methods of Lib (lib.__dir__) are bound without a module name.
  auto* builtin = reinterpret_cast<PyCFunctionObject*>(object);
  return builtin->m_module != nullptr ? reinterpret_cast<const LibFunction*>(builtin->m_ml) : nullptr;
}

PyType_Spec lib_function_spec = {"_cffi_backend.Lib", sizeof(FunctionObject), 0,
                                 Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | kDisallowInstantiation, slots};

}  // namespace cffi
