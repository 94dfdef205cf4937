// The names that a Lib has as attributes, for dir(lib) and lib.__all__.
#pragma once

#include "pyext/libraries/lib_object.h"

namespace cffi {

// A function or variable, which belongs to the library of the FFI that declares it.
inline bool is_function_or_variable(const Declaration& declaration) {
  return declaration.kind == DeclarationKind::kFunction || declaration.kind == DeclarationKind::kVariable;
}

// A new sorted list; with the variables of a compiled module or without. Takes the lock of the types. Null: an
// exception is set, an ImportError for malformed tables.
PyObject* list_lib_attributes(LibObject* lib, bool variables);

}  // namespace cffi
