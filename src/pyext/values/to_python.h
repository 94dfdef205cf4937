// C to Python: one half of the conversion table. The row of a type is chosen once, when its ctype is made.
#pragma once

#include "pyext/types/ctype_object.h"

namespace cffi {

// The row for a type whose `flags` and `size` are set.
ToPython choose_to_python(const CTypeObject* type);

// An integer of `type` (integer, enum, bool, char class) at `data` as int64/uint64 bits.
uint64_t load_integer_bits(const CTypeObject* type, const char* data);

}  // namespace cffi
