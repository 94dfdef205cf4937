// lib: the functions, variables and constants of one library as attributes.
#pragma once

#include "call/dynamic_library.h"
#include "pyext/ffi_object.h"

namespace cffi {

// Shared by a lib and everything taken from it: open until the last of them goes, or dlclose().
struct LibObject {
  PyObject_HEAD
  FfiObject* ffi;         // strong
  LibraryHandle library;  // handle null once closed
  PyObject* dict;         // strong: name -> value of what was already looked up (functions, constants)
  PyObject* name;         // strong str: for repr and errors
  bool closed;
  PyObject* weakrefs;
};

PyObject* open_lib(FfiObject* ffi, PyObject* name, int flags);
PyObject* close_lib(LibObject* lib);
bool add_lib_class(State& state);

// Owner of a function or variable cdata taken from a library: keeps the library open and knows the C name
// (cdata_call.cc names the function in errors).
struct SymbolObject {
  PyObject_HEAD
  PyObject* library;  // strong: LibObject or CLibrary
  PyObject* name;     // strong str
};
Ref<> make_symbol_owner(State& state, PyObject* library, PyObject* name);

}  // namespace cffi
