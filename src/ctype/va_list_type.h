// What <stdarg.h> calls va_list: a type of the ABI, made for a type table.
#pragma once

#include "ctype/type_table.h"

namespace cffi {

// A new record (an array of one on System V), or `char *` where that is what the target has.
const Type* make_va_list(TypeTable& types);

}  // namespace cffi
