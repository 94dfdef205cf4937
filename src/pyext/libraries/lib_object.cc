#include "pyext/libraries/lib_object.h"

#include <cstddef>

#include "pyext/ffi/ffi_declarations.h"
#include "pyext/libraries/compiled_lib.h"
#include "pyext/libraries/global_variable.h"
#include "pyext/libraries/lib_function.h"
#include "pyext/libraries/lib_listing.h"
#include "pyext/libraries/symbol_owner.h"
#include "pyext/python/py_compat.h"
#include "pyext/python/py_error.h"
#include "pyext/types/partial_type.h"

namespace cffi {
namespace {

LibObject* as_lib(PyObject* self) { return reinterpret_cast<LibObject*>(self); }
State& state_of(LibObject* lib) { return *lib->ffi->state; }

// What a name is, copied out of the scope while its lock was held.
struct NamedThing {
  bool found = false;
  bool borrowed = false;               // an included FFI declares it: it has it from a library of its own
  const GlobalEntry* entry = nullptr;  // of tables
  DeclarationKind kind = DeclarationKind::kConstant;
  CTypeObject* type = nullptr;  // of functions (pointer to it) and variables
  std::string symbol;
  bool read_only = false;
  bool cacheable = true;
  bool is_macro = false;
  const EnumType* enumeration = nullptr;  // of an enumerator
  Ref<> constant;
};

// An included FFI lends its types and integers; its functions, variables and other constants are those of its own
// libraries.
bool is_borrowed(const Scope& scope, const Declaration* declaration) {
  if (declaration->kind == DeclarationKind::kConstant || declaration->enumeration != nullptr) {
    return false;
  }
  for (const auto& included : scope.includes()) {
    if (included->find(declaration->name).value_or(nullptr) == declaration) {
      return true;
    }
  }
  return false;
}

// C11 6.7.3p9: of an array the items are const, not the array.
bool is_const(QualType type) {
  while ((type.qualifiers & kConst) == 0) {
    const auto* array = type_as<ArrayType>(type.type);
    if (array == nullptr) {
      return false;
    }
    type = array->item;
  }
  return true;
}

bool describe(State& state, const Declaration& declaration, NamedThing& thing) {
  thing.found = true;
  thing.kind = declaration.kind;
  thing.entry = static_cast<const GlobalEntry*>(declaration.origin);
  thing.is_macro = declaration.is_macro;
  thing.enumeration = declaration.enumeration;
  if (declaration.kind == DeclarationKind::kConstant) {
    thing.constant = steal(constant_value(declaration));
    return static_cast<bool>(thing.constant);
  }
  if (is_function_or_variable(declaration) || thing.entry != nullptr) {
    thing.type = function_pointer_ctype(state, declaration.type.type);
    thing.symbol = declaration.symbol.empty() ? declaration.name : declaration.symbol;
    thing.read_only = is_const(declaration.type);
    thing.cacheable = !declaration.thread_local_;
    return thing.type != nullptr;
  }
  return true;
}

bool raise_failure(State& state, const Error& error) {
  raise(state, error);
  return false;
}

std::nullptr_t undeclared(LibObject* lib, PyObject* name) {
  return raise_format(PyExc_AttributeError, "cffi library '%U' has no function, constant or global variable named '%U'",
                      lib->library.name, name);
}

// False with an exception set; an undeclared name is no error here.
bool look_up(LibObject* lib, PyObject* name, NamedThing& thing) {
  Py_ssize_t length = 0;
  const char* text = PyUnicode_AsUTF8AndSize(name, &length);
  if (text == nullptr) {
    return false;
  }
  TypesLock lock(state_of(lib));
  const Scope& scope = *lib->ffi->scope;
  auto declaration = scope.find({text, static_cast<size_t>(length)});
  if (!declaration) {
    return raise_failure(state_of(lib), declaration.error());
  }
  if (*declaration == nullptr) {
    return true;
  }
  thing.borrowed = is_borrowed(scope, *declaration);
  return thing.borrowed || describe(state_of(lib), **declaration, thing);
}

// The included module's Lib that has what an included FFI declares. Borrowed; null with an exception set.
LibObject* included_lib(LibObject* lib, PyObject* name) {
  for (Py_ssize_t i = 0; lib->included != nullptr && i < PyList_Size(lib->included); ++i) {
    LibObject* other = as_lib(PyList_GetItem(lib->included, i));
    NamedThing thing;
    if (!look_up(other, name, thing)) {
      return nullptr;
    }
    if (thing.found || thing.borrowed) {
      return other;
    }
  }
  if (lib->ffi->module != nullptr) {
    return raise_not_an_integer(state_of(lib), name);
  }
  return undeclared(lib, name);
}

Ref<> make_function(LibObject* lib, PyObject* name, const NamedThing& thing) {
  if (lib->included != nullptr) {
    return compiled_function(lib, name, {thing.entry, thing.type});
  }
  char* address = library_symbol(state_of(lib), lib->library, thing.symbol.c_str(), kFunctionSymbol);
  if (address == nullptr) {
    return nullptr;
  }
  Ref<> owner = make_symbol_owner(state_of(lib), as_object(lib), lib->library, name);
  return steal(owner ? make_pointer(thing.type, address, owner.get()) : nullptr);
}

Ref<GlobalVariableObject> make_variable(LibObject* lib, PyObject* name, const NamedThing& thing) {
  char* address = library_symbol(state_of(lib), lib->library, thing.symbol.c_str(), kVariableSymbol);
  if (address == nullptr) {
    return nullptr;
  }
  Ref<> owner = make_symbol_owner(state_of(lib), as_object(lib), lib->library, name);
  return owner ? make_global_variable(thing.type, address, owner.get(), thing.read_only) : nullptr;
}

// The variable, from lib.variables when it was asked for before.
Ref<GlobalVariableObject> find_variable(LibObject* lib, PyObject* name, const NamedThing& thing) {
  Ref<GlobalVariableObject> variable = lib->included != nullptr
                                           ? compiled_variable(lib, name, {thing.entry, thing.type})
                                           : make_variable(lib, name, thing);
  if (variable && thing.cacheable && PyDict_SetItem(lib->variables, name, variable.object()) < 0) {
    return nullptr;
  }
  return variable;
}

Ref<> remember(LibObject* lib, PyObject* name, Ref<> value) {
  return value && PyDict_SetItem(lib->dict, name, value.get()) == 0 ? std::move(value) : nullptr;
}

// What only a compiler knows, and there was none.
std::nullptr_t refuse_unknown_constant(LibObject* lib, PyObject* name, const NamedThing& thing) {
  if (thing.is_macro) {
    return raise_format(state_of(lib), ExceptionKind::kAttributeError | ExceptionKind::kFFIError,
                        "'#define %U ...': only a C compiler knows its value", name);
  }
  if (thing.enumeration != nullptr) {
    CTypeObject* type = ctype_of(state_of(lib), thing.enumeration);
    if (type == nullptr || raise_if_partial(type)) {
      return nullptr;
    }
  }
  return raise_format(state_of(lib),
                      ExceptionKind::kNotImplementedError | ExceptionKind::kAttributeError | ExceptionKind::kFFIError,
                      "non-integer constant '%U' cannot be accessed from a dlopen() library", name);
}

// Constants that are no integers, of tables: of a module asked for, of a library read like a variable.
Ref<> make_constant(LibObject* lib, PyObject* name, const NamedThing& thing) {
  if (thing.entry == nullptr) {
    return refuse_unknown_constant(lib, name, thing);
  }
  if (lib->included != nullptr) {
    return compiled_constant(lib, name, {thing.entry, thing.type});
  }
  Ref<GlobalVariableObject> variable = make_variable(lib, name, thing);
  return steal(variable ? read_global(variable.get()) : nullptr);
}

Ref<> make_extern_python(LibObject* lib, PyObject* name, const NamedThing& thing) {
  if (lib->included != nullptr) {
    return compiled_extern_python(lib, name, {thing.entry, thing.type});
  }
  return raise_format(PyExc_AttributeError, "'%U' is extern \"Python\": compiled modules only have these", name);
}

// `from module.lib import name` finds a Lib among the modules, and looks at it as at one. Pickling asks for what such a
// Lib has not, and says then with an error of its own that it cannot be pickled.
PyObject* module_attribute(LibObject* lib, PyObject* name) {
  if (PyUnicode_CompareWithASCIIString(name, "__name__") == 0) {
    return PyUnicode_FromFormat("%U.lib", lib->library.name);
  }
  if (PyUnicode_CompareWithASCIIString(name, "__class__") == 0) {
    return borrow(as_object(&PyModule_Type)).release();
  }
  bool unset = PyUnicode_CompareWithASCIIString(name, "__loader__") == 0 ||
               PyUnicode_CompareWithASCIIString(name, "__spec__") == 0;
  if (unset) {
    return borrow(Py_None).release();
  }
  bool hidden = PyUnicode_CompareWithASCIIString(name, "__reduce__") == 0 ||
                PyUnicode_CompareWithASCIIString(name, "__reduce_ex__") == 0;
  return hidden ? undeclared(lib, name) : nullptr;
}

PyObject* undeclared_attribute(LibObject* lib, PyObject* name) {
  // That of verify() is no module's, to whoever looks.
  bool is_of_module = lib->ffi->module != nullptr && !lib->takes_attributes;
  PyObject* value = is_of_module ? module_attribute(lib, name) : nullptr;
  if (value == nullptr && PyErr_Occurred() == nullptr) {
    value = PyObject_GenericGetAttr(as_object(lib), name);  // __class__, __dict__, ...
  }
  if (value != nullptr || PyErr_ExceptionMatches(PyExc_AttributeError) == 0) {
    return value;
  }
  return undeclared(lib, name);
}

PyObject* get_attribute(PyObject* self, PyObject* name);

PyObject* new_attribute(LibObject* lib, PyObject* name) {
  NamedThing thing;
  if (!look_up(lib, name, thing)) {
    return nullptr;
  }
  if (thing.borrowed) {
    LibObject* other = included_lib(lib, name);
    return other != nullptr ? get_attribute(as_object(other), name) : nullptr;
  }
  if (!thing.found) {
    return undeclared_attribute(lib, name);
  }
  switch (thing.kind) {
    case DeclarationKind::kFunction:
      return remember(lib, name, make_function(lib, name, thing)).release();
    case DeclarationKind::kVariable: {
      Ref<GlobalVariableObject> variable = find_variable(lib, name, thing);
      return variable ? read_global(variable.get()) : nullptr;
    }
    case DeclarationKind::kConstant:
      return remember(lib, name, thing.constant).release();
    case DeclarationKind::kDotsConstant:
      return remember(lib, name, make_constant(lib, name, thing)).release();
    case DeclarationKind::kExternPython:
      return remember(lib, name, make_extern_python(lib, name, thing)).release();
  }
  return nullptr;
}

PyObject* get_attribute(PyObject* self, PyObject* name) {
  Ref<> known = dict_get(as_lib(self)->dict, name);
  if (known || PyErr_Occurred() != nullptr) {
    return known.release();
  }
  Ref<> variable = dict_get(as_lib(self)->variables, name);
  if (variable) {
    return read_global(reinterpret_cast<GlobalVariableObject*>(variable.get()));
  }
  return PyErr_Occurred() == nullptr ? new_attribute(as_lib(self), name) : nullptr;
}

int refuse_assignment(LibObject* lib, PyObject* name, const NamedThing& thing) {
  if (lib->ffi->module != nullptr && thing.found) {
    raise_format(PyExc_AttributeError, "cannot write to function or constant '%U'", name);
  } else if (lib->ffi->module != nullptr) {
    undeclared(lib, name);
  } else if (!thing.found) {
    raise_format(PyExc_AttributeError, "cffi library '%U' has no global variable named '%U'", lib->library.name, name);
  } else if (thing.kind == DeclarationKind::kDotsConstant) {
    refuse_unknown_constant(lib, name, thing);
  } else {
    raise_format(PyExc_AttributeError, "cannot write to %s '%U'",
                 thing.kind == DeclarationKind::kConstant ? "constant" : "function", name);
  }
  return -1;
}

// What is deleted is looked up again.
int set_own_attribute(LibObject* lib, PyObject* name, PyObject* value) {
  if (value != nullptr) {
    return PyDict_SetItem(lib->dict, name, value);
  }
  Ref<> known = dict_get(lib->dict, name);
  if (!known && PyErr_Occurred() == nullptr) {
    PyErr_SetObject(PyExc_AttributeError, name);
  }
  return known ? PyDict_DelItem(lib->dict, name) : -1;
}

int set_attribute(PyObject* self, PyObject* name, PyObject* value) {
  Ref<> known = dict_get(as_lib(self)->variables, name);
  if (known) {
    return write_global(reinterpret_cast<GlobalVariableObject*>(known.get()), value);
  }
  NamedThing thing;
  if (PyErr_Occurred() != nullptr || !look_up(as_lib(self), name, thing)) {
    return -1;
  }
  if (thing.borrowed) {
    LibObject* other = included_lib(as_lib(self), name);
    return other != nullptr ? set_attribute(as_object(other), name, value) : -1;
  }
  if (!thing.found || thing.kind != DeclarationKind::kVariable) {
    return as_lib(self)->takes_attributes ? set_own_attribute(as_lib(self), name, value)
                                          : refuse_assignment(as_lib(self), name, thing);
  }
  Ref<GlobalVariableObject> variable = find_variable(as_lib(self), name, thing);
  return variable ? write_global(variable.get(), value) : -1;
}

// ---- names

PyObject* list_names(PyObject* self, PyObject*) { return list_lib_attributes(as_lib(self), true); }
// Without variables: `from module.lib import *` would take the value that they have at that moment.
PyObject* get_all(PyObject* self, void*) { return list_lib_attributes(as_lib(self), false); }

// What a name stands for: of a variable not its value, but the object that reads and writes it.
Ref<> meaning_of(LibObject* lib, PyObject* name) {
  NamedThing thing;
  if (!look_up(lib, name, thing)) {
    return nullptr;
  }
  bool variable = thing.found && thing.kind == DeclarationKind::kVariable;
  return steal(variable ? find_variable(lib, name, thing).release_object() : get_attribute(as_object(lib), name));
}

// Of tables all there is, as of a module: tools look through it.
Ref<> full_dict(LibObject* lib) {
  Ref<> names = steal(list_lib_attributes(lib, true));
  Ref<> dict = steal(names ? PyDict_New() : nullptr);
  Py_ssize_t count = dict ? PyList_Size(names.get()) : 0;
  for (Py_ssize_t i = 0; i < count; ++i) {
    PyObject* name = PyList_GetItem(names.get(), i);
    Ref<> meaning = meaning_of(lib, name);
    if (!meaning || PyDict_SetItem(dict.get(), name, meaning.get()) < 0) {
      return nullptr;
    }
  }
  return dict;
}

// Of an in-line library: what was looked up so far, and where programs put functions of their own.
PyObject* get_dict(PyObject* self, void*) {
  LibObject* lib = as_lib(self);
  if (lib->ffi->module == nullptr) {
    return borrow(lib->dict).release();
  }
  Ref<> all = full_dict(lib);
  bool complete = all && (!lib->takes_attributes || PyDict_Update(all.get(), lib->dict) == 0);
  return complete ? all.release() : nullptr;
}

PyObject* copy_lib(PyObject* self, PyObject*) { return borrow(self).release(); }

PyObject* lib_repr(PyObject* self) {
  return PyUnicode_FromFormat("<Lib object for '%U'%s>", as_lib(self)->library.name,
                              as_lib(self)->library.closed ? " (closed)" : "");
}

// ---- class

int traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  Py_VISIT(as_object(as_lib(self)->ffi));
  Py_VISIT(as_lib(self)->dict);
  Py_VISIT(as_lib(self)->variables);
  Py_VISIT(as_lib(self)->included);
  return 0;
}

// The library itself stays open: finalizers of the same garbage may still call into it.
int clear(PyObject* self) {
  PyDict_Clear(as_lib(self)->dict);
  PyDict_Clear(as_lib(self)->variables);
  return 0;
}

void dealloc(PyObject* object) {
  PyObject_GC_UnTrack(object);
  LibObject* self = as_lib(object);
  if (self->weakrefs != nullptr) {
    PyObject_ClearWeakRefs(object);
  }
  clear_field(self->dict);
  clear_field(self->variables);
  clear_field(self->included);
  free_function_list(self->functions);
  destroy_library(state_of(self), self->library);
  clear_field(self->ffi);
  free_instance(object);
}

PyMethodDef methods[] = {
    {"__dir__", list_names, METH_NOARGS, "The declared names, sorted."},
    {"__copy__", copy_lib, METH_NOARGS, "For copy.copy(): the library itself, which has no state of its own."},
    {nullptr, nullptr, 0, nullptr},
};

PyGetSetDef getset[] = {
    {"__dict__", get_dict, nullptr, "Of a compiled module all there is, else what was used so far.", nullptr},
    {"__all__", get_all, nullptr, "The declared names, sorted.", nullptr},
    {nullptr, nullptr, nullptr, nullptr, nullptr},
};

PyMemberDef members[] = {
    {"__weaklistoffset__", T_PYSSIZET, offsetof(LibObject, weakrefs), READONLY, nullptr},
    {nullptr, 0, 0, 0, nullptr},
};

PyType_Slot slots[] = {
    {Py_tp_doc, const_cast<char*>("A library: its functions, variables and constants are attributes. From "
                                  "ffi.dlopen().")},
    {Py_tp_getattro, reinterpret_cast<void*>(get_attribute)},
    {Py_tp_setattro, reinterpret_cast<void*>(set_attribute)},
    {Py_tp_repr, reinterpret_cast<void*>(lib_repr)},
    {Py_tp_traverse, reinterpret_cast<void*>(traverse)},
    {Py_tp_clear, reinterpret_cast<void*>(clear)},
    {Py_tp_dealloc, reinterpret_cast<void*>(dealloc)},
    {Py_tp_methods, methods},
    {Py_tp_getset, getset},
    {Py_tp_members, members},
    {0, nullptr},
};

Ref<LibObject> allocate_lib(FfiObject* ffi) {
  Ref<LibObject> self = new_object<LibObject>(ffi->state->cls(kLibClass));
  if (!self) {
    return nullptr;
  }
  construct_library(self->library);
  self->ffi = borrow(ffi).release();
  self->dict = PyDict_New();
  self->variables = PyDict_New();
  return self->dict != nullptr && self->variables != nullptr ? self : nullptr;
}

}  // namespace

