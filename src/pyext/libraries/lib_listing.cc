#include "pyext/libraries/lib_listing.h"

#include "pyext/python/py_error.h"

namespace cffi {
namespace {

bool add_name(PyObject* names, std::string_view text) {
  Ref<> name = steal(PyUnicode_FromStringAndSize(text.data(), static_cast<Py_ssize_t>(text.size())));
  return name && PySet_Add(names, name.get()) == 0;
}

// `#define X ...` is no attribute of a library, nor is a function that C code calls in Python.
bool is_no_attribute(const Declaration& declaration) {
  return (declaration.kind == DeclarationKind::kDotsConstant && declaration.is_macro) ||
         declaration.kind == DeclarationKind::kExternPython;
}

bool add_declared_names(PyObject* names, const ScopeView& view, bool constants_only) {
  for (const Declaration* declaration : view.declarations()) {
    bool is_left_out = is_no_attribute(*declaration) || (constants_only && is_function_or_variable(*declaration));
    if (!is_left_out && !add_name(names, declaration->name)) {
      return false;
    }
  }
  return true;
}

// Included FFIs lend their constants only.
bool add_all_declared_names(PyObject* names, const Scope& scope) {
  for (const ScopeView& view : scope.visible()) {
    if (!add_declared_names(names, view, view.scope != &scope)) {
      return false;
    }
  }
  return true;
}

bool raise_failure(FfiObject* ffi, const Error& error) {
  raise(*ffi->state, error);
  return false;
}

bool is_variable(const ModuleTables& tables, std::string_view name) {
  Result<const GlobalEntry*> entry = tables.find_global(name);
  Op op = entry && *entry != nullptr ? op_of((*entry)->type_op) : Op::kNoop;
  return op == Op::kGlobalVariable || op == Op::kGlobalVariableF;
}

// What a module's tables declare themselves, in the order they have.
bool add_own_table_names(PyObject* names, FfiObject* ffi, bool variables) {
  auto listed = ffi->scope->declaration_source()->list_declarations();
  if (!listed) {
    return raise_failure(ffi, listed.error());
  }
  for (const DeclarationSource::Entry& item : *listed) {
    if ((variables || !is_variable(ffi->module->tables(), item.name)) && !add_name(names, item.name)) {
      return false;
    }
  }
  return true;
}

// Modules that released versions wrote repeat the enums of the included modules in their own tables: these names, no
// macros and no enumerators of nameless enums, are what such a lib lists of the others.
bool add_included_enumerators(PyObject* names, FfiObject* ffi) {
  for (const ScopeView& view : ffi->scope->visible()) {
    DeclarationSource* lazy = view.scope == ffi->scope.get() ? nullptr : view.scope->declaration_source();
    if (lazy == nullptr) {
      continue;
    }
    auto listed = lazy->list_enumerators();
    if (!listed) {
      return raise_failure(ffi, listed.error());
    }
    for (const DeclarationSource::Entry& item : *listed) {
      if (!add_name(names, item.name)) {
        return false;
      }
    }
  }
  return true;
}

bool add_all_names(PyObject* names, FfiObject* ffi, bool variables) {
  return ffi->module == nullptr ? add_all_declared_names(names, *ffi->scope)
                                : add_own_table_names(names, ffi, variables) && add_included_enumerators(names, ffi);
}

}  // namespace

PyObject* list_lib_attributes(LibObject* lib, bool variables) {
  Ref<> names = steal(PySet_New(nullptr));
  {
    TypesLock lock(*lib->ffi->state);
    if (!names || !add_all_names(names.get(), lib->ffi, variables)) {
      return nullptr;
    }
  }
  Ref<> list = steal(PySequence_List(names.get()));
  return list && PyList_Sort(list.get()) == 0 ? list.release() : nullptr;
}

}  // namespace cffi
