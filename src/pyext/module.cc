// The module _cffi_backend: multi-phase initialisation, one State for each interpreter that imports it.
#include <cstring>
#include <iterator>
#include <new>

#include "call/library/dynamic_library.h"
#include "pyext/ffi/ffi_listing.h"
#include "pyext/ffi/ffi_object.h"
#include "pyext/interpreter/first_module.h"
#include "pyext/libraries/global_variable.h"
#include "pyext/libraries/lib_function.h"
#include "pyext/libraries/lib_object.h"
#include "pyext/libraries/symbol_owner.h"
#include "pyext/low_level/backend_functions.h"
#include "pyext/low_level/clibrary.h"
#include "pyext/memory/buffer_object.h"
#include "pyext/memory/from_buffer.h"
#include "pyext/memory/gc_cdata.h"
#include "pyext/memory/own_gc_class.h"
#include "pyext/modules/c_api.h"
#include "pyext/python/exception_class.h"
#include "pyext/python/py_compat.h"
#include "pyext/types/ctype_class.h"
#include "pyext/types/ctype_object.h"
#include "pyext/types/record_fields.h"
#include "pyext/types/type_family.h"
#include "pyext/values/cdata_class.h"
#include "pyext/values/cdata_iterator.h"
#include "pyext/values/cdata_object.h"
#include "tables/format.h"

