// lib: functions, variables and constants as attributes: those of one library, from dlopen(), or those of a compiled
// module (compiled_lib.h).
#pragma once

#include "pyext/ffi/ffi_object.h"
#include "pyext/libraries/open_library.h"
#include "pyext/values/cdata_object.h"

namespace cffi {

struct LibFunctionList;

// Shared by a lib and everything taken from it: open until the last of them goes, or dlclose().
struct LibObject {
  PyObject_HEAD FfiObject* ffi;  // strong
  OpenLibrary library;
  PyObject* dict;       // strong: name -> value of what was already looked up (functions, constants)
  PyObject* variables;  // strong: name -> GlobalVariableObject of what was already looked up
  // Of a compiled module:
  PyObject* included;          // strong list of the Lib objects of included modules; null: from dlopen()
  LibFunctionList* functions;  // owned: what built-in functions are made of (lib_function.h)
  PyObject* weakrefs;
  bool takes_attributes;  // verify() gives a library whose functions and constants programs replace, and add to
};

// That of a compiled module; `name` is the module's.
PyObject* make_compiled_lib(FfiObject* ffi, const char* name, PyObject* included);
PyObject* open_lib(FfiObject* ffi, PyObject* name, int flags);
PyObject* close_lib(LibObject* lib);
extern PyType_Spec lib_spec;  // Lib, and the classes of symbols and global variables

// addressof(lib, "name"): of a function the function, of a variable a pointer to it. AttributeError for others, and for
// an in-line FFI what reading an array or a constant gives.
PyObject* address_in_library(LibObject* lib, PyObject* name);

}  // namespace cffi
