// ffi.cast().
#pragma once

#include "pyext/types/ctype_object.h"

namespace cffi {

// A cdata of `type` with the value that C gives it. Null with an exception set.
PyObject* cast_cdata(CTypeObject* type, PyObject* value);

}  // namespace cffi