namespace cffi {
namespace {

ModuleState& content(PyObject* module) { return *static_cast<ModuleState*>(PyModule_GetState(module)); }

int module_traverse(PyObject* module, visitproc visit, void* arg) {
  ModuleState& self = content(module);
  if (self.first != nullptr) {
    return visit(self.first, arg);
  }
  return self.state != nullptr ? self.state->traverse(visit, arg) : 0;
}

void module_free(void* module) {
  ModuleState& self = content(static_cast<PyObject*>(module));
  State* state = std::exchange(self.state, nullptr);
  if (self.first != nullptr) {
    clear_field(self.first);
  } else if (state != nullptr) {
    state->forget_module();
    state->release();
  }
}

struct ClassDefinition {
  ClassId id;
  PyType_Spec* spec;
  ClassId base = kClassCount;  // none
  bool is_published = true;    // by its name, in the module
};
constexpr ClassDefinition kClasses[] = {
    {.id = kTypeFamilyClass, .spec = &type_family_spec, .is_published = false},
    {.id = kCTypeClass, .spec = &ctype_spec},
    {.id = kCFieldClass, .spec = &cfield_spec},
    {.id = kCDataClass, .spec = &cdata_base_spec},
    {.id = kCDataOwnClass, .spec = &cdata_own_spec, .base = kCDataClass},
    {.id = kCDataOwnGcClass, .spec = &own_gc_spec, .base = kCDataOwnClass},
    {.id = kCDataGcClass, .spec = &gc_cdata_spec, .base = kCDataClass},
    {.id = kCDataFromBufferClass, .spec = &from_buffer_spec, .base = kCDataClass},
    {.id = kCDataIteratorClass, .spec = &cdata_iterator_spec},
    {.id = kBufferClass, .spec = &buffer_spec},
    {.id = kLibClass, .spec = &lib_spec},
    {.id = kLibFunctionClass, .spec = &lib_function_spec, .is_published = false},
    {.id = kSymbolClass, .spec = &symbol_spec, .is_published = false},
    {.id = kGlobalVariableClass, .spec = &global_variable_spec},
    {.id = kCLibraryClass, .spec = &clibrary_spec},
    {.id = kFfiClass, .spec = &ffi_spec},
    {.id = kCdefFfiClass, .spec = &cdef_ffi_spec, .base = kFfiClass},
};

bool add_classes(State& state) {
  for (const ClassDefinition& definition : kClasses) {
    PyTypeObject* base = definition.base != kClassCount ? state.cls(definition.base) : nullptr;
    state.classes[definition.id] = make_class(state.module, definition.spec, base);
    if (state.cls(definition.id) == nullptr) {
      return false;
    }
  }
  forbid_subclasses(state.cls(kCDataClass));
  forbid_subclasses(state.cls(kCDataOwnClass));
  return add_declaration_class(state);
}

CTypeObject* common_ctype(State& state, Primitive primitive) {
  return ctype_of(state, state.common->table->primitive(primitive));
}

bool add_common_types(State& state) {
  TypesLock lock(state);
  state.common = make_type_family(state, TypeTable::make_common(host_target())).release();
  state.common_reference = as_object(state.common);
  if (state.common == nullptr) {
    return false;
  }
  state.void_ctype = ctype_of(state, state.common->table->void_type());
  state.int_ctype = common_ctype(state, Primitive::kInt);
  CTypeObject* char_ctype = common_ctype(state, Primitive::kChar);
  if (state.void_ctype == nullptr || state.int_ctype == nullptr || char_ctype == nullptr) {
    return false;
  }
  state.void_pointer_ctype = pointer_ctype(state.void_ctype);
  state.char_pointer_ctype = pointer_ctype(char_ctype);
  state.char_array_ctype = array_ctype(char_ctype, -1);
  if (state.void_pointer_ctype == nullptr || state.char_pointer_ctype == nullptr || state.char_array_ctype == nullptr) {
    return false;
  }
  state.null_cdata = make_pointer(state.void_pointer_ctype, nullptr);
  return state.null_cdata != nullptr;
}

bool add_object(PyObject* module, const char* name, PyObject* object) {
  Py_XINCREF(object);
  if (object == nullptr || PyModule_AddObject(module, name, object) < 0) {
    Py_XDECREF(object);
    return false;
  }
  return true;
}

// A class is published under the last part of its name, and cannot be changed after that.
bool publish_class(State& state, const char* full_name, ClassId id) {
  const char* name = std::strrchr(full_name, '.') + 1;
  bool added = add_object(state.module, name, as_object(state.cls(id)));
  if (added) {
    freeze_class(state.cls(id));
  }
  return added;
}

bool publish_classes(State& state) {
  for (const ClassDefinition& definition : kClasses) {
    if (definition.is_published && !publish_class(state, definition.spec->name, definition.id)) {
      return false;
    }
  }
  return publish_class(state, state.cls(kDeclarationClass)->tp_name, kDeclarationClass) &&
         add_object(state.module, "_FFIError", state.ffi_error) &&
         add_object(state.module, "_CDefError", state.cdef_error);
}

// The version tags of compiled modules that can be imported, as (first, last): for those who look at a module's file.
bool publish_interfaces(PyObject* module) {
  Ref<> interfaces =
      steal(Py_BuildValue("((ii)(ii))", kFrozenTagFirst, kFrozenTagLast, kOldestInterface, kNewestInterface));
  return interfaces && add_object(module, "_interfaces", interfaces.get());
}

// The functions that compiled modules call, for programs that look for them here. (Modules get an array of their own.)
bool publish_c_api(PyObject* module) {
  static void* exports[kExportCountWideChars];
  fill_exports(exports, 0, kExportCountWideChars);
  Ref<> capsule = steal(PyCapsule_New(static_cast<void*>(exports), "cffi", nullptr));
  return capsule && add_object(module, "_C_API", capsule.get());
}

bool publish_constants(PyObject* module) {
  for (const char* name : {"FFI_DEFAULT_ABI", "FFI_CDECL"}) {
    if (PyModule_AddIntConstant(module, name, kDefaultAbi) < 0) {
      return false;
    }
  }
  for (const OpenFlag& flag : open_flags()) {
    if (PyModule_AddIntConstant(module, flag.name, flag.value) < 0) {
      return false;
    }
  }
  return PyModule_AddStringConstant(module, "__version__", CFFI_VERSION) == 0 && publish_interfaces(module) &&
         publish_c_api(module);
}

// What the import system gives each module object of its own.
constexpr const char* kOwnNames[] = {"__name__", "__doc__", "__package__", "__loader__", "__spec__", "__file__"};

// Later module objects get a copy of what the first one has now.
bool keep_published(State& state) {
  state.published = PyDict_Copy(PyModule_GetDict(state.module));
  for (size_t i = 0; state.published != nullptr && i < std::size(kOwnNames); ++i) {
    if (PyDict_DelItemString(state.published, kOwnNames[i]) < 0) {
      PyErr_Clear();  // the import system has not set it
    }
  }
  state.compiled_modules = PyDict_New();
  return state.published != nullptr && state.compiled_modules != nullptr;
}

// Imported again: the same classes, functions and constants.
int become_copy(PyObject* module, Ref<> first) {
  State* state = state_of_module(first.get());
  content(module) = {state, first.release()};
  return PyDict_Update(PyModule_GetDict(module), state->published);
}

int make_first(PyObject* module) {
  auto* state = new (std::nothrow) State;
  if (state == nullptr) {
    PyErr_NoMemory();
    return -1;
  }
  content(module).state = state;
  state->module = module;
  if (!add_exceptions(*state) || !add_classes(*state) || !add_common_types(*state)) {
    return -1;
  }
  // After the common types and constants, of which the class FFI has some as attributes: NULL, RTLD_NOW and the like.
  if (!publish_constants(module) || !add_ffi_attributes(*state)) {
    return -1;
  }
  // As early as can be: of exit handlers, those that were added first run last.
  bool made = publish_classes(*state) && keep_published(*state) && watch_interpreter_exit(*state);
  return made && remember_first_module(module) ? 0 : -1;
}

// Imports of one module wait for each other.
int module_exec(PyObject* module) {
  Ref<> first = first_module();
  if (first) {
    return become_copy(module, std::move(first));
  }
  return PyErr_Occurred() == nullptr ? make_first(module) : -1;
}

PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, reinterpret_cast<void*>(module_exec)},
    kOwnGilSlot,
    kNoGilSlot,
    {0, nullptr},
};

}  // namespace

PyModuleDef backend_module = {
    PyModuleDef_HEAD_INIT,
    "_cffi_backend",
    "The C++ core of cffi: C types, values, calls. Programs use it through the package `cffi`.",
    sizeof(ModuleState),
    backend_functions,
    module_slots,
    module_traverse,
    nullptr,  // the cycles module <-> classes are broken by clearing the classes and the module's dict
    module_free,
};

}  // namespace cffi

// NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming): CPython makes the name from the module's
extern "C" __attribute__((visibility("default"))) PyObject* PyInit__cffi_backend() {
  return PyModuleDef_Init(&cffi::backend_module);
}
