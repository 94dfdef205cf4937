// The class __CDataOwnGC: callbacks (function pointers) and handles (void *).
#pragma once

#include "pyext/interpreter/state.h"

namespace cffi {

extern PyType_Spec own_gc_spec;

}  // namespace cffi
