// CLibrary: what load_library() returns.
#pragma once

#include "pyext/interpreter/state.h"
#include "pyext/python/parameters.h"

namespace cffi {

Method backend_load_library;

extern PyType_Spec clibrary_spec;

}  // namespace cffi
