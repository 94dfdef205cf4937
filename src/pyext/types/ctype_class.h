// The class CType: its attributes as Python sees them.
#pragma once

#include "pyext/interpreter/state.h"

namespace cffi {

bool add_ctype_class(State& state);

}  // namespace cffi
