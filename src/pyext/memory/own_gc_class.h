// The class __CDataOwnGC: callbacks (function pointers) and handles (void *).
#pragma once

#include "pyext/interpreter/state.h"

namespace cffi {

bool add_own_gc_class(State& state);

}  // namespace cffi
