// Whether the compiler agrees with the declarations: checks all that a module compiled for verify() says, and completes
// what the declarations left to the compiler.
//
// `realizer` makes types of the module's tables, and finds the declared ones through DeclaredTypes. What was completed
// before an error stays. Locks: that of the types. Errors: kLayoutDiffers, kMalformedTables, kUnknownNumber.
#pragma once

#include "base/result.h"
#include "decl/scope.h"
#include "tables/realizer.h"

namespace cffi {

Result<void> verify_module(Scope& scope, Realizer& realizer);

}  // namespace cffi
