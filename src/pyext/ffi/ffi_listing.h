// FFI.declarations(): what is declared, as a list of Declaration, a named tuple whose class is made here.
#pragma once

#include "decl/listed_name.h"
#include "pyext/interpreter/state.h"
#include "pyext/python/parameters.h"

namespace cffi {

Method ffi_list_declarations;  // FFI.declarations()

bool add_declaration_class(State& state);

// Its `kind`: "function", "struct", ...
const char* kind_name(ListedKind kind);
// The value of a constant, else None. Null with an exception set.
Ref<> declared_value(const ListedName& listed);

}  // namespace cffi
