// How often was this process forked from one that had this library? What is locked or counted by threads that a child
// does not have can be told from what its own threads did.
#pragma once

#include <cstdint>

namespace cffi {

uint32_t fork_count();

}  // namespace cffi