PyObject* open_lib(FfiObject* ffi, PyObject* name, int flags) {
  Ref<LibObject> self = allocate_lib(ffi);
  // To a compiled module's ffi "" is the program itself, as to dlopen() of the C library.
  bool is_compiled = ffi->scope->declaration_source() != nullptr;
  bool is_empty = PyUnicode_Check(name) && PyUnicode_GetLength(name) == 0;
  PyObject* wanted = is_compiled && is_empty ? Py_None : name;
  // "m" or "z" is found as a linker finds it.
  return self && open_library(*ffi->state, wanted, flags, true, self->library) ? self.release_object() : nullptr;
}

PyObject* make_compiled_lib(FfiObject* ffi, const char* name, PyObject* included) {
  Ref<LibObject> self = allocate_lib(ffi);
  if (!self) {
    return nullptr;
  }
  self->included = borrow(included).release();
  self->library.name = PyUnicode_FromString(name);
  return self->library.name != nullptr ? self.release_object() : nullptr;
}

PyObject* close_lib(LibObject* lib) {
  if (lib->included != nullptr) {
    Py_RETURN_NONE;  // the module stays
  }
  if (!close_library(state_of(lib), lib->library)) {
    return nullptr;
  }
  PyDict_Clear(lib->dict);
  PyDict_Clear(lib->variables);
  Py_RETURN_NONE;
}

