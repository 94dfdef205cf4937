// FFI._verified(), the half of verify() that cannot be written in Python: the library of a module that was compiled
// from the FFI's own declarations, with the FFI's own types. So all libraries of one FFI, and all that was made before,
// fit each other.
#include "pyext/ffi/ffi_verify.h"

#include "emit/verify_module.h"
#include "pyext/ffi/ffi_object.h"
#include "pyext/libraries/lib_object.h"
#include "pyext/python/parameters.h"
#include "pyext/python/py_error.h"
#include "pyext/types/partial_type.h"

namespace cffi {
namespace {

// Declared with dots so far: what Python knows of them is to be looked up again once they are complete.
std::vector<CTypeObject*> open_enums(const Scope& scope) {
  std::vector<CTypeObject*> found;
  for (const ScopeView& view : scope.visible()) {
    for (const EnumType* type : view.scope->enums()) {
      const EnumBody* body = type->complete();
      auto* ctype = static_cast<CTypeObject*>(type->wrapper.load(std::memory_order_acquire));
      if (ctype != nullptr && (body == nullptr || body->partial)) {
        found.push_back(ctype);
      }
    }
  }
  return found;
}

// The module's side: its names, found as types of `ffi`. Empty with an exception set.
Ref<FfiObject> names_of(FfiObject* ffi, FfiObject* compiled) {
  Result<DeclaredTypes> declared = DeclaredTypes::of(*ffi->scope);
  if (!declared) {
    return raise(*ffi->state, declared.error());
  }
  Ref<FfiObject> side = new_ffi_beside(ffi);
  // Its tables are those of `compiled`.
  if (!side || PyList_Append(side->included, as_object(compiled)) < 0) {
    return nullptr;
  }
  std::shared_ptr<ModuleDeclarations> module = ModuleDeclarations::of_declared(
      *ffi->state, ffi->scope->types(), compiled->module->tables(), std::move(*declared));
  side->module = module.get();
  side->scope->set_declaration_source(ModuleDeclarations::owned_names(std::move(module)));
  return side;
}

Ref<FfiObject> verified_names(FfiObject* ffi, FfiObject* compiled) {
  TypesLock lock(*ffi->state);
  std::vector<CTypeObject*> enums = open_enums(*ffi->scope);
  Ref<FfiObject> side = names_of(ffi, compiled);
  if (!side) {
    return nullptr;
  }
  Result<void> verified = verify_module(*ffi->scope, side->module->realizer());
  for (CTypeObject* type : enums) {
    enum_completed(type);
  }
  forget_type_strings(ffi);
  return verified ? std::move(side) : raise(*ffi->state, verified.error());
}

}  // namespace

PyObject* ffi_verified(PyObject* self, Bound bound) {
  State& state = *as_ffi(self)->state;
  if (Py_TYPE(bound[0]) != state.cls(kFfiClass) || as_ffi(bound[0])->module == nullptr) {
    return raise_format(PyExc_TypeError, "_verified() takes the FFI of a compiled module, not '%s'",
                        class_name(bound[0]));
  }
  Ref<FfiObject> side = verified_names(as_ffi(self), as_ffi(bound[0]));
  Ref<> libs = steal(side ? PyList_New(0) : nullptr);
  std::string name(as_ffi(bound[0])->module->tables().name());
  Ref<> lib = steal(libs ? make_compiled_lib(side.get(), name.c_str(), libs.get()) : nullptr);
  if (lib) {
    reinterpret_cast<LibObject*>(lib.get())->takes_attributes = true;
  }
  return lib.release();
}

}  // namespace cffi
