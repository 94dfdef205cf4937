// What no compiler can make up for: fields and results of types that were never defined, or only by a scope that
// includes the one at hand. Told with their names, before a compiler finds them with others. Locks: that of the types.
// Errors: kOpaqueField, kOpaqueResult, kFieldOfIncluding.
#pragma once

#include <span>

#include "base/result.h"
#include "decl/scope.h"

namespace cffi {

Result<void> check_fields(std::span<const Scope* const> scopes);
Result<void> check_results(const Scope& scope);

}  // namespace cffi
