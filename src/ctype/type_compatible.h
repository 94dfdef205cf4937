// Compatible types (C11 6.2.7): `size_t` and `unsigned long` are one type to a C compiler, and two nodes here.
//
// Qualifiers count, as in `_Generic`: `const char *` is not `char *`. Pure; recursion is bounded by the limits that the
// parser sets on types.
#pragma once

#include "ctype/target.h"
#include "ctype/type.h"

namespace cffi {

bool compatible(const Target& target, const QualType& a, const QualType& b);

}  // namespace cffi
