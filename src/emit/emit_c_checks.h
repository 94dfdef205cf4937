// Checks at compile time that structs and unions have the fields that the cdef gives them: functions that are never
// called, in which a wrong type is an incompatible pointer, and a missing field an error, at the line of the cdef.
#pragma once

#include "emit/emit_context.h"

namespace cffi {

Result<void> emit_c_checks(EmitContext& context);

}  // namespace cffi
