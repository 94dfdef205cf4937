// By which name is a struct, union or enum shown? A later typedef may still give it one, until it has been seen.
//
// Locks: the lock that covers the tables of the types.
#pragma once

#include "ctype/type.h"

namespace cffi {

// What `type` is made of, the fields of records included, keeps the names that it has now (Type::has_settled_name).
void settle_names(const Type* type);

}  // namespace cffi
