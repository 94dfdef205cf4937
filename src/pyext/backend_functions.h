// The module-level functions of _cffi_backend: thin entries to the same machinery that FFI methods use.
#pragma once

#include "pyext/state.h"

namespace cffi {

extern PyMethodDef backend_functions[];
bool add_clibrary_class(State& state);  // CLibrary, what load_library() returns (clibrary.cc)

}  // namespace cffi
