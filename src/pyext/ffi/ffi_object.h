// FFI: the class that users hold. Its declarations come from the tables of a compiled module or of a `.py` module; in
// the subclass _CdefFFI, which the Python class cffi.FFI extends, from cdef() texts. Everything else is the same.
#pragma once

#include <memory>

#include "decl/scope.h"
#include "pyext/ffi/module_declarations.h"
#include "pyext/types/ctype_object.h"

namespace cffi {

struct FfiObject {
  PyObject_HEAD State* state;
  TypeFamilyObject* family;      // strong: this FFI's types
  std::shared_ptr<Scope> scope;  // the declarations
  ModuleDeclarations* module;    // where they come from, borrowed from the type table, or from `scope` of a module for
                                 // verify(); null: from cdef() texts
  PyObject* type_cache;          // strong dict: type string -> CTypeObject
  PyObject* defining_strings;    // strong dict: what type_cache keeps whatever is declared later
  PyObject* included;            // strong list of included FFI objects
  PyObject* cdef_sources;        // strong list: the texts given to cdef(), for messages about compiling them
  PyObject* init_once_results;   // strong dict: tag -> (done, result or lock)
  PyObject* extern_functions;    // strong dict: name -> what def_extern() attached (extern_python.h)
  PyObject* weakrefs;
  // The instance __dict__ comes with the Python subclass cffi.FFI.
};

inline FfiObject* as_ffi(PyObject* self) { return reinterpret_cast<FfiObject*>(self); }

// What kinds of argument an FFI method takes for a type.
enum TypeArgument : int {
  kAcceptString = 1,
  kAcceptCType = 2,
  kAcceptCData = 4,  // its type
  kAcceptAll = 7,
  kFunctionAsPointer = 8,  // "int(int)" means a pointer to it (callback)
};
// Borrowed ctype (kept alive by the FFI's cache or its family) or null with an exception set.
CTypeObject* resolve_type(FfiObject* ffi, PyObject* argument, int accepted);

// After new declarations, a type string may mean another thing, but for one that is itself the definition.
void forget_type_strings(FfiObject* ffi);

// An FFI without declarations yet. Null with an exception set.
Ref<FfiObject> new_ffi(State& state);
// One with the same family of types.
Ref<FfiObject> new_ffi_beside(FfiObject* other);
// Gives a new FFI the declarations of a module, once.
void set_module(FfiObject* ffi, ModuleDeclarations::Source source);
// Declarations of `other` are found through `ffi`, too, after its own. False with an exception set.
bool include_ffi(FfiObject* ffi, FfiObject* other);

// The alignment of the type that `text` names, which a typedef's own `aligned` attribute may have changed: no ctype
// tells. 0 (no exception) when there is none.
uint32_t alignment_of_string(FfiObject* ffi, PyObject* text);

extern PyType_Spec ffi_spec;       // FFI
extern PyType_Spec cdef_ffi_spec;  // _CdefFFI
// Gives FFI its class attributes, among them NULL and RTLD_*. False with an exception set.
bool add_ffi_attributes(State& state);

}  // namespace cffi
