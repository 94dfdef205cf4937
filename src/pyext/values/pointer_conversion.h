// Python objects to pointers.
#pragma once

#include "pyext/types/ctype_object.h"

namespace cffi {

// The pointer that `value` is when it is converted to pointer type `type` (cdata pointers, arrays, functions, of a
// compatible type). -1 with an exception set.
int to_pointer(CTypeObject* type, PyObject* value, char** out);

}  // namespace cffi
