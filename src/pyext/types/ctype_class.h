// The class CType: its attributes as Python sees them.
#pragma once

#include "pyext/interpreter/state.h"

namespace cffi {

extern PyType_Spec ctype_spec;

}  // namespace cffi