// In-line FFI objects give an array itself, as reading it does, and constants their values.
bool is_inline(const LibObject* lib) { return lib->included == nullptr && lib->ffi->module == nullptr; }

PyObject* address_in_library(LibObject* lib, PyObject* name) {
  NamedThing thing;
  if (!look_up(lib, name, thing)) {
    return nullptr;
  }
  if (thing.borrowed) {
    LibObject* other = included_lib(lib, name);
    return other != nullptr ? address_in_library(other, name) : nullptr;
  }
  if (!thing.found) {
    return undeclared(lib, name);
  }
  if (thing.kind == DeclarationKind::kFunction && lib->included != nullptr) {
    return compiled_function_address(lib, name, {thing.entry, thing.type}).release();
  }
  if (thing.kind == DeclarationKind::kFunction || thing.kind == DeclarationKind::kExternPython ||
      (thing.type != nullptr && thing.type->is(kIsFunctionPointer) && thing.kind == DeclarationKind::kDotsConstant)) {
    return get_attribute(as_object(lib), name);  // a variadic function is a constant of tables
  }
  if (is_inline(lib) && (thing.kind != DeclarationKind::kVariable || thing.type->is(kIsArray))) {
    return get_attribute(as_object(lib), name);
  }
  if (thing.kind != DeclarationKind::kVariable) {
    return raise_format(PyExc_AttributeError, "cannot take the address of the constant '%U'", name);
  }
  Ref<> known = thing.cacheable ? dict_get(lib->variables, name) : nullptr;
  if (!known) {
    known = steal(PyErr_Occurred() == nullptr ? find_variable(lib, name, thing).release_object() : nullptr);
  }
  return known ? address_of_global(reinterpret_cast<GlobalVariableObject*>(known.get())) : nullptr;
}

PyType_Spec lib_spec = {"_cffi_backend.Lib", sizeof(LibObject), 0,
                        Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | kDisallowInstantiation, slots};

}  // namespace cffi
