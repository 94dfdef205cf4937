// C functions and a buffer to try the extension on, without a library.
#pragma once

#include "pyext/python/parameters.h"

namespace cffi {

Method backend_testfunc;
Method backend_testbuff;

}  // namespace cffi
