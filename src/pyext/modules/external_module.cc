// The entry point for compiled modules: fills their export table and makes their `ffi` and `lib`.
#include "pyext/modules/external_module.h"

#include <algorithm>
#include <new>

#include "pyext/ffi/ffi_object.h"
#include "pyext/libraries/lib_object.h"
#include "pyext/low_level/backend_functions.h"
#include "pyext/memory/address_range.h"
#include "pyext/modules/c_api.h"
#include "pyext/python/parameters.h"
#include "pyext/python/py_compat.h"
#include "pyext/python/py_error.h"

namespace cffi {
namespace {

bool check_version(const ExternalModule& raw) {
  if (is_frozen_tag(raw.tag) || (raw.tag >= kOldestInterface && raw.tag <= kNewestInterface)) {
    return true;
  }
  const char* hint = is_current_tag(raw.tag) && raw.tag < kOldestInterface
                         ? "It was built by an older version: build it anew"
                         : "This module might need a more recent version of cffi than the one currently installed";
  raise_format(PyExc_ImportError,
               "cffi extension module '%s' uses an unknown version tag 0x%x. %s, which is %s (it knows the tags 0x%x "
               "to 0x%x and 0x%x to 0x%x)",
               raw.name, static_cast<unsigned int>(raw.tag), hint, CFFI_VERSION, kFrozenTagFirst, kFrozenTagLast,
               kOldestInterface, kNewestInterface);
  return false;
}

// How many slots the module's array has.
int export_count(const ExternalModule& raw) {
  if (is_current_tag(raw.tag)) {
    auto reserved = reinterpret_cast<uintptr_t>(raw.exports[0]);
    return reserved < kCurrentExportCount ? static_cast<int>(reserved) : kCurrentExportCount;
  }
  if (raw.tag >= kFrozenTagWideChars) {
    return kExportCountWideChars;
  }
  return (raw.context->flags & kUsesExternPython) != 0 ? kExportCountExternPython : kExportCount;
}

// The frozen interface lets the backend put ctypes into the module's array of types: what was there is kept aside, and
// the tables are read from the copy.
bool copy_types(const TypeContext& original, ModuleDeclarations::Source& source) {
  if (original.type_count < 0 || (original.types == nullptr && original.type_count > 0)) {
    return true;  // malformed: ModuleTables says so
  }
  auto count = static_cast<size_t>(original.type_count);
  source.types.reset(new (std::nothrow) intptr_t[count]);
  source.context.reset(new (std::nothrow) TypeContext(original));
  if (!source.types || !source.context) {
    PyErr_NoMemory();
    return false;
  }
  std::copy_n(original.types, count, source.types.get());
  source.patched_types = const_cast<intptr_t*>(original.types);
  source.context->types = source.types.get();
  return true;
}

bool fill_ffi(FfiObject* ffi, const ExternalModule& raw) {
  ModuleDeclarations::Source source;
  if (is_frozen_tag(raw.tag) && !copy_types(*raw.context, source)) {
    return false;
  }
  const TypeContext* context = source.context != nullptr ? source.context.get() : raw.context;
  Result<ModuleTables> tables = ModuleTables::make(raw.name, raw.tag, context);
  if (!tables) {
    raise(*ffi->state, tables.error());
    return false;
  }
  source.compiled = std::make_unique<const ModuleTables>(std::move(*tables));
  set_module(ffi, std::move(source));
  return true;
}

// ---- included modules

// Says for which module another one was wanted; the error that there was becomes the cause.
std::nullptr_t refuse_included(FfiObject* ffi, const char* name) {
  Ref<> cause = take_exception();
  raise_format(PyExc_ImportError, "while loading %s: failed to import ffi, lib from %s",
               std::string(ffi->module->tables().name()).c_str(), name);
  Ref<> error = take_exception();
  if (error && cause) {
    PyException_SetCause(error.get(), cause.release());
  }
  restore_exception(std::move(error));
  return nullptr;
}

Ref<> import_attribute(PyObject* module, const char* attribute, PyTypeObject* cls) {
  Ref<> value = steal(PyObject_GetAttrString(module, attribute));
  return value && PyObject_TypeCheck(value.get(), cls) == 0
             ? raise_format(PyExc_TypeError, "'%s' is a %.200s, not a %s", attribute, Py_TYPE(value.get())->tp_name,
                            cls->tp_name)
             : value;
}

bool include_module(FfiObject* ffi, PyObject* libs, const char* name) {
  State& state = *ffi->state;
  Ref<> module = steal(PyImport_ImportModule(name));
  Ref<> other = module ? import_attribute(module.get(), "ffi", state.cls(kFfiClass)) : nullptr;
  Ref<> lib = other ? import_attribute(module.get(), "lib", state.cls(kLibClass)) : nullptr;
  if (!lib) {
    refuse_included(ffi, name);
    return false;
  }
  return include_ffi(ffi, reinterpret_cast<FfiObject*>(other.get())) && PyList_Append(libs, lib.get()) == 0;
}

// The Lib objects of the included modules, as a list.
Ref<> include_modules(FfiObject* ffi) {
  Result<std::vector<std::string_view>> names = ffi->module->tables().includes();
  if (!names) {
    return raise(*ffi->state, names.error());
  }
  Ref<> libs = steal(PyList_New(0));
  for (std::string_view name : *names) {
    if (!libs || !include_module(ffi, libs.get(), std::string(name).c_str())) {
      return nullptr;
    }
  }
  return libs;
}

// ---- the module object

// CPython remembers the definition of modules with single-phase initialisation, and how to make them again: one for
// each, which is never freed. The objects are those of the first import in all interpreters (m_size -1), since the
// module's table of ctypes is one, too.
Ref<> make_frozen_module(const char* name) {
  static constexpr PyModuleDef kTemplate = {
      PyModuleDef_HEAD_INIT, "", nullptr, -1, nullptr, nullptr, nullptr, nullptr, nullptr};
  auto* definition = new (std::nothrow) PyModuleDef(kTemplate);
  if (definition == nullptr) {
    PyErr_NoMemory();
    return nullptr;
  }
  definition->m_name = name;
  Ref<> module = steal(PyModule_Create(definition));
  if (module) {
    declare_no_gil_needed(module.get());
  }
  return module;
}

// The caller is the module's Py_mod_create.
Ref<> make_plain_module(const char* name) { return steal(PyModule_New(name)); }

bool register_module(const char* name, PyObject* module, PyObject* lib) {
  PyObject* modules = PyImport_GetModuleDict();
  std::string lib_name = std::string(name) + ".lib";
  return PyDict_SetItemString(modules, name, module) == 0 && PyDict_SetItemString(modules, lib_name.c_str(), lib) == 0;
}

// A module that was moved into a package goes by two names: the one it was built with, and the one it is imported by.
bool register_names(const char* name, PyObject* module, PyObject* lib) {
  const char* imported_as = PyModule_GetName(module);
  return imported_as != nullptr && register_module(name, module, lib) &&
         (std::string_view(imported_as) == name || register_module(imported_as, module, lib));
}

// (ffi, lib), made from the tables.
Ref<> make_content(State& state, const ExternalModule& raw) {
  Ref<FfiObject> ffi = new_ffi(state);
  if (!ffi || !fill_ffi(ffi.get(), raw)) {
    return nullptr;
  }
  fill_exports(raw.exports, is_current_tag(raw.tag) ? 1 : 0, export_count(raw));
  Ref<> libs = include_modules(ffi.get());
  Ref<> lib = steal(libs ? make_compiled_lib(ffi.get(), raw.name, libs.get()) : nullptr);
  return steal(lib ? PyTuple_Pack(2, ffi.object(), lib.get()) : nullptr);
}

// The same for the interpreter's whole life: a module that was dropped from sys.modules may be imported again, and its
// C code knows one set of types and of extern "Python" functions. (Tables that somebody made in memory may go.)
Ref<> content_of(State& state, const ExternalModule& raw) {
  if (!is_in_loaded_file(raw.context)) {
    return make_content(state, raw);
  }
  Ref<> key = steal(PyLong_FromVoidPtr(const_cast<TypeContext*>(raw.context)));
  Ref<> known = key ? dict_get(state.compiled_modules, key.get()) : nullptr;
  if (known || PyErr_Occurred() != nullptr) {
    return known;
  }
  Ref<> content = make_content(state, raw);
  return content ? dict_set_default(state.compiled_modules, key.get(), content.get()) : nullptr;
}

PyObject* make_module(State& state, const ExternalModule& raw) {
  Ref<> content = content_of(state, raw);
  Ref<> module =
      content ? (is_current_tag(raw.tag) ? make_plain_module(raw.name) : make_frozen_module(raw.name)) : nullptr;
  if (!module) {
    return nullptr;
  }
  PyObject* ffi = PyTuple_GetItem(content.get(), 0);
  PyObject* lib = PyTuple_GetItem(content.get(), 1);
  if (PyObject_SetAttrString(module.get(), "ffi", ffi) < 0 || PyObject_SetAttrString(module.get(), "lib", lib) < 0 ||
      !register_names(raw.name, module.get(), lib)) {
    return nullptr;
  }
  return module.release();
}

}  // namespace

PyObject* backend_init_external_module(PyObject* self, Bound bound) {
  auto* raw = static_cast<const ExternalModule*>(PyLong_AsVoidPtr(bound[0]));
  if (raw == nullptr || raw->name == nullptr) {
    return PyErr_Occurred() != nullptr
               ? nullptr
               : raise_format(PyExc_ImportError, "_init_cffi_1_0_external_module() is called by compiled modules only");
  }
  if (!check_version(*raw)) {
    return nullptr;
  }
  if (raw->exports == nullptr || raw->context == nullptr) {
    return raise_format(PyExc_ImportError, "module '%s': malformed tables: there are none", raw->name);
  }
  return make_module(*state_of_module(self), *raw);
}

}  // namespace cffi
