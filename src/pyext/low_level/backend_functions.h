// The functions of the module _cffi_backend: thin entries to the same machinery that FFI methods use.
#pragma once

#include "pyext/python/py_ref.h"

namespace cffi {

extern PyMethodDef* const backend_functions;

}  // namespace cffi
