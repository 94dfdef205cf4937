// complete_struct_or_union(): the fields of a record.
#pragma once

#include "pyext/python/parameters.h"

namespace cffi {

Method backend_complete_struct_or_union;

}  // namespace cffi
