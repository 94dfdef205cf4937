// Types that only a C compiler can complete: records and enums declared with dots ("...").
#pragma once

#include "pyext/ctype_object.h"

namespace cffi {

// Raises VerificationMissing, naming the type, when `type` (or the item of an array) is declared with dots.
// False, without an exception, when it is not.
bool raise_if_partial(CTypeObject* type);

}  // namespace cffi
