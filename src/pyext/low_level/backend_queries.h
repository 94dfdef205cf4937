// The functions of the module that answer questions about types and cdata.
#pragma once

#include "pyext/python/parameters.h"

namespace cffi {

Method backend_typeof;
Method backend_sizeof;
Method backend_alignof;
Method backend_typeoffsetof;
Method backend_rawaddressof;
Method backend_getcname;
Method backend_get_types;
Method backend_get_common_types;

}  // namespace cffi
