// FFI: the class that users hold. In-line (a Scope filled by cdef) now; compiled modules' tables use the same class.
#pragma once

#include <memory>

#include "cparse/scope.h"
#include "pyext/ctype_object.h"

namespace cffi {

struct FfiObject {
  PyObject_HEAD State* state;
  TypeFamilyObject* family;      // strong: this FFI's types
  std::shared_ptr<Scope> scope;  // the declarations
  PyObject* type_cache;          // strong dict: type string -> CTypeObject
  PyObject* included;            // strong list of included FFI objects
  PyObject* cdef_sources;        // strong list: the texts given to cdef(), for messages about compiling them
  PyObject* init_once_results;   // strong dict: tag -> (done, result or lock)
  PyObject* weakrefs;
  // The instance __dict__ comes with the Python subclass cffi.FFI.
};

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

bool add_ffi_class(State& state);

}  // namespace cffi
