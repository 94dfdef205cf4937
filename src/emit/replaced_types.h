// Which type a module means by the name of this one. `override=True` may have put another in its place: C has one
// type of a name, and so has a module. Locks: that of the types.
#pragma once

#include "decl/scope.h"

namespace cffi {

// The struct, union or enum that `scope` finds by the name of `type`; `type` itself when that is it, when it has no
// name, or is no such type.
const Type* type_by_name(const Scope& scope, const Type* type);

}  // namespace cffi
