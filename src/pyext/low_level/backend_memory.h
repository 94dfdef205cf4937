// The functions of the module that make, read and free cdata.
#pragma once

#include "pyext/python/parameters.h"

namespace cffi {

Method backend_newp;
Method backend_cast;
Method backend_newp_handle;
Method backend_from_handle;
Method backend_callback;
Method backend_string;
Method backend_unpack;
Method backend_from_buffer;
Method backend_memmove;
Method backend_gcp;
Method backend_release;
Method backend_get_errno;
Method backend_set_errno;

}  // namespace cffi
