// Types of which the declaration is known and the layout is not: records and enums declared with dots ("..."), which
// only a C compiler can complete, records with a type in them that is not defined yet, and those of a compiled module
// whose tables are wrong.
#pragma once

#include "pyext/types/ctype_object.h"

namespace cffi {

// Raises VerificationMissing, naming the type, when `type` (or the item of an array) is declared with dots; TypeError
// or ValueError, naming the field, when it waits for a definition; and what went wrong when a compiled module's tables
// should have completed it, but could not (a layout that differs from the cdef's: ffi.error). False, without an
// exception, when it is none of these.
bool raise_if_partial(CTypeObject* type);
// Of these only the last: what is wrong with the tables of a compiled module.
bool raise_if_broken(CTypeObject* type);
}  // namespace cffi
