// The names by which structs, unions and enums are shown. A later typedef may change one until it has been seen.
//
// Locks: the lock that covers the tables of the types.
#pragma once

#include "ctype/type.h"

namespace cffi {

// What `type` is made of, the fields of records included, keeps the names that it has now (Type::has_settled_name).
void settle_names(const Type* type);

}  // namespace cffi
