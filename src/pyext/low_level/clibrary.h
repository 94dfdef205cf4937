// CLibrary: what load_library() returns.
#pragma once

#include "pyext/interpreter/state.h"
#include "pyext/python/parameters.h"

namespace cffi {

Method backend_load_library;

bool add_clibrary_class(State& state);

}  // namespace cffi
