// extern "Python": functions of a compiled module that C calls and Python defines, with ffi.def_extern().
//
// What is attached to one belongs to an interpreter: each has its own binding in a list at the function's entry in the
// module. Bindings are never freed, since C may call at any time and from any thread; what they refer to is detached
// when the FFI dies or another definition takes its place.
#pragma once

#include "pyext/python/parameters.h"

namespace cffi {

struct FfiObject;
struct ExternPythonEntry;

// FFI.def_extern(), and that of in-line FFIs: an error, whatever it is given.
Method ffi_def_extern;
FastFunction refuse_def_extern;

// Export slot 25: C calls an extern "Python" function.
void call_extern_python(ExternPythonEntry* entry, char* arguments);

// For ffi_object.cc's tp_clear and tp_dealloc: C gets zero from now on.
void detach_extern_functions(FfiObject* ffi);

}  // namespace cffi
