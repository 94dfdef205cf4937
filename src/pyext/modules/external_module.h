// What modules made by ffi.compile() call when they are imported.
#pragma once

#include "pyext/python/parameters.h"

namespace cffi {

Method backend_init_external_module;

}  // namespace cffi
