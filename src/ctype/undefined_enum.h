// An enum that nothing defines: `enum e;`, `struct s { enum e kind; };`.
//
// It may be defined by a later cdef, until its layout is needed. What needs it then decides that there is none, and
// takes the enum for an `unsigned int` (EnumBody::guessed), as GCC does with one that has no negative value. What
// waited for it is laid out. Locks: that of the family of tables, and no cdef is under way.
#pragma once

#include <vector>

#include "ctype/type.h"

namespace cffi {

// Decides for all enums that stand between `type` (an enum, a record, an array of these) and its layout, and returns
// them. None when it waits for a struct or union as well, which will be defined later or not at all.
std::vector<const EnumType*> guess_enums_of(const Type* type);

// Whether there are such enums.
bool waits_for_enums_only(const Type* type);

// Decides for one. False: it has a body, or gets it from elsewhere.
bool guess_enum(const EnumType* type);

}  // namespace cffi
