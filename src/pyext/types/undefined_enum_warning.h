// Enums that nothing defined, when their layout is needed: they are decided (ctype/undefined_enum.h), and warned of.
// All of it under TypesLock.
#pragma once

#include "ctype/type.h"
#include "decl/scope.h"

namespace cffi {

// Those between `type` and its layout. False with an exception set: warnings are errors.
bool settle_enums_of(const Type* type);
// The same, where nobody is there to catch an exception.
void settle_enums_unraisably(const Type* type);
// All that `scope` can see. `warn`: there is no compiler that knows them.
bool settle_enums_in(const Scope& scope, bool warn);

}  // namespace cffi
