// Types that have no body and will get none: those that only a C compiler can complete (declared with dots, "..."), and
// those of a compiled module whose tables are wrong.
#pragma once

#include "pyext/ctype_object.h"

namespace cffi {

// Raises VerificationMissing, naming the type, when `type` (or the item of an array) is declared with dots; and what
// went wrong when a compiled module's tables should have completed it, but could not (a layout that differs from the
// cdef's: ffi.error). False, without an exception, when neither is the case.
bool raise_if_partial(CTypeObject* type);

}  // namespace cffi
