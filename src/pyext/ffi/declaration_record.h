// Declaration: what FFI.declarations() says of one declared name. A named tuple, made here.
#pragma once

#include "cparse/listed_name.h"
#include "pyext/interpreter/state.h"

namespace cffi {

bool add_declaration_class(State& state);

// Its `kind`: "function", "struct", ...
const char* kind_name(ListedKind kind);
// The value of a constant, else None. Null with an exception set.
Ref<> declared_value(const ListedName& listed);

}  // namespace cffi
