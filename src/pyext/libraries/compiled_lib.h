// What a Lib of a compiled module has: things that lie in the module itself and are reached by its tables.
#pragma once

#include "pyext/libraries/global_variable.h"
#include "pyext/libraries/lib_object.h"

namespace cffi {

// One global of the module, copied out of the scope while its lock was held.
struct CompiledGlobal {
  const GlobalEntry* entry;
  CTypeObject* type;  // of functions the pointer to it
};

// `name` is what it is called; new references, or empty with an exception set.
Ref<> compiled_function(LibObject* lib, PyObject* name, const CompiledGlobal& global);
Ref<> compiled_extern_python(LibObject* lib, PyObject* name, const CompiledGlobal& global);
// Of any type but integers: asks the module's function for it.
Ref<> compiled_constant(LibObject* lib, PyObject* name, const CompiledGlobal& global);
Ref<GlobalVariableObject> compiled_variable(LibObject* lib, PyObject* name, const CompiledGlobal& global);
// addressof(lib, "f"): a function pointer; the function itself in modules of cffi 1.0, which do not tell where it is.
Ref<> compiled_function_address(LibObject* lib, PyObject* name, const CompiledGlobal& global);

}  // namespace cffi
